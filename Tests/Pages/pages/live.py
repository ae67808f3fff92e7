"""Edits a site while a browser shows its preview.

`python -m pages.live BINARY SITE`; `Tests/Pages/live` calls it. SITE is copied and not touched.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import Error, sync_playwright

from .browser import ARGUMENTS, CHROMIUM, PATIENCE
from .report import Report
from .server import loopback_up

LIVE = "document.documentElement.dataset.preview === 'live'"
BOX = "#pruefstand-preview"
# What is wrong is shown in the editor's own words, which may be anything.
WRONG = "[klick](javascript:document.title='ran') <img src=x onerror=\"document.title='ran'\">"


class Bench:
    def __init__(self, site, tab, address, report):
        self.tab = tab
        self.report = report
        self.article = sorted(path for path in (site / "content/articles").glob("*.md") if path.name.count(".") == 1)[-1]
        self.text = self.article.read_text(encoding="utf-8")
        year, month, _, slug = self.article.stem.split("-", 3)
        self.url = f"{address}{year}/{month}/{slug}/"
        self.complaints = []
        tab.on("console", self.heard)
        tab.on("response", self.answered)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def heard(self, message):
        # What could not be loaded has its address in the answer.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def answered(self, answer):
        # Browsers ask for an icon unbidden.
        if answer.status >= 400 and not answer.url.endswith("/favicon.ico"):
            self.complaints.append(f"{answer.status} {answer.url}")

    def write(self, more):
        """As editors do it: a new file in the place of the old one."""
        beside = self.article.with_name(f".{self.article.name}.new")
        beside.write_text(f"{self.text}\n\n{more}\n", encoding="utf-8")
        beside.rename(self.article)

    def expect(self, what, condition):
        # Asked again and again from outside: the page's policy forbids the browser's own waiting.
        end = time.monotonic() + PATIENCE / 1000
        while not self.holds(condition) and time.monotonic() < end:
            self.tab.wait_for_timeout(50)
        problems = []
        if not self.holds(condition):
            problems.append(f"never came: {condition} {self.tab.evaluate('document.body.innerText')[-600:]}")
        self.report.check(f"preview: {what}", problems, "seen in Chromium")

    def holds(self, condition):
        try:
            return bool(self.tab.evaluate(condition))
        except Error:  # the page is just being loaded again
            return False

    def run(self):
        box = f"document.querySelector('{BOX}')"
        shows = "document.querySelector('main').innerText.includes"
        self.tab.goto(self.url, wait_until="load")
        self.expect("the page is live", LIVE)
        self.write("Eine neue Zeile.")
        self.expect("what is written comes onto the page", f"{shows}('Eine neue Zeile.') && {LIVE}")
        self.write(WRONG)
        self.expect(
            "what is wrong stands over the page, with its place",
            f"{box}?.className === 'errors' && {box}.innerText.includes('[bad-link]') "
            f"&& {box}.innerText.includes('{self.article.name}:') && {box}.querySelector('img') === null")
        self.expect("the page is as it was before", f"{shows}('Eine neue Zeile.') && document.title !== 'ran'")
        self.write("Wieder heil.")
        self.expect("what was mended is told no more", f"{shows}('Wieder heil.') && {box} === null && {LIVE}")
        self.report.check("preview: the browser's console", self.complaints, "no error, everything there, the policy kept")


def main():
    binary, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    report = Report()
    loopback_up()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = pathlib.Path(folder)
        shutil.copytree(source / "content", site / "content")
        if (source / "templates").is_dir():
            shutil.copytree(source / "templates", site / "templates")
        command = [binary, "serve", "--site", site, "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
            try:
                found = None
                for line in server.stderr:
                    if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                        break
                if found is None:
                    sys.exit("the preview did not say where it is")
                Bench(site, browser.new_page(), found.group(0), report).run()
            finally:
                browser.close()
                server.terminate()
    return report.finish()


sys.exit(main())
