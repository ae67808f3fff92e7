import Dialogues

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard case .success(let servers) = readAutoconfig(bytes) else { return 0 }
    guard servers.count <= 32, servers.allSatisfy({ $0.port > 0 && $0.host.utf8.count <= 253 }) else {
        fatalError("unbounded")
    }
    return 0
}
