/// A host of static sites whose limits its operator documents; `publish` in `content/site.yaml` names one.
///
/// Hosts without documented limits of a site are not here: Codeberg limits the repositories of an account, not what
/// they publish; what S3 or a server of one's own may hold is nobody's rule.
package struct PublishingHost: Hashable, Sendable {
    /// The value of `publish`: `github-pages`.
    package var name: String
    package var limits: [Limit]

    package struct Limit: Hashable, Sendable {
        package var quantity: Quantity
        /// The most that the host takes, in units of the quantity.
        package var most: Int
        /// The URL of the operator's page that says so.
        package var source: String

        package init(_ quantity: Quantity, _ most: Int, source: String) {
            self.quantity = quantity
            self.most = most
            self.source = source
        }
    }

    /// What a limit counts.
    package enum Quantity: Hashable, Sendable {
        /// Files of the whole site.
        case files
        /// Files and folders of the whole site.
        case entries
        /// Files directly in one folder.
        case filesInFolder
        /// Bytes of all files.
        case bytes
        /// Bytes of one file.
        case bytesOfFile
    }

    /// The hosts and their limits, as their pages gave them in November 2026; of several plans, those of the free one.
    /// A GB that a page does not explain is 10⁹ bytes, the smaller of its two meanings.
    package static let known = [
        PublishingHost(
            name: "cloudflare-pages",
            limits: [
                Limit(.files, 20_000, source: "https://developers.cloudflare.com/pages/platform/limits/"),
                Limit(.bytesOfFile, 25 << 20, source: "https://developers.cloudflare.com/pages/platform/limits/"),
            ]),
        PublishingHost(
            name: "github-pages",
            limits: [
                Limit(
                    .bytes, 1_000_000_000,
                    source: "https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits")
            ]),
        PublishingHost(
            name: "gitlab-pages",
            limits: [
                Limit(.bytes, 1_000_000_000, source: "https://docs.gitlab.com/user/gitlab_com/"),
                Limit(.entries, 200_000, source: "https://docs.gitlab.com/administration/instance_limits/"),
            ]),
        PublishingHost(
            name: "netlify",
            limits: [
                Limit(.filesInFolder, 54_000, source: "https://docs.netlify.com/site-deploys/overview")
            ]),
    ]
}
