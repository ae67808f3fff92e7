import Findings
import Grading
import Markdown

/// What the method page's addresses are made of.
enum MethodPage {
    /// The anchor of a profile's section.
    static func anchor(_ profile: String) -> String { Slug.make(profile) }
}

extension PageComposer {
    /// How is graded, made from the profiles themselves.
    func method() -> Page {
        var scope = Scope()
        scope.set("title", texts[.methodTitle])
        scope.set("unknown-mark", texts[.unknown])
        scope.set("absent-mark", texts[.absent])
        scope.set("mixed-mark", texts[.mixedMark])
        scope.set("profiles", Profile.all.reversed().map(profile))
        return page(
            addresses.method, template: "method", title: texts[.methodTitle], source: "templates/method.mustache",
            translated: { $0.addresses.method }, scope: scope)
    }

    private func profile(_ profile: Profile) -> Scope {
        Scope {
            $0.set("profile-id", MethodPage.anchor(profile.name))
            $0.set("profile-name", profile.name)
            $0.set("profile-since", Day(profile.since).map(texts.longDate) ?? profile.since)
            $0.set("profile-source", profile.source)
            $0.set(
                "versions",
                profile.versionPoints.sorted { $0.key < $1.key }.map { version, points in
                    Scope(["step-name": version.rawValue, "step-points": "\(points)"])
                })
            $0.set("keys", steps(profile.keySteps))
            $0.set("suites", steps(profile.suiteSteps))
            let letters = profile.letters.map { letter in
                Scope([
                    "step-name": letter.letter,
                    "step-points": texts.filled(.methodFrom, ["points": "\(letter.total)"]),
                ])
            }
            $0.set("letters", letters + [Scope(["step-name": "F", "step-points": texts[.methodBelow]])])
            $0.set(
                "rules",
                profile.rules.map { rule in
                    Scope([
                        "rule-name": texts[.rules, rule.name, fallback: rule.name], "rule-effect": effect(rule.effect),
                    ])
                })
        }
    }

    private func steps(_ steps: [Profile.Step]) -> [Scope] {
        steps.map { step in
            Scope([
                "step-name": texts.filled(.methodStep, ["bits": "\(step.below)"]), "step-points": "\(step.points)",
            ])
        } + [Scope(["step-name": texts[.methodAbove], "step-points": "100"])]
    }

    private func effect(_ effect: Profile.Effect) -> String {
        switch effect {
        case .fail: texts[.effectFail]
        case .cap(let letter): texts.filled(.effectCap, ["letter": letter])
        case .minus: texts[.effectMinus]
        case .distrust: texts[.effectDistrust]
        }
    }
}
