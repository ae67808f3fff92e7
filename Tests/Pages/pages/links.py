"""Every link of every page: does it lead to something that is in the site?"""

import http.client
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ATTRIBUTES = ("href", "src", "action", "data", "poster", "{http://www.w3.org/1999/xlink}href")
ELSEWHERE = ("mailto", "xmpp", "tel")
# A link element that only names something; the browser does not load it.
NAMING = {"canonical", "alternate", "license", "author", "me", "prev", "next", "up", "help", "search"}


@dataclass(frozen=True)
class Link:
    page: object
    line: int
    value: str
    loads: bool  # the browser fetches it by itself

    @property
    def place(self):
        return f"{self.page.path}:{self.line}"


def links_of(page):
    """Every address in a page."""
    for element in page.tree.iter():
        if not isinstance(element.tag, str) or element.tag == "base":
            continue
        rel = set((element.get("rel") or "").lower().split())
        loads = element.tag not in ("a", "area", "form") and not (element.tag == "link" and rel and rel <= NAMING)
        for name in ATTRIBUTES:
            if element.get(name) is not None:
                yield Link(page, element.sourceline, element.get(name).strip(), loads)
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.split():
                yield Link(page, element.sourceline, candidate.split()[0], True)


def check(site, report):
    links = [link for page in site.pages for link in links_of(page)]
    outside = sorted({link.value for link in links if is_external(site, link) and not link.loads})
    report.check("links", [problem for link in links for problem in problems_of(site, link)], f"{len(links)} links")
    report.check("links in style sheets", style_problems(site))
    report.check("links from a folder", [problem for link in links for problem in folder_problems(site, link)])
    report.check("every page can be reached", unreachable(site, links))
    report.check("translations", [problem for page in site.pages for problem in translation_problems(site, page)])
    for value in outside:
        report.show(f"     leads elsewhere: {value[:200]}")


def is_external(site, link):
    return urlsplit(link.value).scheme in ("http", "https") and not inside(site, link.value)


def inside(site, value):
    """The path within the site of an absolute address of ours, else None."""
    base = site.base_url
    return value.removeprefix(base) or "index.html" if base and value.startswith(base) else None


def problems_of(site, link):
    value = link.value
    scheme = urlsplit(value).scheme
    if scheme in ("http", "https"):
        if (path := inside(site, value)) is not None:
            yield from _target(site, link, _path(path))
        elif link.loads:
            yield f"{link.place}: loads from elsewhere: {value}"
    elif scheme in ELSEWHERE:
        return
    elif scheme or value.startswith("//"):
        yield f"{link.place}: an address of this kind does not belong here: {value}"
    elif link.page.path.endswith("404.html"):
        # This page alone is shown at any depth, so it alone has to name the server's root.
        root = urlsplit(site.base_url).path or "/"
        if value.startswith("#"):
            yield from _target(site, link, resolved(link))
        elif value.startswith(root):
            yield from _target(site, link, _path(value.removeprefix(root)) or "index.html")
        else:
            yield f"{link.place}: shown at another depth this leads elsewhere: {value}"
    elif value.startswith("/"):
        yield f"{link.place}: starts at the server's root, so it breaks under a base path: {value}"
    else:
        yield from _target(site, link, resolved(link))


def resolved(link):
    """The path in the site that a relative link means, or None where it climbs out."""
    value = _path(link.value)
    if not value:
        return link.page.path
    path = posixpath.normpath(posixpath.join(posixpath.dirname(link.page.path), value))
    return None if path == ".." or path.startswith("../") else "" if path == "." else path


def _path(value):
    return unquote(urldefrag(value)[0].split("?")[0])


def _target(site, link, path):
    if path is None:
        yield f"{link.place}: climbs out of the site: {link.value}"
        return
    file = path if path in site.files else posixpath.join(path, "index.html")
    if file not in site.files:
        yield f"{link.place}: leads nowhere: {link.value}"
        return
    fragment = unquote(urlsplit(link.value).fragment)
    page = site.by_path.get(file)
    if fragment and page is not None and fragment not in page.anchors:
        yield f"{link.place}: no such anchor: {link.value}"


def folder_problems(site, link):
    """Opened as a file, a link to a folder shows a listing and no page."""
    if urlsplit(link.value).scheme or link.value.startswith("/") or link.page.path.endswith("404.html"):
        return
    path = resolved(link)
    if path is not None and path not in site.files and posixpath.join(path, "index.html") in site.files:
        yield f"{link.place}: names a folder: {link.value}"


def style_problems(site):
    for path in sorted(site.files):
        if not path.endswith(".css"):
            continue
        text = (site.root / path).read_text(encoding="utf-8", errors="replace")
        found = re.findall(r"""url\(\s*['"]?([^'")]*)|@import\s+['"]([^'"]*)""", text)
        for value in (one or other for one, other in found):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(urldefrag(value)[0])))
            if urlsplit(value).scheme or value.startswith("/"):
                yield f"{path}: loads from elsewhere: {value}"
            elif target not in site.files:
                yield f"{path}: leads nowhere: {value}"


def translation_problems(site, page):
    """What says to be the same page in another language must be there and say so, too."""
    alternates = _alternates(page)
    for language, address in alternates.items():
        path = inside(site, address)
        other = path is not None and site.by_path.get(path if path.endswith(".html") else f"{path}index.html")
        if not other:
            yield f"{page.path}: there is no page {address}"
        elif other.language != language or _alternates(other) != alternates:
            yield f"{page.path}: {other.path} does not say that the two are one page in two languages"


def _alternates(page):
    found = page.tree.xpath("//head/link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in found}


def unreachable(site, links):
    """Pages that nobody finds who starts at the home page and follows links."""
    ways = {}
    for link in links:
        if not urlsplit(link.value).scheme and not link.value.startswith("/") and not link.loads:
            path = resolved(link)
            if path is not None:
                file = path if path in site.by_path else posixpath.join(path, "index.html")
                ways.setdefault(link.page.path, set()).add(file)
    seen, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in site.by_path and path not in seen:
            seen.add(path)
            waiting += ways.get(path, ())
    # To the first of these nobody links, by design; to the others only other sites do.
    return [
        page.path for page in site.pages
        if page.path not in seen and not page.path.endswith("404.html") and not page.sends_on
    ]


def check_served(site, address, report):
    """The same once more over HTTP, with the site below a base path, as a browser resolves links."""
    server = urlsplit(address)
    connection = http.client.HTTPConnection(server.hostname, server.port, timeout=60)
    states = {}

    def state(url):
        if url not in states:
            connection.request("GET", urlsplit(url).path)
            answer = connection.getresponse()
            answer.read()
            states[url] = answer.status
        return states[url]

    problems = []
    for page in site.pages:
        if state(address + page.path) != 200:
            problems.append(f"{page.path}: {state(address + page.path)}")
        if page.path.endswith("404.html"):
            continue
        for link in links_of(page):
            url = urldefrag(urljoin(address + page.path, link.value))[0]
            if urlsplit(url).netloc == server.netloc and state(url) != 200:
                problems.append(f"{link.place}: {link.value} → {state(url)}")
    connection.close()
    report.check(f"served below {server.path}", problems, f"{len(states)} addresses")
