"""HAProxy: a filter that breaks off where somebody offers export suites, and the TLS behind it; load balancers; and a
port that XMPP and the web share.

Intrusion prevention has done so since FREAK (CVE-2015-0204). Behind it Dovecot greets; the suites are such as stand near the
export suites at the end of a scanner's list.
"""

import mail_plan as plan
import plan as xmpp_plan

FILTERED = plan.FICHTENPOST.host("filter")
# Where the filter and the TLS meet; no host of the plan has it.
INNER = ("127.0.34.9", 993)

OFFERS_EXPORT = """
local export = { [0x0003] = true, [0x0006] = true, [0x0008] = true }

-- Of a ClientHello in one record (RFC 5246 section 7.4.1.2, historical): headers of record and handshake, version, random, session.
core.register_fetches("offers_export", function(txn)
  local hello = txn.sf:req_payload(0, 0)
  local session = hello:byte(44)
  if not session or #hello < 46 + session then return false end
  local length = string.unpack(">I2", hello, 45 + session)
  for place = 47 + session, math.min(45 + session + length, #hello - 1), 2 do
    if export[string.unpack(">I2", hello, place)] then return true end
  end
  return false
end)
"""


def balancers():
    """One connection to the first server, the next to the second; TLS is theirs."""
    text = ""
    for label, servers in plan.BALANCED.items():
        for host in (plan.WACHOLDERPOST.host(label), plan.WACHOLDERPOST.host(plan.PROBED[label])):
            name = "root" if host.label == "@" else host.label
            text += f"frontend {name}-balancer\n  bind {host.ipv4}:{host.ports[0]}\n  default_backend {name}-servers\n"
            text += f"backend {name}-servers\n  balance roundrobin\n"
            text += "".join(f"  server {name}{index} {one}:{host.ports[0]}\n" for index, one in enumerate(servers))
    return text


def shared():
    """XMPP for who asks for it by ALPN (XEP-0368), an old website for everybody else.

    Servers get to one that does not know the name that they ask for.
    """
    host = plan.WACHOLDERPOST.host("shared")
    xmpp = xmpp_plan.provider("quittenpost").hosts[0]
    other = xmpp_plan.provider("eichenpost").hosts[0]
    return f"""frontend shared
  bind {host.ipv4}:{plan.HTTPS}
  tcp-request inspect-delay 10s
  tcp-request content accept if {{ req.ssl_hello_type 1 }}
  use_backend shared-xmpp if {{ req.ssl_alpn -m str xmpp-client }}
  use_backend shared-servers if {{ req.ssl_alpn -m str xmpp-server }}
  default_backend shared-web
backend shared-xmpp
  server xmpp {xmpp.ipv4}:{xmpp_plan.CLIENT_DIRECT}
backend shared-servers
  server prosody {other.ipv4}:{xmpp_plan.SERVER_DIRECT}
backend shared-web
  server web {plan.BALANCED["dav"][1]}:{plan.HTTPS}
"""


def configuration(directory):
    dovecot = plan.ZIRBENPOST.host("mail").ipv4
    return f"""global
  lua-load {directory}/offers-export.lua
  maxconn 500
  nbthread 1
defaults
  mode tcp
  timeout connect 5s
  timeout client 20s
  timeout server 20s
frontend filter
  bind {FILTERED.ipv4}:{plan.IMAPS}
  tcp-request inspect-delay 10s
  tcp-request content reject if {{ req.ssl_hello_type 1 }} {{ lua.offers_export -m bool }}
  tcp-request content accept if {{ req.ssl_hello_type 1 }}
  default_backend tls
backend tls
  server tls {INNER[0]}:{INNER[1]}
frontend tls
  bind {INNER[0]}:{INNER[1]} ssl crt {directory}/certificate.pem ssl-min-ver TLSv1.2 ciphers {plan.UNUSUAL}
  default_backend imap
backend imap
  server dovecot {dovecot}:{plan.IMAP}
{balancers()}{shared()}"""


def prepare(directory, certificate_directory):
    """Returns the command that runs it in the foreground."""
    directory.mkdir()
    (directory / "offers-export.lua").write_text(OFFERS_EXPORT)
    parts = [certificate_directory / f"{plan.FICHTENPOST.domain}.{part}" for part in ("pem", "key")]
    (directory / "certificate.pem").write_bytes(b"".join(part.read_bytes() for part in parts))
    file = directory / "haproxy.cfg"
    file.write_text(configuration(directory))
    return ["haproxy", "-db", "-f", str(file)]
