import Archive
import Model

/// Work on many items at the same time, of which each gives a line; the lines are written in the order of the items. What
/// is in memory are the items under way and those that wait for one before them, however many there are.
struct OrderedWork {
    /// Items that are worked on at the same time.
    let atOnce: Int
    /// Items begun and not written. A slow one lets so many pass.
    let window: Int

    /// Lines written.
    private(set) var written = 0
    /// Lines that wait, by the place of their item.
    private var waiting: [Int: Kept] = [:]

    private struct Kept {
        var line: [UInt8]
        var signsOfLife: Int
    }

    /// What came of an item.
    struct Done<Note: Sendable>: Sendable {
        var line: Result<[UInt8], Diagnostics>
        var note: Note
    }

    init(atOnce: Int, window: Int) {
        self.atOnce = atOnce
        self.window = window
    }

    /// Works until there are no more items.
    /// - Parameters:
    ///   - next: the next item.
    ///   - fault: why the work cannot go on; what is under way then is not written.
    ///   - work: works on one item.
    ///   - keep: is told of each that is done; says how often something had come back from the network by then.
    ///   - signsOfLife: how often that is by now. What was done after the last sign of life is written only when another
    ///     comes, or at the end.
    ///   - confirm: says whether the network is there, by throwing where it is not.
    mutating func run<Item: Sendable, Note: Sendable>(
        into draft: inout ShardDraft, next: () throws(Diagnostics) -> Item?, fault: () -> Diagnostic?,
        work: @escaping @Sendable (Item) async -> Done<Note>, keep: (Note) async throws(Diagnostics) -> Int,
        signsOfLife: () -> Int, confirm: () async throws(Diagnostics) -> Void
    ) async throws(Diagnostics) {
        let result: Result<Void, Diagnostics> = await withTaskGroup(of: (Int, Done<Note>).self) { tasks in
            do throws(Diagnostics) {
                var (begun, running, isAtEnd) = (0, 0, false)
                while true {
                    while running < atOnce, begun - written < window, fault() == nil, !isAtEnd {
                        guard let item = try next() else {
                            isAtEnd = true
                            break
                        }
                        let place = begun
                        tasks.addTask { (place, await work(item)) }
                        begun += 1
                        running += 1
                    }
                    guard running > 0, let (place, done) = await tasks.next() else {
                        // The end, or so many lines wait for a sign of life that no more may be begun.
                        if let fault = fault() { throw Diagnostics([fault]) }
                        try await confirm()
                        try write(into: &draft, before: .max)
                        if isAtEnd { return .success(()) }
                        continue
                    }
                    running -= 1
                    // What this machine lacks says nothing about others.
                    if let fault = fault() { throw Diagnostics([fault]) }
                    waiting[place] = Kept(line: try done.line.get(), signsOfLife: try await keep(done.note))
                    try write(into: &draft, before: signsOfLife())
                }
            } catch {
                tasks.cancelAll()
                return .failure(error)
            }
        }
        try result.get()
    }

    private mutating func write(into draft: inout ShardDraft, before signsOfLife: Int) throws(Diagnostics) {
        while let kept = waiting[written], kept.signsOfLife < signsOfLife {
            waiting[written] = nil
            try draft.add(kept.line)
            written += 1
        }
    }
}
