"""Plants a defect at a time into a small good site, and sees whether the right check finds it – and no other."""

import hashlib
import json
import pathlib
import shutil
import sys
import tempfile
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from . import beside, browser, feeds, links, markup, nu, snapshots, walk, weight
from .report import Report
from .server import serving
from .site import Site

HOME, ARTICLE, MISSING, STYLE = "index.html", "artikel/eins.html", "404.html", "assets/style.css"
FEED, JSON_FEED, SITEMAP = "feed.xml", "feed.json", "sitemap.xml"
LINK = 'href="artikel/eins.html#kern"'
ALTERNATE = '<link rel="alternate" hreflang="en" href="https://pruefstand.example/{}">'


@dataclass(frozen=True)
class Defect:
    check: str  # the one check that has to fail
    file: str
    old: str
    new: str
    says: str  # a part of what it has to say
    also: str = ""  # another check that may fail with it


BELOW = "https://pruefstand.example/unter/.well-known/security.txt"


WORD = '<text y="20">eins</text>'
CHART = (
    '<div style="overflow:auto"><svg class="chart" viewBox="0 0 300 30" width="{width}" height="30" role="img" '
    'aria-label="Bild"><title>Bild</title>{words}</svg></div>'
)


STATIC = [
    Defect("weight", HOME, "</main>", f"<!-- {'x' * 60_000} --></main>", "bytes with its style"),
    Defect("no path of this machine", ARTICLE, "</p>", f"{markup.PROJECT}/Sources</p>", ARTICLE),
    Defect("no script but ours", HOME, "</body>", "<script>1</script></body>", "<script>"),
    Defect("no script but ours", HOME, "</body>", '<script src="files/x.js" defer></script></body>', "<script>", "links"),
    Defect("Content-Security-Policy", ARTICLE, "style-src", "script-src https://a.example; style-src", "script-src is"),
    Defect("no script but ours", HOME, "https://example.org/", "java\nscript:alert(1)", "a script as an address", "links"),
    Defect("no inline style or handler", HOME, "</head>", "<style>p{}</style></head>", "<style>"),
    Defect("no inline style or handler", HOME, "<h1>", '<h1 style="color:red">', "style="),
    Defect("no inline style or handler", HOME, "<h1>", '<h1 onclick="x()">', "onclick="),
    Defect("Content-Security-Policy", ARTICLE, 'http-equiv="Content-Security-Policy"', 'name="x"', "0 policies"),
    Defect("Content-Security-Policy", ARTICLE, "img-src 'self'", "img-src *", "img-src allows *"),
    Defect("Content-Security-Policy", ARTICLE, "style-src 'self'", "style-src 'unsafe-inline'", "unsafe-inline"),
    Defect("Content-Security-Policy", ARTICLE, "default-src 'none'", "default-src 'self'", "default-src is not"),
    Defect("Content-Security-Policy", ARTICLE, "; form-action 'none'", "", "no form-action"),
    Defect("Content-Security-Policy", HOME, "<head>", '<head><link rel="icon" href="assets/style.css">', "behind"),
    Defect("links", ARTICLE, "</p>", '<a href="zwei.html">?</a></p>', "leads nowhere"),
    Defect("links", HOME, LINK, LINK.replace("kern", "Kern"), "no such anchor"),
    Defect("links", ARTICLE, "</p>", '<a href="/index.html">?</a></p>', "starts at the server's root"),
    Defect("links", ARTICLE, "</p>", '<a href="file:///etc/passwd">?</a></p>', "of this kind"),
    Defect("links", ARTICLE, "</p>", '<a href="//example.org/">?</a></p>', "of this kind"),
    Defect("links", ARTICLE, "</p>", '<a href="../../x.html">?</a></p>', "climbs out"),
    Defect("links", ARTICLE, "</p>", '<img alt="" src="https://example.org/x.png"></p>', "loads from elsewhere"),
    Defect("links", ARTICLE, "</p>", '<a href="https://pruefstand.example/x">?</a></p>', "leads nowhere"),
    Defect("links", ARTICLE, "../assets/style.css", "../assets/print.css", "leads nowhere"),
    Defect("links", MISSING, "/index.html", "index.html", "at another depth"),
    Defect("links in style sheets", STYLE, ":root", "@import 'x.css'; :root", "leads nowhere"),
    Defect("links in style sheets", STYLE, ":root", "p{background:url(https://example.org/x)} :root", "elsewhere"),
    Defect("links from a folder", ARTICLE, 'href="../index.html"', 'href="../"', "names a folder"),
    Defect("translations", HOME, "</head>", f'{ALTERNATE.format("artikel/eins.html")}</head>', "does not say"),
    Defect("translations", HOME, "</head>", f'{ALTERNATE.format("en/")}</head>', "there is no page", "links"),
    Defect("every page can be reached", HOME, LINK, 'href="index.html"', ARTICLE),
    Defect("sitemap", SITEMAP, "<url><loc>https://pruefstand.example/</loc></url>", "", "index.html is missing"),
    Defect("sitemap", SITEMAP, "artikel/eins", "artikel/zwei", "leads nowhere"),
    Defect("feed feed.xml", FEED, "</feed>", "", "no XML"),
    Defect("feed feed.xml", FEED, "entry>", "extra>", "no entries", "feed feed.json"),
    Defect("feed feed.xml", FEED, "<title>Beitrag eins</title>", "", "no title"),
    Defect("feed feed.xml", FEED, "2014-07-29T00:00:00Z</updated>\n<link", "im Juli</updated><link", "date"),
    Defect("feed feed.xml", FEED, 'link href="https://pruefstand.example/artikel', 'link href="x', "not absolute"),
    Defect("feed feed.xml", FEED, 'eins.html"/>', 'zwei.html"/>', "leads nowhere"),
    Defect("feed feed.xml", FEED, "<author><name>Redaktion</name></author>", "", "no author"),
    Defect("feed feed.xml", FEED, 'rel="self"', 'rel="alternate"', "no link to itself"),
    Defect("feed feed.xml", FEED, '/feed.xml"/>', '/atom.xml"/>', "another address"),
    Defect("feed feed.json", JSON_FEED, "}]", "}", "no JSON feed"),
    Defect("feed feed.json", JSON_FEED, "version/1.1", "version/2", "version"),
    Defect("feed feed.json", JSON_FEED, "example/feed.json", "example/other.json", "its own address"),
    Defect("feed feed.json", JSON_FEED, "2014-07-29T00:00:00Z", "29. Juli", "is no date"),
    Defect("feed feed.json", JSON_FEED, '"content_text"', '"content"', "without id or content"),
    Defect("feed feed.json", JSON_FEED, '"id": "https://pruefstand.example/artikel', '"id": "x', "other entries"),
    Defect("feed feed.json", JSON_FEED, '"authors": [{"name"', '"authors": [{"url"', "without names"),
]
BESIDE = [
    Defect("manifest", HOME, "Startseite", "Anfang", "another digest", "structured data"),
    Defect("manifest", "manifest.sha256", "  index.html", "  index.htm", "is missing in it"),
    Defect("downloads", "t.csv", "id,Anbieter", "id,Name", "its header"),
    Defect("downloads", "t.csv", "a,Anton,ja", "a,Anton", "fields of"),
    Defect("downloads", "t.csv", "a,Anton,ja", "a,=1+1,ja", "a formula"),
    Defect("downloads", "t.csv", "a,Anton,ja", "b,Anton,ja", "other rows"),
    Defect("downloads", "t.csv-metadata.json", '"dc:license"', '"license"', "no dc:license"),
    Defect("downloads", "t.json", '"unmeasured"', '"no"', "in no state"),
    Defect("badges", "t.svg", "<title>A: B</title>", "", "with a title"),
    Defect("badges", "t.svg", "<rect", '<script/><rect onload="x"', "<script>"),
    Defect("structured data", HOME, '"@type":"Article"', '"@type":"Thing"', "Thing"),
    Defect("structured data", HOME, '"url":"https://pruefstand.example/', '"url":"https://pruefstand.example/x', "leads nowhere"),
    Defect("security.txt", ".well-known/security.txt", "Expires", "Expired", "not one Expires"),
    Defect("security.txt", ".well-known/security.txt", "mailto:", "", "without a scheme"),
    Defect("security.txt", ".well-known/security.txt", "/security.txt", "/x.txt", "its own address"),
    Defect("security.txt", ".well-known/security.txt", "Contact", f"Canonical: {BELOW}\nContact", "no root of a host"),
]
NU = [
    Defect("Nu HTML checker", ARTICLE, "<h1>", "<h1><p>", "error"),
    Defect("Nu HTML checker", ARTICLE, "</p>", '<img src="x.png"></p>', "alt"),
    Defect("Nu HTML checker", ARTICLE, "<main>", '<main id="kern">', "Duplicate ID"),
    Defect("Nu HTML checker", ARTICLE, "</main>", "<section><p>Text</p></section></main>", "warning"),
]
OPEN_POLICY = ("default-src 'none'; style-src 'self'", "default-src * 'unsafe-inline'")
CANONICAL = '<link rel="canonical" href="https://pruefstand.example/">'
COMPARISON = (
    '<div class="comparison"><div class="scroller" tabindex="0" style="overflow: auto; width: 300px"><table><thead><tr>'
    '<th scope="col">Anbieter</th><th scope="col"><div style="width: 900px">Note</div></th></tr></thead><tbody><tr>'
    '<th scope="row">Anton</th><td>A</td></tr></tbody></table></div></div>'
)
GRADES = (
    '<div class="table-page"><div class="scroller" tabindex="0" style="overflow: auto; width: 300px"><table><tr>'
    '<th scope="row"><div style="width: 900px">Anton</div></th><td class="column-grade">A</td></tr></table></div></div>'
)
NAVIGATION = (
    '<nav class="navigation" aria-label="Seiten"><details><summary>Menü</summary><ul>'
    '<li><a href="../index.html">Start</a></li></ul></details></nav>'
)
BROWSER = [
    # Served below /pfad/ it is there, on a disk it is not; the number is this defect's place in the list.
    Defect("disk", ARTICLE, "../assets/style.css", "/pfad/0/assets/style.css", "opened from the disk"),
    Defect("paper", ARTICLE, "<main>", '<nav class="navigation">Hin</nav><main>', "the navigation is printed"),
    Defect("sheet", STYLE, ":root {", "@media print { h1 { min-width: 900px } } :root {", "wider than the sheet"),
    Defect("card", ARTICLE, "</p>", '</p><table><tr><td data-label="Note">A</td></tr></table>', "its cell 'Note'"),
    Defect("comparison", ARTICLE, "</p>", f"</p>{COMPARISON}", "its first column scrolls out of sight"),
    Defect("chart", ARTICLE, "</p>", f"</p>{CHART.format(width='100%', words=f'{WORD}<text x=9 y=20>zwei</text>')}", "over another"),
    Defect("wide chart", ARTICLE, "</p>", f"</p>{CHART.format(width='500', words='')}", "wider than its box"),
    Defect("small chart", ARTICLE, "</p>", f"</p>{CHART.format(width='20', words=WORD)}", "too small"),
    Defect("grades", ARTICLE, "</p>", f"</p>{GRADES}", "are cut off"),
    Defect("line", ARTICLE, "<main>", f"{NAVIGATION}<main>", "the navigation cannot be seen"),
    Defect("menu", ARTICLE, "<main>", f"{NAVIGATION.replace('<details>', '<details open>')}<main>", "does not open and close"),
    Defect("height", STYLE, "body {", "h1 { margin-top: 7000px } body {", "px high"),
    Defect("axe", ARTICLE, "</p>", '<img src="../assets/style.css"></p>', "image-alt"),
    Defect("contrast", STYLE, "background: #111", "background: #ddd", "dark 390: axe: color-contrast"),
    Defect("width", STYLE, "body {", "h1 { min-width: 600px } body {", "light 390: wider than the window"),
    Defect("elsewhere", ARTICLE, "</p>", '<img alt="" src="http://192.0.2.1/x.png"></p>', "a request to elsewhere"),
    Defect("console", ARTICLE, "</p>", "<script>console.error('oh')</script></p>", "console: oh"),
    Defect("broken", ARTICLE, "</p>", "<script>nothing.here()</script></p>", "script error"),
    Defect("sent on", ARTICLE, "</head>", f'<meta http-equiv="refresh" content="900">{CANONICAL}</head>', "sent on"),
    Defect("missing", ARTICLE, "</p>", '<img alt="" src="x.png"></p>', "404 for"),
    Defect("script", ARTICLE, "</p>", "<script>document.write('mehr')</script></p>", "without scripts"),
]


