"""The lab as seen from outside: makes the namespaces, hands signals in, and removes what is left.

Whatever happens in there ends with it: process 1 of the process namespace goes, and the kernel ends the others,
takes down the mounts and forgets the network. If we are killed ourselves, setpriv makes the kernel kill unshare.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile

FROM_TERMINAL = 0x80  # SI_KERNEL: Ctrl-C, which everybody in the foreground has got already
SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
HERE = pathlib.Path(__file__).resolve().parent

AS_ROOT = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
AS_USER = ["--user", "--map-root-user", *AS_ROOT]


def namespaces():
    """The flags that work here: a root without the right to make namespaces can try as a user."""
    tries = ([AS_ROOT] if os.geteuid() == 0 else []) + [AS_USER]
    for flags in tries:
        answer = subprocess.run(["unshare", *flags, "true"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if answer.returncode == 0:
            return flags
    print(f"lab: no namespace of its own can be made here: {answer.stderr.strip()}", file=sys.stderr)
    print("lab: run it as root, or allow unprivileged user namespaces", file=sys.stderr)
    sys.exit(69)


def process_one(unshare):
    try:
        children = pathlib.Path(f"/proc/{unshare}/task/{unshare}/children").read_text().split()
        return int(children[0])
    except (OSError, IndexError):
        return None


def run(flags, directory, arguments):
    command = ["setpriv", "--pdeathsig", "KILL", "unshare", *flags]
    command += [sys.executable, "-B", str(HERE / "inside.py"), directory, *arguments]
    # The signals stay blocked down there until process 1 has its handlers: without one the kernel would drop them.
    child = subprocess.Popen(command)
    while True:
        got = signal.sigwaitinfo(SIGNALS | {signal.SIGCHLD})
        if got.si_signo == signal.SIGCHLD:
            if child.poll() is not None:
                return child.returncode
            continue
        if got.si_signo == signal.SIGINT and got.si_code == FROM_TERMINAL:
            continue
        inner = process_one(child.pid)
        if inner is None:
            child.kill()  # too early for a process 1: nothing has been started yet
        else:
            number = signal.SIGTERM if got.si_signo == signal.SIGHUP else got.si_signo
            os.kill(inner, number)


def main():
    flags = namespaces()
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS | {signal.SIGCHLD})
    directory = tempfile.mkdtemp(prefix="pruefstand-lab.")
    try:
        code = run(flags, directory, sys.argv[1:])
    finally:
        os.rmdir(directory)  # empty: what was in it lived in a mount of the namespace
    sys.exit(code if code >= 0 else 128 - code)


main()
