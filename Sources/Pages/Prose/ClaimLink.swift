import Markdown
import Model

extension ProseHandlers {
    /// A claim: the link's text must be what the finding says, and becomes the link to its evidence. A dated claim
    /// holds for ever. One without a date must hold by the newest snapshot that could tell; where it held earlier, the
    /// sentence is out of date, which is a warning, since the next scheduled scan must not stop the site.
    func claim(_ link: MarkdownLink, _ warnings: inout [Diagnostic]) -> MarkdownHandlers.Answer {
        guard let path = ClaimPath(link.target) else {
            return fails(link.place, .badClaim, "'\(link.target)' is not a valid claim", "use \(ClaimPath.forms)")
        }
        let broken = composer.content.broken
        if let date = path.date, broken.contains("content/snapshots/\(date)") { return .becomes("#") }
        if path.value != nil, broken.contains("content/tables/\(path.subject).yaml") { return .becomes("#") }
        let leftOut = leftOut(path)
        let values: [ClaimValue]
        do {
            values = try composer.values(of: path)
        } catch {
            if error.isAboutFindings, !leftOut.isEmpty { return unchecked(link, because: leftOut, &warnings) }
            return fails(link.place, .badClaim, error.message, error.hint)
        }
        guard let value = path.date == nil ? values.last(where: \.isKnown) ?? values.last : values.last else {
            if !leftOut.isEmpty { return unchecked(link, because: leftOut, &warnings) }
            return fails(
                link.place, .badClaim, "no snapshot contains the finding '\(link.target)'",
                "check the provider, the service and the column")
        }
        if link.text == value.text { return .becomes(links.page(value.address, value.anchor)) }
        guard let earlier = values.last(where: { $0.text == link.text && $0.isKnown }) else {
            if !leftOut.isEmpty { return unchecked(link, because: leftOut, &warnings) }
            return fails(
                link.place, .claimDiffers, "the text says '\(link.text)', but the finding is '\(value.text)'",
                "write [\(value.text)](\(link.target)) and check the sentence around it")
        }
        var dated = path
        dated.date = earlier.date
        warnings.append(
            Diagnostic(
                file: file, place: link.place, level: .warning, rule: .claimOutdated,
                message: "the text says '\(link.text)', but on \(value.date) the finding is '\(value.text)'",
                hint: "write [\(value.text)](\(link.target)), or refer to a date: \(dated.target)"))
        return .becomes(links.page(earlier.address, earlier.anchor))
    }
}
