extension DomainName {
    /// A domain name in A-labels, lower case: labels with other than ASCII characters become `xn--…` (RFC 5890 §2.3.2.1,
    /// RFC 3492). The characters are taken as they are but for case; they are not checked against RFC 5892.
    /// `nil` where a label comes out too long.
    package static func aLabels(_ name: String) -> String? {
        guard name.utf8.count <= 1_024 else { return nil }
        var labels: [String] = []
        for label in name.lowercased().split(separator: ".", omittingEmptySubsequences: false) {
            if label.utf8.allSatisfy({ $0 < 0x80 }) {
                labels.append(String(label))
            } else {
                guard let encoded = punycode(label.unicodeScalars.map { Int($0.value) }), encoded.count <= 59 else {
                    return nil
                }
                labels.append("xn--" + encoded)
            }
        }
        return labels.joined(separator: ".")
    }

    /// RFC 3492 §6.3 with the parameters of §5. A thousand scalars at most come in, so no number here overflows.
    private static func punycode(_ scalars: [Int]) -> String? {
        guard scalars.count <= 1_024 else { return nil }
        let base = 36
        var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
        let basicCount = output.count
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }
        var (n, delta, bias, handled) = (0x80, 0, 72, basicCount)
        while handled < scalars.count {
            guard let next = scalars.lazy.filter({ $0 >= n }).min() else { return nil }
            delta += (next - n) * (handled + 1)
            n = next
            for scalar in scalars {
                if scalar < n { delta += 1 }
                guard scalar == n else { continue }
                var (quotient, k) = (delta, base)
                while true {
                    let threshold = min(max(k - bias, 1), 26)
                    if quotient < threshold { break }
                    output.append(digit(threshold + (quotient - threshold) % (base - threshold)))
                    quotient = (quotient - threshold) / (base - threshold)
                    k += base
                }
                output.append(digit(quotient))
                bias = adapt(delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// RFC 3492 §6.1.
    private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > (36 - 1) * 26 / 2 {
            delta /= 36 - 1
            k += 36
        }
        return k + (36 - 1 + 1) * delta / (delta + 38)
    }

    private static func digit(_ value: Int) -> UInt8 {
        value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
    }
}
