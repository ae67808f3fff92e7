"""What the script adds to tables, by keyboard alone: providers side by side, columns and rows by choice, an address that
keeps the choice."""

from playwright.sync_api import Error, sync_playwright

from .browser import ARGUMENTS, CHROMIUM, PATIENCE

MOST = 200  # presses of the tab key
HEADS = "() => [...document.querySelectorAll('thead th:not([hidden]) > a:first-child')].map(link => link.textContent)"
ROWS = "() => [...document.querySelectorAll('tbody tr:not([hidden]) th[scope=row] > a')].map(link => link.textContent)"
FOCUS = """selector => {
    const element = document.activeElement;
    if (!element || !element.matches(selector)) return null;
    return getComputedStyle(element).outlineStyle === 'none' ? 'the focus cannot be seen' : '';
}"""


def check(site, address, report):
    """`address` is the site below some base path."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        try:
            for name, find, task in TASKS:
                page = next((page for page in site.pages if find(page)), None)
                if page is None:
                    continue
                problems = []
                tab = browser.new_page(viewport={"width": 1280, "height": 900})
                tab.set_default_timeout(PATIENCE)
                tab.on("pageerror", lambda error: problems.append(f"script error: {error}"))
                try:
                    tab.goto(address + page.path, wait_until="load")
                    problems += task(tab)
                except Error as error:
                    problems.append(f"the browser gave up: {error.message}")
                report.check(f"comfort by keyboard: {name}", problems, page.path)
                tab.close()
        finally:
            browser.close()


def _side_by_side(tab):
    """Any two stand alone beside each other, each answer with its evidence, and so again from the address."""
    everyone = tab.evaluate(HEADS)
    for _ in range(2):
        yield from _press(tab, ".choices input:not(:checked)", "Space")
    chosen = tab.evaluate(HEADS)
    if len(chosen) != 2 or not set(chosen) < set(everyone) and len(everyone) > 2:
        yield f"of {everyone} there are {chosen}"
    if "show=" not in tab.url or tab.url.count(",") != 1:
        yield f"the address does not keep the choice: {tab.url}"
    tab.reload(wait_until="load")
    if tab.evaluate(HEADS) != chosen:
        yield f"the address gives {tab.evaluate(HEADS)}, not {chosen}"
    rows = tab.locator("tbody tr[data-anchor]").count()
    yield from _press(tab, ".comfort > label input", "Space")
    seen, differing = tab.locator("tbody tr[data-anchor]:visible").count(), tab.locator("tr.differs:visible").count()
    if seen != differing or seen > rows or "differing=1" not in tab.url:
        yield f"{seen} of {rows} rows are there, {differing} differ: {tab.url}"
    yield from _press(tab, ".comfort > label input", "Space")
    yield from _press(tab, "tbody td a", "Enter")
    tab.wait_for_url(lambda url: "#" in url, wait_until="load")
    if not tab.locator(":target").count():
        yield f"an answer leads nowhere: {tab.url}"


def _columns(tab):
    """A column by choice, rows by a word, and the links that sort keep both."""
    names = tab.locator("thead th").count()
    yield from _press(tab, ".comfort summary", "Enter")
    yield from _press(tab, ".choices input", "Space")
    if tab.locator("thead th:visible").count() != 2 or names < 3:
        yield f"{tab.locator('thead th:visible').count()} columns of {names} are there"
    before = tab.evaluate(ROWS)
    yield from _press(tab, "input[type=search]", before[0][:4])
    found = tab.evaluate(ROWS)
    if not found or len(found) > len(before) or any(before[0][:4].lower() not in name.lower() for name in found[:1]):
        yield f"{before[0][:4]} finds {found}"
    if tab.locator("thead th a").count():
        own = tab.url
        yield from _press(tab, "thead th a", "Enter")
        tab.wait_for_url(lambda url: url != own and "show=" in url and "find=" in url, wait_until="load")
        # In another order.
        if sorted(tab.evaluate(ROWS)) != sorted(found) or tab.locator("thead th:visible").count() != 2:
            yield f"sorted, the choice is another one: {tab.url}"


def _sorted(tab):
    """Sorted by a column, and as before."""
    before = tab.evaluate(ROWS)
    yield from _press(tab, "button.sorter", "Enter")
    if tab.locator("th[aria-sort]").count() != 1 or "sort=" not in tab.url:
        yield f"nothing is sorted: {tab.url}"
    tab.locator("button.sorter").first.press("Enter")
    if tab.evaluate(ROWS) != before or tab.locator("th[aria-sort]").count():
        yield "the own order does not come back"


TASKS = (
    ("two side by side", lambda page: page.kind == "selection", _side_by_side),
    ("columns and rows", lambda page: page.kind == "table" and page.tree.xpath("//table[@class='sortable']//tbody//th/a"), _columns),
    ("sorted by a grade", lambda page: page.kind == "providers", _sorted),
)


def _press(tab, selector, keys):
    """Tabs from the page's beginning to what the selector names, and presses a key there, or types; what is wrong."""
    tab.evaluate("() => { document.activeElement?.blur(); document.querySelector('h1').scrollIntoView(); }")
    tab.locator("h1").first.evaluate("heading => { heading.tabIndex = -1; heading.focus(); heading.removeAttribute('tabindex'); }")
    for _ in range(MOST):
        tab.keyboard.press("Tab")
        found = tab.evaluate(FOCUS, selector)
        if found is None:
            continue
        if found:
            yield f"{selector}: {found}"
        if keys in ("Space", "Enter"):
            tab.keyboard.press(keys)
        else:
            tab.keyboard.type(keys)
        return
    yield f"{selector}: no key leads there"
