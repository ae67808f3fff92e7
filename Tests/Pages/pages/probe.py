"""Output of `probe --json` against its published schema."""

import argparse
import json
import pathlib
import sys

import jsonschema
import referencing

from .report import Report


def validator(folder):
    documents = {name: json.loads((folder / name).read_bytes()) for name in ("probe-1.json", "findings-1.json")}
    registry = referencing.Registry().with_resources(
        (document["$id"], referencing.Resource.from_contents(document)) for document in documents.values()
    )
    jsonschema.Draft202012Validator.check_schema(documents["probe-1.json"])
    return jsonschema.Draft202012Validator(documents["probe-1.json"], registry=registry)


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
    for path in options.files:
        report.check(f"probe {path}", problems(path, schema))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