STRUCTURED = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"Start",'
    '"url":"https://pruefstand.example/"}</script>'
)
FILES = {
    "t.csv": "id,Anbieter,DANE\r\na,Anton,ja\r\n",
    "t.json": json.dumps({"rows": [{"provider": "a", "facts": [{"state": "measured", "value": 1}, {"state": "unmeasured"}]}]}),
    "t.csv-metadata.json": json.dumps({
        "url": "t.csv", "dc:title": "T", "dc:license": "CC-BY-4.0", "dc:date": "2014-07-29", "dc:bibliographicCitation": "T",
        "dc:conformsTo": "https://pruefstand.example/methode/",
        "tableSchema": {"primaryKey": "id", "columns": [
            {"name": name, "titles": title} for name, title in (("id", "id"), ("provider", "Anbieter"), ("dane", "DANE"))]},
    }),
    "t.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>A: B</title><rect width="1" height="1"/></svg>\n',
    ".well-known/security.txt": "Canonical: https://pruefstand.example/.well-known/security.txt\n"
    "Contact: mailto:a@b.example\nExpires: 2027-06-30T00:00:00Z\n",
}


class Bench:
    """Counts expectations, and says which one was not met."""

    def __init__(self):
        self.met = 0
        self.missed = []

    def expect(self, truth, sentence):
        if truth:
            self.met += 1
        else:
            self.missed.append(sentence)
            print(f"MISSED {sentence}")


