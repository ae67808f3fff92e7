import Grading
import Model
import Templates
import Text

/// What the method page's addresses are made of.
enum MethodPage {
    /// The anchor of a profile's section.
    static func anchor(_ profile: String) -> String { Slug.make(profile) }
}

extension PageComposer {
    /// How is graded, made from the profiles themselves.
    func method() -> Page {
        var scope = TemplateContext()
        scope.set(.title, texts[.methodTitle])
        scope.set(.unknownMark, texts[.unknown])
        scope.set(.absentMark, texts[.absent])
        scope.set(.mixedMark, texts[.mixedMark])
        scope.set(.profiles, Profile.all.reversed().map(profile))
        return page(
            addresses.method, template: "method", title: texts[.methodTitle], source: "templates/method.mustache",
            translated: { $0.addresses.method }, scope: scope)
    }

    private func profile(_ profile: Profile) -> TemplateContext {
        TemplateContext {
            $0.set(.profileId, MethodPage.anchor(profile.name))
            $0.set(.profileName, profile.name)
            $0.set(.profileSince, Day(profile.since).map(texts.longDate) ?? profile.since)
            $0.set(.profileSource, profile.source)
            if case .points(let points) = profile.start {
                $0.set(.points, [self.points(points)])
            } else {
                let scale = profile.scale.reversed().map(words.gradeName).joined(separator: ", ")
                $0.set(.begin, texts.filled(.methodBest, ["letter": words.gradeName(profile.scale.last ?? "")]))
                $0.set(.scale, texts.filled(.methodScale, ["letters": scale]))
            }
            $0.set(
                .rules,
                profile.rules.map { rule in
                    TemplateContext([
                        .ruleName: texts[.rules, rule.name, fallback: rule.name], .ruleEffect: effect(rule.effect),
                    ])
                })
            $0.set(.hasOmissions, !profile.omissions.isEmpty)
            $0.set(.omissions, profile.omissions.map { texts[.omissions, $0, fallback: $0] })
        }
    }

    private func points(_ points: Points) -> TemplateContext {
        TemplateContext {
            $0.set(
                .versions,
                points.versions.sorted { $0.key < $1.key }.map { version, points in
                    TemplateContext([.stepName: version.rawValue, .stepPoints: "\(points)"])
                })
            $0.set(.keys, steps(points.keySteps))
            $0.set(.suites, steps(points.suiteSteps))
            $0.set(.dhLowersKey, points.diffieHellmanLowersKey)
            let letters = points.letters.map { letter in
                TemplateContext([
                    .stepName: letter.letter,
                    .stepPoints: texts.filled(.methodFrom, ["points": "\(letter.total)"]),
                ])
            }
            $0.set(.letters, letters + [TemplateContext([.stepName: "F", .stepPoints: texts[.methodBelow]])])
        }
    }

    private func steps(_ steps: [Points.Step]) -> [TemplateContext] {
        steps.map { step in
            TemplateContext([
                .stepName: texts.filled(.methodStep, ["bits": "\(step.below)"]), .stepPoints: "\(step.points)",
            ])
        } + [TemplateContext([.stepName: texts[.methodAbove], .stepPoints: "100"])]
    }

    private func effect(_ effect: Profile.Effect) -> String {
        switch effect {
        case .fail: texts[.effectFail]
        case .cap(let letter): texts.filled(.effectCap, ["letter": words.gradeName(letter)])
        case .minus: texts[.effectMinus]
        case .distrust: texts[.effectDistrust]
        case .replace(let letter): texts.filled(.effectReplace, ["letter": words.gradeName(letter)])
        }
    }
}
