#!/bin/bash
# The DMARC policy of names below example.com, which has p=none; sp=quarantine, asked of four programs. unit.example.com
# says of itself that it is an organizational domain: p=reject; psd=n.
#
# Guess: a name without a record has the policy of the domain above it, and where RFC 9989 gives another one than the
#        public suffix list did, a checker of each kind shows one of the two.
# Seen:  three answers for one name. For a.unit.example.com checkdmarc, by the tree walk of RFC 9989, says reject;
#        authheaders and Mail::DMARC, by the list, say quarantine; opendmarc-check says that there is no record, as it
#        does for every name that has none of its own. Where there is t=y, which takes reject down a step, Mail::DMARC
#        says reject.
# With:  checkdmarc 6.0.4, authheaders 0.16.3 (PyPI), Mail::DMARC 1.20211209, opendmarc 1.4.2 (Debian 12). Source:
#        RFC 9989, sections 4.7 and 4.10. Seen 2026-11-28.
# So:    "no DMARC" of opendmarc-check is no fact about a subdomain. A policy found has to be shown with the name it
#        stands at, and receivers will apply the old one and the new one side by side for years.
debian="opendmarc=1.4.2-2+b1 libmail-dmarc-perl=1.20211209-4 nsd=4.6.1-1" pypi="checkdmarc==6.0.4 authheaders==0.16.3"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

zone com < /dev/null
zone example.com <<'EOF'
@ A 127.0.0.1
@ MX 0 @
_dmarc TXT "v=DMARC1; p=none; sp=quarantine"
a MX 0 @
_dmarc.unit TXT "v=DMARC1; p=reject; psd=n"
unit MX 0 @
a.unit MX 0 @
_dmarc.trial TXT "v=DMARC1; p=reject; t=y"
trial MX 0 @
EOF
serve com example.com
sed -i s/5300/53/ nsd.conf
nsd -c nsd.conf 2> /dev/null
listening 53
echo nameserver 127.0.0.1 > /etc/resolv.conf
cat > check.py <<'EOF'
import sys
import authheaders.dmarc_lookup, checkdmarc.dmarc
name = sys.argv[1]
result = checkdmarc.dmarc.check_dmarc(name, nameservers=["127.0.0.1"])
tags = {tag: result["tags"][tag]["value"] for tag in ("p", "sp", "t")}
below = result["location"] != name
print(f"checkdmarc: {tags['sp' if below else 'p']}, t={tags['t']}, of {result['location']}")
record, location = authheaders.dmarc_lookup.receiver_record(name)
policy = record.get("sp", record["p"]) if location else record["p"]
print(f"authheaders: {policy}, of {location or name}")
EOF
cat > check.pl <<'EOF'
use Mail::DMARC::PurePerl;
my $dmarc = Mail::DMARC::PurePerl->new();
$dmarc->source_ip("192.0.2.1");
$dmarc->envelope_from($ARGV[0]);
$dmarc->header_from($ARGV[0]);
$dmarc->dkim([]);
$dmarc->spf([]);
print "Mail::DMARC: ", $dmarc->validate()->disposition, ", of ", $dmarc->result->published->domain, "\n";
EOF

look() {
    for name in example.com a.example.com unit.example.com a.unit.example.com trial.example.com; do
        echo "# $name"
        python check.py $name
        perl check.pl $name
        opendmarc-check $name > out 2>&1 || true
        echo "opendmarc-check: $(grep -oE 'Domain policy: [a-z]+|lacked.*' out)"
    done
}

compare <<'EOF'
# example.com
checkdmarc: none, t=n, of example.com
authheaders: none, of example.com
Mail::DMARC: none, of example.com
opendmarc-check: Domain policy: none
# a.example.com
checkdmarc: quarantine, t=n, of example.com
authheaders: quarantine, of example.com
Mail::DMARC: quarantine, of example.com
opendmarc-check: lacked a DMARC record
# unit.example.com
checkdmarc: reject, t=n, of unit.example.com
authheaders: reject, of unit.example.com
Mail::DMARC: reject, of unit.example.com
opendmarc-check: Domain policy: reject
# a.unit.example.com
checkdmarc: reject, t=n, of unit.example.com
authheaders: quarantine, of example.com
Mail::DMARC: quarantine, of example.com
opendmarc-check: lacked a DMARC record
# trial.example.com
checkdmarc: reject, t=y, of trial.example.com
authheaders: reject, of trial.example.com
Mail::DMARC: reject, of trial.example.com
opendmarc-check: Domain policy: reject
EOF
