import Grading
import Model
import Templates
import Text

/// How is graded.
struct MethodPage: TemplateData {
    var title: String
    var unknownMark: String
    var absentMark: String
    var mixedMark: String
    var profiles: [GradingProfile]

    static let schema = TemplateSchema<Self>(
        "method", "how is measured and graded",
        [
            .text("title", "the page's heading") { $0.title },
            .text("unknown-mark", "the sign for what is not known") { $0.unknownMark },
            .text("absent-mark", "the sign for what is not there") { $0.absentMark },
            .text("mixed-mark", "the sign for what differs between servers") { $0.mixedMark },
            .list("profiles", "the sets of rules, newest first") { $0.profiles },
        ])

    /// A set of rules.
    struct GradingProfile: TemplateData {
        var id: String
        var name: String
        var since: String
        var source: String
        var points: [PointTables]
        var begin: String?
        var scale: String?
        var rules: [Rule]
        var omissions: [String]
        var moves: ProfileMoves?

        static let schema = TemplateSchema<Self>(
            "profile", "a set of rules for grading",
            [
                .text("profile-id", "the anchor of its section") { $0.id },
                .text("profile-name", "its name") { $0.name },
                .text("profile-since", "since when it is used") { $0.since },
                .text("profile-source", "where its rules come from") { $0.source },
                .list("points", "its tables of points, if it uses points; one entry") { $0.points },
                .text("begin", "the grade that rules then lower, if it does not use points") { $0.begin },
                .text("scale", "its grades, if it does not use points") { $0.scale },
                .list("rules", "its rules") { $0.rules },
                .texts("omissions", "what it does not look at") { $0.omissions },
                .one("profile-moves", "what it changes against the one before it, if there is one") { $0.moves },
            ])
    }

    /// A rule of a profile.
    struct Rule: TemplateData {
        var name: String
        var effect: String

        static let schema = TemplateSchema<Self>(
            "rule", "a rule of a profile",
            [
                .text("rule-name", "what it looks at") { $0.name },
                .text("rule-effect", "what it does to the grade") { $0.effect },
            ])
    }

    /// What gives how many points.
    struct PointTables: TemplateData {
        var versions: [Step]
        var keys: [Step]
        var suites: [Step]
        var lowersKeyByDiffieHellman: Bool
        var letters: [Step]

        static let schema = TemplateSchema<Self>(
            "points", "the tables of a profile that uses points",
            [
                .list("versions", "points by protocol version") { $0.versions },
                .list("keys", "points by the strength of the key") { $0.keys },
                .list("suites", "points by the strength of the cipher suite") { $0.suites },
                .truth("dh-lowers-key", "whether weak Diffie-Hellman parameters lower the key's points") {
                    $0.lowersKeyByDiffieHellman
                },
                .list("letters", "grades by the sum of points") { $0.letters },
            ])
    }

    /// A line of such a table.
    struct Step: TemplateData {
        var name: String
        var points: String

        static let schema = TemplateSchema<Self>(
            "step of points", "a line of a table of points",
            [
                .text("step-name", "a version, a strength or a grade") { $0.name },
                .text("step-points", "its points") { $0.points },
            ])
    }

    /// The anchor of a profile's section.
    static func anchor(_ profile: String) -> String { Slug.make(profile) }
}

extension PageComposer {
    /// How is graded, made from the profiles themselves.
    func method() -> Page {
        let links = Links(from: addresses.method)
        let data = MethodPage(
            title: texts[.methodTitle], unknownMark: texts[.unknown], absentMark: texts[.absent],
            mixedMark: texts[.mixedMark], profiles: Profile.all.reversed().map { profile($0, links) })
        return page(
            addresses.method, data, title: texts[.methodTitle], source: "templates/method.mustache",
            translated: { $0.addresses.method })
    }

    private func profile(_ profile: Profile, _ links: Links) -> MethodPage.GradingProfile {
        var data = MethodPage.GradingProfile(
            id: MethodPage.anchor(profile.name), name: profile.name,
            since: Day(profile.since).map(texts.longDate) ?? profile.since, source: profile.source, points: [],
            rules: profile.rules.map { rule in
                MethodPage.Rule(name: texts[.rules, rule.name, fallback: rule.name], effect: effect(rule.effect))
            }, omissions: profile.omissions.map { texts[.omissions, $0, fallback: $0] },
            moves: moves(of: profile, links))
        if case .points(let points) = profile.start {
            data.points = [self.points(points)]
        } else {
            let scale = profile.scale.reversed().map(words.gradeName).joined(separator: ", ")
            data.begin = texts.filled(.methodBest, ["letter": words.gradeName(profile.scale.last ?? "")])
            data.scale = texts.filled(.methodScale, ["letters": scale])
        }
        return data
    }

    private func points(_ points: Points) -> MethodPage.PointTables {
        let letters = points.letters.map { letter in
            MethodPage.Step(name: letter.letter, points: texts.filled(.methodFrom, ["points": "\(letter.total)"]))
        }
        return MethodPage.PointTables(
            versions: points.versions.sorted { $0.key < $1.key }.map { version, points in
                MethodPage.Step(name: version.rawValue, points: "\(points)")
            }, keys: steps(points.keySteps), suites: steps(points.suiteSteps),
            lowersKeyByDiffieHellman: points.diffieHellmanLowersKey,
            letters: letters + [MethodPage.Step(name: "F", points: texts[.methodBelow])])
    }

    private func steps(_ steps: [Points.Step]) -> [MethodPage.Step] {
        steps.map { step in
            MethodPage.Step(name: texts.filled(.methodStep, ["bits": "\(step.below)"]), points: "\(step.points)")
        } + [MethodPage.Step(name: texts[.methodAbove], points: "100")]
    }

    func effect(_ effect: Profile.Effect) -> String {
        switch effect {
        case .fail: texts[.effectFail]
        case .cap(let letter): texts.filled(.effectCap, ["letter": words.gradeName(letter)])
        case .minus: texts[.effectMinus]
        case .distrust: texts[.effectDistrust]
        case .replace(let letter): texts.filled(.effectReplace, ["letter": words.gradeName(letter)])
        }
    }
}
