"""The outage of 15 July 2014, played with a real server and a clock that is 600 times as fast: what the watch records
gives a post with the facts of the one of 2014, without a word typed.

The blog told then what it had read; here that is what is measured, and what the provider's status page says. Reports of
users and of other sites are nothing that a watch could know: an editor adds them.
"""

import contextlib
import datetime
import html
import re
import shutil
import ssl
import subprocess
import threading
import time

import yaml

import status_pages
import watch_claims
from watching import FOLDER, PROGRAM, Watch, expect

ARCHIVE = watch_claims.HERE.parents[2] / "content"
SPEED = 600
# Ahead of the outage there has to be time for the first rounds, which wait for the whole lab.
START = "2014-07-15T04:50:00Z"
ADDRESS, PORT = "127.0.53.80", 2444
PAGE = f"https://scanner.test:{PORT}/status.xml"
HOURS, MINUTES = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
# What is less apart is the same moment: those of the outage have three hours between them. It is six seconds here, for a
# machine that has other things to do.
NEAR = HOURS
# When the page says what, after the beginning.
STATEMENTS = [
    (5 * MINUTES, "Seit 8:50 Uhr gibt es ein Problem mit der Stromversorgung."),
    (3 * HOURS, "Der Strom ist wieder da. Die Netzkonfiguration dauert an."),
    (6 * HOURS - 5 * MINUTES, "Die Netzkonfiguration ist abgeschlossen."),
]


