"""What a page must not have in its markup, so that a strict Content-Security-Policy holds."""

import pathlib
import re

PROJECT = pathlib.Path(__file__).resolve().parents[3]
URL_ATTRIBUTES = ("href", "src", "action", "formaction", "data", "poster", "cite", "{http://www.w3.org/1999/xlink}href")
OWN_SCRIPT = re.compile(r"(\.\./)*assets/[a-z]+\.[0-9a-f]{16}\.js")
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:", "data:", "blob:")


def check(site, report):
    report.check("no script but ours", _on_all(site, scripts), f"{len(site.pages)} pages")
    report.check("no inline style or handler", _on_all(site, inline), f"{len(site.pages)} pages")
    report.check("Content-Security-Policy", _on_all(site, policy), f"{len(site.pages)} pages")
    report.check("no path of this machine", machine_paths(site), f"{len(site.files)} files")


def _on_all(site, rule):
    return [f"{page.path}: {problem}" for page in site.pages for problem in rule(page)]


def machine_paths(site):
    """The same content gives the same bytes wherever it is built."""
    places = {PROJECT, pathlib.Path.home(), site.root}
    for path in sorted(site.files):
        content = (site.root / path).read_bytes()
        for place in places:
            if len(place.parts) > 1 and str(place).encode() + b"/" in content:
                yield f"{path}: {place}"


def _elements(page):
    return (element for element in page.tree.iter() if isinstance(element.tag, str))


def scripts(page):
    for element in _elements(page):
        # A data block (HTML §4.12.1) is never run; what is run is a file of the site's own, when the page is whole.
        if element.tag == "script" and element.get("type") != "application/ld+json":
            if not OWN_SCRIPT.fullmatch(element.get("src") or "") or element.get("defer") is None or element.text:
                yield f"line {element.sourceline}: <script>"
        for name in URL_ATTRIBUTES:
            scheme = "".join((element.get(name) or "").split()).lower()
            if scheme.startswith(("javascript:", "vbscript:", "data:text/html")):
                yield f"line {element.sourceline}: a script as an address: {element.get(name)}"


def inline(page):
    for element in _elements(page):
        if element.tag == "style":
            yield f"line {element.sourceline}: <style>"
        for name in element.keys():
            if name == "style" or name.startswith("on"):
                yield f"line {element.sourceline}: <{element.tag} {name}=…>"


def policy(page):
    found = [
        meta for meta in page.tree.xpath("//head/meta[@http-equiv]")
        if meta.get("http-equiv").lower() == "content-security-policy"
    ]
    if len(found) != 1:
        yield f"{len(found)} policies in the head"
        return
    # The policy holds only for what comes after it.
    if found[0].xpath("preceding-sibling::link | preceding-sibling::script | preceding-sibling::style"):
        yield "the policy stands behind something that loads"
    directives = {}
    for part in found[0].get("content", "").split(";"):
        words = part.split()
        if words:
            directives.setdefault(words[0].lower(), words[1:])
    if directives.get("default-src") != ["'none'"]:
        yield f"default-src is not 'none': {found[0].get('content')}"
    if directives.get("script-src", ["'none'"]) not in (["'none'"], ["'self'"]):
        yield f"script-src is not 'self': {found[0].get('content')}"
    for name, sources in directives.items():
        for source in sources:
            if source.lower() in LOOSE:
                yield f"{name} allows {source}"
    for name in ("base-uri", "form-action"):
        # default-src does not cover these two.
        if name not in directives:
            yield f"no {name}"
