"""What is proven: a server with a fault, and the rules that it then falls under.

Advice for the topic, written into the server's configuration as the program prints it, must take all of them away.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    name: str
    software: str  # what is configured by the advice: a server, `dns`, `policy-file` or `openssl`
    service: str
    topic: str
    rules: tuple
    settings: dict = field(default_factory=dict, hash=False)  # what is wrong
    server: str = ""  # what runs, if another than `software`
    certificate: str = ""  # a kind of certificate, see `authority.py`
    records: str = ""  # further lines of the zone; {host} and {domain} are the case's

    @property
    def domain(self):
        return f"{self.name}.test"

    @property
    def host(self):
        return f"server.{self.domain}"

    @property
    def zone(self):
        """The zone that a name server of its own has, where it runs one."""
        return f"mx.{self.domain}" if self.topic == "mx-dns" else self.domain

    @property
    def runs(self):
        return self.server or self.software


OLD = ("tls10", "tls11", "no-tls12-or-later", "no-tls13")
ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
# Suites of TLS 1.2 with every fault that Debian's OpenSSL still has, and one without.
BAD = "ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:ADH-AES128-GCM-SHA256:@SECLEVEL=0"
SUITES = ("broken-suite", "static-key", "dhe", "cbc", "beside-ecdhe-aead")
# The same for servers that refuse suites without authentication.
AUTHENTICATED = tuple(rule for rule in SUITES if rule != "broken-suite")

GNUTLS = "NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3"


def _tls(software, service, old, old_rules, bad, bad_rules, groups):
    cases = [Case(f"{software}-protocols", software, service, "protocols", old_rules, old)]
    cases.append(Case(f"{software}-suites", software, service, "suites", bad_rules, bad))
    if groups:
        cases.append(Case(f"{software}-groups", software, service, "groups", ("ffdhe",), groups))
    return cases


SERVERS = [
    *_tls(
        "postfix", "mx",
        {"smtpd_tls_protocols": ">=TLSv1, <=TLSv1.1", "smtpd_tls_ciphers": "medium", "tls_medium_cipherlist": ALL}, OLD,
        {"smtpd_tls_ciphers": "medium", "tls_medium_cipherlist": BAD},
        SUITES,
        {"tls_eecdh_auto_curves": "X25519 ffdhe2048"},
    ),
    Case("postfix-encryption", "postfix", "mx", "encryption", ("no-encryption",), {"smtpd_tls_security_level": "none", "smtpd_tls_chain_files": ""}),
    Case("postfix-starttls", "postfix", "submission", "starttls", ("starttls-optional",), {"smtpd_tls_auth_only": "no", "smtpd_sasl_auth_enable": "yes"}),
    *_tls(
        "exim", "mx",
        {"tls_require_ciphers": "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0"}, OLD,
        {"tls_require_ciphers": f"{GNUTLS}:+3DES-CBC:+RSA"},
        (*AUTHENTICATED, "triple-des"),
        {"tls_require_ciphers": f"{GNUTLS}:+GROUP-FFDHE2048"},
    ),
    Case("exim-encryption", "exim", "mx", "encryption", ("no-encryption",), {"tls_advertise_hosts": ""}),
    Case("exim-starttls", "exim", "submission", "starttls", ("starttls-optional",)),
    *_tls(
        "dovecot", "imap",
        {"ssl_min_protocol": "TLSv1", "ssl_cipher_list": ALL}, ("tls10", "tls11"),
        {"ssl_cipher_list": BAD, "ssl_dh": "<{dh1024}"}, (*SUITES, "dh-below-2048"),
        {"ssl_curve_list": "X25519:ffdhe2048"},
    ),
    *(
        Case(f"dovecot-starttls-{service}", "dovecot", service, "starttls", ("starttls",), {"ssl": "yes", "disable_plaintext_auth": "no"})
        for service in ("imap", "pop3", "sieve")
    ),
    Case("dovecot-encryption", "dovecot", "imap", "encryption", ("no-encryption",), {"ssl": "no", "ssl_cert": "", "ssl_key": ""}),
    # It has one curve for key exchange, and no groups to choose.
    *_tls(
        "cyrus", "imap",
        {"tls_versions": "tls1_0 tls1_1", "tls_ciphers": ALL}, OLD,
        {"tls_ciphers": BAD}, SUITES,
        None,
    ),
    *(
        Case(f"cyrus-starttls-{service}", "cyrus", service, "starttls", ("starttls",), {"allowplaintext": "yes"})
        for service in ("imap", "pop3", "sieve")
    ),
    Case("cyrus-encryption", "cyrus", "imap", "encryption", ("no-encryption",), {"tls_server_cert": "", "tls_server_key": ""}),
    *_tls(
        "prosody", "xmpp-client",
        {"ssl": '{ protocol = "tlsv1+"; options = { "no_tlsv1_2", "no_tlsv1_3" }; ciphers = "' + ALL + '" }'}, OLD,
        {"ssl": '{ protocol = "tlsv1_2+"; ciphers = "' + BAD + '"; dhparam = "{dh1024}" }'}, (*SUITES, "dh-below-2048"),
        {"ssl": '{ curveslist = { "X25519", "ffdhe2048" } }'},
    ),
    *(
        Case(
            f"prosody-encryption-{name}", "prosody", service, "encryption", ("no-encryption",),
            {
                "modules_enabled": '{ "saslauth", "dialback", "disco", "roster" }', "certificates": '"/nonexistent"',
                # Clients would get nothing but an error.
                "c2s_require_encryption": "false", "allow_unencrypted_plain_auth": "true",
            },
        )
        for name, service in (("c2s", "xmpp-client"), ("s2s", "xmpp-server"))
    ),
    Case("prosody-starttls-c2s", "prosody", "xmpp-client", "starttls", ("starttls-optional",), {"c2s_require_encryption": "false"}),
    Case("prosody-starttls-s2s", "prosody", "xmpp-server", "starttls", ("starttls-optional",), {"s2s_require_encryption": "false"}),
    *_tls(
        "ejabberd", "xmpp-client",
        {"c2s_protocol_options": ["no_sslv3", "no_tlsv1_2", "no_tlsv1_3"], "c2s_ciphers": ALL}, OLD,
        {"c2s_ciphers": BAD, "c2s_dhfile": "{dh1024}"}, (*SUITES, "dh-below-2048"),
        None,
    ),
    Case("ejabberd-encryption-c2s", "ejabberd", "xmpp-client", "encryption", ("no-encryption",), {"ejabberd_c2s": {"starttls": False, "starttls_required": False}}),
    Case("ejabberd-starttls-c2s", "ejabberd", "xmpp-client", "starttls", ("starttls-optional",), {"ejabberd_c2s": {"starttls_required": False}}),
    Case("ejabberd-encryption-s2s", "ejabberd", "xmpp-server", "encryption", ("no-encryption",), {"s2s_use_starttls": False}),
    Case("ejabberd-starttls-s2s", "ejabberd", "xmpp-server", "starttls", ("starttls-optional",), {"s2s_use_starttls": "optional"}),
    *_tls(
        "nginx", "https",
        {"ssl_protocols": "TLSv1 TLSv1.1", "ssl_ciphers": ALL}, OLD,
        {"ssl_ciphers": BAD, "ssl_dhparam": "{dh1024}"}, (*SUITES, "dh-below-2048"),
        {"ssl_ecdh_curve": "X25519:ffdhe2048"},
    ),
    *_tls(
        "apache", "https",
        {"SSLProtocol": "-all +TLSv1 +TLSv1.1", "SSLCipherSuite": ALL}, OLD,
        {"SSLCipherSuite": BAD}, AUTHENTICATED,
        {"SSLOpenSSLConfCmd": "Groups X25519:ffdhe2048"},
    ),
]

SERVERS += [Case(f"{software}-hsts", software, "https", "hsts", ("hsts",)) for software in ("nginx", "apache")]

WRONG = "00" * 32
CERTIFICATES = [
    Case("key-1024", "openssl", "https", "certificate", ("rsa-below-2048",), {"ssl_ciphers": "DEFAULT:@SECLEVEL=0"}, "nginx", "rsa1024"),
    Case("key-2048", "openssl", "https", "certificate", ("rsa-below-3072-alone",), {}, "nginx", "rsa2048"),
    Case("sha1", "openssl", "https", "certificate", ("sha1-signature",), {"ssl_ciphers": "DEFAULT:@SECLEVEL=0"}, "nginx", "sha1"),
    Case("wrong-name", "openssl", "https", "certificate", ("name-mismatch",), {}, "nginx", "wrong-name"),
    Case("self-signed", "openssl", "https", "certificate", ("unauthenticated",), {}, "nginx", "self-signed"),
    Case("wrong-name-jid", "openssl", "xmpp-client", "certificate", ("name-mismatch",), {}, "prosody", "wrong-name"),
]
RECORDS = [
    Case("dane-mx", "dns", "mx", "dane", ("no-dane",), {}, "postfix"),
    Case("dane-broken", "dns", "mx", "dane", ("no-dane", "unauthenticated"), {}, "postfix", "", f"_25._tcp.{{host}}. TLSA 3 1 1 {WRONG}\n"),
    Case("dane-imap", "dns", "imap", "dane", ("no-dane",), {}, "dovecot"),
    Case("dane-xmpp", "dns", "xmpp-client", "dane", ("no-dane",), {}, "prosody"),
    Case("dane-https", "dns", "https", "dane", ("no-dane",), {}, "nginx"),
    # The next key in use, with the records of both in the zone.
    Case("dane-rollover", "dns", "mx", "dane", ("no-dane",), {}, "postfix"),
    Case("caa", "dns", "mx", "caa", ("caa",), {}, "postfix"),
    Case("spf", "dns", "mx", "spf", ("spf",), {}, "postfix"),
    Case("spf-none", "dns", "", "spf", ("spf",), {}),
    Case("spf-softfail", "dns", "mx", "spf", ("spf",), {}, "postfix", "", '{domain}. TXT "v=spf1 mx a:{host} ~all"\n'),
    Case("https-record", "dns", "https", "https-record", ("https-record",), {"listen": "ssl http2"}, "nginx"),
    Case("dnssec", "bind", "", "dnssec", ("dnssec",)),
    Case("mx-dns", "bind", "", "mx-dns", ("mx-dns",), {}, "", "", "{domain}. MX 10 mail.mx.{domain}.\n"),
    Case("dmarc", "dns", "mx", "dmarc", ("dmarc",), {}, "postfix"),
    Case("dmarc-none", "dns", "mx", "dmarc", ("dmarc",), {}, "postfix", "", '_dmarc.{domain}. TXT "v=DMARC1; p=none"\n'),
    Case("mta-sts", "policy-file", "mx", "mta-sts", ("mta-sts",), {}, "postfix"),
    Case("mta-sts-testing", "policy-file", "mx", "mta-sts", ("mta-sts",), {}, "postfix", "", '_mta-sts.{domain}. TXT "v=STSv1; id=1"\n'),
    Case("tls-rpt", "dns", "mx", "tls-rpt", ("tls-rpt",), {}, "postfix"),
]
ALL_CASES = SERVERS + CERTIFICATES + RECORDS
