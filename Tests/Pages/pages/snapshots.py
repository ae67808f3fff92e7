"""Snapshots against the published schemas, and against what a schema cannot say."""

import argparse
import gzip
import hashlib
import json
import pathlib
import re
import sys

import jsonschema

from .report import Report


class Schemas:
    def __init__(self, folder):
        self.folder = folder
        self.validators = {}

    def of(self, kind, document):
        """The schema of a document, by the number of the format that it states; findings of format 1 state none."""
        number = document.get("schema", 1) if isinstance(document, dict) else 1
        return self.named(f"{kind}-{number}.json")

    def named(self, name):
        if name not in self.validators:
            self.validators[name] = self._validator(self.folder / name)
        return self.validators[name]

    @staticmethod
    def _validator(path):
        schema = json.loads(path.read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))


def main():
    parser = argparse.ArgumentParser(prog="Tests/Pages/check-snapshots", description="Validates snapshots.")
    parser.add_argument("--schemas", type=pathlib.Path, required=True)
    parser.add_argument("folders", type=pathlib.Path, nargs="+", metavar="SNAPSHOTS_DIR")
    options = parser.parse_args()
    schemas = Schemas(options.schemas)
    report = Report()
    for folder in options.folders:
        dated = sorted(path.parent for path in folder.glob("*/snapshot.json"))
        if not dated:
            report.check(f"snapshots {folder}", ["there is none"])
        for snapshot in dated:
            count = len(list(snapshot.glob("*.json"))) - 1
            report.check(f"snapshot {snapshot}", check(snapshot, schemas), f"{count} providers")
    return report.finish()


def check(folder, schemas):
    """Everything wrong with one dated folder."""
    problems = []
    snapshot = _read(folder / "snapshot.json", lambda found: schemas.of("snapshot", found), problems)
    files = sorted(path.stem for path in folder.glob("*.json") if path.name != "snapshot.json")
    if isinstance(snapshot, dict):
        if snapshot.get("date") != folder.name:
            problems.append(f"snapshot.json: date {snapshot.get('date')} in the folder {folder.name}")
        referred = snapshot.get("findings", {})
        if snapshot.get("providers") != sorted(files + list(referred)):
            problems.append(
                f"snapshot.json: providers {snapshot.get('providers')}, but the files are {files}, others {referred}")
        problems += check_digests(folder, snapshot)
    for name in files:
        found = _read(folder / f"{name}.json", lambda found: schemas.of("findings", found), problems)
        if not isinstance(found, dict) or not isinstance(snapshot, dict):
            continue
        if found.get("provider") != name:
            problems.append(f"{name}.json: provider {found.get('provider')}")
        if found.get("schema", 1) != snapshot.get("schema"):
            problems.append(f"{name}.json: format {found.get('schema', 1)} in a snapshot of {snapshot.get('schema')}")
        if ("transcription" in found) != (snapshot.get("origin") == "transcribed"):
            problems.append(f"{name}.json: a transcription belongs into transcribed snapshots, and into these only")
    for path in sorted(folder.glob("evidence/*.proofs.json.gz")):
        proofs = _read(path, lambda _: schemas.named("proofs-2.json"), problems)
        if isinstance(proofs, dict) and proofs.get("provider") != path.name.split(".")[0]:
            problems.append(f"{path.name}: provider {proofs.get('provider')}")
    return problems


def check_digests(folder, snapshot):
    """Whether the digests in snapshot.json are those of the files, and of itself."""
    if "digest" not in snapshot:
        return []
    problems = []
    stated = snapshot["files"]
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file() and path.name not in ("snapshot.json", "snapshot.json.sig")
    }
    for name in sorted(stated.keys() | there.keys()):
        if stated.get(name) != there.get(name):
            problems.append(f"{name}: the digest is {there.get(name)}, in snapshot.json {stated.get(name)}")
    emptied = re.sub(rb'"digest" : "[0-9a-f]*"', b'"digest" : ""', (folder / "snapshot.json").read_bytes())
    if hashlib.sha256(emptied).hexdigest() != snapshot["digest"]:
        problems.append("snapshot.json: it differs from its own digest")
    for key, form in (("findings", "{}.json"), ("unchanged", "evidence/{}.ndjson.gz")):
        for name, reference in snapshot.get(key, {}).items():
            file = folder.parent / reference["snapshot"] / form.format(name)
            if reference["snapshot"] >= folder.name or not file.is_file():
                problems.append(f"snapshot.json: {key} of {name} are not in {reference['snapshot']}")
            elif hashlib.sha256(file.read_bytes()).hexdigest() != reference["sha256"]:
                problems.append(f"snapshot.json: {key} that stand for those of {name} are others")
    return problems


def _read(path, schema, problems):
    try:
        text = path.read_bytes()
        document = json.loads(gzip.decompress(text) if path.suffix == ".gz" else text)
    except (OSError, ValueError) as error:
        problems.append(f"{path.name}: {error}")
        return None
    for error in sorted(schema(document).iter_errors(document), key=lambda error: list(map(str, error.absolute_path))):
        problems.append(f"{path.name}: {error.json_path}: {_message(error)}")
    return document


def _message(error):
    # A "one of" says nothing by itself; the closest of its branches does.
    best = jsonschema.exceptions.best_match([error])
    return best.message[:300]


if __name__ == "__main__":
    sys.exit(main())
