import DNS
import Derive
import Model
import Testing

@testable import Scan

/// Everything is asked, fetched, looked at and kept once, whoever wants it.
@Suite(.timeLimit(.minutes(5))) struct EvidenceLogTests {
    private static func ids(_ records: [EvidenceRecord]) -> [Int] {
        records.compactMap { record in
            switch record {
            case .plan, .certificate: nil
            case .lookup(let record): record.id
            case .endpoint(let record): record.id
            case .probe(let record): record.id
            case .fetch(let record): record.id
            }
        }
    }

    @Test func aQuestionIsAskedOnce() async {
        let counter = Counter()
        let log = Fixture.log { question in
            await counter.enter()
            return Fixture.address(question, [192, 0, 2, 1])
        }
        let questions = [Question("a.test", .a), Question("a.test", .aaaa)]
        await log.ask(questions)
        await log.ask(questions + [Question("b.test", .a)])
        #expect(await counter.total == 3)
        #expect(await log.records.count == 4)
        #expect(await log.answers[questions[0]]?.answer.addresses.map(\.description) == ["192.0.2.1"])
    }

    /// Two who ask at the same time get the same record.
    @Test func aQuestionUnderWayHasOneRecord() async {
        let barrier = Barrier()
        let counter = Counter()
        let log = Fixture.log { question in
            await counter.enter()
            if await counter.total == 2 { await barrier.open() }
            await barrier.wait()
            return Fixture.address(question, [192, 0, 2, 1])
        }
        let question = Question("a.test", .a)
        async let one: Void = log.ask([question])
        async let other: Void = log.ask([question])
        _ = await (one, other)
        #expect(await Self.ids(log.records) == [1])
    }

    /// The order in which answers come does not show.
    @Test func answersAreKeptInTheOrderOfTheQuestions() async {
        let (first, second) = (Barrier(), Barrier())
        let log = Fixture.log { question in
            switch question.name {
            case "a.test": await first.wait()
            case "b.test":
                await second.wait()
                await first.open()
            default: await second.open()
            }
            return Fixture.address(question, [192, 0, 2, 1])
        }
        await log.ask(["a.test", "b.test", "c.test"].map { Question($0, .a) })
        let names = await log.records.compactMap { if case .lookup(let record) = $0 { record.name } else { nil } }
        #expect(names == ["a.test", "b.test", "c.test"])
        #expect(await Self.ids(log.records) == [1, 2, 3])
    }

    @Test func aCertificateIsKeptOnce() async {
        let log = Fixture.log()
        let digest: @Sendable ([UInt8]) -> String = { hexadecimal($0) }
        #expect(await log.add(certificates: [[1], [2], [1]], digest: digest) == ["01", "02", "01"])
        #expect(await log.add(certificates: [[2], [3]], digest: digest) == ["02", "03"])
        let kept = await log.records.compactMap { if case .certificate(let record) = $0 { record.sha256 } else { nil } }
        #expect(kept == ["01", "02", "03"])
    }

    /// A server is looked at once for all domains that it serves; an XMPP server answers for each domain in its own way.
    @Test func aPlaceIsLookedAtOnce() async {
        let log = Fixture.log()
        #expect(await log.add(Fixture.place(Fixture.endpoint(.mx, domain: "a.test"))) == 1)
        #expect(await log.add(Fixture.place(Fixture.endpoint(.mx, domain: "b.test"))) == nil)
        #expect(await log.add(Fixture.place(Fixture.endpoint(.mx, address: "192.0.2.2"))) == 2)
        #expect(await log.add(Fixture.place(Fixture.endpoint(.xmppClient, domain: "a.test"))) == 3)
        #expect(await log.add(Fixture.place(Fixture.endpoint(.xmppClient, domain: "b.test"))) == 4)
        #expect(await log.add(Fixture.place(Fixture.endpoint(.xmppClient, domain: "b.test"))) == nil)
        #expect(await Self.ids(log.records) == [1, 2, 3, 4])
    }

    @Test func aPageIsFoundByItsAddress() async {
        let log = Fixture.log()
        let target = FetchTarget(host: "a.test", path: "/page")
        await log.keep { Fixture.fetchRecord(target, id: $0) }
        #expect(await log.fetches[target]?.id == 1)
        #expect(await log.records.count == 2)
    }
}
