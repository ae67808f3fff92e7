#!/bin/bash
# A zone file with what most zone files have, read by zonefile-parser and by dnspython.
#
# Guess: a library that is there to read zone files reads records of several strings, a TTL in front of or behind the
#        class, and lines that go on with the name above; what it cannot read is an error.
# Seen:  of two strings on one line it keeps the first, so that an SPF record loses its -all; on two lines, in
#        parentheses, it keeps both. TLSA and HTTPS records keep their first number. A line without a name goes to the
#        zone itself, not to the name above it. `IN 300 A` gives a record of the type 300. No error, no warning; dnspython
#        reads all of it.
# With:  zonefile-parser 0.1.20, dnspython 2.9.2 (PyPI). Source: RFC 1035, sections 3.3.14 and 5.1. Seen 2026-11-28.
# So:    a list of policies made from zone files by this is wrong where a record is cut into strings, and gives the
#        second address of a name to its domain.
pypi="zonefile-parser==0.1.20 dnspython==2.9.2"
. "$(dirname "$0")/common/setting"

cat > zone <<'EOF'
$ORIGIN z.test.
$TTL 600
@ IN SOA ns hostmaster 1 3600 600 86400 300
@ IN NS ns
ns IN A 192.0.2.1
host 300 IN A 192.0.2.2
     IN AAAA 2001:db8::2
class IN 300 A 192.0.2.3
spf IN TXT "v=spf1 mx " "-all"
s._domainkey IN TXT ( "v=DKIM1; k=rsa; p=first"
    "second" )
_25._tcp.host IN TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000
web IN HTTPS 1 . alpn="h2"
EOF
cat > read.py <<'EOF'
import dns.zone, zonefile_parser
text = open("zone").read()
print("# zonefile-parser")
for record in zonefile_parser.parse(text):
    if record.rtype not in ("SOA", "NS"):
        print(record.name, record.ttl, record.rtype, *record.rdata.values())
print("# dnspython")
for name, ttl, data in dns.zone.from_text(text, relativize=False).iterate_rdatas():
    if data.rdtype.name not in ("SOA", "NS"):
        print(name.to_text(True), ttl, data.rdtype.name, data.to_text().replace("0" * 56, "…"))
EOF

look() { python read.py; }

compare <<'EOF'
# zonefile-parser
ns.z.test. 600 A 192.0.2.1
host.z.test. 300 A 192.0.2.2
z.test. 600 AAAA 2001:db8::2
class.z.test. 600 300 A
spf.z.test. 600 TXT v=spf1 mx 
s._domainkey.z.test. 600 TXT v=DKIM1; k=rsa; p=firstsecond
_25._tcp.host.z.test. 600 TLSA 3
web.z.test. 600 HTTPS 1
# dnspython
ns.z.test 600 A 192.0.2.1
host.z.test 300 A 192.0.2.2
host.z.test 600 AAAA 2001:db8::2
class.z.test 300 A 192.0.2.3
spf.z.test 600 TXT "v=spf1 mx " "-all"
s._domainkey.z.test 600 TXT "v=DKIM1; k=rsa; p=first" "second"
_25._tcp.host.z.test 600 TLSA 3 1 1 …00000000
web.z.test 600 HTTPS 1 . alpn="h2"
EOF
