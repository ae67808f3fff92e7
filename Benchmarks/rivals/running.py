"""Runs a command and says what it cost."""

import os
import subprocess
import tempfile
import time

LIMIT = 900


class Run:
    """A finished command: its output, exit code, wall and CPU seconds, and where it is `costed`, peak memory in MB.

    The memory is what GNU time says: Linux counts a process that Python starts as at least as large as Python was.
    """

    def __init__(self, command, limit=LIMIT, costed=False):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.NamedTemporaryFile() as cost:
            if costed:
                command = ["/usr/bin/time", "--quiet", "--format=%M", f"--output={cost.name}", *command]
            started = time.monotonic()
            process = subprocess.Popen(
                [str(one) for one in command], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                env=os.environ | {"LC_ALL": "C.UTF-8"}, start_new_session=True,
            )
            usage = self._wait(process, started + limit)
            self.wall = time.monotonic() - started
            self.code = process.returncode
            self.cpu = usage.ru_utime + usage.ru_stime
            # Kilobytes, of the largest process.
            self.memory = float(cost.read() or 0) / 1024 if costed else None
            self.output, self.errors = (self._text(file) for file in (out, err))

    @staticmethod
    def _wait(process, deadline):
        """wait4 has the resources of just this child and its own children."""
        killed = False
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                return usage
            if not killed and time.monotonic() > deadline:
                os.killpg(process.pid, 9)
                killed = True
            time.sleep(0.001)

    @staticmethod
    def _text(file):
        file.seek(0)
        return file.read().decode(errors="replace")
