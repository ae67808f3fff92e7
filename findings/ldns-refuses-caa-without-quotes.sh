#!/bin/bash
# A zone file with a CAA record whose value has no quotes.
#
# Guess: RFC 8659 (section 4.1.1) has the value with quotes or, where there is no space in it, without, and every reader
#        of zone files takes both.
# Seen:  ldns refuses the value without quotes ("could not parse the RR's rdata"), and the whole zone with it, so that
#        ldns-signzone signs nothing. NSD, of the same makers, BIND and dnspython load both.
# With:  ldns 1.8.3, NSD 4.6.1, BIND 9.18.49 (Debian 12), dnspython 2.9.2 (PyPI). Seen 2026-11-28.
# So:    a zone that the name server serves may not be signable by the tool beside it. Records that a site shows to be
#        copied should have the quotes.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9-utils=1:9.18.49-1~deb12u3" pypi="dnspython==2.9.2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

look() {
    while read -r record; do
        echo "@ $record" | zone z.test
        verdict() { if "${@:2}" > out 2>&1; then echo "  $1 loads"; else echo "  $1 refuses"; fi; }
        echo "$record"
        verdict NSD nsd-checkzone z.test z.test.zone
        verdict ldns ldns-read-zone z.test.zone
        verdict BIND named-checkzone z.test z.test.zone
        verdict dnspython python -c 'import dns.zone; dns.zone.from_file("z.test.zone", "z.test")'
    done <<'EOF'
CAA 0 issue "ca.example"
CAA 0 issue ca.example
EOF
}

compare <<'EOF'
CAA 0 issue "ca.example"
  NSD loads
  ldns loads
  BIND loads
  dnspython loads
CAA 0 issue ca.example
  NSD loads
  ldns refuses
  BIND loads
  dnspython loads
EOF
