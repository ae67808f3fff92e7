"""The rival: Debian's monitoring-plugins, one process for each endpoint, eight at once.

They are told addresses, so that they look nothing up. Where none of them knows the protocol inside TLS, they only make the
handshake; where none begins TLS, as for ManageSieve, they only wait for the greeting.
"""

import dataclasses
import os
import pathlib
import subprocess
import threading
import time

import copies
import mail_plan
import plan
import slow

FOLDER = pathlib.Path("/usr/lib/nagios/plugins")
AT_ONCE = 8
# So many days a certificate has to last.
DAYS = ("-D", "1")
ENVIRONMENT = os.environ | {"LC_ALL": "C.UTF-8"}
QUIET = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)]


@dataclasses.dataclass(frozen=True)
class Check:
    """The check of an endpoint."""

    address: str
    port: int
    command: tuple

    @property
    def place(self):
        return self.address, self.port


def _check(address, port, plugin, *options):
    return Check(address, port, (str(FOLDER / plugin), "-H", address, "-p", str(port), *options))


def _website(address, name):
    # Any status will do: who may not go in has seen that the server works.
    command = (str(FOLDER / "check_http"), "-S", "--sni", "-I", address, "-H", name, "-e", "HTTP/1.")
    return Check(address, mail_plan.HTTPS, command)


def of_copy(number, domain):
    """The endpoints that a round of `watch` checks of a copy: of each service and address the port that begins with TLS."""
    weiden, xmpp = mail_plan.WEIDENPOST, plan.provider("eichenpost").hosts[0].ipv4
    mail = weiden.host("mail").ipv4
    dav = _website(weiden.host("dav").ipv4, f"dav.{domain}")
    return [
        *(_check(address, mail_plan.SMTP, "check_smtp", "-S", *DAYS) for address in weiden.host("mx").addresses),
        _check(mail, mail_plan.SUBMISSIONS, "check_ssmtp", *DAYS),
        _check(mail, mail_plan.IMAPS, "check_simap", *DAYS),
        _check(mail, mail_plan.POP3S, "check_spop", *DAYS),
        _check(mail, mail_plan.SIEVE, "check_tcp", "-e", '"IMPLEMENTATION"'),
        _website(weiden.host("@").ipv4, domain),
        dav,  # calendars
        dav,  # address books
        _website(weiden.host("cloud").ipv4, f"cloud.{domain}"),
        _check(xmpp, plan.CLIENT_DIRECT, "check_tcp", "-S", *DAYS),
        _check(xmpp, plan.SERVER_DIRECT, "check_tcp", "-S", *DAYS),
        *(_check(address, slow.PORT, "check_smtp", "-S", *DAYS) for address in slow.addresses(number)),
    ]


def of_all():
    return [check for number, domain in enumerate(copies.domains(), 1) for check in of_copy(number, domain)]


@dataclasses.dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds of all plugins, without what starts them


def run(checks):
    """All checks, eight at once; every one of them has to say OK."""
    waiting, lock, seconds, failed = iter(checks), threading.Lock(), [], []

    def work():
        while True:
            with lock:
                check = next(waiting, None)
            if check is None:
                return
            child = os.posix_spawn(check.command[0], check.command, ENVIRONMENT, file_actions=QUIET)
            _, status, usage = os.wait4(child, 0)
            seconds.append(usage.ru_utime + usage.ru_stime)
            if status != 0:
                failed.append(check)

    begin = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.monotonic() - begin
    if failed:
        again = subprocess.run(failed[0].command, capture_output=True, text=True)
        raise SystemExit(
            f"{len(failed)} plugins did not say OK; the first, once more: {' '.join(failed[0].command)}:"
            f" {again.returncode}, {again.stdout}{again.stderr}"
        )
    return Cost(wall, sum(seconds))
