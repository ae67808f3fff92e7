#!/bin/bash
# Two DMARC records that RFC 9989 takes: one beside an unrelated TXT record, and one with an address for reports and no
# p.
#
# Guess: two current checkers agree on whether a domain has DMARC.
# Seen:  a token for domain verification under _dmarc makes checkdmarc say "not valid", though records that do not begin
#        with v=DMARC1 are to be discarded; opendmarc finds p=reject. The record without p (it acts as p=none) is right
#        for checkdmarc and an error for opendmarc, exit 70. With a plain record both agree.
# With:  checkdmarc 6.0.4 (PyPI), opendmarc 1.4.2 (Debian 12). Source: RFC 9989, section 4.10. Seen 2026-11-28.
# So:    neither is an oracle. A domain that checkdmarc calls broken may be rejecting forged mail every day.
debian="opendmarc=1.4.2-2+b1 nsd=4.6.1-1" pypi="checkdmarc==6.0.4"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

zone z.test <<'EOF'
plain MX 0 plain
plain A 127.0.0.1
_dmarc.plain TXT "v=DMARC1; p=reject; rua=mailto:x@plain.z.test"
token MX 0 token
token A 127.0.0.1
_dmarc.token TXT "v=DMARC1; p=reject; rua=mailto:x@token.z.test"
_dmarc.token TXT "example-domain-verification=1"
nop MX 0 nop
nop A 127.0.0.1
_dmarc.nop TXT "v=DMARC1; rua=mailto:x@nop.z.test"
EOF
serve z.test
sed -i s/5300/53/ nsd.conf
nsd -c nsd.conf 2> /dev/null
listening 53
echo nameserver 127.0.0.1 > /etc/resolv.conf
cat > check.py <<'EOF'
import sys, checkdmarc.dmarc
result = checkdmarc.dmarc.check_dmarc(sys.argv[1], nameservers=["127.0.0.1"])
if result["valid"]:
    print("valid, p =", result["tags"]["p"]["value"])
else:
    print("not valid:", result["error"].split(".")[0])
EOF

look() {
    for name in plain token nop; do
        echo "$name: checkdmarc $(python check.py $name.z.test)"
        status=0
        opendmarc-check $name.z.test > out 2>&1 || status=$?
        echo "$name: opendmarc exit $status, $(grep -oE 'Domain policy: [a-z]+|Found .*' out)"
    done
}

compare <<'EOF'
plain: checkdmarc valid, p = reject
plain: opendmarc exit 0, Domain policy: reject
token: checkdmarc not valid: Unrelated TXT records were discovered
token: opendmarc exit 0, Domain policy: reject
nop: checkdmarc valid, p = none
nop: opendmarc exit 70, Found DMARC record lacked a required p= entry
EOF