def main():
    root = pathlib.Path(sys.argv[1])
    good = root / "Tests/Pages/fixtures/good"
    bench = Bench()
    with tempfile.TemporaryDirectory(prefix="pages-selftest-") as temporary:
        folder = pathlib.Path(temporary)
        static(good, folder / "static", bench)
        files_beside(good, folder / "beside", bench)
        nu_checker(good, folder / "nu", bench)
        served(good, folder / "served", bench)
        chromium(good, folder / "browser", bench)
        keyboard(good, folder / "keyboard", bench)
        snapshot_schemas(root / "content", folder / "snapshots", bench)
    print(f"{bench.met} passed, {len(bench.missed)} failed")
    return 1 if bench.missed else 0


def planted(good, folder, *changes):
    """A copy of the good site with the changes in it."""
    shutil.copytree(good, folder)
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"selftest: {file} has no {old!r} to plant a defect at")
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def _static(folder):
    report = Report(show=lambda line: None)
    site = Site(folder)
    for check in (markup.check, weight.check, links.check, feeds.check):
        check(site, report)
    return report


def static(good, folder, bench):
    report = _static(good)
    bench.expect(not report.failed, f"the good site passes: {report.failed}")
    for number, defect in enumerate(STATIC):
        report = _static(planted(good, folder / str(number), (defect.file, defect.old, defect.new)))
        found = any(defect.says in one for one in report.failed.get(defect.check, []))
        found = found and set(report.failed) <= {defect.check, defect.also}
        bench.expect(found, f"{defect.check} finds {defect.new!r}: {report.failed}")
    site = Site(good)
    missing = site.missing_kinds(["home", "table"])
    bench.expect(missing == ["there is no page of the kind table"], f"a missing kind is said: {missing}")
    bench.expect(Report(show=lambda line: None).finish() == 1, "no check at all is no success")


