import Dialogues

extension FuzzTarget {

    static let startTLSAutoconfig = FuzzTarget("StartTLSAutoconfig") { bytes throws(FuzzViolation) in
        guard case .success(let servers) = readAutoconfig(bytes) else { return }
        guard servers.count <= 32, servers.allSatisfy({ $0.port > 0 && $0.host.utf8.count <= 253 }) else {
            throw FuzzViolation("unbounded")
        }
    }
}
