"""A reader's walk by keyboard alone: home → table → cell → evidence → provider → table → change → feed."""

from playwright.sync_api import Error, sync_playwright

from .browser import ARGUMENTS, CHROMIUM, PATIENCE

# What each step's link leads to, by the German addresses; a cell's leads to a place on an evidence page.
STEPS = {
    "table": "/tabelle/[^/]+/index.html$",
    "cell and evidence": "/beleg/[^#]+#.+-.+",
    "provider": "/anbieter/[^/]+/index.html$",
    "its table": "/tabelle/[^/]+/index.html$",
    "change": "/aenderungen/index.html$",
    "feed": "/feed.xml$",
}
# What readers come for, each from the home page in at most three steps.
TASKS = {
    "the best provider": ["/anbieter/[^/]+/index.html$"],
    "proof": ["/anbieter/[^/]+/index.html$", "/beleg/[^#]+#.+-grade$"],
    "since when": ["/anbieter/[^/]+/index.html$", "#stand-.+$"],
    "who is better": ["/anbieter/[^/]+/index.html$", "/anbieter/[^/]+/vergleich/index.html$"],
    "all beside each other": ["/vergleich/index.html$", "/beleg/[^#]+$"],
    "whose domain": ["/anbieter/index.html$", "#[A-Z0]$", "/anbieter/[^/]+/index.html$"],
}
MOST = 600  # presses of the tab key on one page
FOCUS = """pattern => {
    const link = document.activeElement;
    if (!link || link.localName !== 'a' || !new RegExp(pattern).test(link.href)) return null;
    const box = link.getBoundingClientRect(), style = getComputedStyle(link);
    if (box.width === 0 || style.visibility === 'hidden') return 'the focused link cannot be seen';
    return style.outlineStyle === 'none' ? 'the focus cannot be seen' : '';
}"""


def check(site, address, screenshots, report):
    """`address` is the site below some base path. A site without changes has no such walk, one without grades no tasks."""
    walks = {}
    if any(page.path.endswith("/aenderungen/index.html") for page in site.pages):
        walks["walk by keyboard"] = STEPS
    home = site.by_path.get("index.html")
    if home is not None and home.tree.xpath("//table[@class='grades']"):
        for task, patterns in TASKS.items():
            walks[f"task by keyboard: {task}"] = {f"step {number}": one for number, one in enumerate(patterns, 1)}
    if not walks:
        return
    if screenshots:
        screenshots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        try:
            for name, steps in walks.items():
                problems = []
                tab = browser.new_page(viewport={"width": 1280, "height": 900})
                tab.set_default_timeout(PATIENCE)
                try:
                    _walk(tab, address, steps, screenshots, problems)
                except Error as error:
                    problems.append(f"the browser gave up: {error.message}")
                report.check(name, problems, f"{len(steps)} steps")
                tab.close()
        finally:
            browser.close()


def _walk(tab, address, steps, screenshots, problems):
    tab.goto(f"{address}index.html", wait_until="load")
    for number, (step, pattern) in enumerate(steps.items(), 1):
        found = press(tab, step, pattern)
        if found:
            problems.append(found)
            return
        if screenshots and steps is STEPS:
            tab.screenshot(path=screenshots / f"walk-{number}-{step.replace(' ', '-')}.png")


def press(tab, step, pattern):
    """Tabs to a link and follows it; what is wrong, or `None`."""
    for _ in range(MOST):
        tab.keyboard.press("Tab")
        found = tab.evaluate(FOCUS, pattern)
        if found is None:
            continue
        if found:
            return f"{step}: {found} on {tab.url}"
        target = tab.evaluate("() => document.activeElement.href")
        tab.keyboard.press("Enter")
        tab.wait_for_url(target, wait_until="load")
        return None
    return f"{step}: no key leads there from {tab.url}"
