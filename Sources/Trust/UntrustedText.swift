/// Text out of bytes that came from outside, fit for a line of a terminal or a log: what is no UTF-8, and every
/// control, format and line-separating character, is written byte by byte as `\xNN`; at most `limit` characters
/// of the original.
///
/// - Parameter escapesBackslash: A backslash becomes `\\`, so that nobody can write a fake `\xNN`. Not for text in
///   which backslashes are an escape already.
func escapingUntrusted(_ bytes: some Collection<UInt8>, limit: Int, escapesBackslash: Bool = true) -> String {
    var text = String.UnicodeScalarView()
    var rest = bytes[...]
    var count = 0
    while count < limit, let first = rest.first {
        count += 1
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = rest.prefix(4).makeIterator()
        guard case .valid(let encoded) = decoder.parseScalar(from: &iterator) else {
            escape(first, to: &text)
            rest = rest.dropFirst()
            continue
        }
        let scalar = Unicode.UTF8.decode(encoded)
        if isPlain(scalar) {
            if escapesBackslash, scalar == "\\" { text.append(scalar) }
            text.append(scalar)
        } else {
            for byte in encoded { escape(byte, to: &text) }
        }
        rest = rest.dropFirst(encoded.count)
    }
    return String(text)
}

private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
}

private func escape(_ byte: UInt8, to text: inout String.UnicodeScalarView) {
    text.append("\\")
    text.append("x")
    for digit in [byte >> 4, byte & 15] { text.append(Unicode.Scalar(digit < 10 ? 48 + digit : 87 + digit)) }
}
