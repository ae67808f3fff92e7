"""Output of `test`: JSON against its published schema, JUnit, SARIF and HTML as other programs read them."""

import argparse
import json
import pathlib
import sys

import jsonschema
import junitparser
import referencing
from sarif import loader

from . import nu
from .report import Report


def validator(folder):
    documents = {name: json.loads((folder / name).read_bytes()) for name in ("test-1.json", "findings-1.json")}
    registry = referencing.Registry().with_resources(
        (document["$id"], referencing.Resource.from_contents(document)) for document in documents.values()
    )
    jsonschema.Draft202012Validator.check_schema(documents["test-1.json"])
    return jsonschema.Draft202012Validator(documents["test-1.json"], registry=registry)


def facts(report):
    return [fact for row in report["services"] for fact in row["facts"]] + report["policies"]


def unencrypted(row):
    """A server was reached and encrypts nothing: the grade is absent although the service exists."""
    return any(fact["column"] == "grade" and fact["state"] == "absent" for fact in row["facts"])


def junit_problems(path, reports):
    suites = list(junitparser.JUnitXml.fromfile(str(path)))
    if [suite.name for suite in suites] != [report["domain"] for report in reports]:
        return [f"suites {[suite.name for suite in suites]}"]
    found = []
    for suite, report in zip(suites, reports):
        kinds = [type(result) for case in suite for result in case.result]
        states = [fact["state"] for fact in facts(report)]
        expected = (
            len(states),
            states.count("bad") + sum(unencrypted(row) for row in report["services"]),
            sum(states.count(name) for name in ("unknown", "refused", "not-applicable")),
        )
        counted = (
            len(list(suite)),
            kinds.count(junitparser.Failure),
            kinds.count(junitparser.Skipped),
        )
        if counted != expected or (suite.tests, suite.failures, suite.skipped) != expected:
            found.append(f"{suite.name}: {counted} and in the header {suite.tests}, not {expected}")
    return found


def sarif_problems(path, reports):
    data = loader.load_sarif_file(str(path))
    found = []
    for level in ("error", "warning", "note"):
        expected = sum(problem["level"] == level for report in reports for problem in report["problems"])
        # sarif-tools has a record for each result, whatever its locations, and one level for each.
        counted = sum(record["Severity"] == level for record in data.get_records())
        if counted != expected:
            found.append(f"{level}: {counted}, not {expected}")
    return found


def main():
    parser = argparse.ArgumentParser(prog="Tests/Pages/check-test", description="Reads reports of `test`.")
    parser.add_argument("--schemas", type=pathlib.Path, required=True)
    parser.add_argument("names", type=pathlib.Path, nargs="+", metavar="NAME")
    options = parser.parse_args()
    schema = validator(options.schemas)
    report = Report()
    for name in options.names:
        document = json.loads(name.with_suffix(".json").read_bytes())
        report.check(
            f"{name}.json", [f"{error.json_path}: {error.message[:300]}" for error in schema.iter_errors(document)]
        )
        report.check(f"{name}.xml", junit_problems(name.with_suffix(".xml"), document["reports"]))
        report.check(f"{name}.html", nu.validate(name.with_suffix(".html")))
        report.check(f"{name}.sarif", sarif_problems(name.with_suffix(".sarif"), document["reports"]))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
