"""The independent tools, each behind a function: kdig, delv, openssl s_client, OpenSSL 1.0.2 (nassl), a raw socket."""

import os
import re
import socket
import subprocess
import threading
import time

from nassl.legacy_ssl_client import LegacySslClient
from nassl.ssl_client import OpenSslVerifyEnum, OpenSslVersionEnum

RESOLVER = os.environ["LAB_RESOLVER"]
PATIENCE = 60
CLIENT, SERVER = 5222, 5269
STARTTLS_NAMES = {CLIENT: "xmpp", SERVER: "xmpp-server"}
OPENSSL_FLAGS = {"TLSv1.0": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}
LEGACY_VERSIONS = {
    "SSLv2": OpenSslVersionEnum.SSLV2,
    "SSLv3": OpenSslVersionEnum.SSLV3,
    "TLSv1.0": OpenSslVersionEnum.TLSV1,
    "TLSv1.1": OpenSslVersionEnum.TLSV1_1,
    "TLSv1.2": OpenSslVersionEnum.TLSV1_2,
}


def run(*command, stdin=""):
    answer = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=300, errors="replace")
    return answer.stdout + answer.stderr


# DNS


def kdig(name, kind, *options):
    """(status, authenticated, records)"""
    text = run("kdig", f"@{RESOLVER}", "+noall", "+header", "+answer", "+dnssec", *options, name, kind)
    status = re.search(r"status: (\w+)", text)
    flags = re.search(r"Flags: ([^;]*);", text)
    records = [
        line.split(None, 4)[4]
        for line in text.splitlines()
        if not line.startswith(";") and len(line.split()) > 4 and line.split()[3] == kind
    ]
    return status and status[1], bool(flags) and " ad" in f" {flags[1]}", records


def delv(name, kind):
    """The validation as BIND's library sees it, from the lab's anchor on."""
    anchor = open(os.environ["LAB_TRUST_ANCHOR"]).read().split()
    flags, protocol, algorithm, key = anchor[4], anchor[5], anchor[6], "".join(anchor[7:])
    # Checks run beside each other: nobody reads what another one is just writing.
    file = os.path.join(os.environ["LAB_DIR"], f"delv.anchors.{threading.get_ident()}")
    with open(file, "w") as out:
        out.write(f'trust-anchors {{ "." static-key {flags} {protocol} {algorithm} "{key}"; }};\n')
    return run("delv", f"@{RESOLVER}", "-a", file, "+root=.", name, kind)


# XMPP by hand, up to STARTTLS


def header(domain, port):
    namespace = "jabber:server" if port == SERVER else "jabber:client"
    return (
        f"<?xml version='1.0'?><stream:stream to='{domain}' from='scanner.test' version='1.0' "
        f"xmlns='{namespace}' xmlns:db='jabber:server:dialback' xmlns:stream='http://etherx.jabber.org/streams'>"
    ).encode()


def read_until(connection, *wanted):
    seen = b""
    while not any(one in seen for one in wanted):
        data = connection.recv(65536)
        if not data:
            break
        seen += data
    return seen


def open_stream(address, port, domain):
    """The connection, and what the server said up to the end of the features or of the stream."""
    connection = socket.create_connection((address, port), timeout=PATIENCE)
    connection.sendall(header(domain, port))
    return connection, read_until(connection, b"</stream:features>", b"</stream:error>").decode(errors="replace")


def features(address, port, domain):
    connection, text = open_stream(address, port, domain)
    connection.close()
    return text


def mechanisms(text):
    return set(re.findall(r"<mechanism>([^<]*)", text))


def dialogue(address, port, domain, *parts):
    """What the server answers after the features to each of the parts, until it closes or falls silent."""
    connection, _ = open_stream(address, port, domain)
    with connection:
        answer = b""
        for part in parts:
            connection.sendall(part)
            connection.settimeout(PATIENCE)
            try:
                answer += connection.recv(65536)
            except (TimeoutError, ConnectionError):
                break
        return answer.decode(errors="replace")


STARTTLS = b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"


# TLS


