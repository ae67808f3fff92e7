import DialogueFuzzing

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    fuzzMail(.submission, start, count)
    return 0
}
