import Foundation
import Testing

/// A site begun by the program, filled by the lab's DNS and built by a copy of the program that has no file beside it.
@Suite struct NewTests {
    @Test func aSiteFromNothing() async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let site = "\(folder)/neu"
        let program = "\(folder)/pruefstand"
        // Not copied here: a program that another test starts at the same time would hold what is being written open, and
        // nobody could run it.
        #expect(try await run("cp", [Tree.pruefstand, program]).status == 0)

        let begun = try await run(program, ["new", site, "--date", "2026-11-24"])
        #expect(begun.status == 0, "\(begun.errors)")
        let again = try await run(program, ["new", site])
        #expect(again.status == 1)
        let provider = try await run(
            program, ["new", "provider", "eichenpost.test", "--site", site, "--date", "2026-11-24"] + Tree.labOptions())
        #expect(provider.status == 0, "\(provider.errors)")
        let file = "\(site)/content/providers/eichenpost-test.md"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        for line in [
            "jid-domains: [eichenpost.test]", "#   DNSSEC: secure", "SRV _xmpp-client._tcp: ", ":5222", ":5223",
            "DNS records on 2026-11-24",
        ] { #expect(text.contains(line), "\(line) is not in\n\(text)") }
        let article = try await run(
            program, ["new", "article", "DANE \"verloren\": was nun?", "--site", site, "--date", "2026-11-25"])
        #expect(article.output == "\(site)/content/articles/2026-11-25-dane-verloren-was-nun.md\n", "\(article.errors)")
        let twice = try await run(
            program, ["new", "article", "DANE verloren, was nun", "--site", site, "--date", "2026-11-25"])
        #expect(twice.status == 1 && twice.errors.contains("[file-exists]"))
        // Drafts are looked at, and not built.
        let checked = try await run(program, ["check", "--site", site, "--date", "2026-11-25", "--strict"])
        #expect(checked.status == 0, "\(checked.errors)")
        let built = try await run(program, ["build", "--site", site, "--strict"])
        #expect(built.status == 0, "\(built.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(site)/site/anbieter/eichenpost-test/index.html"))
        #expect(!FileManager.default.fileExists(atPath: "\(site)/site/2026/11/dane-verloren-was-nun/index.html"))

        // A file of the site's own replaces the program's of the same name, and only that.
        try "{{<page}}{{$content}}<p>Eigenes: {{title}}</p>{{/content}}{{/page}}"
            .write(toFile: "\(site)/templates/404.mustache", atomically: true, encoding: .utf8)
        let copied = try await run(program, ["new", "templates", "--site", site])
        #expect(copied.status == 0, "\(copied.errors)")
        #expect(FileManager.default.isExecutableFile(atPath: "\(site)/templates/publishing/publish-rsync"))
        #expect(!FileManager.default.isExecutableFile(atPath: "\(site)/templates/page.mustache"))
        #expect(try await run(program, ["build", "--site", site]).status == 0)
        #expect(try String(contentsOfFile: "\(site)/site/404.html", encoding: .utf8).contains("<p>Eigenes: "))
    }

    /// The commands of the README and no others: a list of three domains, measured and built.
    @Test func theListOfTheREADME() async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let readme = try String(contentsOfFile: "\(Tree.root)/README.md", encoding: .utf8)
        let start = try #require(readme.firstRange(of: "A list of your own")).upperBound
        let block = try #require(readme[start...].firstMatch(of: #/```sh\n(.*?)```/#.dotMatchesNewlines()))
        let commands = block.1.split(separator: "\n").map {
            $0.prefix { $0 != "#" }.split(separator: " ").map(String.init)
        }
        #expect(commands.count == 4 && commands.allSatisfy { $0.first == "pruefstand" })
        let domains = ["weidenpost.test", "eschenpost.test", "kastanienpost.test"]
        for command in commands {
            let words = command.dropFirst().map { $0 == "mysite" ? "\(folder)/mysite" : $0 }
            let asksTheLab = words.first == "scan" || words.contains("provider")
            let more = try asksTheLab ? Tree.labOptions() + (words.first == "scan" ? ["--jobs", "16"] : []) : []
            for domain in words.contains("example.org") ? domains : [""] {
                let result = try await run(
                    Tree.pruefstand, words.map { $0 == "example.org" ? domain : $0 } + more)
                #expect(result.status == 0, "\(words): \(result.errors)")
            }
            guard words.first == "new", !words.contains("provider") else { continue }
            // The lab's addresses are private.
            let settings = "\(folder)/mysite/content/site.yaml"
            let text = try String(contentsOfFile: settings, encoding: .utf8)
            let changed = text.replacing(
                "\nscan:\n", with: "\nscan:\n  private-addresses: true\n  control-hosts: [mx.weidenpost.test]\n")
            #expect(changed != text)
            try changed.write(toFile: settings, atomically: true, encoding: .utf8)
        }
        // Nothing of the examples is left.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/mysite/content/providers").sorted()
                == domains.map { "\($0.replacing(".", with: "-")).md" }.sorted())
        for domain in domains {
            let page = "\(folder)/mysite/site/anbieter/\(domain.replacing(".", with: "-"))/index.html"
            #expect(
                try String(contentsOfFile: page, encoding: .utf8).contains("<code>pruefstand test \(domain)</code>"))
        }
    }

    /// A workflow stands where its host looks for it, and one that is there already is the editor's.
    @Test(arguments: [
        ("github", ".github/workflows/pruefstand.yaml"), ("gitlab", ".gitlab-ci.yml"),
        ("forgejo", ".forgejo/workflows/pruefstand.yaml"), ("netlify", "netlify.toml"),
    ])
    func aWorkflow(_ host: String, _ path: String) async throws {
        let site = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let made = try await run(Tree.pruefstand, ["new", "workflow", host, "--site", site])
        #expect(made.status == 0 && made.output.contains("\(site)/\(path)\n"), "\(made.errors)")
        let recipe = path.hasSuffix(".toml") ? "netlify.toml" : "\(host).yaml"
        #expect(
            try String(contentsOfFile: "\(site)/\(path)", encoding: .utf8)
                == String(contentsOfFile: "\(Tree.root)/templates/publishing/\(recipe)", encoding: .utf8))
        let again = try await run(Tree.pruefstand, ["new", "workflow", host, "--site", site])
        #expect(again.status == 1 && again.errors.contains("[file-exists]"))
    }

    @Test func aProviderThatDoesNotExist() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let result = try await run(
            Tree.pruefstand, ["new", "provider", "gibtsnicht.test", "--site", site] + Tree.labOptions())
        #expect(result.status == 1 && result.errors.contains("[no-such-domain]"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(site)/content/providers/gibtsnicht-test.md"))
    }

    /// In a network namespace where nothing is up: the file is written, and it is said that nobody was asked.
    @Test func aProviderWithoutANetwork() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let result = try await run(
            "unshare",
            ["--net", Tree.pruefstand, "new", "provider", "neupost.test", "--site", site] + Tree.labOptions())
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("DNS lookup skipped: no network"))
        let text = try String(contentsOfFile: "\(site)/content/providers/neupost-test.md", encoding: .utf8)
        #expect(text.contains("# DNS lookup skipped: no network"))
        // The file is fine; what else is wrong with a lab that was never scanned is not asked here.
        let check = try await run(Tree.pruefstand, ["check", "--site", site])
        #expect(!check.errors.contains("neupost"), "\(check.errors)")
    }
}
