"""What providers say on their status pages while their servers are down, beside what is measured."""

import datetime
import json
import pathlib
import subprocess
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from watching import FOLDER, PROGRAM, Watch, expect

HERE = pathlib.Path(__file__).resolve().parent
PORT = 2443
FINE = "All Systems Operational"
# What a page does → its format, and what is recorded of it, or how that it cannot be read is reported.
PAGES = {
    "lying": ("statuspage", FINE, None),
    "away": ("statuspage", FINE, None),
    "honest": ("feed", "IMAP gestört – Wir suchen den Fehler.", None),
    "systems": ("cstate", "down – IMAP: down", None),
    "circling": ("statuspage", None, "more than 3 redirects"),
    "stranger": ("statuspage", None, "weidenpost.test has no valid certificate"),
    "mailed": ("statuspage", None, "redirect to"),
    "large": ("statuspage", None, "too-large"),
    "stalling": ("statuspage", None, "timeout"),
    "silent": ("statuspage", None, "timeout"),
    "torn": ("statuspage", None, "malformed"),
    "html": ("feed", None, "document type declaration"),
    "typed": ("statuspage", None, "malformed"),
    "failing": ("statuspage", None, "HTTP status 503"),
}
# Four times the timeout of the watch, and something for a machine that has other things to do.
BOUND = 4 * 0.5 + 6


def authority(name="pages"):
    """An authority of its own, and a certificate for scanner.test of it, in files that begin with the name."""
    def key(file):
        made = ec.generate_private_key(ec.SECP256R1())
        (FOLDER / file).write_bytes(made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        return made

    def certificate(file, name, public, issuer, signer, *extensions):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public).serial_number(
            x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(
            now + datetime.timedelta(days=30))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        (FOLDER / file).write_bytes(builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    ours = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Status pages")])
    signer, server = key(f"{name}-ca.key"), key(f"{name}.key")
    certificate(f"{name}-ca.pem", ours, signer.public_key(), ours, signer, (x509.BasicConstraints(True, None), True))
    certificate(
        f"{name}.pem", x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "scanner.test")]), server.public_key(), ours,
        signer, (x509.SubjectAlternativeName([x509.DNSName("scanner.test")]), False),
        (x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), False))
    return FOLDER / f"{name}-ca.pem", FOLDER / f"{name}.pem", FOLDER / f"{name}.key"


def check(peer):
    """- peer: an IMAP server of its own, whose providers all of them are."""
    ca, *files = authority()
    pages = subprocess.Popen([sys.executable, "-B", HERE / "status_pages.py", "127.0.53.80", str(PORT), *files])
    providers = {
        kind: peer.provider.replace("\n---\n", f"\nstatus-page: {{url: 'https://scanner.test:{PORT}/{kind}/', format: {format}}}\n---\n")
        for kind, (format, _, _) in PAGES.items()
    }
    try:
        # A page has four times as long as a server, and a round takes as long as the slowest page.
        with Watch("claims", providers, timeout=500, ca=ca) as watch:
            peer.mode.write_text("stall")
            opened = watch.wait(lambda: len(watch.incidents()) == len(PAGES))
            begin = time.monotonic()
            watch.rounds(3)
            expect(opened and time.monotonic() - begin < 3 * BOUND, f"three rounds take {time.monotonic() - begin:.0f} s, whatever the pages do")
            lying = watch.incidents("lying")[0]["file"]
            text = lying.read_text()
            lying.write_text(text + "\nMein Text.\n")
            peer.mode.write_text("fine")
            expect(watch.wait(lambda: all(one["state"] == "resolved" for one in watch.incidents())), "all incidents end")
        said = watch.errors.read_text()
        for kind, (_, statement, fault) in PAGES.items():
            (incident,) = watch.incidents(kind)
            claims = [report for report in incident.get("reports") or [] if report.get("claim")]
            if statement:
                expect([claim["text"] for claim in claims] == [statement], f"{kind}: recorded once: {claims}")
                expect(all(claim["source"].endswith(f"/{kind}/") for claim in claims), f"{kind}: and where")
            else:
                lines = [line for line in said.splitlines() if f"{kind}.md" in line and "[status-page]" in line]
                # On a busy machine a page may fail in another way now and then.
                again = any(one == next for one, next in zip(lines, lines[1:]))
                expect(not claims and any(fault in line for line in lines) and not again, f"{kind}: reported once: {lines}")
        expect(lying.read_text().endswith("\nMein Text.\n"), "what a person wrote stays")
        recorded = [claim for line in watch.lines() for claims in line.get("claims", {}).values() for claim in claims]
        expect(len(recorded) == sum(1 for _, statement, _ in PAGES.values() if statement), "rounds remember what was said")
        shown(watch)
    finally:
        pages.kill()
        pages.wait()


def shown(watch):
    """The page of the incident has the lie beside what was measured, and the feed has it."""
    built = subprocess.run([PROGRAM, "build", "--site", watch.site], capture_output=True, text=True)
    expect(built.returncode == 0, f"the site is built: {built.stderr[-300:]}")
    identifier = watch.incidents("lying")[0]["file"].stem
    site = watch.site / "site"
    page = (site / "stoerungen" / identifier / "index.html").read_text()
    expect(FINE in page and "gestört – " in page, "the page shows what was said and what was measured then")
    for feed in (site / "stoerungen/feed.json", site / "en/incidents/feed.json"):
        entries = [entry for entry in json.loads(feed.read_text())["items"] if f"{identifier}/#opened" in entry["id"]]
        expect(len(entries) == 1 and FINE in entries[0]["content_text"], f"and so does the feed: {entries}")
