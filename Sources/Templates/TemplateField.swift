/// The names of the values that templates see, but for lists (`TemplateList`): texts, HTML, Booleans and nested contexts.
/// The raw values are what templates write. A context takes values under these names alone, so a template that uses
/// another name has a fault; what each of them means is in `templates/README.md`.
package enum TemplateField: String, CaseIterable, Sendable {
    // The layout of every page.
    case atomHref = "atom-href"
    case author
    case canonical
    case colophonHTML
    case contact
    case contactHref = "contact-href"
    case current
    case description
    case feedTitle = "feed-title"
    case homeHref = "home-href"
    case href
    case isArticle = "is-article"
    case isHome = "is-home"
    case kind
    case lang
    case licence
    case licenceHref = "licence-href"
    case locale
    case name
    case navigationHTML
    case pageTitle = "page-title"
    case root
    case siteTitle = "site-title"
    case structuredHTML
    case stylesheetHref = "stylesheet-href"
    case text
    case url

    // Articles.
    case draft
    case summary

    // Badges.
    case badgeDate = "badge-date"
    case badgeDateLong = "badge-date-long"
    case badgeJsonHref = "badge-json-href"
    case badgeSrc = "badge-src"
    case badgeText = "badge-text"

    // Corrections and errata.
    case erratumDate = "erratum-date"
    case erratumDateLong = "erratum-date-long"
    case erratumHref = "erratum-href"
    case erratumProvider = "erratum-provider"
    case erratumSnapshot = "erratum-snapshot"
    case erratumSnapshotLong = "erratum-snapshot-long"
    case erratumText = "erratum-text"
    case updateArticle = "update-article"
    case updateHref = "update-href"

    // Drawings.
    case drawingId = "drawing-id"
    case drawingTitle = "drawing-title"

    // Entries, tags and lists of tables.
    case articleDraft = "article-draft"
    case articleHref = "article-href"
    case articleSummary = "article-summary"
    case articleTitle = "article-title"
    case date
    case dateDay = "date-day"
    case dateMonth = "date-month"
    case dateYear = "date-year"
    case entryHTML
    case tag
    case tagHref = "tag-href"
    case tagName = "tag-name"

    // Evidence.
    case answered
    case asked
    case cellId = "cell-id"
    case cellSpoken = "cell-spoken"
    case cellState = "cell-state"
    case cellText = "cell-text"
    case cellWhy = "cell-why"
    case commandAbout = "command-about"
    case commandLine = "command-line"
    case connections
    case discovery
    case endpointName = "endpoint-name"
    case foundNothing = "found-nothing"
    case foundWhy = "found-why"
    case reasonDetail = "reason-detail"
    case reasonEffect = "reason-effect"
    case reasonRule = "reason-rule"
    case recordNumber = "record-number"
    case serviceDomain = "service-domain"
    case serviceId = "service-id"
    case serviceTitle = "service-title"
    case source
    case started
    case tool
    case vantage
    case verdictScore = "verdict-score"
    case verdictTitle = "verdict-title"
    case verdictWhy = "verdict-why"

    // Evidence: facts.
    case term

    // Evidence: records.
    case passageOmitted = "passage-omitted"
    case passageSame = "passage-same"
    case passageSameHref = "passage-same-href"
    case passageText = "passage-text"
    case passageTitle = "passage-title"
    case recordEnding = "record-ending"
    case recordId = "record-id"
    case recordTitle = "record-title"
    case recordWhen = "record-when"

    // How it was measured and graded.
    case begin
    case dhLowersKey = "dh-lowers-key"
    case hasOmissions = "has-omissions"
    case profileId = "profile-id"
    case profileName = "profile-name"
    case profileSince = "profile-since"
    case profileSource = "profile-source"
    case ruleEffect = "rule-effect"
    case ruleName = "rule-name"
    case scale
    case stepName = "step-name"
    case stepPoints = "step-points"

    // Providers.
    case aliases
    case claimDate = "claim-date"
    case claimHref = "claim-href"
    case claimMeasured = "claim-measured"
    case claimMeasuredDate = "claim-measured-date"
    case claimMeasuredHref = "claim-measured-href"
    case claimMeasuredTitle = "claim-measured-title"
    case claimSource = "claim-source"
    case claimText = "claim-text"
    case country
    case domains
    case drawingsHTML
    case evidenceHref = "evidence-href"
    case evidenceIso = "evidence-iso"
    case evidenceText = "evidence-text"
    case optOut = "opt-out"
    case proseHTML
    case reply
    case replyDate = "reply-date"
    case replyDateLong = "reply-date-long"
    case replyHref = "reply-href"
    case replySource = "reply-source"
    case replyText = "reply-text"
    case website
    case websiteText = "website-text"

    // Redirects.
    case targetHref = "target-href"
    case targetUrl = "target-url"

    // Tables.
    case caption
    case cellColumn = "cell-column"
    case changesHref = "changes-href"
    case citation
    case columnHref = "column-href"
    case columnName = "column-name"
    case columnSorted = "column-sorted"
    case comparisonHTML
    case csvHref = "csv-href"
    case dateCurrent = "date-current"
    case dateHref = "date-href"
    case dateText = "date-text"
    case datedHref = "dated-href"
    case fieldTitle = "field-title"
    case hasAbsent = "has-absent"
    case hasMixed = "has-mixed"
    case hasStale = "has-stale"
    case hasUnknown = "has-unknown"
    case isEmpty = "is-empty"
    case isLatest = "is-latest"
    case isNeverMeasured = "is-never-measured"
    case isSorted = "is-sorted"
    case lastHref = "last-href"
    case lastText = "last-text"
    case latestHref = "latest-href"
    case lineHref = "line-href"
    case lineMark = "line-mark"
    case linePrefix = "line-prefix"
    case lineSpoken = "line-spoken"
    case lineState = "line-state"
    case lineText = "line-text"
    case lineTitle = "line-title"
    case lineWhy = "line-why"
    case metadataHref = "metadata-href"
    case ownHref = "own-href"
    case providerOrderHref = "provider-order-href"
    case providerSorted = "provider-sorted"
    case rowHref = "row-href"
    case rowStale = "row-stale"
    case tableId = "table-id"
    case wholeHref = "whole-href"

    // The history of a provider.
    case earlierHref = "earlier-href"
    case earlierPeriod = "earlier-period"
    case earlierState = "earlier-state"
    case earlierText = "earlier-text"
    case factHref = "fact-href"
    case factSeen = "fact-seen"
    case factSince = "fact-since"
    case factSinceLong = "fact-since-long"
    case factState = "fact-state"
    case factText = "fact-text"
    case factTitle = "fact-title"
    case factUnknown = "fact-unknown"
    case factUnknownHref = "fact-unknown-href"
    case partId = "part-id"
    case partTitle = "part-title"

    // The home page and the archive.
    case isFirst = "is-first"
    case monthHref = "month-href"
    case monthId = "month-id"
    case monthText = "month-text"
    case yearCount = "year-count"
    case yearHref = "year-href"
    case yearText = "year-text"

    // What changed.
    case afterHref = "after-href"
    case afterIso = "after-iso"
    case afterText = "after-text"
    case beforeHref = "before-href"
    case beforeIso = "before-iso"
    case beforeText = "before-text"
    case changeAfter = "change-after"
    case changeAfterHref = "change-after-href"
    case changeBefore = "change-before"
    case changeBeforeHref = "change-before-href"
    case changeDate = "change-date"
    case changeDateLong = "change-date-long"
    case changeDirection = "change-direction"
    case changeDirectionText = "change-direction-text"
    case changeProvider = "change-provider"
    case changeProviderHref = "change-provider-href"
    case changeService = "change-service"
    case changeText = "change-text"
    case groupId = "group-id"
    case groupIsRule = "group-is-rule"
    case groupTitle = "group-title"
    case intro

    // Several kinds of pages.
    case absentMark = "absent-mark"
    case bodyHTML
    case cellTitle = "cell-title"
    case columnTitle = "column-title"
    case dateIso = "date-iso"
    case dateLong = "date-long"
    case drawingHTML
    case fieldText = "field-text"
    case headerText = "header-text"
    case isTranscribed = "is-transcribed"
    case jsonHref = "json-href"
    case methodHref = "method-href"
    case mixedMark = "mixed-mark"
    case newerHref = "newer-href"
    case olderHref = "older-href"
    case providerHref = "provider-href"
    case providerName = "provider-name"
    case rowName = "row-name"
    case services
    case t
    case tableDate = "table-date"
    case tableDateLong = "table-date-long"
    case tableHref = "table-href"
    case tableTitle = "table-title"
    case title
    case unknownMark = "unknown-mark"
    case updateDate = "update-date"
    case updateDateLong = "update-date-long"
    case updateText = "update-text"
}
