"""Copies of two providers under many names, for what has to be measured at scale: the servers are the same, the names
and zones are others. `LAB_COPIES` says how many; without it there are none.

Each has the mail, web and DAV servers of weidenpost and the XMPP server of eichenpost (over IPv4): 17 endpoints. The
certificates are the originals', so their names do not match; the TLSA records do.

Nothing in their zones leads to `langsam`, whose addresses are every copy's own: nobody listens there but what a benchmark
starts.
"""

import os

import certificates
import mail_plan
import plan

COUNT = int(os.environ.get("LAB_COPIES", "0"))
MAIL = mail_plan.WEIDENPOST
XMPP = plan.provider("eichenpost")
ENDPOINTS = 17


def domains():
    return [f"kopie{number:04}.test" for number in range(1, COUNT + 1)]


def slow_addresses(number):
    """Those of a copy's `langsam`: one, and of each third copy two, as there shall be a hundred beside nine hundred others."""
    return [f"127.{1 + place}.{number // 250}.{1 + number % 250}" for place in range(2 if number % 3 == 0 else 1)]


def slow_records(number):
    return "".join(f"langsam A {address}\n" for address in slow_addresses(number))


def records(mail_records, certificate_directory):
    """The lines of a copy's zone that all copies share; `mail_records` makes those of a mail provider."""
    digest = certificates.public_key_digest(certificate_directory / f"{XMPP.domain}.pem")
    text = mail_records(MAIL, certificate_directory)
    text += f"xmpp A {XMPP.hosts[0].ipv4}\n"
    for port in XMPP.ports:
        text += f"{plan.SERVICE_OF_PORT[port]} SRV 5 10 {port} xmpp\n_{port}._tcp.xmpp TLSA 3 1 1 {digest}\n"
    return text
