"""The files beside the pages: digests, downloads and their descriptions, badges, structured data, contacts, citations,
Markdown, the image for links."""

import csv
import hashlib
import io
import json
import posixpath
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import bibtexparser
import cffconvert
import frictionless
import lxml.etree
import lxml.html
from markdown_it import MarkdownIt

SVG = "{http://www.w3.org/2000/svg}"


def check(site, report):
    if "manifest.sha256" in site.files:
        report.check("manifest", manifest(site), f"{len(site.files)} files")
    tables = sorted(path for path in site.files if path.endswith(".csv-metadata.json"))
    if tables:
        report.check("downloads", [one for path in tables for one in download(site, path)], f"{len(tables)} tables")
    drawings = sorted(path for path in site.files if path.endswith(".svg") and not path.startswith("files/"))
    if drawings:
        report.check("badges", [one for path in drawings for one in badge(site, path)], f"{len(drawings)} badges")
    if "datapackage.json" in site.files:
        report.check("data package", data_package(site), "by frictionless")
    if "CITATION.cff" in site.files:
        report.check("CITATION.cff", citation_file(site), "by cffconvert")
    entries = sorted(path for path in site.files if path.endswith(".bib"))
    if entries:
        report.check("citations", [one for path in entries for one in citation(site, path)], f"{len(entries)} tables")
    twins = [page for page in site.pages if page.tree.xpath("//link[@type='text/markdown']")]
    if twins:
        report.check("Markdown beside pages", [one for page in twins for one in twin(site, page)], f"{len(twins)} pages")
    cards = {tuple(told(page, f"og:image{name}") for name in ("", ":type", ":width", ":height")) for page in site.pages}
    cards.discard(("", "", "", ""))
    if cards:
        report.check("images for links", [one for told in sorted(cards) for one in card(site, *told)], f"{len(cards)} images")
    report.check("structured data", [one for page in site.pages for one in structured(site, page)])
    for name in ("security.txt", "probing.txt"):
        if f".well-known/{name}" in site.files:
            report.check(name, contact(site, name))


def manifest(site):
    """Every file but the manifest and the marker stands in it, with the digest that it has."""
    told = {}
    for line in (site.root / "manifest.sha256").read_text(encoding="utf-8").splitlines():
        digest, _, path = line.partition("  ")
        told[path] = digest
    there = site.files - {"manifest.sha256", ".pruefstand"}
    yield from (f"{path} is missing in it" for path in sorted(there - set(told)))
    yield from (f"{path} is not there" for path in sorted(set(told) - there))
    for path in sorted(there & set(told)):
        if hashlib.sha256((site.root / path).read_bytes()).hexdigest() != told[path]:
            yield f"{path} has another digest"


def download(site, path):
    """A CSV is what its description says (W3C, Metadata Vocabulary for Tabular Data), and no formula in a spreadsheet."""
    metadata = json.loads((site.root / path).read_bytes())
    table = posixpath.join(posixpath.dirname(path), metadata.get("url", ""))
    if table not in site.files:
        yield f"{path}: there is no {table}"
        return
    text = (site.root / table).read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    columns = metadata["tableSchema"]["columns"]
    if rows[0] != [column["titles"] for column in columns]:
        yield f"{table}: its header is {rows[0]}"
    names = [column["name"] for column in columns]
    if len(set(names)) != len(names):
        yield f"{path}: a column's name is there twice"
    for row in rows:
        if len(row) != len(columns):
            yield f"{table}: {len(row)} fields of {len(columns)}: {row}"
        yield from (f"{table}: a formula: {field}" for field in row if field[:1] in tuple("=+-@\t\r") and field)
    keys = [row[names.index(metadata["tableSchema"]["primaryKey"])] for row in rows[1:]]
    if len(set(keys)) != len(keys):
        yield f"{table}: a row's key is there twice"
    for key in ("dc:title", "dc:license", "dc:date", "dc:bibliographicCitation", "dc:conformsTo"):
        if not metadata.get(key):
            yield f"{path}: no {key}"
    data = json.loads((site.root / (table.removesuffix(".csv") + ".json")).read_bytes())
    if [row["provider"] for row in data["rows"]] != keys:
        yield f"{table}: the JSON beside it has other rows"
    states = {"measured", "notOffered", "refused", "unmeasured", "notApplicable"}
    for fact in (fact for row in data["rows"] for fact in row["facts"]):
        if fact["state"] not in states or ("value" in fact) != (fact["state"] == "measured"):
            yield f"{table}: the JSON beside it has a fact in no state: {fact}"


def badge(site, path):
    """A badge is an SVG with a title and without anything that runs or loads."""
    try:
        root = lxml.etree.parse(str(site.root / path), lxml.etree.XMLParser(resolve_entities=False)).getroot()
    except lxml.etree.XMLSyntaxError as error:
        yield f"{path}: no XML: {error}"
        return
    if root.tag != SVG + "svg" or not (root.findtext(SVG + "title") or "").strip():
        yield f"{path}: no SVG with a title"
    for element in root.iter():
        if element.tag in (SVG + "script", SVG + "foreignObject", SVG + "style", SVG + "image", SVG + "use"):
            yield f"{path}: <{element.tag.removeprefix(SVG)}>"
        yield from (f"{path}: {name}" for name in element.keys() if name.startswith("on") or name.endswith("href"))


