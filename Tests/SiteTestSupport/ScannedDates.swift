import Archive
import Model

extension SiteInAString {
    /// A snapshot as `scan` writes it: findings that an earlier one has are referred to, and evidence is kept where they
    /// are new.
    package func scan(_ date: String, _ providers: [ProviderFindings], vantage: String = "") throws {
        let day = try Fixture.day(date)
        var draft = try SnapshotDraft.begin(
            root: "\(root)/content/snapshots", displayPath: "content/snapshots", date: day, policy: .changed,
            terms: RunConfiguration(started: Instant(milliseconds: 0)))
        for findings in providers {
            let plan = PlanRecord(
                provider: findings.provider, name: findings.name, domains: findings.domains.map(\.domain),
                aliases: [], services: [])
            let evidence = [.plan(plan)] + Fixture.evidence("<stream:features>")
            try draft.write(
                findings, Fixture.proofs(findings), packed: try EvidenceFile.encode(evidence),
                FinishedProvider(plan, findings, evidence: evidence))
        }
        var manifest = Fixture.snapshot(day, providers, origin: .measured, vantage: vantage)
        manifest.manners = Manners()
        try draft.publish(manifest)
    }
}
