import CCMark
import Glibc

/// Memory for one text's tree: handed out in a row, and given back all at once. libcmark asks for a piece for each node
/// and frees them one by one; with the system's allocator that was a tenth of a site's build.
///
/// The functions that libcmark calls (`cmark_mem`) get no argument that could say whose memory is meant, so each thread
/// has one arena, under a key of pthread's. Texts may be rendered within texts (a directive's words): what the inner one
/// took is given back before the outer one goes on, as on a stack.
struct ParserArena {
    /// Where the arena stood before a text.
    private struct Mark {
        var block: Int
        var next: UnsafeMutableRawPointer
    }

    private struct Block {
        var start: UnsafeMutableRawPointer
        var size: Int
    }

    /// The first block's size (bytes): enough for the tree of an article of 8 kB. Each further one is twice as large.
    private static let firstSize = 1 << 18
    /// What libcmark asks for is aligned to this, and so is the size that stands before it (bytes).
    private static let alignment = 16

    private var blocks: [Block] = []
    /// The block that pieces are taken from now.
    private var block = 0
    private var next: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer
    /// What libcmark is told to use; nodes keep the pointer.
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

    /// Lends out the thread's arena, or libcmark's own allocator where there is none.
    /// - Parameter body: gets the allocator, and whether a tree must be freed; must leave nothing behind that was
    ///   allocated with it.
    static func lend<Result>(_ body: (UnsafeMutablePointer<cmark_mem>?, Bool) -> Result) -> Result {
        guard let arena = ofThread ?? make() else { return body(cmark_get_default_mem_allocator(), true) }
        let mark = Mark(block: arena.pointee.block, next: arena.pointee.next)
        defer { arena.pointee.giveBack(to: mark) }
        return body(arena.pointee.functions, false)
    }

    // MARK: One for each thread

    /// `nil` where the system has no key left.
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

    // MARK: What libcmark calls. It does not look at what it gets: without memory the program ends, as by its own allocator.

    /// Zeroed.
    @inline(__always) private mutating func take(_ count: Int, times size: Int) -> UnsafeMutableRawPointer {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        if overflow { abort() }
        let piece = piece(bytes)
        memset(piece, 0, bytes)
        return piece
    }

    /// The newest piece grows where it is, any other moves.
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

    /// With its size before it.
    @inline(__always) private mutating func piece(_ size: Int) -> UnsafeMutableRawPointer {
        let rounded = Self.rounded(size)
        if rounded + Self.alignment > end - next { addBlock(for: rounded + Self.alignment) }
        next.storeBytes(of: rounded, as: Int.self)
        let piece = next + Self.alignment
        next = piece + rounded
        return piece
    }

    @inline(__always) private static func rounded(_ size: Int) -> Int {
        // Far above every text's limit, and far below where adding would overflow.
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
