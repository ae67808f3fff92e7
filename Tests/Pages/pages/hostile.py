"""Fills every text of a real measurement with cross-site scripting, builds a site of it, and looks for what runs.

`python -m pages.hostile BINARY MEASURED_SITE`; `Tests/Pages/hostile` calls it. The site's snapshots are taken apart by the
published schemas: whatever they allow to be any text becomes hostile, in the findings as in the evidence.
"""

import base64
import gzip
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import lxml.html
from playwright.sync_api import sync_playwright

from .browser import ARGUMENTS, CHROMIUM, PATIENCE
from .report import Report
from .server import serving

PAYLOAD = (
    "\"'><script>trip('script')</script><img src=x onerror=\"trip('image')\"><svg onload=\"trip('svg')\"></svg>"
    "</title></style></textarea><script>trip('closed')</script>]]><script>trip('cdata')</script>"
    "[x](javascript:trip('markdown)) javascript:trip('scheme') {{{trip}}} {{>page}} `x` \u202etrip\u2028\u0301\""
)
# A name in the DNS or a certificate is shorter than a story.
SHORT = "\"><img src=x onerror=trip('short')>"
ROOT = pathlib.Path(__file__).resolve().parents[3]

PROVIDER = f"""\
---
name: {json.dumps("Hostil " + PAYLOAD)}
website: https://hostil.test/{SHORT.replace(" ", "%20")}
country: DE
domains: [DOMAIN]
claims:
  - {{text: {json.dumps(PAYLOAD)}, date: 2026-01-01, source: {json.dumps(PAYLOAD)}}}
reply:
  date: 2026-11-20
  text: {json.dumps(PAYLOAD)}
  source: {json.dumps(PAYLOAD)}
---
Prosa: \\<script>trip('prose')\\</script> `<script>trip('code')</script>`

```html
<script>trip('fence')</script>
```

```csv
Anbieter,"<script>trip('csv')</script>"
"<img src=x onerror=trip('csv')>","{SHORT.replace('"', '""')}"
```
"""
ARTICLE = f"""\
---
title: {json.dumps("Titel " + PAYLOAD)}
date: 2026-11-20
tags: [{json.dumps("Tag " + PAYLOAD)}]
summary: {json.dumps(PAYLOAD)}
updates:
  - {{date: 2026-11-21, text: {json.dumps(PAYLOAD)}}}
---
`<script>trip('article')</script>` [Text](https://hostil.test/%22onmouseover=trip() "{SHORT.replace('"', "&quot;")}")
"""
# Each of these must be refused with a diagnostic, and the site stay as it was.
REFUSED = [
    ("<script>trip('raw')</script>\n", "raw-html"),
    ("Text <img src=x onerror=trip()> Text\n", "raw-html"),
    ("[x](javascript:trip())\n", "bad-link"),
    ("[x](JaVaScRiPt&colon;trip())\n", "bad-link"),
    ("[x](data:text/html,<script>trip()</script>)\n", "bad-link"),
    ("<javascript:trip()>\n", "bad-link"),
    ("![x](javascript:trip())\n", "no-such-image"),
    ("---\nname: S\nwebsite: javascript:trip()\ndomains: [s.test]\n---\n", "website"),
]


def _is_own(script):
    """The site's own script: a file of it, and nothing written in the page."""
    return bool(re.fullmatch(r"(\.\./)*assets/tables\.[0-9a-f]{16}\.js", script.get("src", ""))) and not script.text


class Hostility:
    """Makes every free text of a value hostile, led by its schema."""

    def __init__(self, schema):
        self.schema = schema
        self.count = 0

    def of(self, value, schema=None):
        schema = self.schema if schema is None else schema
        if "$ref" in schema:
            return self.of(value, self.schema["$defs"][schema["$ref"].rsplit("/", 1)[1]])
        for several in ("oneOf", "anyOf"):
            for choice in schema.get(several, ()):
                whole = {**choice, "$defs": self.schema.get("$defs", {})}
                if jsonschema.Draft202012Validator(whole).is_valid(value):
                    return self.of(value, choice)
        if isinstance(value, dict):
            properties, more = schema.get("properties", {}), schema.get("additionalProperties")
            return {
                key: self.of(below, properties.get(key, more if isinstance(more, dict) else {"const": None}))
                for key, below in value.items()
            }
        if isinstance(value, list):
            return [self.of(below, schema.get("items", {"const": None})) for below in value]
        if isinstance(value, str) and schema.get("type") == "string" and not {"enum", "const", "pattern", "format"} & set(schema):
            self.count += 1
            return value + PAYLOAD
        return value


def evidence(record):
    """The bytes that were seen, with a payload before what reads as text."""
    if isinstance(record, dict):
        changed = {key: evidence(below) for key, below in record.items()}
        text = record.get("bytes")
        if isinstance(text, str) and record.get("layer") and b"<" in base64.b64decode(text):
            changed["bytes"] = base64.b64encode(PAYLOAD.encode() + base64.b64decode(text)).decode()
        for key in ("bogusReason", "detail"):
            if isinstance(record.get(key), str):
                changed[key] = record[key] + PAYLOAD
        return changed
    return [evidence(below) for below in record] if isinstance(record, list) else record


def schema(kind, number):
    return json.loads((ROOT / f"content/schema/{kind}-{number}.json").read_text())


