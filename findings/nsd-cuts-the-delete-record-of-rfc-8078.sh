#!/bin/bash
# The records that ask the parent to drop its DS records, as RFC 8078 writes them (CDS 0 0 0 0, CDNSKEY 0 3 0 0), and as
# its erratum 5049 does (CDS 0 0 0 00, CDNSKEY 0 3 0 AA==).
#
# Guess: the RFC's own form is read like the erratum's, as one octet of zero, or refused.
# Seen:  BIND, Knot and dnspython refuse it, Net::DNS reads the octet, ldns that of CDS alone. NSD loads it without
#        a word, and serves both records without the octet: dig calls the answers malformed, kdig shows records that end
#        behind the third number, and dnspython has a key of no length.
# With:  NSD 4.6.1, BIND 9.18.49, Knot 3.2.6, ldns 1.8.3, Net::DNS 1.36 (Debian 12), dnspython 2.9.2 (PyPI). Source:
#        RFC 8078, section 4; RFC 4034, sections 2.2 and 5.3. Seen 2026-11-28.
# So:    a registry may never see the request to go unsigned, and the zone goes bogus when its keys are taken away. A
#        scanner should know the cut record, and say what it was meant to be.
debian="nsd=4.6.1-1 bind9-utils=1:9.18.49-1~deb12u3 bind9-dnsutils=1:9.18.49-1~deb12u3 knot-dnsutils=3.2.6-1
    knot-dnssecutils=3.2.6-1 ldnsutils=1.8.3-1+b1 libnet-dns-perl=1.36-1+deb12u1"
pypi="dnspython==2.9.2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

cat > load.py <<'EOF'
import dns.zone, sys
dns.zone.from_file(sys.argv[1], "z.test")
EOF
cat > write.pl <<'EOF'
use Net::DNS::ZoneFile;
print((Net::DNS::ZoneFile->new($ARGV[0])->read)[-1]->plain, "\n");
EOF
cat > ask.py <<'EOF'
import dns.resolver, sys
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port = ["127.0.0.1"], 5300
for name in "rfc", "erratum":
    print(f"dnspython: CDNSKEY of {name}, key of {len(resolver.resolve(name + '.z.test', 'CDNSKEY')[0].key)} octets")
EOF
printf 'rfc %s\nerratum %s\n' 'CDS 0 0 0 0' 'CDS 0 0 0 00' 'CDNSKEY 0 3 0 0' 'CDNSKEY 0 3 0 AA==' > records

look() {
    verdict() { if "${@:2}" > out 2>&1; then printf ' %s' "$1"; fi; }
    while read -r name record; do
        echo "$name $record" | zone z.test
        printf '%s loads in:' "$record"
        verdict NSD nsd-checkzone z.test z.test.zone
        verdict BIND named-checkzone -q -i none z.test z.test.zone
        verdict Knot kzonecheck -o z.test z.test.zone
        verdict dnspython python load.py z.test.zone
        echo
        echo "  ldns writes: $(ldns-read-zone z.test.zone | grep -oE 'CD[^ ]*\s.*' | tr '\t' ' ')"
        echo "  Net::DNS writes: $(perl write.pl z.test.zone | grep -oE 'CD.*')"
    done < records
    zone z.test < records
    serve z.test
    for question in "rfc CDS" "erratum CDS" "rfc CDNSKEY" "erratum CDNSKEY"; do
        name=${question% *}.z.test
        type=${question#* }
        echo "dig: $type of ${question% *}," \
            "$(dig @127.0.0.1 -p 5300 "$name" "$type" +noall +answer +comments | grep -c 'malformed') malformed"
        echo "kdig: $type of ${question% *}, $(kdig @127.0.0.1 -p 5300 "$name" "$type" +short | sed 's, $,,')"
    done
    python ask.py
}

compare <<'EOF'
CDS 0 0 0 0 loads in: NSD
  ldns writes: CDS 0 0 0 00
  Net::DNS writes: CDS 0 0 0 00
CDS 0 0 0 00 loads in: NSD BIND Knot dnspython
  ldns writes: CDS 0 0 0 00
  Net::DNS writes: CDS 0 0 0 00
CDNSKEY 0 3 0 0 loads in: NSD
  ldns writes: CDNSKEY 0 3 0 0
  Net::DNS writes: CDNSKEY 0 3 0 AA==
CDNSKEY 0 3 0 AA== loads in: NSD BIND Knot dnspython
  ldns writes: CDNSKEY 0 3 0 AA==
  Net::DNS writes: CDNSKEY 0 3 0 AA==
dig: CDS of rfc, 1 malformed
kdig: CDS of rfc, 0 0 0
dig: CDS of erratum, 0 malformed
kdig: CDS of erratum, 0 0 0 00
dig: CDNSKEY of rfc, 1 malformed
kdig: CDNSKEY of rfc, 0 3 0
dig: CDNSKEY of erratum, 0 malformed
kdig: CDNSKEY of erratum, 0 3 0 AA==
dnspython: CDNSKEY of rfc, key of 0 octets
dnspython: CDNSKEY of erratum, key of 1 octets
EOF
