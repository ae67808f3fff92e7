/// Any JSON (RFC 8259), to be compared.
enum JSONTree: Decodable, Equatable {
    case null
    case truth(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .truth(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let values = try? container.decode([JSONTree].self) {
            self = .list(values)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }
}
