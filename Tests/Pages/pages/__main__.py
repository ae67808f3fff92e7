"""The command line: `python -m pages SITE_DIR`; `Tests/Pages/check` calls it."""

import argparse
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

from . import beside, browser, comfort, feeds, incidents, links, markup, nu, walk, weight
from .markup import PROJECT
from .report import Report
from .server import serving
from .site import Site

CHECKS = ("markup", "links", "served", "feeds", "incidents", "beside", "nu", "browser", "walk", "comfort")


def main():
    parser = argparse.ArgumentParser(prog="Tests/Pages/check", description="Checks a built site.")
    parser.add_argument("site", type=pathlib.Path, metavar="SITE_DIR")
    parser.add_argument("--base-path", default="/pfad/", help="where the site is served (default: %(default)s)")
    parser.add_argument("--kinds", default="", help="kinds of pages that must be there, with commas between; all: every kind")
    parser.add_argument("--only", default="", help=f"some of the checks: {', '.join(CHECKS)}")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of what the browser shows")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name] or CHECKS
    unknown = [name for name in only if name not in CHECKS]
    if unknown:
        parser.error(f"no such check: {', '.join(unknown)}")
    base_path = "/" + options.base_path.strip("/") + "/" if options.base_path.strip("/") else "/"

    site = Site(options.site)
    if not site.pages:
        print(f"check: there is no page in {options.site}", file=sys.stderr)
        return 1
    report = Report()
    kinds = Site.all_kinds(PROJECT / "templates") if options.kinds == "all" else options.kinds.split(",")
    report.check("kinds", site.missing_kinds(kinds), site.summary())
    if "markup" in only:
        markup.check(site, report)
        weight.check(site, report)
    if "links" in only:
        links.check(site, report)
    if "feeds" in only:
        feeds.check(site, report)
    if "incidents" in only:
        incidents.check(site, report)
    if "beside" in only:
        beside.check(site, report)
    with ThreadPoolExecutor(1) as pool, serving(site.root, base_path) as address:
        # The Java machine works while the browser does.
        found = pool.submit(nu.validate, site.root) if "nu" in only else None
        if "served" in only:
            links.check_served(site, address, report)
        if "browser" in only:
            browser.check(site, address, options.screenshots, report)
        if "walk" in only:
            walk.check(site, address, options.screenshots, report)
        if "comfort" in only:
            comfort.check(site, address, report)
        if found:
            report.check("Nu HTML checker", found.result(), f"{len(site.pages)} pages, no errors, no warnings")
    return report.finish()


sys.exit(main())
