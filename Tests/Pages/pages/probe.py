"""Output of `probe --json` against its published schema."""

import argparse
import json
import pathlib
import sys

import jsonschema

from .report import Report


def validator(folder):
    """Of the schema by itself: who has this one file validates with it, without a network."""
    schema = json.loads((folder / "probe-1.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def differences(folder):
    """Definitions that the schema repeats must be those of findings."""
    probe, findings = (json.loads((folder / name).read_bytes()) for name in ("probe-1.json", "findings-1.json"))
    shared = findings["$defs"]
    return [f"$defs.{name} differs" for name, value in probe["$defs"].items() if value != shared.get(name)]


def problems(path, schema):
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        return [str(error)]
    # Later versions may add keys; this one must not have any that its own schema lacks.
    unknown = sorted(set(document) - set(schema.schema["properties"]))
    found = [f"{error.json_path}: {error.message[:300]}" for error in schema.iter_errors(document)]
    return found + [f"$.{key}: not in the schema" for key in unknown]


def main():
    parser = argparse.ArgumentParser(prog="Tests/Pages/check-probe", description="Validates probe reports.")
    parser.add_argument("--schemas", type=pathlib.Path, required=True)
    parser.add_argument("files", type=pathlib.Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    schema = validator(options.schemas)
    report = Report()
    report.check("schema of probe reports", differences(options.schemas))
    for path in options.files:
        report.check(f"probe {path}", problems(path, schema))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
