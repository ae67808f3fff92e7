"""The lab from inside, as process 1 of its namespace: starts the servers, waits for them, runs the command.

    inside.py DIRECTORY COMMAND [ARGUMENT…]

When this process ends, the kernel ends every other one in the namespace.
"""

import os
import pathlib
import signal
import subprocess
import sys
import time

import certificates
import costly
import domain_names
import dovecot
import ejabberd
import exim
import haproxy
import mail_plan
import mail_ready
import plan
import postfix
import prosody
import ready
import variants
import web
import zones
from starting import Servers

HERE = pathlib.Path(__file__).resolve().parent
CACHE = HERE.parents[2] / ".build" / "lab"
FROM_TERMINAL = 0x80  # SI_KERNEL, see outside.py
GRACE = 10.0  # seconds that the command has to end after a signal
SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


def shell(*command, stdin=None):
    subprocess.run(command, check=True, input=stdin, text=True, stdout=subprocess.DEVNULL)


def nodad(address):
    """An IPv6 address under duplicate detection cannot be bound for a second; IPv4 knows no such thing."""
    return " nodad" if ":" in address else ""


def prepare_machine(directory):
    shell("mount", "-t", "tmpfs", "-o", "mode=0755,size=256m", "tmpfs", str(directory))
    shell("ip", "link", "set", "lo", "up")
    shell("ip", "-batch", "-", stdin="".join(f"addr add {one} dev lo{nodad(one)}\n" for one in plan.all_addresses() + mail_plan.addresses()))
    for file, line in (("passwd", exim.USER), ("group", exim.GROUP)):
        (directory / file).write_text(pathlib.Path(f"/etc/{file}").read_text() + line)
        shell("mount", "--bind", str(directory / file), f"/etc/{file}")
    resolver = directory / "resolv.conf"
    resolver.write_text(f"nameserver {plan.RESOLVER}\noptions edns0 trust-ad timeout:2 attempts:2\n")
    if os.path.exists("/etc/resolv.conf"):
        shell("mount", "--bind", str(resolver), os.path.realpath("/etc/resolv.conf"))


def start_all(directory, servers):
    """In the order of how long they take: ejabberd first, the zones while it starts."""
    certificate_directory = directory / "certificates"
    certificate_directory.mkdir()
    certificates.provide(CACHE, certificate_directory)
    (directory / "ca.pem").write_bytes((certificate_directory / "ca.pem").read_bytes())

    command, environment = ejabberd.prepare(directory / "ejabberd", certificate_directory)
    servers.start("ejabberd", command, environment)
    for peer in ("legacy", "hostile", "hostile_mail"):
        command = [sys.executable, "-B", str(HERE / f"{peer}_peer.py"), str(certificate_directory)]
        servers.start(peer, command)
    for instance in prosody.INSTANCES:
        command, environment = prosody.prepare(instance, directory / instance, certificate_directory)
        servers.start(instance, command, environment)

    for instance in dovecot.INSTANCES:
        servers.start(instance, dovecot.prepare(instance, directory / instance, certificate_directory))
    for instance in postfix.INSTANCES:
        servers.start(instance, postfix.prepare(instance, directory / instance, certificate_directory))
    servers.start("exim", exim.prepare(directory / "exim", certificate_directory))
    servers.start("nginx", web.prepare_nginx(directory / "nginx", certificate_directory))
    command = variants.prepare_nginx(directory / "nginx-variants", certificate_directory)
    servers.start("nginx-variants", command, variants.ENVIRONMENT)
    servers.start("haproxy", haproxy.prepare(directory / "haproxy", certificate_directory))
    servers.start("haproxy-costly", costly.prepare(directory / "haproxy-costly"))
    servers.start("radicale", web.prepare_radicale(directory / "radicale"))

    zone_directory = directory / "zones"
    zone_directory.mkdir()
    files, anchor = zones.write(zone_directory, certificate_directory)
    hints_file, anchor_file = directory / "root.hints", directory / "root.key"
    hints_file.write_text(zones.root_hints())
    anchor_file.write_text(anchor)
    (directory / "nsd.conf").write_text(domain_names.nsd(zone_directory, files))
    servers.start("nsd", ["nsd", "-d", "-c", str(directory / "nsd.conf")])
    (directory / "unbound.conf").write_text(domain_names.unbound(directory, hints_file, anchor_file))
    servers.start("unbound", ["unbound", "-d", "-c", str(directory / "unbound.conf")])


def questions():
    for address in plan.NAME_SERVER:
        yield "nsd", f"nsd [{address}]:53", ready.name_server(address)
    yield "unbound", f"unbound [{plan.RESOLVER}]:53", ready.resolver
    for server in sorted({host.run_by for one in plan.PROVIDERS for host in one.hosts if host.run_by}):
        for name, asked in ready.questions(server):
            yield server, name, asked
    yield from mail_ready.questions()
    yield from costly.questions(ready.tcp)


def environment(directory):
    return os.environ | {
        "LAB_DIR": str(directory),
        "LAB_ROOT_HINTS": str(directory / "root.hints"),
        "LAB_TRUST_ANCHOR": str(directory / "root.key"),
        "LAB_CA_FILE": str(directory / "ca.pem"),
        "LAB_RESOLVER": plan.RESOLVER,
    }


def unblocked():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS | {signal.SIGCHLD})


def run(command, directory, servers):
    """Runs the command; process 1 also buries whatever lost its parent, and hands signals on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS | {signal.SIGCHLD})
    try:
        process = subprocess.Popen(command, env=environment(directory), preexec_fn=unblocked)
    except OSError as error:
        print(f"lab: {command[0]}: {error.strerror}", file=sys.stderr)
        return 127 if isinstance(error, FileNotFoundError) else 126
    deadline = None
    while True:
        while True:
            try:
                ended, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                ended = 0
            if ended == 0:
                break
            if ended == process.pid:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
            servers.ended(ended, status)
        if deadline is not None and time.monotonic() >= deadline:
            return 128 + asked_to_end
        got = signal.sigtimedwait(SIGNALS | {signal.SIGCHLD}, 1.0 if deadline else 3600.0)
        if got is None or got.si_signo == signal.SIGCHLD:
            continue
        if not (got.si_signo == signal.SIGINT and got.si_code == FROM_TERMINAL):
            process.send_signal(got.si_signo)
        asked_to_end, deadline = got.si_signo, time.monotonic() + GRACE


def stop_early(number, _):
    os._exit(128 + number)


def main():
    directory, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    for number in SIGNALS:
        signal.signal(number, stop_early)
    unblocked()
    begin = time.monotonic()
    prepare_machine(directory)
    servers = Servers(directory / "log")
    start_all(directory, servers)
    if not servers.wait_until_ready(list(questions())):
        sys.stderr.flush()
        os._exit(70)
    print(f"lab: up after {time.monotonic() - begin:.1f} s", file=sys.stderr)
    code = run(command, directory, servers)
    sys.stderr.flush()
    os._exit(code)  # nothing to wait for: the namespace goes with us


main()