def files_beside(good, folder, bench):
    """A good site with files beside its pages, and each of them spoilt."""
    site = planted(good, folder / "good", (HOME, "</head>", f"{STRUCTURED}</head>"))
    for path, text in FILES.items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text(text, encoding="utf-8", newline="")
    lines = [
        f"{hashlib.sha256((site / path).read_bytes()).hexdigest()}  {path}\n" for path in sorted(Site(site).files)
    ]
    (site / "manifest.sha256").write_text("".join(lines), encoding="utf-8")

    def failed(folder):
        report = Report(show=lambda line: None)
        beside.check(Site(folder), report)
        return report.failed

    bench.expect(not failed(site), f"the files beside the good site pass: {failed(site)}")
    for number, defect in enumerate(BESIDE):
        problems = failed(planted(site, folder / str(number), (defect.file, defect.old, defect.new)))
        found = any(defect.says in one for one in problems.get(defect.check, []))
        bench.expect(found, f"{defect.check} finds {defect.new!r}: {problems}")


def nu_checker(good, folder, bench):
    # One run of the Java machine for all of them.
    for number, defect in enumerate(NU):
        planted(good, folder / str(number), (defect.file, defect.old, defect.new))
    shutil.copytree(good, folder / "good")
    problems = nu.validate(folder)
    for number, defect in enumerate(NU):
        found = any(one.startswith(f"{number}/") and defect.says in one for one in problems)
        bench.expect(found, f"{defect.check} finds {defect.new!r}: {problems}")
    bench.expect(not any(one.startswith("good/") for one in problems), f"Nu passes the good site: {problems}")


