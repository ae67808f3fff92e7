"""A built site as the checks see it: files, parsed pages, and the kind of each page."""

import functools
import pathlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import lxml.html

# Bytes of a page that a browser is sent to.
SAMPLE_LIMIT = 300_000

# The first part of an address in the German texts.
KINDS = {"tabelle": "table", "beleg": "evidence", "anbieter": "provider", "methode": "method"}


@dataclass(frozen=True)
class Page:
    """One HTML file."""

    path: str  # relative to the site, with slashes
    source: bytes = field(repr=False)
    tree: object = field(repr=False, compare=False)

    @property
    def language(self):
        return self.tree.get("lang", "")

    @property
    def kind(self):
        """What the page's body says it is (`data-kind`), else what the shape of its address says."""
        body = self.tree.find("body")
        if body is not None and body.get("data-kind"):
            return body.get("data-kind")
        parts = self.path.split("/")
        if len(parts) > 1 and len(parts[0]) == 2:  # a language
            parts = parts[1:]
        if parts == ["index.html"]:
            return "home"
        first = parts[0].removesuffix(".html")
        return "article" if first.isdigit() and len(first) == 4 else KINDS.get(first, first)

    @property
    def sends_on(self):
        """Whether the page sends its readers on at once (`<meta http-equiv="refresh">`)."""
        return bool(self.tree.xpath("//head/meta[@http-equiv='refresh']"))

    @functools.cached_property
    def anchors(self):
        """Every name that a fragment may point to."""
        return set(self.tree.xpath("//@id")) | set(self.tree.xpath("//a/@name"))


class Site:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.files = {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()}
        self.pages = [self._page(path) for path in sorted(self.files) if path.endswith(".html")]
        self.by_path = {page.path: page for page in self.pages}

    def _page(self, path):
        source = (self.root / path).read_bytes()
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        return Page(path, source, lxml.html.document_fromstring(source or b"<html></html>", parser=parser))

    @property
    def base_url(self):
        """Where the site says it lives: the home page's canonical address; empty where it says nothing."""
        home = self.by_path.get("index.html")
        found = home.tree.xpath("//link[@rel='canonical']/@href") if home is not None else []
        return found[0].removesuffix("index.html").rstrip("/") + "/" if found else ""

    def holds(self, url):
        """Whether an absolute address of ours names something that is there."""
        path = urlsplit(url).path.removeprefix(urlsplit(self.base_url).path)
        return path in self.files or f"{path.rstrip('/')}/index.html".lstrip("/") in self.files

    @property
    def kinds(self):
        """Kind → its pages, in the order of their paths."""
        kinds = {}
        for page in self.pages:
            kinds.setdefault(page.kind, []).append(page)
        return kinds

    @staticmethod
    def all_kinds(templates):
        """Every kind of page there is: each template that fills the frame makes one, or is a whole document."""
        return sorted(
            file.stem for file in templates.glob("*.mustache")
            if file.stem != "page" and file.read_text(encoding="utf-8").startswith(("{{<page}}", "<!DOCTYPE html>")))

    def missing_kinds(self, wanted):
        return [f"there is no page of the kind {kind}" for kind in wanted if kind and kind not in self.kinds]

    def summary(self):
        return ", ".join(f"{len(pages)} {kind}" for kind, pages in sorted(self.kinds.items()))

    def samples(self):
        """For each kind and language its largest page (below a bound: axe looks at every element, again and again), and
        in the home page's language the smallest beside it: few enough for a browser."""
        home = self.by_path.get("index.html")
        chosen = set()
        for pages in self.kinds.values():
            by_language = {}
            for page in pages:
                by_language.setdefault(page.language, []).append(page)
            for language, some in by_language.items():
                some.sort(key=lambda page: (len(page.source), page.path))
                chosen.add(([page for page in some if len(page.source) <= SAMPLE_LIMIT] or some[:1])[-1])
                if home is not None and language == home.language:
                    chosen.add(some[0])
        return sorted(chosen, key=lambda page: page.path)
