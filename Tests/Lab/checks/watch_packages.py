"""Servers of Debian that fail below a watch: what packages can play is not written by hand."""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import socket
import subprocess
import time

from watching import FOLDER, Case

PEER = "127.0.53.80"
# What each smtpd of one Postfix does otherwise than the first. Restrictions are looked at when the client has said it,
# and not at RCPT.
SMTPD = {
    2601: {},
    2602: {"smtpd_delay_reject": "no", "smtpd_helo_restrictions": "check_helo_access static:{421 4.3.2 shutting down}"},
    2603: {"smtpd_delay_reject": "no", "smtpd_client_restrictions": "check_client_access static:{421 4.7.0 busy}"},
    2604: {"smtpd_delay_reject": "no", "smtpd_client_restrictions": "sleep 11"},
    # A certificate that cannot be read: STARTTLS is announced, and refused with 454.
    2605: {"smtpd_tls_chain_files": "", "smtpd_tls_cert_file": "/nonexistent"},
}
# What is served where, until it is led elsewhere.
FRONTS = {"shutting": (2611, 2602), "busy": (2612, 2603), "sleepy": (2613, 2604), "keyless": (2614, 2605)}
MAIN = """compatibility_level = 3.6
queue_directory = {0}/queue
data_directory = {0}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {0}/log
maillog_file_prefixes = {0}
myhostname = scanner.test
inet_interfaces = all
alias_maps =
smtpd_relay_restrictions = reject
smtpd_tls_security_level = may
smtpd_tls_chain_files = {1}, {2}
"""
MASTER = """postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
"""
# A module of a few lines says when the server ends; Prosody itself is never asked by a client at that very moment.
SHUTDOWN = """local path = module:get_option_string("shutdown_file");
module:hook("stream-features", function (event)
    local file = io.open(path);
    if file then
        file:close();
        event.origin:close({ condition = "system-shutdown", text = "Back soon" });
        return true;
    end
end, 1000);
"""
PROSODY = """run_as_root = true
pidfile = "{0}/prosody.pid"
data_path = "{0}"
plugin_paths = {{ "{0}" }}
log = {{ {{ levels = {{ min = "info" }}, to = "console" }} }}
interfaces = {{ "127.0.53.80" }}
c2s_ports = {{ 5222 }}
s2s_ports = {{ }}
modules_enabled = {{ "saslauth", "tls", "shutdown_file" }}
modules_disabled = {{ "s2s", "offline", "register" }}
authentication = "internal_hashed"
shutdown_file = "{0}/shutdown"
VirtualHost "scanner.test"
  ssl = {{ certificate = "{1}"; key = "{2}"; }}
"""


def nft(text):
    subprocess.run(["nft", "-f", "-"], input=text, text=True, check=True)


def provider(id, port):
    return (
        f"---\nname: Peer\ndomains: [{id}.test]\nhosts:\n"
        f"  - {{service: submission, host: scanner.test, port: {port}, mode: starttls}}\n---\n")


def wait_for(port):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((PEER, port), 5) as connection:
            connection.settimeout(5)
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens at {port}")


def postfix(stack, certificate, key):
    directory = pathlib.Path(os.environ["LAB_DIR"]) / "postfix-watch"
    for part in ("etc", "queue", "data"):
        (directory / part).mkdir(parents=True)
    shutil.chown(directory / "data", "postfix", "postfix")
    directory.chmod(0o755)
    (directory / "etc/main.cf").write_text(MAIN.format(directory, key, certificate))
    services = ""
    for port, options in SMTPD.items():
        services += f"{PEER}:{port} inet n - n - - smtpd\n"
        services += "".join(f"  -o {{ {name} = {value} }}\n" for name, value in options.items())
    (directory / "etc/master.cf").write_text(services + MASTER)
    process = subprocess.Popen(["postfix", "-c", directory / "etc", "start-fg"], stderr=subprocess.DEVNULL)
    stack.callback(process.wait, 20)
    stack.callback(process.terminate)
    wait_for(2601)


def prosody(stack, certificate, key):
    directory = pathlib.Path(os.environ["LAB_DIR"]) / "prosody-watch"
    directory.mkdir()
    (directory / "mod_shutdown_file.lua").write_text(SHUTDOWN)
    (directory / "prosody.cfg.lua").write_text(PROSODY.format(directory, certificate, key))
    log = open(FOLDER / "prosody.txt", "w")
    process = subprocess.Popen(["prosody", "--config", directory / "prosody.cfg.lua", "-F"], stdout=log, stderr=log)
    stack.callback(process.wait, 20)
    stack.callback(process.terminate)
    wait_for(5222)
    return directory / "shutdown"


@dataclasses.dataclass
class Packages:
    providers: dict
    cases: list
    # Slower than the others may be.
    slow: Case


def start(stack):
    """Starts the servers, with a certificate of the lab that is for somebody else: a watch does not look at the name."""
    certificates = pathlib.Path(os.environ["LAB_DIR"]) / "certificates"
    files = certificates / "eichenpost.test.pem", certificates / "eichenpost.test.key"
    postfix(stack, *files)
    shutdown = prosody(stack, *files)

    nft("table ip packages { chain output { type nat hook output priority -100;\n}\n}")
    stack.callback(nft, "delete table ip packages")
    bad = set()

    def lead():
        """Each front leads to the first smtpd, or to the one that misbehaves."""
        lines = "".join(
            f"add rule ip packages output ip daddr {PEER} tcp dport {front} dnat to {PEER}:{worse if name in bad else 2601}\n"
            for name, (front, worse) in FRONTS.items())
        nft("flush chain ip packages output\n" + lines)

    def case(text, name, **more):
        def begin():
            bad.add(name)
            lead()

        def finish():
            bad.discard(name)
            lead()

        return Case(text, name, begin, finish, services={"submission"}, **more)

    lead()
    providers = {name: provider(name, front) for name, (front, _) in FRONTS.items()}
    # Without SRV records, XMPP is at the domain itself.
    providers["leaving"] = "---\nname: Peer\ndomains: [leaving.test]\njid-domains: [scanner.test]\n---\n"
    return Packages(providers, [
        case("Postfix: 421 to EHLO", "shutting", verdict="unmeasured"),
        case("Postfix: 421 instead of a greeting", "busy", verdict="unmeasured"),
        case("Postfix: STARTTLS announced, then 454", "keyless", kind="outage", step="greeting", reasons={"starttls-failure"}),
        Case("Prosody: system-shutdown", "leaving", lambda: shutdown.write_text(""), shutdown.unlink,
             kind="outage", services={"xmpp-client"}, step="greeting", reasons={"stream-error"}),
    ], case("Postfix: greets after 11 s", "sleepy"))
