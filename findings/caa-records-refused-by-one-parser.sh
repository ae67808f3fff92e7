#!/bin/bash
# Zone files with a CAA record whose value has no quotes, and with one whose tag has capitals.
#
# Guess: what RFC 8659 (section 4.1.1) lets into a zone file, quotes or none, any case of the tag, every name server
#        loads.
# Seen:  ldns refuses the value without quotes ("could not parse the RR's rdata"), NSD refuses the capitals ("invalid
#        char I"), and each of them refuses the whole zone for it. BIND and dnspython load both.
# With:  ldns 1.8.3, NSD 4.6.1, BIND 9.18.49 (Debian 12), dnspython 2.9.2 (PyPI). Seen 2026-11-28.
# So:    advice that is copied into zone files has to be written the narrow way: `0 issue "ca.example"`, small letters
#        and quotes. A reader compares tags without case.
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
CAA 0 Issue "ca.example"
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
CAA 0 Issue "ca.example"
  NSD refuses
  ldns loads
  BIND loads
  dnspython loads
EOF