def s_client(address, port, domain, *options, starttls=True):
    target = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    command = ["openssl", "s_client", "-connect", target, "-CAfile", os.environ["LAB_CA_FILE"]]
    if starttls:
        command += ["-starttls", STARTTLS_NAMES[port], "-xmpphost", domain]
    return run(*command, "-servername", domain, *options)


def after_tls(address, port, domain):
    """The SASL mechanisms of the second stream, inside TLS."""
    process = subprocess.Popen(
        ["openssl", "s_client", "-connect", f"{address}:{port}", "-quiet", "-cipher", "ALL:@SECLEVEL=0"]
        + ["-starttls", STARTTLS_NAMES[port], "-xmpphost", domain],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        process.stdin.write(header(domain, port))
        process.stdin.flush()
        seen = b""
        while b"</stream:features>" not in seen and (data := process.stdout.read1(4096)):
            seen += data
        process.kill()
    return mechanisms(seen.decode())


def negotiated(text):
    found = re.search(r"^New, (\S+), Cipher is (\S+)", text, re.M)
    return found[2] if found and found[2] != "(NONE)" else None


def verdict(text):
    return re.findall(r"^\s*Verify return code: \d+ \((.*)\)", text, re.M)[-1:]


def old_handshake(address, port, domain, version, ciphers):
    """One whole handshake of OpenSSL 1.0.2; the name of the suite, or None where the server would not."""
    connection, _ = open_stream(address, port, domain)
    with connection:
        connection.sendall(STARTTLS)
        if b"proceed" not in read_until(connection, b">"):
            return None
        client = LegacySslClient(
            underlying_socket=connection,
            ssl_version=LEGACY_VERSIONS[version],
            ssl_verify=OpenSslVerifyEnum.NONE,
            ignore_client_authentication_requests=True,
        )
        client.set_cipher_list(ciphers)
        try:
            client.do_handshake()
        except Exception:
            return None
        return client.get_current_cipher_name()


def protocols(address, port, domain):
    """The versions a handshake comes about with: SSL by OpenSSL 1.0.2, TLS by the machine's own."""
    found = [one for one in ("SSLv2", "SSLv3") if old_handshake(address, port, domain, one, "ALL")]
    for one, flag in OPENSSL_FLAGS.items():
        if negotiated(s_client(address, port, domain, flag, "-cipher", "ALL:@SECLEVEL=0")):
            found.append(one)
    return found


def old_suites(address, port, domain, version):
    """By elimination, as OpenSSL 1.0.2 sees it."""
    if version == "SSLv2":
        kinds = ("RC4-MD5", "EXP-RC4-MD5", "RC2-CBC-MD5", "EXP-RC2-CBC-MD5", "DES-CBC-MD5", "DES-CBC3-MD5")
        return {one for one in kinds if old_handshake(address, port, domain, version, one)}
    found = set()
    while True:
        ciphers = ":".join(["ALL:COMPLEMENTOFALL"] + [f"!{one}" for one in sorted(found)])
        suite = old_handshake(address, port, domain, version, ciphers)
        if suite is None or suite in found:
            return found
        found.add(suite)


def first_bytes(address, port, domain, seconds):
    """How much comes within some seconds after the stream header."""
    deadline = time.monotonic() + seconds
    seen = b""
    with socket.create_connection((address, port), timeout=PATIENCE) as connection:
        connection.sendall(header(domain, port))
        while (left := deadline - time.monotonic()) > 0:
            connection.settimeout(left)
            try:
                data = connection.recv(1 << 20)
            except TimeoutError:
                break
            if not data:
                break
            seen += data
    return seen


def time_until(address, port, domain, count):
    """How many seconds it takes from the stream header until more than so many bytes have come."""
    begin = time.monotonic()
    seen = 0
    with socket.create_connection((address, port), timeout=PATIENCE) as connection:
        connection.sendall(header(domain, port))
        while seen <= count:
            data = connection.recv(1 << 20)
            if not data:
                raise ConnectionError(f"the end after {seen} bytes")
            seen += len(data)
    return time.monotonic() - begin
