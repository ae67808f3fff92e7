import Model

/// Bytes out of hexadecimal digits; spaces and line ends between them are passed over.
func bytes(_ digits: String) -> [UInt8] {
    var result: [UInt8] = []
    var high: UInt8?
    for character in digits {
        guard let value = character.hexDigitValue.map(UInt8.init) else { continue }
        if let first = high {
            result.append(first << 4 | value)
            high = nil
        } else {
            high = value
        }
    }
    return result
}
