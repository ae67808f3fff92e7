import CCMark
import Glibc

/// An arena for the tree of one text: allocations are sequential and released together. libcmark allocates and frees each
/// node; with the system's allocator that was a tenth of a site's build.
///
/// The callbacks of `cmark_mem` have no context argument, so each thread has one arena, in thread-specific data (pthread
/// key). Texts may be rendered within texts (of a directive): the inner one's memory is released before the outer one
/// goes on, as on a stack.
struct ParserArena {
    /// The state of the arena before a text.
    private struct Mark {
        var block: Int
        var next: UnsafeMutableRawPointer
    }

    private struct Block {
        var start: UnsafeMutableRawPointer
        var size: Int
    }

    /// The first block's size (bytes): enough for the tree of an article of 8 kB. Each further block is twice as large.
    private static let firstSize = 1 << 18
    /// The alignment of allocations, and of the size stored before each (bytes).
    private static let alignment = 16

    private var blocks: [Block] = []
    /// The current block.
    private var block = 0
    private var next: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer
    /// The allocator that libcmark uses; nodes keep the pointer.
    private let functions: UnsafeMutablePointer<cmark_mem>

    private init?() {
        guard let start = malloc(Self.firstSize) else { return nil }
        blocks = [Block(start: start, size: Self.firstSize)]
        next = start
        end = start + Self.firstSize
        functions = .allocate(capacity: 1)
        functions.initialize(
            to: cmark_mem(
                calloc: { count, size in ParserArena.ofThread?.pointee.take(count, times: size) },
                realloc: { old, size in ParserArena.ofThread?.pointee.resize(old, to: size) },
                free: { _ in }))
    }

    /// Provides the thread's arena, or libcmark's default allocator if there is none.
    /// - Parameter body: gets the allocator, and whether trees must be freed; nothing allocated with it may outlive the call.
    static func lend<Result>(_ body: (UnsafeMutablePointer<cmark_mem>?, Bool) -> Result) -> Result {
        guard let arena = ofThread ?? make() else { return body(cmark_get_default_mem_allocator(), true) }
        let mark = Mark(block: arena.pointee.block, next: arena.pointee.next)
        defer { arena.pointee.giveBack(to: mark) }
        return body(arena.pointee.functions, false)
    }

    // MARK: One for each thread

    /// `nil` if the system has no key left.
    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        let status = pthread_key_create(&key) { arena in
            let arena = arena?.assumingMemoryBound(to: ParserArena.self)
            arena?.pointee.freeAll()
            arena?.deinitialize(count: 1)
            arena?.deallocate()
        }
        return status == 0 ? key : nil
    }()

    private static var ofThread: UnsafeMutablePointer<ParserArena>? {
        key.flatMap { pthread_getspecific($0) }?.assumingMemoryBound(to: ParserArena.self)
    }

    private static func make() -> UnsafeMutablePointer<ParserArena>? {
        guard let key, let arena = ParserArena() else { return nil }
        let place = UnsafeMutablePointer<ParserArena>.allocate(capacity: 1)
        place.initialize(to: arena)
        guard pthread_setspecific(key, place) == 0 else {
            place.pointee.freeAll()
            place.deinitialize(count: 1)
            place.deallocate()
            return nil
        }
        return place
    }

    private func freeAll() {
        for block in blocks { free(block.start) }
        functions.deallocate()
    }

    // MARK: Callbacks of libcmark. It does not check results: without memory the program ends, as with its own allocator.

    /// Zeroed.
    @inline(__always) private mutating func take(_ count: Int, times size: Int) -> UnsafeMutableRawPointer {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        if overflow { abort() }
        let piece = piece(bytes)
        memset(piece, 0, bytes)
        return piece
    }

    /// The latest allocation grows in place; others are copied.
    @inline(__always) private mutating func resize(_ old: UnsafeMutableRawPointer?, to size: Int)
        -> UnsafeMutableRawPointer
    {
        guard let old else { return piece(size) }
        let known = (old - Self.alignment).load(as: Int.self)
        if size <= known { return old }
        let rounded = Self.rounded(size)
        if old + known == next, rounded <= end - old {
            (old - Self.alignment).storeBytes(of: rounded, as: Int.self)
            next = old + rounded
            return old
        }
        let piece = piece(size)
        memcpy(piece, old, known)
        return piece
    }

    /// An allocation, with its size stored before it.
    @inline(__always) private mutating func piece(_ size: Int) -> UnsafeMutableRawPointer {
        let rounded = Self.rounded(size)
        if rounded + Self.alignment > end - next { addBlock(for: rounded + Self.alignment) }
        next.storeBytes(of: rounded, as: Int.self)
        let piece = next + Self.alignment
        next = piece + rounded
        return piece
    }

    @inline(__always) private static func rounded(_ size: Int) -> Int {
        // Far above the limit of texts, and far below where the addition would overflow.
        if size < 0 || size > 1 << 40 { abort() }
        return (size + alignment - 1) & ~(alignment - 1)
    }

    @inline(never) private mutating func addBlock(for size: Int) {
        block += 1
        let wanted = max(size, Self.firstSize << min(block, 8))
        guard let start = malloc(wanted) else { abort() }
        blocks.append(Block(start: start, size: wanted))
        next = start
        end = start + wanted
    }

    private mutating func giveBack(to mark: Mark) {
        while block > mark.block {
            free(blocks.removeLast().start)
            block -= 1
        }
        next = mark.next
        end = blocks[block].start + blocks[block].size
    }
}
