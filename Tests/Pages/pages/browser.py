"""Sample pages of every kind in Chromium: axe, requests, console, width, and the page without scripts."""

import importlib.resources
import re
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from .server import serving

# Every rule of axe's in the first scheme; in the others what colours can change.
SCHEMES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
WIDTHS = {390: 844, 1280: 900}
TALLEST = 4000  # pixels of a screenshot
# Milliseconds for whatever a page or the browser does: only what hangs takes them, on a busy machine too.
PATIENCE = 120_000
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",  # root has none
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-color-profile=srgb",
]
# What the script adds is not there without it, and nothing else may be missing.
TEXT = """() => {
    const added = [...document.querySelectorAll('.comfort')];
    added.forEach(element => element.hidden = true);
    const text = document.body.innerText;
    added.forEach(element => element.hidden = false);
    return text;
}"""
OVERFLOW = """() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return null;
    const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > limit + 1);
    const first = wide.find(e => ![...e.children].some(child => wide.includes(child))) || document.body;
    return `${document.documentElement.scrollWidth} px of ${limit}, by <${first.localName} class="${first.className}">`;
}"""
# The inner width of a sheet of A4 with a centimetre at each side, at 96 pixels to the inch.
PAPER = {"width": 718, "height": 1000}
INK = """() => [...document.querySelectorAll('.navigation, .languages, .skip')].some(e => e.getClientRects().length)"""
# The most pixels that a page of a kind may be high, by the window's width.
HEIGHTS = {"provider": {390: 6000, 1280: 3000}}
# What is read row by row becomes cards on narrow screens; what compares stays a table.
CARDS = """() => [...document.querySelectorAll('td[data-label]')].find(cell =>
    getComputedStyle(cell).display === 'table-cell' || !getComputedStyle(cell, '::before').content.includes(cell.dataset.label)
)?.dataset.label"""
# Wherever a comparison is scrolled to, its header and its first column are in sight, and it is no higher than the window.
COMPARISONS = """() => [...document.querySelectorAll('.comparison .scroller')].map(box => {
    const name = box.getAttribute('aria-label') || box.textContent.trim().slice(0, 40);
    const row = [...box.querySelectorAll('tbody th[scope=row]')].at(-1), header = box.querySelector('thead th');
    if (!row || !header) return null;
    if (getComputedStyle(row).display !== 'table-cell') return `${name}: its rows are no rows`;
    if (box.offsetHeight > innerHeight) return `${name}: higher than the window`;
    box.scrollTo({top: 1e6, left: 1e6, behavior: 'instant'});
    const frame = box.getBoundingClientRect(), first = row.getBoundingClientRect(), top = header.getBoundingClientRect();
    box.scrollTo({top: 0, left: 0, behavior: 'instant'});
    if (Math.abs(first.left - frame.left) > 6) return `${name}: its first column scrolls out of sight`;
    if (top.top < frame.top - 6) return `${name}: its header scrolls out of sight`;
    if (first.width > frame.width / 2) return `${name}: its first column leaves no room for the others`;
    return null;
}).find(Boolean)"""
# A chart is seen whole, its letters are large enough to be read, and none lies over another.
LETTERS = 11  # pixels
CHARTS = """smallest => [...document.querySelectorAll('svg.chart')].filter(chart => chart.checkVisibility()).map(chart => {
    const name = chart.querySelector('title').textContent, frame = chart.getBoundingClientRect();
    const box = chart.parentElement;
    if (box.scrollWidth > box.clientWidth) return `${name}: wider than its box`;
    const texts = [...chart.querySelectorAll('text')].filter(text => text.getClientRects().length);
    const boxes = texts.map(text => text.getBoundingClientRect());
    const small = texts.find(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < smallest);
    if (small) return `${name}: '${small.textContent}' is too small to be read`;
    const out = boxes.findIndex(text => text.left < frame.left - 1 || text.right > frame.right + 1);
    if (out >= 0) return `${name}: '${texts[out].textContent}' is cut off`;
    const over = boxes.findIndex((one, at) => boxes.some((two, place) => place > at
        && one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 4 && two.top < one.bottom - 4));
    return over >= 0 ? `${name}: '${texts[over].textContent}' lies over another word` : null;
}).find(Boolean)"""
# On a wide window the grades of a table are seen without scrolling, beside the names.
GRADES = """() => [...document.querySelectorAll('.table-page td.column-grade')].map(cell => {
    const box = cell.closest('.scroller').getBoundingClientRect();
    return cell.getBoundingClientRect().right > box.right + 1 ? 'the grades of a table are cut off' : null;
}).find(Boolean)"""
# One line where there is room, a menu that a key opens and closes where there is none.
LINE = """() => {
    const entries = [...document.querySelectorAll('.navigation > details > ul > li')];
    if (!entries.length) return null;
    if (!entries.every(entry => entry.checkVisibility())) return 'the navigation cannot be seen';
    const tops = [...entries, ...document.querySelectorAll('.languages li')].map(entry => entry.getBoundingClientRect());
    const high = Math.max(...tops.map(box => box.bottom)) - Math.min(...tops.map(box => box.top));
    return high > 60 ? `the navigation takes ${Math.round(high)} px` : null;
}"""
MENU = "() => [...document.querySelectorAll('.navigation > details > ul > li')].some(entry => entry.checkVisibility())"
STYLE = """() => { const style = getComputedStyle(document.body);
    return [style.fontFamily, style.lineHeight, style.color, style.backgroundColor].join(); }"""
