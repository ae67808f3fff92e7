import Model

extension Profile {
    /// Grades a service: the worst grade of its endpoints, marked as mixed where they differ.
    package func verdict(for service: ServiceFindings) -> Verdict {
        switch service.discovery {
        case .notOffered: return Verdict(grade: .notOffered)
        case .notApplicable: return Verdict(grade: .notApplicable)
        case .refused(let by, let why): return Verdict(grade: .refused(by: by, why: why))
        case .unmeasured(let why): return Verdict(grade: .unmeasured(why))
        case .measured: break
        }
        let verdicts: [(endpoint: Endpoint, verdict: Verdict)] = service.endpoints.map {
            (endpoint: $0.endpoint, verdict: self.verdict(for: $0))
        }
        // No encryption at all is worse than any letter, as the table of 2014 had it, and so is TLS that never gets there;
        // an unknown is no letter.
        if let bare = verdicts.first(where: { $0.verdict.grade == .notOffered })
            ?? verdicts.first(where: { $0.verdict.isWithoutHandshake })
        {
            var whole = bare.verdict
            whole.mixed = verdicts.contains { $0.verdict.grade != bare.verdict.grade }
            return whole
        }
        let graded = verdicts.compactMap { entry in
            entry.verdict.grade.value.map { (entry.endpoint, entry.verdict, $0) }
        }
        guard let worst = graded.min(by: { Profile.rank($0.2) < Profile.rank($1.2) }) else {
            return verdicts.first?.verdict ?? Verdict(grade: .unmeasured(Reason(.dependsOnUnknown, "no endpoint")))
        }
        var whole = worst.1
        let unknown = verdicts.filter { $0.verdict.grade.isUnknown }
        whole.mixed = !unknown.isEmpty || graded.contains { $0.2 != worst.2 }
        if whole.mixed {
            whole.reasons.append(
                VerdictReason(rule: "worst-of-endpoints", effect: worst.2, detail: worst.0.description))
        }
        for entry in unknown {
            whole.reasons.append(
                VerdictReason(rule: "endpoint-not-measured", effect: "?", detail: entry.endpoint.description))
        }
        return whole
    }
}
