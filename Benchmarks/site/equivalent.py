"""Says in what pruefstand's and Hugo's sites of the same corpus differ, beyond what is allowed here by name.

    equivalent.py OURS HUGO

Compares what files there are, the elements, attributes and texts of some pages of each kind, feeds and sitemap.
"""

import itertools
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree
from html.parser import HTMLParser

BASE = "https://vergleich.example/"
# What we make and Hugo does not: an expression for the address, and why.
OURS_ALONE = [
    (r"\d{4}/(\d{2}/)?", "the archive by year and month, for which Hugo needs fields in the front matter"),
    (r"(anbieter|methode|korrekturen)/", "three pages about measurements, of which the corpus has none"),
    (r"llms\.txt|assets/tables\..*\.js", "a guide for programs, and the script for tables, of which the corpus has none"),
    (r"manifest\.sha256|\.pruefstand", "sums of all files, and the mark of a folder that a build may replace"),
]
OURS_ALONE_IN_SITEMAP = OURS_ALONE + [(r"seite/\d+/", "Hugo's sitemap has no pages that go on where a list ends")]
# Which attributes Hugo adds, and why.
HUGO_ALONE = {
    "pre": ({"tabindex"}, "goldmark makes a code block focusable; to leave it out costs Hugo a template for each"),
    "code": ({"data-lang"}, "goldmark says a code block's language twice"),
}
# In addresses and in a heading's id we write umlauts as two letters; Hugo encodes them, or makes them one.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def address(reference, place):
    """Where a reference leads from a place below BASE, spelled in one way."""
    text = urllib.parse.unquote(urllib.parse.urljoin(BASE + place, reference))
    text = re.sub(r"index\.html$", "", text)  # we spell it out, so that pages can be read from a folder
    text = re.sub(r"(style\.)[0-9a-f]+(\.css)$", r"\1*\2", text)  # 64 bits of the sum here, 256 there
    return text.translate(UMLAUTS) if text.startswith(BASE) else text


class Page(HTMLParser):
    """A page as a list of elements, with their attributes, and of texts."""

    def __init__(self, path, place):
        super().__init__()
        self.place, self.parts, self.open = place, [], []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag, attributes):
        found = {name: value for name, value in attributes if name not in HUGO_ALONE.get(tag, [()])[0]}
        if "href" in found:
            found["href"] = address(found["href"], self.place)
        if found.get("property") == "og:url":
            found["content"] = address(found["content"], "")
        if re.fullmatch("h[1-6]", tag) and "id" in found:
            found["id"] = found["id"].translate(UMLAUTS)
        self.parts.append((tag, found))
        self.open.append(tag)

    def handle_endtag(self, tag):
        # Void elements have no end.
        while self.open and self.open.pop() != tag:
            pass
        self.parts.append(f"/{tag}")

    def handle_data(self, data):
        if "script" in self.open:
            self.parts.append(plain(json.loads(data)))
        elif "pre" in self.open:
            self.parts.append(data)
        elif data.strip():
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(value):
    """JSON with its addresses spelled in one way."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return address(value, "") if isinstance(value, str) and value.startswith(BASE) else value


def atom(path):
    elements = xml.etree.ElementTree.parse(path).getroot().iter()
    return [(one.tag, plain(one.attrib), plain((one.text or "").strip())) for one in elements]


def json_feed(path):
    return sorted(plain(json.loads(path.read_text(encoding="utf-8"))).items())


def sitemap(path):
    """What stands beside each address: the day of its last change."""
    entries = xml.etree.ElementTree.parse(path).getroot()
    return {address(entry[0].text, "").removeprefix(BASE): [part.text for part in entry[1:]] for entry in entries}


def files(folder):
    """Every file by where it stands below BASE."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {address(str(path.relative_to(folder)), "").removeprefix(BASE): path for path in paths}


def alone(ours, theirs, allowed, what):
    for place in sorted(theirs - ours):
        yield f"{what}: only Hugo has {place}"
    for place in sorted(ours - theirs):
        if not any(re.fullmatch(expression, place) for expression, _ in allowed):
            yield f"{what}: Hugo has no {place}"


def unlike(ours, theirs, what):
    """The first difference of two lists."""
    for number, (one, other) in enumerate(itertools.zip_longest(ours, theirs)):
        if one != other:
            before = ours[max(0, number - 3):number]
            yield f"{what}: after {before}\n    ours {one}\n    Hugo {other}"
            return


def samples(places):
    """Some pages of each kind that both have."""
    articles = sorted(place for place in places if re.fullmatch(r"\d{4}/\d{2}/[^/]+/", place))
    further = sorted((place for place in places if place.startswith("seite/")), key=lambda place: int(place[6:-1]))
    tags = sorted(place for place in places if re.fullmatch(r"tag/[^/]+/", place))
    return ["", "404.html", *further[:1], *further[-1:], *tags[:1], *tags[-1:], *articles[::max(1, len(articles) // 20)]]


def differences(ours, hugo):
    our_files, their_files = files(ours), files(hugo)
    yield from alone(our_files.keys(), their_files.keys(), OURS_ALONE, "files")
    both = {place: (our_files[place], their_files[place]) for place in sorted(our_files.keys() & their_files.keys())}
    for place in samples(both):
        yield from unlike(*(Page(path, place).parts for path in both[place]), f"page {place or '(home)'}")
    for place, paths in both.items():
        if place.endswith("feed.xml"):
            yield from unlike(*map(atom, paths), place)
        elif place.endswith("feed.json"):
            yield from unlike(*map(json_feed, paths), place)
    one, other = map(sitemap, both["sitemap.xml"])
    yield from alone(one.keys(), other.keys(), OURS_ALONE_IN_SITEMAP, "sitemap")
    shared = sorted(one.keys() & other.keys())
    yield from unlike(*([(place, part[place]) for place in shared] for part in (one, other)), "sitemap")
    yield from unlike(*(path.read_text(encoding="utf-8").split() for path in both["robots.txt"]), "robots.txt")


if __name__ == "__main__":
    found = list(differences(*map(pathlib.Path, sys.argv[1:])))
    print("\n".join(found) or "pruefstand's and Hugo's sites are equivalent")
    sys.exit(1 if found else 0)
