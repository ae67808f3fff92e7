/// A value of a data file, `content/data/NAME.yaml`, `.json` or `.csv`. What is empty in it (`null`, `""`, `false`, an empty
/// list) is left out: templates count it as not set.
package indirect enum DataValue: Hashable, Sendable {
    /// Of a whole file.
    case nothing
    case text(String)
    case truth
    case texts([String])
    case list([[String: DataValue]])
    case mapping([String: DataValue])
}