def prepare(measured, site):
    shutil.copytree(measured / "content", site / "content")
    shutil.copytree(ROOT / "templates", site / "templates")
    texts = 0
    for folder in (site / "content/snapshots").iterdir():
        for file in folder.glob("*.json"):
            kind = "snapshot" if file.name == "snapshot.json" else "findings"
            document = json.loads(file.read_text())
            hostility = Hostility(schema(kind, document.get("schema", 1)))
            file.write_text(json.dumps(hostility.of(document)))
            texts += hostility.count
        for file in folder.glob("evidence/*.proofs.json.gz"):
            hostility = Hostility(schema("proofs", 2))
            document = hostility.of(json.loads(gzip.decompress(file.read_bytes())))
            file.write_bytes(gzip.compress(json.dumps(document).encode()))
            texts += hostility.count
        for file in folder.glob("evidence/*.ndjson.gz"):
            lines = [evidence(json.loads(line)) for line in gzip.decompress(file.read_bytes()).splitlines()]
            file.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
        seal(folder)
    (site / "content/providers/hostil.md").write_text(PROVIDER.replace("DOMAIN", "hostil.test"))
    (site / "content/articles/2026-11-20-hostil.md").write_text(ARTICLE)
    return texts


def seal(folder):
    """Digests of what is in the snapshot now: whoever can write a snapshot can write these too."""
    file = folder / "snapshot.json"
    snapshot = json.loads(file.read_text()) if file.exists() else {}
    if "digest" not in snapshot:
        return
    snapshot["files"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in snapshot["files"]}
    snapshot["digest"] = ""
    emptied = json.dumps(snapshot, indent=2, separators=(",", " : "))
    digest = hashlib.sha256(emptied.encode()).hexdigest()
    file.write_text(emptied.replace('"digest" : ""', f'"digest" : "{digest}"'))


def build(binary, site, out):
    return subprocess.run(
        [binary, "build", "--site", site, "--out", out], capture_output=True, text=True, timeout=1_800)


def refusals(binary, site, out):
    """What an editor must not publish."""
    problems = []
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}
    files = []
    for number, (text, _) in enumerate(REFUSED):
        path = f"providers/schurke-{number}.md" if text.startswith("---") else f"articles/2026-11-22-{number}.md"
        files.append(site / "content" / path)
        files[-1].write_text(text if text.startswith("---") else f"---\ntitle: T\ndate: 2026-11-22\n---\n{text}")
    found = build(binary, site, out)
    errors = [line for line in found.stderr.splitlines() if ": error: " in line]
    for file, (text, rule) in zip(files, REFUSED):
        place = f"content/{file.relative_to(site / 'content')}:"
        if not any(place in line and rule in line for line in errors):
            problems.append(f"{text!r} was not refused by {rule}: {found.returncode} {found.stderr[:300]}")
        file.unlink()
    if found.returncode != 1:
        problems.append(f"a refused build ended with {found.returncode}")
    if before != {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}:
        problems.append("a refused build changed the site")
    return problems


def still(out):
    """What could run, by the markup alone."""
    problems = []
    for file in sorted(out.rglob("*.html")):
        for element in lxml.html.fromstring(file.read_bytes()).iter():
            if not isinstance(element.tag, str):
                continue
            wrong = [name for name in element.attrib if name.startswith("on")]
            wrong += [
                f"{name}={value}" for name, value in element.attrib.items()
                if name in ("href", "src", "action", "formaction", "data", "xlink:href")
                and value.strip().lower().replace("\t", "").replace("\n", "").startswith(("javascript:", "data:", "vbscript:"))
            ]
            if element.tag in ("iframe", "object", "embed", "base", "form") or (
                element.tag == "script" and element.get("type") != "application/ld+json" and not _is_own(element)
            ):
                wrong.append(element.tag)
            problems += [f"{file.relative_to(out)}: <{element.tag}> {what}" for what in wrong]
    return problems


def running(out):
    """Opens everything that a browser shows. The policy in the pages is taken out: escaping alone must hold."""
    for file in out.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("http-equiv=\"Content-Security-Policy\"", "name=\"no-policy\""), encoding="utf-8")
    (out / "bait.html").write_text(f"<!DOCTYPE html><title>x</title><p>{PAYLOAD}</p><a href=\"{PAYLOAD}\">x</a>")
    files = sorted(
        path for path in out.rglob("*") if path.suffix in (".html", ".svg", ".xml", ".json", ".csv", ".txt"))
    tripped = {}
    with serving(out, "/") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        try:
            tab = browser.new_context().new_page()
            tab.set_default_timeout(PATIENCE)
            seen = []
            tab.expose_function("trip", lambda what: seen.append(what))
            tab.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
            tab.on("request", lambda request: None if request.url.startswith(address) else seen.append(request.url))
            for file in files:
                del seen[:]
                path = file.relative_to(out).as_posix()
                try:
                    tab.goto(address + path, wait_until="load")
                    tab.wait_for_timeout(5)
                except Exception as error:  # what a browser downloads it does not show
                    if "Download is starting" not in str(error):
                        raise
                if seen:
                    tripped[path] = sorted(set(seen))
        finally:
            browser.close()
    if not tripped.pop("bait.html", None):
        return ["the bait did not run: this check finds nothing"], 0
    return [f"{path}: {', '.join(what)}" for path, what in tripped.items()], len(files) - 1


def main():
    binary, measured = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        site, out = pathlib.Path(folder) / "site", pathlib.Path(folder) / "out"
        texts = prepare(measured, site)
        built = build(binary, site, out)
        problems = [] if built.returncode == 0 else [built.stderr[:4_000]]
        if texts < 500:
            problems.append(f"only {texts} texts could be made hostile")
        report.check("hostile site builds", problems, f"{texts} texts of its snapshots are hostile")
        if built.returncode == 0:
            report.check("refused", refusals(binary, site, out), f"{len(REFUSED)} pieces of content")
            report.check("nothing to run in the markup", still(out), "every page")
            found, count = running(out)
            report.check("nothing runs in Chromium", found, f"{count} files opened, without the policy")
    return report.finish()


sys.exit(main())
