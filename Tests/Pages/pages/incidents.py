"""Incidents as programs read them: feeds with an entry for each stage, the calendar, and the state in Statuspage's shape."""

import json
import subprocess
import sys
import tempfile
from datetime import datetime

import feedparser
import icalendar

WORST = ["none", "minor", "major", "critical"]
COMPONENTS = {"operational": "none", "degraded_performance": "minor", "partial_outage": "major", "major_outage": "critical"}


def check(site, report):
    pages = [page for page in site.pages if page.kind == "incident"]
    calendars = [path for path in sorted(site.files) if path.endswith("/calendar.ics")]
    for path in calendars:
        folder = path.rpartition("/")[0]
        own = [page for page in pages if page.path.startswith(f"{folder}/")]
        report.check(f"calendar {path}", calendar(site, path, own), f"{len(own)} events")
        if own:
            report.check(f"feed of incidents {folder}", stages(site, f"{folder}/feed.xml", own))
    if "api/v2/summary.json" in site.files:
        report.check("state as JSON", status(site))
        report.check("state as a client of Statuspage reads it", client(site))


def calendar(site, path, pages):
    """Each incident once, with a beginning, an end and a number that grows."""
    try:
        events = list(icalendar.Calendar.from_ical((site.root / path).read_bytes()).walk("VEVENT"))
    except ValueError as error:
        return [f"no calendar: {error}"]
    problems = []
    names = [str(event.get("uid")) for event in events]
    if len(names) != len(set(names)) or len(names) != len(pages):
        problems.append(f"{len(pages)} incidents, and events {names}")
    for event in events:
        for name in ("dtstart", "dtend", "dtstamp", "summary", "sequence", "url"):
            if event.get(name) is None:
                problems.append(f"{event.get('uid')}: no {name}")
        if event.get("dtend") is not None and event.decoded("dtend") < event.decoded("dtstart"):
            problems.append(f"{event.get('uid')}: ends before it begins")
    return problems


def stages(site, path, pages):
    """Each stage is an entry with an address of its own, a time and a text."""
    entries = feedparser.parse(str(site.root / path)).entries
    problems = [] if entries else ["no entries"]
    for page in pages:
        folder = site.base_url + page.path.removesuffix("index.html")
        if not any(entry.id.startswith(f"{folder}#") for entry in entries):
            problems.append(f"no entry of {page.path}")
    for entry in entries:
        if "#" not in entry.id or not entry.get("published_parsed") or not entry.get("summary"):
            problems.append(f"{entry.id}: no stage, time or text")
    return problems


def status(site):
    """Indicator, components and impacts agree, and every failure has an incident: else clients hide one of them."""
    read = {name: json.loads((site.root / f"api/v2/{name}.json").read_bytes()) for name in ("summary", "status", "incidents")}
    summary = read["summary"]
    indicator = summary["status"]["indicator"]
    problems = [] if read["status"]["status"] == summary["status"] else ["status.json says something else"]
    open_ones = [one for one in summary["incidents"] if one["status"] not in ("resolved", "completed", "postmortem")]
    if len(open_ones) != len(summary["incidents"]):
        problems.append("summary.json has incidents that are over")
    by_impact = max([one["impact"] for one in open_ones], key=WORST.index, default="none")
    by_component = max([COMPONENTS[one["status"]] for one in summary["components"]], key=WORST.index, default="none")
    if not indicator == by_impact == by_component:
        problems.append(f"indicator {indicator}, impacts {by_impact}, components {by_component}")
    for one in read["incidents"]["incidents"]:
        if (one["status"] in ("resolved", "postmortem")) != (one["resolved_at"] is not None):
            problems.append(f"{one['id']}: status and resolved_at disagree")
        if one["impact"] == "none":
            problems.append(f"{one['id']}: no impact")
        for moment in [one["created_at"], one["updated_at"], one["started_at"]]:
            datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return problems


# It keeps its cache where it is called, and reads a list of services as it is imported. There is no network here, so what
# it asks for over HTTP comes from the file.
CLIENT = """
import io, json, pathlib, sys
import requests
from statuspage_prometheus_exporter.service_checker import check_service_status

class File(requests.adapters.BaseAdapter):
    def send(self, request, **_):
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.raw = io.BytesIO(pathlib.Path(sys.argv[1]).read_bytes())
        return response

    def close(self):
        pass

requests.Session.get_adapter = lambda session, url: File()
service = {"name": "site", "type": "status_page", "url": "https://status.example/api/v2/summary.json"}
print(json.dumps(check_service_status("site", service)))
"""


def client(site):
    """A real client sees the failures that the site has, and each incident under its name."""
    with tempfile.TemporaryDirectory() as folder:
        called = subprocess.run(
            [sys.executable, "-c", CLIENT, (site.root / "api/v2/summary.json").resolve()], cwd=folder,
            capture_output=True, text=True, timeout=60)
    if called.returncode:
        return [f"the client fails: {called.stderr[-300:]}"]
    read = json.loads(called.stdout)
    summary = json.loads((site.root / "api/v2/summary.json").read_bytes())
    indicator = summary["status"]["indicator"]
    problems = [] if read["success"] else [f"the client cannot read it: {read}"]
    if read["raw_status"] != indicator or read["status"] != (1 if indicator == "none" else 0):
        problems.append(f"the client reads {read['raw_status']} ({read['status']}), and the page says {indicator}")
    names = {one["name"] for one in read["incident_metadata"]}
    if names != {one["name"] for one in summary["incidents"]}:
        problems.append(f"the client sees the incidents {sorted(names)}")
    failing = {one["name"] for one in read["component_metadata"] if one["status_value"] == 0}
    if failing != {one["name"] for one in summary["components"] if one["status"] != "operational"}:
        problems.append(f"the client sees failing components {sorted(failing)}")
    return problems
