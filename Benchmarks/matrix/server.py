"""What a server of the matrix is: a name, a port, and how it is started."""

import dataclasses
import os
import socket
import subprocess
import time

ADDRESS = "127.0.0.1"
START_LIMIT = 60.0


@dataclasses.dataclass
class Server:
    name: str
    about: str
    port: int = 0
    #: Falls silent where others refuse; who looks must not wait long for each refusal.
    silent: bool = False


class Processes:
    """Server processes, each with a log of its own. They end with the namespace."""

    def __init__(self, directory):
        self.directory = directory
        self.running = {}

    def start(self, name, command, environment=None):
        with open(self.directory / f"{name}.log", "wb") as log:
            self.running[name] = subprocess.Popen(
                [str(one) for one in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"LC_ALL": "C.UTF-8"} | (environment or {}),
                start_new_session=True,
            )

    def wait_for(self, name, port):
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            if self.running[name].poll() is not None:
                break
            try:
                with socket.create_connection((ADDRESS, port), timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        log = (self.directory / f"{name}.log").read_text(errors="replace")
        raise SystemExit(f"{name} did not come up on port {port}:\n{log[-2000:]}")

    def ended(self):
        """Servers that went away, with the end of their logs."""
        return {
            name: (self.directory / f"{name}.log").read_text(errors="replace")[-1000:]
            for name, process in self.running.items()
            if process.poll() is not None
        }