AXE = """async rules => (await axe.run(document, {preload: false, resultTypes: ['violations'],
    ...(rules && {runOnly: {type: 'rule', values: rules}})})).violations.flatMap(
    rule => rule.nodes.slice(0, 3).map(node => `${rule.id} at ${node.target}: ${node.failureSummary || rule.help}`))"""


def check(site, address, screenshots, report, patience=PATIENCE):
    """`address` is the site below some base path; without a folder for `screenshots` none are taken. `patience` is how
    long a page that sends on may take for it."""
    # The page for what is missing is shown anywhere, so it names the path that the site was built for.
    with serving(site.root, urlsplit(site.base_url).path or "/") as home:
        _check(site, lambda page: home if page.path.endswith("404.html") else address, screenshots, report, patience)


def _check(site, address_of, screenshots, report, patience):
    if screenshots:
        screenshots.mkdir(parents=True, exist_ok=True)
        for old in screenshots.glob("*.png"):
            old.unlink()
    axe = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        try:
            with_scripts = browser.new_context(color_scheme="light")
            without = browser.new_context(java_script_enabled=False)
            for page in site.samples():
                look = Look(page, site.root, address_of(page), screenshots, axe, patience)
                try:
                    look.take(with_scripts.new_page(), without.new_page())
                except Error as error:
                    look.problems.append(f"the browser gave up: {error.message}")
                report.check(f"browser {page.kind} {page.path}", look.problems, look.note)
        finally:
            browser.close()


