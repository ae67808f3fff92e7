"""Feeds as a feed reader sees them and by their own rules (RFC 4287, JSON Feed 1.1), and the sitemap."""

import json
from datetime import datetime
from urllib.parse import urlsplit

import feedparser
import lxml.etree

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def check(site, report):
    for path in sorted(site.files):
        name = path.rsplit("/", 1)[-1]
        if name in ("feed.xml", "atom.xml") or name.endswith(".atom"):
            report.check(f"feed {path}", atom(site, path), f"{_entries(site, path)} entries")
        elif name == "feed.json":
            report.check(f"feed {path}", json_feed(site, path))
        elif path == "sitemap.xml":
            report.check("sitemap", sitemap(site, path))


def _entries(site, path):
    return len(feedparser.parse(str(site.root / path)).entries)


def atom(site, path):
    """Everything wrong with an Atom feed."""
    try:
        root = lxml.etree.parse(str(site.root / path), lxml.etree.XMLParser(resolve_entities=False)).getroot()
    except lxml.etree.XMLSyntaxError as error:
        return [f"no XML: {error}"]
    problems = []
    if root.tag != ATOM + "feed":
        return [f"the root is {root.tag}"]
    for holder in [root, *root.findall(ATOM + "entry")]:
        place = "feed" if holder is root else f"entry {holder.findtext(ATOM + 'id')}"
        for name in ("id", "title", "updated"):
            if not (holder.findtext(ATOM + name) or "").strip():
                problems.append(f"{place}: no {name}")
        if holder is not root and holder.find(ATOM + "author") is None and root.find(ATOM + "author") is None:
            problems.append(f"{place}: no author, neither here nor in the feed")
    if not any(link.get("rel") == "self" for link in root.findall(ATOM + "link")):
        problems.append("feed: no link to itself")
    own = [link.get("href") for link in root.findall(ATOM + "link") if link.get("rel") == "self"]
    if site.base_url and own and own != [site.base_url + path]:
        problems.append(f"feed: its link to itself is another address: {own}")
    ids = [entry.findtext(ATOM + "id") for entry in root.findall(ATOM + "entry")]
    problems += [f"entry id twice: {one}" for one in sorted(set(ids)) if ids.count(one) > 1]

    parsed = feedparser.parse(str(site.root / path))
    if parsed.bozo:
        problems.append(f"feedparser: {parsed.bozo_exception}")
    folder = path.rpartition("/")[0]
    articles = [page for page in site.pages if page.kind == "article" and page.path.startswith(folder)]
    language = {page.language for page in site.pages if page.path == f"{folder}/index.html".lstrip("/")}
    if not parsed.entries and any(page.language in language for page in articles):
        problems.append("no entries, but there are articles")
    for entry in parsed.entries:
        if not entry.get("updated_parsed"):
            problems.append(f"entry {entry.get('id')}: feedparser cannot read the date {entry.get('updated')}")
        problems += _link(site, entry.get("link", ""))
    return problems


def json_feed(site, path):
    """Everything wrong with a JSON feed."""
    try:
        feed = json.loads((site.root / path).read_bytes())
        if not feed.get("version", "").startswith("https://jsonfeed.org/version/1"):
            return [f"version {feed.get('version')}"]
        problems = [] if feed.get("title") else ["no title"]
        if site.base_url and feed.get("feed_url") != site.base_url + path:
            problems.append(f"feed_url is not its own address: {feed.get('feed_url')}")
        problems += _link(site, feed.get("home_page_url", ""))
        items = feed["items"]
        ids = [item.get("id") for item in items]
        problems += [f"item id twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})]
        for item in items:
            if not item.get("id") or not ("content_html" in item or "content_text" in item):
                problems.append(f"an item without id or content: {item.get('id')}")
            problems += _link(site, item.get("url", ""))
            for name in ("date_published", "date_modified"):
                if name in item and not _is_time(item[name]):
                    problems.append(f"{item.get('id')}: {name} is no date: {item[name]}")
        if isinstance(feed.get("author"), dict) or not all(one.get("name") for one in feed.get("authors", [])):
            problems.append("authors without names, or an author as version 1.0 had it")
        problems += _same_as_atom(site, path, ids)
        return problems if items else problems + ["no items"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"no JSON feed: {error!r}"]


def _is_time(text):
    """RFC 3339."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


def _same_as_atom(site, path, ids):
    """Both feeds of a subject tell the same."""
    other = path.removesuffix("json") + "xml"
    if other not in site.files:
        return []
    entries = [entry.get("id") for entry in feedparser.parse(str(site.root / other)).entries]
    return [] if entries == ids else [f"{other} has other entries"]


def sitemap(site, path):
    """Everything wrong with a sitemap (sitemaps.org, protocol 0.9)."""
    try:
        root = lxml.etree.parse(str(site.root / path), lxml.etree.XMLParser(resolve_entities=False)).getroot()
    except lxml.etree.XMLSyntaxError as error:
        return [f"no XML: {error}"]
    urls = [location.text or "" for location in root.iter(SITEMAP + "loc")]
    problems = [] if urls else ["it is empty"]
    problems += [f"{url} stands there twice" for url in sorted(set(urls)) if urls.count(url) > 1]
    if not site.base_url:
        return [*problems, "the home page does not name its address"]
    problems += [f"leads nowhere: {url}" for url in urls if not (url.startswith(site.base_url) and site.holds(url))]
    named = {url.removesuffix("index.html") for url in urls}
    for page in site.pages:
        for canonical in page.tree.xpath("//link[@rel='canonical']/@href"):
            if canonical.removesuffix("index.html") not in named:
                problems.append(f"{page.path} is missing: {canonical}")
    return problems


def _link(site, link):
    if not urlsplit(link).scheme:
        return [f"an entry's link is not absolute: '{link}'"]
    if not site.base_url:
        return []
    if not link.startswith(site.base_url):
        return [f"an entry's link leaves the site: {link}"]
    return [] if site.holds(link) else [f"an entry's link leads nowhere: {link}"]
