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
MOST = 600  # presses of the tab key on one page
FOCUS = """pattern => {
    const link = document.activeElement;
    if (!link || link.localName !== 'a' || !new RegExp(pattern).test(link.href)) return null;
    const box = link.getBoundingClientRect(), style = getComputedStyle(link);
    if (box.width === 0 || style.visibility === 'hidden') return 'the focused link cannot be seen';
    return style.outlineStyle === 'none' ? 'the focus cannot be seen' : '';
}"""


def check(site, address, screenshots, report):
    """`address` is the site below some base path. A site without changes has no such walk."""
    if not any(page.path.endswith("/aenderungen/index.html") for page in site.pages):
        return
    if screenshots:
        screenshots.mkdir(parents=True, exist_ok=True)
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        try:
            tab = browser.new_page(java_script_enabled=True, viewport={"width": 1280, "height": 900})
            tab.set_default_timeout(PATIENCE)
            tab.goto(f"{address}index.html", wait_until="load")
            for number, (step, pattern) in enumerate(STEPS.items(), 1):
                found = press(tab, step, pattern)
                if found:
                    problems.append(found)
                    break
                if screenshots:
                    tab.screenshot(path=screenshots / f"walk-{number}-{step.replace(' ', '-')}.png")
        except Error as error:
            problems.append(f"the browser gave up: {error.message}")
        finally:
            browser.close()
    report.check("walk by keyboard", problems, f"{len(STEPS)} steps")


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
