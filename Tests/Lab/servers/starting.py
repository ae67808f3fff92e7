"""Starts server processes, each with a log of its own, and waits until all of them answer."""

import os
import subprocess
import sys
import threading
import time

LIMIT = float(os.environ.get("LAB_START_LIMIT", "180"))
PAUSE = 0.15


class Servers:
    def __init__(self, log_directory):
        self.log_directory = log_directory
        self.log_directory.mkdir()
        self.processes = {}

    def start(self, name, command, environment=None):
        with open(self.log_directory / f"{name}.log", "wb") as log:
            # A session of its own: Ctrl-C is for the command, the servers go afterwards.
            self.processes[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"} | (environment or {}),
                start_new_session=True,
            )

    def wait_until_ready(self, questions):
        """Asks all the (server, name, question) at once; reports those that did not answer in time."""
        deadline = time.monotonic() + LIMIT
        failures = []

        def ask(server, name, question):
            problem = "no answer"
            while time.monotonic() < deadline:
                if self.processes[server].poll() is not None:
                    problem = f"the process ended with code {self.processes[server].returncode}"
                    break
                try:
                    if question():
                        return
                    problem = "not the answer it should give"
                except Exception as error:
                    problem = str(error) or type(error).__name__
                time.sleep(PAUSE)
            failures.append((server, name, problem))

        threads = [threading.Thread(target=ask, args=one, daemon=True) for one in questions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for server in sorted({server for server, _, _ in failures}):
            self._report(server, [(name, problem) for one, name, problem in failures if one == server])
        return not failures

    def _report(self, server, problems):
        print(f"lab: {server} did not come up", file=sys.stderr)
        for name, problem in problems:
            print(f"lab:   {name}: {problem}", file=sys.stderr)
        print(f"lab: the end of the log of {server}:", file=sys.stderr)
        for line in self._tail(server):
            print(f"    {line}", file=sys.stderr)

    def _tail(self, server):
        return (self.log_directory / f"{server}.log").read_text(errors="replace").splitlines()[-20:]

    def ended(self, identifier, status):
        """Tells when a server went away under a running command; other orphans go silently."""
        for name, process in self.processes.items():
            if process.pid == identifier:
                print(f"lab: {name} ended (status {os.waitstatus_to_exitcode(status)})", file=sys.stderr)
                for line in self._tail(name):
                    print(f"    {line}", file=sys.stderr)