def served(good, folder, bench):
    planted(good, folder, (ARTICLE, "../index.html", "../Index.html"))
    for site, wanted in ((Site(good), False), (Site(folder), True)):
        report = Report(show=lambda line: None)
        with serving(site.root, "/pfad/") as address:
            links.check_served(site, address, report)
        bench.expect(bool(report.failed) == wanted, f"served: {report.failed}")


def chromium(good, folder, bench):
    # One browser for all of them: every defect is a kind of its own, in a folder of its own.
    for number, defect in enumerate(BROWSER):
        kind = ('data-kind="article"', f'data-kind="{number}"')
        planted(
            good, folder / str(number), (ARTICLE, *kind), (ARTICLE, *OPEN_POLICY), (defect.file, defect.old, defect.new)
        )
        if defect.check == "height":
            browser.HEIGHTS[str(number)] = browser.HEIGHTS["provider"]
        for file in (HOME, MISSING):
            (folder / str(number) / file).unlink()
    report = Report(show=lambda line: None)
    site = Site(folder)
    with serving(site.root, "/pfad/") as address:
        browser.check(site, address, None, report, patience=5_000)
    for number, defect in enumerate(BROWSER):
        problems = report.failed.get(f"browser {number} {number}/{ARTICLE}", [])
        bench.expect(any(defect.says in one for one in problems), f"browser finds {defect.new!r}: {problems}")
    report = Report(show=lambda line: None)
    site = Site(good)
    with serving(site.root, "/pfad/") as address:
        browser.check(site, address, folder / "screenshots", report)
    bench.expect(len(report.passed) == 3, f"the browser passes the good site: {report.failed}")
    count = len(list((folder / "screenshots").glob("*.png")))
    bench.expect(count == 4 * 3, f"four screenshots a page: {count}")