class Look:
    """One page, looked at from all sides."""

    def __init__(self, page, root, address, screenshots, axe, patience):
        self.root = root
        self.page = page
        self.address = address
        self.screenshots = screenshots
        self.axe = axe
        self.patience = patience
        self.problems = []
        self.note = (
            f"axe, width, requests and console in {len(SCHEMES)} × {len(WIDTHS)} looks; on paper, from a disk; "
            "no script needed")

    def take(self, tab, plain):
        for one in (tab, plain):
            one.set_default_timeout(PATIENCE)
        url = self.address + self.page.path
        if self.page.sends_on:
            self._follow(tab, url)
            self._follow(plain, url)
            # Whoever is not sent on reads it, so that is how it is looked at.
            for one in (tab, plain):
                one.route(url, self._stay)
        tab.on("request", lambda request: self._request(request.url))
        tab.on("response", lambda answer: self._answer(answer))
        tab.on("console", lambda message: self._console(message))
        tab.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        tab.goto(url, wait_until="load")
        tab.evaluate(self.axe)
        texts = {}
        for scheme, rules in SCHEMES.items():
            for width, height in WIDTHS.items():
                tab.emulate_media(color_scheme=scheme)
                tab.set_viewport_size({"width": width, "height": height})
                self._look(tab, f"{scheme} {width}", rules, width)
                texts[width] = tab.evaluate(TEXT)
        self._print(tab)
        width, height = list(WIDTHS.items())[-1]
        plain.set_viewport_size({"width": width, "height": height})
        plain.goto(url, wait_until="load")
        if plain.evaluate(TEXT) != texts[width]:
            self.problems.append("the text is another one without scripts")
        self._open_from_disk(plain)
        tab.close()
        plain.close()

    def _print(self, tab):
        """On a sheet of A4 nothing is cut off, and what only leads elsewhere costs no ink."""
        tab.emulate_media(media="print", color_scheme="light")
        tab.set_viewport_size(PAPER)
        wide = tab.evaluate(OVERFLOW)
        if wide:
            self.problems.append(f"on paper: wider than the sheet: {wide}")
        if tab.evaluate(INK):
            self.problems.append("on paper: the navigation is printed")
        tab.emulate_media(media="screen")

    def _open_from_disk(self, tab):
        """Opened as a file, the page looks as it does when it is served. The one that is shown at any depth cannot."""
        if self.page.sends_on or self.page.path.endswith("404.html"):
            return
        served = tab.evaluate(STYLE)
        tab.goto((self.root / self.page.path).as_uri(), wait_until="load")
        if tab.evaluate(STYLE) != served:
            self.problems.append("opened from the disk it looks another way")

    def _follow(self, tab, url):
        """A page that sends on must bring its readers to the page it names."""
        target = self.page.tree.xpath("//link[@rel='canonical']/@href")[0]
        tab.goto(url)
        try:
            tab.wait_for_url(lambda now: now != url, wait_until="load", timeout=self.patience)
        except Error:
            self.problems.append("nobody is sent on")
            return
        found = tab.locator("link[rel=canonical]").get_attribute("href")
        if found != target:
            self.problems.append(f"sends on to {tab.url}, not to {target}")

    @staticmethod
    def _stay(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'<meta http-equiv="refresh"[^>]*>', "", answer.text()))

    def _look(self, tab, name, rules, width):
        wide = tab.evaluate(OVERFLOW)
        if wide:
            self.problems.append(f"{name}: wider than the window: {wide}")
        self.problems += [f"{name}: axe: {violation}" for violation in tab.evaluate(AXE, rules)]
        cell = tab.evaluate(CARDS) if width == min(WIDTHS) else None
        if cell:
            self.problems.append(f"{name}: a row is no card, its cell '{cell}' stands beside the others or has no name")
        if rules is None:
            self._measure(tab, name, width)
        if not self.screenshots:
            return
        file = f"{self.page.path.removesuffix('.html').replace('/', '-')}-{name.replace(' ', '-')}.png"
        height = min(tab.evaluate("() => document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        tab.screenshot(path=self.screenshots / file, full_page=True, clip=clip)

    def _measure(self, tab, name, width):
        """What does not depend on colours."""
        most = HEIGHTS.get(self.page.kind, {}).get(width)
        height = tab.evaluate("() => document.documentElement.scrollHeight")
        if most and height > most:
            self.problems.append(f"{name}: {height} px high, at most {most} are allowed")
        lost = tab.evaluate(COMPARISONS)
        if lost:
            self.problems.append(f"{name}: {lost}")
        chart = tab.evaluate(CHARTS, LETTERS)
        if chart:
            self.problems.append(f"{name}: {chart}")
        if width == max(WIDTHS):
            line = tab.evaluate(LINE) or tab.evaluate(GRADES)
            if line:
                self.problems.append(f"{name}: {line}")
        else:
            self._open_menu(tab, name)

    def _open_menu(self, tab, name):
        menu = tab.locator(".navigation > details > summary")
        if not menu.count():
            return
        states = [tab.evaluate(MENU)]
        for _ in range(2):
            menu.press("Enter")
            states.append(tab.evaluate(MENU))
        if states != [False, True, False]:
            self.problems.append(f"{name}: the menu does not open and close by the enter key: {states}")

    def _request(self, url):
        if urlsplit(url).netloc != urlsplit(self.address).netloc and urlsplit(url).scheme != "data":
            self.problems.append(f"a request to elsewhere: {url}")

    def _answer(self, answer):
        if answer.status >= 400:
            self.problems.append(f"{answer.status} for {answer.url}")

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")
