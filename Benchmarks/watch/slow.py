"""A Postfix that greets after six seconds at the slow addresses of all copies, as its restriction `sleep` has it."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

import copies
import mail_plan
import postfix

SECONDS = 6
PORT = mail_plan.SUBMISSION
# One process for each connection that waits, and any number of them from one client. Restrictions of clients are looked
# at before the greeting, and not at RCPT.
MORE = f"""smtpd_delay_reject = no
smtpd_client_restrictions = sleep {SECONDS}
smtpd_client_connection_count_limit = 0
smtpd_sasl_auth_enable = yes
"""
START_LIMIT = 60


def addresses(number):
    """Those of a copy; 0: of all of them."""
    numbers = [number] if number else range(1, copies.COUNT + 1)
    return [address for one in numbers for address in copies.slow_addresses(one)]


def start():
    """Starts it inside the lab, and returns how long the last of its addresses takes to greet."""
    lab = pathlib.Path(os.environ["LAB_DIR"])
    directory = lab / "postfix-langsam"
    for part in ("etc", "queue", "data"):
        (directory / part).mkdir(parents=True)
    directory.chmod(0o755)
    shutil.chown(directory / "data", "postfix", "postfix")
    domain = mail_plan.WEIDENPOST.domain
    main = postfix.COMMON.format(
        directory=directory,
        host=f"langsam.{domain}",
        domain=domain,
        ciphers=mail_plan.CIPHERS,
        key=lab / "certificates" / f"{domain}.key",
        certificate=lab / "certificates" / f"{domain}.pem",
        authentication=lab / "dovecot-weidenpost" / "authentication",
    )
    (directory / "etc" / "main.cf").write_text(main + MORE)
    listeners = "".join(f"{address}:{PORT} inet n - n - 0 smtpd\n" for address in addresses(0))
    (directory / "etc" / "master.cf").write_text(listeners + postfix.SERVICES)
    log = open(lab / "log" / "postfix-langsam.log", "wb")
    path = {"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"}
    subprocess.Popen(
        ["postfix", "-c", directory / "etc", "start-fg"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=path,
        start_new_session=True,
    )
    return _greeting(addresses(0)[-1], lab / "log" / "postfix-langsam.log")


def _greeting(address, log):
    end = time.monotonic() + START_LIMIT
    while True:
        begin = time.monotonic()
        try:
            with socket.create_connection((address, PORT), timeout=START_LIMIT) as connection:
                if connection.recv(64).startswith(b"220"):
                    return time.monotonic() - begin
        except OSError:
            pass
        if time.monotonic() > end:
            raise SystemExit(f"the slow Postfix does not greet: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