def keyboard(good, folder, bench):
    """The walk's steps are made with the tab key and the enter key, by whoever sees where the focus is."""
    outline = (STYLE, "a {", "a:focus { outline: none } a {")
    cases = [
        ("as it is", (), "None"),
        ("out of reach", ((HOME, LINK, f'tabindex="-1" {LINK}'),), "no key leads there"),
        ("unseen", (outline,), "the focus cannot be seen"),
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.CHROMIUM, args=browser.ARGUMENTS, timeout=browser.PATIENCE)
        try:
            for name, changes, wanted in cases:
                planted(good, folder / name, *changes)
                with serving(folder / name, "/pfad/") as address:
                    tab = chromium.new_page()
                    tab.goto(f"{address}{HOME}", wait_until="load")
                    found = walk.press(tab, "article", "/artikel/eins.html#kern$")
                    bench.expect(wanted in str(found), f"a link {name}: {found}")
                    tab.close()
        finally:
            chromium.close()


def snapshot_schemas(content, folder, bench):
    schemas = snapshots.Schemas(content / "schema")
    original = content / "snapshots/2014-07-29"
    bench.expect(not snapshots.check(original, schemas), "the snapshot of July 2014 passes")

    def service(findings):
        return findings["transcription"]["services"][0]

    changes = {
        "an unknown key": ("gmx", lambda d: d.update(extra=1)),
        "a missing key": ("gmx", lambda d: d.pop("name")),
        "a state that is none": ("gmx", lambda d: service(d)["tlsa"].update(state="maybe")),
        "a measured state without its value": ("gmx", lambda d: service(d)["tlsa"].pop("value")),
        "a value of the wrong type": ("gmx", lambda d: service(d)["tlsa"].update(value="nein")),
        "a version that is none": ("gmx", lambda d: service(d)["protocols"]["value"].append("TLSv2")),
        "an unknown without its reason": ("gmx", lambda d: d["transcription"]["dnssec"].pop("why")),
        "the file of another provider": ("gmx", lambda d: d.update(provider="freenet")),
        "a findings file without its transcription": ("gmx", lambda d: d.pop("transcription")),
        "another date than the folder's": ("snapshot", lambda d: d.update(date="2014-07-30")),
        "a date that is none": ("snapshot", lambda d: d["source"].update(published="2014-02-30")),
        "a provider without a file": ("snapshot", lambda d: d["providers"].append("zebra")),
        "a transcription without its source": ("snapshot", lambda d: d.pop("source")),
    }
    for number, (sentence, (name, change)) in enumerate(changes.items()):
        copy = folder / str(number) / original.name
        shutil.copytree(original, copy, ignore=shutil.ignore_patterns("evidence"))
        document = json.loads((copy / f"{name}.json").read_bytes())
        change(document)
        (copy / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
        bench.expect(snapshots.check(copy, schemas), f"the schema finds {sentence}")

    def sealed(name):
        """A copy with digests."""
        copy = folder / name / original.name
        shutil.copytree(original, copy)
        document = json.loads((copy / "snapshot.json").read_bytes())
        document["files"] = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in copy.glob("*.json") if path.name != "snapshot.json"
        }
        digest = ""
        for _ in range(2):
            document["digest"] = digest
            text = json.dumps(document, indent=2, separators=(",", " : ")).encode()
            (copy / "snapshot.json").write_bytes(text)
            digest = hashlib.sha256(text).hexdigest()
        return copy

    bench.expect(not snapshots.check(sealed("sealed"), schemas), "a snapshot with digests passes")
    tamperings = {
        "a changed file": lambda copy: (copy / "gmx.json").write_bytes((copy / "gmx.json").read_bytes() + b"\n"),
        "a file too many": lambda copy: (copy / "notes.txt").write_bytes(b"x"),
        "another vantage point": lambda copy: (copy / "snapshot.json").write_bytes(
            (copy / "snapshot.json").read_bytes().replace(b'"vantage" : ""', b'"vantage" : "x"')),
    }
    for sentence, change in tamperings.items():
        copy = sealed(sentence)
        change(copy)
        bench.expect(snapshots.check(copy, schemas), f"the digests find {sentence}")


if __name__ == "__main__":
    sys.exit(main())