def data_package(site):
    """Its resources are there, have the columns, types, sizes and digests that it says, and unique keys."""
    package = frictionless.Package(str(site.root / "datapackage.json"))
    for error in package.validate().flatten(["type", "title", "message"]):
        yield ": ".join(error)
    if not package.resources:
        yield "it has no resources"


def citation_file(site):
    try:
        cffconvert.Citation((site.root / "CITATION.cff").read_text(encoding="utf-8")).validate()
    except Exception as error:  # of three libraries
        yield str(error)


def citation(site, path):
    """BibTeX, and the same as CSL-JSON."""
    library = bibtexparser.parse_string((site.root / path).read_text(encoding="utf-8"))
    if library.failed_blocks or len(library.entries) != 1:
        yield f"{path}: {len(library.entries)} entries, {len(library.failed_blocks)} that cannot be read"
        return
    entry = {field.key: field.value for field in library.entries[0].fields}
    item, = json.loads((site.root / (path.removesuffix(".bib") + ".csl.json")).read_bytes())
    if not site.holds(entry["url"]) or item["URL"] != entry["url"]:
        yield f"{path}: leads nowhere: {entry['url']}, {item['URL']}"
    if str(item["issued"]["date-parts"][0][0]) != entry["year"] or item["type"] != "dataset" or not item["author"]:
        yield f"{path}: another citation than as CSL-JSON"


MARKDOWN = MarkdownIt("commonmark").enable("table")


def twin(site, page):
    """It has the page's title and, of a table, its rows; its links are whole."""
    path = posixpath.join(posixpath.dirname(page.path), page.tree.xpath("//link[@type='text/markdown']/@href")[0])
    if path not in site.files:
        yield f"{page.path}: there is no {path}"
        return
    tree = lxml.html.document_fromstring(MARKDOWN.render((site.root / path).read_text(encoding="utf-8")))
    titles = [" ".join(one.xpath("string(//h1[1])").split()) for one in (tree, page.tree)]
    if titles[0] != titles[1]:
        yield f"{path}: its title is '{titles[0]}', the page's '{titles[1]}'"
    if page.kind == "table":
        names = [
            [" ".join(row.xpath("string(*[1]/a | *[1][not(a)])").split()).split(" (")[0] for row in one]
            for one in (tree.xpath("//tbody/tr"), page.tree.xpath("//figure[1]//table/tbody/tr[th]"))]
        if names[0] != names[1]:
            yield f"{path}: its rows are {names[0]}, the page's {names[1]}"
    for url in tree.xpath("//a/@href"):
        if not urlsplit(url).scheme and not url.startswith("#"):
            yield f"{path}: leads nowhere from elsewhere: {url}"


def told(page, name):
    """What a page says of itself to other sites; empty where it says nothing."""
    return next(iter(page.tree.xpath("//meta[@property=$name]/@content", name=name)), "")


def card(site, url, kind, width, height):
    """The image that a page names is there, and is what the page says. That of the site is as large as others show it."""
    path = url.removeprefix(site.base_url)
    if path not in site.files:
        yield f"there is no {url}"
        return
    if path == "card.png" and (width, height) != ("1200", "630"):
        yield f"{path}: {width} by {height} pixels, and not 1200 by 630"
    head = (site.root / path).read_bytes()[:24]
    if kind != "image/png" or head[:8] != b"\x89PNG\r\n\x1a\n" or head[16:24] != int(width).to_bytes(4) + int(height).to_bytes(4):
        yield f"{path}: no PNG of {width} by {height} pixels"


def structured(site, page):
    """JSON-LD of schema.org whose addresses are this site's and are there."""
    for block in page.tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(block)
        except ValueError as error:
            yield f"{page.path}: no JSON: {error}"
            continue
        if data.get("@context") != "https://schema.org" or data.get("@type") not in ("Article", "Dataset"):
            yield f"{page.path}: {data.get('@context')} {data.get('@type')}"
        urls = [data.get("url", "")] + [one["contentUrl"] for one in data.get("distribution", [])]
        yield from (f"{page.path}: leads nowhere: {url}" for url in urls if not site.holds(url))
        name = "headline" if data.get("@type") == "Article" else "license"
        if not data.get(name):
            yield f"{page.path}: no {name}"


def contact(site, name):
    """RFC 9116 §2.5, and RFC 9511 §2.1 for what a probe says of itself."""
    fields = {}
    for line in (site.root / ".well-known" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            field, colon, value = line.partition(": ")
            if not colon or not value.strip():
                yield f"no field: {line}"
            fields.setdefault(field.lower(), []).append(value)
    if not fields.get("contact"):
        yield "no Contact"
    yield from (f"a contact without a scheme: {one}" for one in fields.get("contact", []) if ":" not in one)
    if len(fields.get("expires", [])) != 1:
        yield "not one Expires"
    else:
        try:
            datetime.strptime(fields["expires"][0], "%Y-%m-%dT%H:%M:%SZ")
        except ValueError as error:
            yield f"Expires: {error}"
    # At the root of a host, whatever path the site lies below; other hosts than the site's may have it, too.
    own = urljoin(site.base_url, f"/.well-known/{name}")
    if own not in fields.get("canonical", []):
        yield f"Canonical is not its own address: {own}"
    yield from (f"Canonical is no root of a host: {one}" for one in fields.get("canonical", [])
                if urlsplit(one).scheme != "https" or urlsplit(one).path != f"/.well-known/{name}")
    if name == "probing.txt" and not fields.get("description"):
        yield "no Description"
