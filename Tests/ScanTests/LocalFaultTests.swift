import Model
import Testing

@testable import Scan

#if canImport(Glibc)
    import Glibc
#endif

/// What this machine lacks ends a run, and what the other side lacks does not.
@Suite struct LocalFaultTests {
    private func note(_ faults: LocalFaults, _ result: ConnectionResult, to address: String) async {
        await faults.note(result, to: address, port: 25, for: "a")
    }

    private func result(_ ending: ProbeRecord.Ending, connected: Int? = nil) -> ConnectionResult {
        ConnectionResult(transcript: Transcript(), ending: ending, connectMilliseconds: connected, milliseconds: 1)
    }

    @Test(arguments: [EMFILE, ENFILE, ENOMEM, ENOBUFS])
    func theSystemsLacksAreOurs(_ code: CInt) {
        #expect(LocalFault(errno: code) != nil)
    }

    @Test(arguments: [ECONNREFUSED, ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EACCES])
    func whatTheOtherSideMayCauseIsNot(_ code: CInt) {
        #expect(LocalFault(errno: code) == nil)
    }

    @Test func aFaultStopsTheRun() async {
        let run = Allowance.unlimited
        let faults = LocalFaults(run)
        var lacking = result(.failed(Reason(.unreachable)))
        lacking.localFault = .descriptors
        #expect(faults.fault == nil && run.stopped == nil)
        await note(faults, lacking, to: "192.0.2.1")
        #expect(faults.fault?.rule == .localFault)
        #expect(faults.fault?.message == "the scan cannot go on: no file descriptors are left")
        #expect(run.stopped?.code == .interrupted)
        // The first one counts.
        faults.end(Diagnostic(file: "", rule: .localFault, message: "another"))
        #expect(faults.fault?.message != "another")
    }

    /// Without IPv6 from the beginning its addresses are unknown, and the run goes on.
    @Test func aFamilyWithoutARouteIsNoFault() async {
        let run = Allowance.unlimited
        let faults = LocalFaults(run, hasRoute: { _ in false })
        await note(faults, result(.failed(Reason(.noRoute))), to: "2001:db8::1")
        await note(faults, result(.done, connected: 1), to: "192.0.2.1")
        await note(faults, result(.failed(Reason(.noRoute))), to: "2001:db8::1")
        #expect(faults.fault == nil && run.stopped == nil)
    }

    @Test func aRouteThatIsGoneIsOne() async {
        let isUp = Locked(true)
        let faults = LocalFaults(.unlimited, hasRoute: { _ in isUp.withLock { $0 } })
        await note(faults, result(.done, connected: 1), to: "192.0.2.1")
        // Somebody's address may lead nowhere while others answer.
        await note(faults, result(.failed(Reason(.noRoute))), to: "198.51.100.1")
        faults.noteFailedLookup()
        #expect(faults.fault == nil)
        isUp.withLock { $0 = false }
        await note(faults, result(.failed(Reason(.noRoute))), to: "198.51.100.1")
        #expect(faults.fault?.message.contains("no route to 192.0.2.1") == true)
    }

    @Test func failedLookUpsShowIt() async {
        let route = LocalFaults(.unlimited, hasRoute: { _ in false })
        route.noteFailedLookup()
        #expect(route.fault == nil, "nobody was reached yet")
        await note(route, result(.done, connected: 1), to: "192.0.2.1")
        route.noteFailedLookup()
        #expect(route.fault != nil)
        let descriptors = LocalFaults(.unlimited, hasDescriptors: { false })
        descriptors.noteFailedLookup()
        #expect(descriptors.fault?.message.contains("descriptors") == true)
    }

    @Test func thisMachineHasARouteToItself() {
        #expect(LocalFault.hasRoute(to: "127.0.0.1"))
        #expect(LocalFault.hasDescriptors)
    }
}