class Page(status_pages.Pages):
    """A feed of what was said so far."""

    def do_GET(self):
        entries = "".join(
            f"<entry><title>{html.escape(text)}</title><updated>{at:%Y-%m-%dT%H:%M:%SZ}</updated></entry>"
            for at, text in self.server.said)
        self.answer(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Status</title>{entries}</feed>'.encode())


class Clock:
    """The watch's clock: the last line of its rounds has a time of it, and was written then."""

    def __init__(self, watch):
        (rounds,) = (watch.site / "content/rounds").glob("*.ndjson")
        while True:
            written, line = rounds.stat().st_mtime, watch.lines()[-1]
            if written == rounds.stat().st_mtime:
                break
        begin = datetime.datetime.fromisoformat(f"{rounds.stem}-{line['t']}+00:00")
        self.then, self.written = begin + datetime.timedelta(seconds=line.get("s", 0)), written

    def now(self):
        return self.then + datetime.timedelta(seconds=(time.time() - self.written) * SPEED)

    def wait(self, until):
        time.sleep(max(0, (until - self.now()).total_seconds() / SPEED))


@contextlib.contextmanager
def serving():
    ca, *files = watch_claims.authority("year-2014")
    with status_pages.Server((ADDRESS, PORT), Page) as server:
        server.said = []
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(*files)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server, ca
        finally:
            server.shutdown()


def front(path):
    return yaml.safe_load(path.read_text().split("---\n")[1])


def check(host, begin, finish):
    """- begin, finish: take the power from the host, which has an IMAP server, and give it back."""
    file = ARCHIVE / "incidents/2014-07-15-posteo.md"
    archived = front(file)
    provider = (
        "---\nname: Posteo\ndomains: [posteo.test]\nhosts:\n"
        f"  - {{service: imap, host: {host}, port: 993, mode: direct}}\n"
        f"status-page: {{url: '{PAGE}', format: feed}}\n---\n")
    speed = FOLDER / "year-2014-time"
    speed.write_text(f"{START} {SPEED}\n")
    with serving() as (page, ca), Watch(
            "year-2014", {"posteo": provider}, "--clock", speed, timeout=600, every="5m", recheck="30s", ca=ca) as watch:
        clock = Clock(watch)
        clock.wait(archived["began"]["by"])
        began = clock.now()
        try:
            begin()
            for after, text in STATEMENTS:
                clock.wait(began + after)
                page.said.append((began + after, text))
            clock.wait(began + (archived["ended"]["by"] - archived["began"]["by"]))
        finally:
            ended = clock.now()
            finish()
        expect(watch.wait(lambda: [one["state"] for one in watch.incidents()] == ["resolved"]), "one incident, which ends")
    (incident,) = watch.incidents()
    measured(incident, archived, began, ended)
    # The name is the same, so the archive's article is about what was measured as well as about what was told.
    expect(incident["file"].name == file.name, f"both files are called {incident['file'].name}")
    article = ARCHIVE / "articles/2014-07-15-posteo-ausfall.md"
    drawn = re.findall(r"^```chart\n(.*?)^```", article.read_text(), re.M | re.S)
    expect([yaml.safe_load(chart)["incident"] for chart in drawn] == [file.stem], "the archive's article draws that incident")
    draft = drafted(watch, incident)
    told(draft, incident, archived, front(article))
    shutil.copy(article, watch.site / "content/articles")
    built(watch, [draft, article])


def measured(incident, archived, began, ended):
    """The record has the facts of the archive, within the bounds of the measurement."""
    (first, last), length = (incident["began"], incident["ended"]), archived["ended"]["by"] - archived["began"]["by"]
    for name, bounds, moment in (("began", first, began), ("ended", last, ended)):
        expect(
            bounds["after"] - MINUTES <= moment <= bounds["by"] + MINUTES, f"{name} {moment:%H:%M:%S}, within {bounds}")
        off = moment - archived[name]["by"]
        expect(abs(off) < NEAR, f"which is when it did in 2014 ({off} later)")
    least, most = last["after"] - first["by"], last["by"] - first["after"]
    # The clock here is read off the rounds, in whole seconds.
    expect(least - MINUTES <= length <= most and most - least < NEAR, f"{length} lie within {least} and {most}")
    for key in ("kind", "state", "provider"):
        expect(incident[key] == archived[key], f"{key}: {incident[key]}")
    expect(not any("text" in update for update in incident["updates"]), "nobody wrote a word")


def drafted(watch, incident):
    made = subprocess.run(
        [PROGRAM, "new", "article", "--site", watch.site, "--incident", incident["file"].stem], capture_output=True, text=True)
    expect(made.returncode == 0, f"the post is drafted: {made.stderr}")
    (draft,) = (watch.site / "content/articles").glob("*.md")
    return draft


def times(text):
    found = re.findall(r"15\.\sJuli\s2014,\s(\d\d:\d\d(?::\d\d)?)\sUTC", text)
    return [datetime.datetime.fromisoformat(f"2014-07-15T{clock}+00:00") for clock in found]


def told(draft, incident, archived, article):
    """The draft says since when, who reports it, what came of it when, and how long it lasted."""
    head, paragraphs = front(draft), draft.read_text().split("---\n", 2)[2].split("\n\n")
    expect(head["date"] == article["date"] and head["tags"] == article["tags"], f"of {head['date']}, about {head['tags']}")
    since = times(paragraphs[0])
    expect(since == list(incident["began"].values()), f"since when: {paragraphs[0]}")
    reports = [paragraph for paragraph in paragraphs if paragraph.startswith(PAGE)]
    expect([text in report for report, (_, text) in zip(reports, STATEMENTS, strict=True)] == [True] * len(STATEMENTS),
           f"reported by whom: {reports}")
    (claim,) = [report for report in archived["reports"] if report.get("claim")]
    off = times(reports[0])[0] - claim["at"]
    expect(abs(off) < NEAR, f"the provider itself, first {off} after it did in 2014")
    end = head["updates"][-1]["text"]
    expect(times(end)[1:] == list(incident["ended"].values()) and "wieder in Ordnung" in end, f"reachable again: {end}")
    hours = (archived["ended"]["by"] - archived["began"]["by"]) // HOURS
    expect(f"{hours} Stunden" in end.split("Dauer:")[-1], f"after {hours} hours")
    moments = [since[-1]] + [times(report)[0] for report in reports] + [times(one["text"])[0] for one in head["updates"]]
    known = [update["at"] for update in archived["updates"]]
    near = [[one for one in known if abs(one - moment) < NEAR] for moment in moments]
    expect(all(len(one) == 1 for one in near) and {one for (one,) in near} == set(known),
           f"the {len(known)} updates of 2014, and no others: {[f'{moment:%H:%M}' for moment in moments]}")


def built(watch, articles):
    made = subprocess.run([PROGRAM, "build", "--drafts", "--site", watch.site], capture_output=True, text=True)
    expect(made.returncode == 0, f"the site is built: {made.stderr[-300:]}")
    for article in articles:
        page = watch.site / "site/2014/07" / article.stem[len("2014-07-15-"):] / "index.html"
        expect(page.is_file() and '<svg class="chart"' in page.read_text(), f"{page.parent.name} has the drawing of it")
