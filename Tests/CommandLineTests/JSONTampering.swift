import Foundation

/// Every way to change one value of a JSON text, each as a text of its own: another number, another word, a key less.
enum JSONTampering {
    static func all(of bytes: [UInt8]) throws -> [(what: String, bytes: [UInt8])] {
        let tree = try JSONSerialization.jsonObject(with: Data(bytes))
        return try variants(of: tree, "").map { what, tree in
            let data = try JSONSerialization.data(
                withJSONObject: tree, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            return (what, Array(data) + [10])
        }
    }

    private static func variants(of tree: Any, _ path: String) -> [(String, Any)] {
        switch tree {
        case let object as [String: Any]:
            return object.sorted { $0.key < $1.key }.flatMap { key, value in
                var less = object
                less[key] = nil
                return [("\(path).\(key) removed", less as Any)]
                    + variants(of: value, "\(path).\(key)").map { what, changed in
                        var copy = object
                        copy[key] = changed
                        return (what, copy as Any)
                    }
            }
        case let array as [Any]:
            return array.indices.flatMap { index in
                var less = array
                less.remove(at: index)
                return [("\(path)[\(index)] removed", less as Any)]
                    + variants(of: array[index], "\(path)[\(index)]").map { what, changed in
                        var copy = array
                        copy[index] = changed
                        return (what, copy as Any)
                    }
            }
        case let text as String:
            return [("\(path) is another text", (text.hasSuffix("x") ? text + "y" : text + "x") as Any)]
        case let number as NSNumber:
            // On Linux a Boolean is a number too; both are as good as changed by this.
            return [("\(path) is another number", (number.intValue + 1) as Any)]
        default: return []
        }
    }
}
