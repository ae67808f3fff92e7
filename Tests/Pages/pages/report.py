"""A line per check, what is wrong below it, and the sum at the end."""

import re

SHOWN = 20


class Report:
    def __init__(self, show=print):
        self.show = show
        self.passed = []
        self.failed = {}

    def check(self, name, problems, note=""):
        """One check's result: its problems, each a sentence; none means passed."""
        problems = list(dict.fromkeys(problems))
        if not problems:
            self.passed.append(name)
            self.show(f"ok   {name}" + (f": {note}" if note else ""))
            return
        self.failed[name] = problems
        self.show(f"FAIL {name}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
        for problem in problems[:SHOWN]:
            self.show(f"       {printable(problem)}")
        if len(problems) > SHOWN:
            self.show(f"       … and {len(problems) - SHOWN} more")

    def finish(self):
        """Prints the sum; the process's exit code."""
        self.show(f"{len(self.passed)} passed, {len(self.failed)} failed")
        return 1 if self.failed or not self.passed else 0


def printable(text, limit=400):
    """One bounded line; the pages under test may carry anything."""
    line = re.sub(r"\s+", " ", re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", str(text)))
    return line if len(line) <= limit else line[:limit] + " …"
