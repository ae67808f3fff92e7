import Content
import Templates

extension TemplateContext {
    /// The data files of a site, by their names.
    init(_ data: [String: DataValue]) { self.init(values: data.compactMapValues(Value.init)) }
}

extension TemplateContext.Value {
    fileprivate init?(_ value: DataValue) {
        switch value {
        case .nothing: return nil
        case .text(let text): self = .text(text)
        case .truth: self = .truth
        case .texts(let texts): self = .texts(texts)
        case .list(let items): self = .scopes(items.map { TemplateContext($0) })
        case .mapping(let values): self = .scope(TemplateContext(values))
        }
    }
}
