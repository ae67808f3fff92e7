#!/bin/bash
# Addresses of XMPP accounts, read by three client libraries and by the server Prosody.
#
# Guess: all follow the current rules (RFC 7622), by which straße.example is a domain of its own, a trailing dot goes,
#        and an A-label becomes the U-label; or all follow the old ones. Two programs mean the same account.
# Seen:  straße.example stays what it is in nbxmpp (Gajim's) alone; slixmpp, aioxmpp and Prosody make strasse.example of
#        it, another domain. slixmpp and aioxmpp keep a trailing dot, and so have two addresses where nbxmpp and Prosody
#        have one. An A-label stays in all four: bücher.example and xn--bcher-kva.example are two domains. nbxmpp
#        refuses underscores, takes the brackets from an IPv6 address, and reads the ideographic full stop as a dot,
#        which the others leave. The account ß is ss in all four, by the old rules.
# With:  slixmpp 1.17.0, aioxmpp 0.13.3 (PyPI), nbxmpp 4.2.2, Prosody 0.12.3 (Debian 12). Source: RFC 7622, sections
#        3.2 and 3.2.1; historical RFC 6122, section 2.2. Seen 2026-11-29.
# So:    which domain a client connects to and which name it asks a certificate for depend on the client, where the name
#        has an ß, a dot at its end or an A-label. A scanner has to say which form it asked for.
debian="prosody=0.12.3-1+deb12u1 lua-unbound=1.0.0-2 python3-nbxmpp=4.2.2-2"
pypi="slixmpp==1.17.0 aioxmpp==0.13.3 pytz==2026.2"
. "$(dirname "$0")/common/setting"

cat > addresses <<'END'
A@Example.COM
a@example.com.
a@BÜCHER.example
a@xn--bcher-kva.example
a@straße.example
a@example。com
a@im_1.example.com
a@[2001:db8::1]
ß@example.com
END
cat > slixmpp-read.py <<'END'
from slixmpp.jid import InvalidJID as Refused, JID
read = JID
END
cat > aioxmpp-read.py <<'END'
import warnings
warnings.simplefilter("ignore")
from aioxmpp import JID
Refused, read = ValueError, JID.fromstr
END
cat > nbxmpp-read.py <<'END'
from nbxmpp.protocol import InvalidJid as Refused, JID
read = JID.from_string
END
for library in slixmpp aioxmpp nbxmpp; do
    cat >> $library-read.py <<'END'
for line in open("addresses"):
    try:
        print(read(line.rstrip("\n")))
    except Refused:
        print("refused")
END
done
cat > prosody-read.lua <<'END'
package.path, package.cpath = "/usr/lib/prosody/?.lua;" .. package.path, "/usr/lib/prosody/?.so;" .. package.cpath
local jid = require "util.jid"
for line in io.lines("addresses") do print(jid.prep(line) or "refused") end
END

look() {
    echo "address | slixmpp | aioxmpp | nbxmpp | Prosody"
    paste -d'|' addresses <(python slixmpp-read.py) <(python aioxmpp-read.py) <(/usr/bin/python3 nbxmpp-read.py) \
        <(lua5.4 prosody-read.lua) | sed 's/|/ | /g'
}

compare <<'EOF'
address | slixmpp | aioxmpp | nbxmpp | Prosody
A@Example.COM | a@example.com | a@example.com | a@example.com | a@example.com
a@example.com. | a@example.com. | a@example.com. | a@example.com | a@example.com
a@BÜCHER.example | a@bücher.example | a@bücher.example | a@bücher.example | a@bücher.example
a@xn--bcher-kva.example | a@xn--bcher-kva.example | a@xn--bcher-kva.example | a@xn--bcher-kva.example | a@xn--bcher-kva.example
a@straße.example | a@strasse.example | a@strasse.example | a@straße.example | a@strasse.example
a@example。com | a@example。com | a@example。com | a@example.com | a@example。com
a@im_1.example.com | a@im_1.example.com | a@im_1.example.com | refused | a@im_1.example.com
a@[2001:db8::1] | a@[2001:db8::1] | a@[2001:db8::1] | a@2001:db8::1 | a@[2001:db8::1]
ß@example.com | ss@example.com | ss@example.com | ss@example.com | ss@example.com
EOF
