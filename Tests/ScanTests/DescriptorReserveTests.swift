import Glibc
import Model
import Testing

@testable import Scan

/// There is one reserve for the process, and other tests end runs: `make unit-test` runs these by themselves.
@Suite struct DescriptorReserveTests {
    @Test func theEndOfARunGivesThemBack() {
        DescriptorReserve.take()
        let held = DescriptorReserve.descriptors
        #expect(held.count == DescriptorReserve.size)
        #expect(held.allSatisfy { fcntl($0, F_GETFD) == FD_CLOEXEC })
        DescriptorReserve.take()
        #expect(DescriptorReserve.descriptors == held)
        LocalFaults(.unlimited).end(LocalFault.descriptors.diagnostic)
        #expect(DescriptorReserve.descriptors.isEmpty)
    }
}
