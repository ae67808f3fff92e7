#!/bin/bash
# One zone file in four name servers: a DNAME, two addresses of one name with two TTLs, a name with capitals, and ANY.
#
# Guess: what is in the file is what is answered, in each of them; what a server will not serve keeps the zone from
#        loading, or is in its log. Two TTLs become one (RFC 2181, section 5.2). ANY gives all records or, by RFC 8482,
#        one set that is the same everywhere.
# Seen:  PowerDNS loads the DNAME, answers it when asked for it, and says NXDOMAIN for each name below it (without
#        dname-processing=yes). Of the TTLs 600 and 300 BIND takes the first, Knot the last, and NSD and PowerDNS
#        serve both in one set. BIND writes the name in the answer as the file has it, the others as it was asked for.
#        ANY gives the SOA alone at NSD, the NS alone at Knot, all at BIND and PowerDNS. None of the logs has a word of
#        the DNAME.
# With:  NSD 4.6.1, BIND 9.18.49, Knot DNS 3.2.6, PowerDNS 4.7.3 with its backend for zone files (Debian 12). Source:
#        RFC 6672, section 3.2; RFC 2181, section 5.2; RFC 8482, section 4. Seen 2026-11-29.
# So:    a domain with secondaries of two makes has two answers. Ask each server, compare without case and without
#        TTLs, and never look for records by ANY.
debian="nsd=4.6.1-1 bind9=1:9.18.49-1~deb12u3 knot=3.2.6-1 pdns-server=4.7.3-2 pdns-backend-bind=4.7.3-2
    bind9-dnsutils=1:9.18.49-1~deb12u3"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

zone z.test <<'END'
@ MX 10 Mail
@ TXT "v=spf1 mx -all"
Mail A 192.0.2.1
two 600 A 192.0.2.2
two 300 A 192.0.2.3
other DNAME z.test.
END
serve z.test
mkdir knot powerdns
cat > named.conf <<END
options {
    directory "$PWD"; listen-on port 5310 { 127.0.0.1; }; listen-on-v6 { none; }; recursion no;
    pid-file none; session-keyfile "$PWD/session";
};
controls {};
zone "z.test" { type primary; file "z.test.zone"; };
END
named -f -c named.conf > named.log 2>&1 &
cat > knot.conf <<END
server:
  listen: 127.0.0.1@5311
  rundir: $PWD/knot
database:
  storage: $PWD/knot
zone:
  - domain: z.test
    file: $PWD/z.test.zone
END
knotd -c knot.conf > knot.log 2>&1 &
cat > powerdns/pdns.conf <<END
launch=bind
bind-config=$PWD/powerdns/zones
local-address=127.0.0.1
local-port=5312
socket-dir=$PWD/powerdns
END
echo "zone \"z.test\" { type master; file \"$PWD/z.test.zone\"; };" > powerdns/zones
pdns_server --config-dir="$PWD/powerdns" > powerdns.log 2>&1 &
for port in 5310 5311 5312; do
    listening $port
    loaded $port z.test
done

look() {
    for question in "mail A" "two A" "other DNAME" "mail.other A" "@ ANY"; do
        name=${question% *}.z.test
        echo "${question}:"
        for server in NSD:5300 BIND:5310 Knot:5311 PowerDNS:5312; do
            dig @127.0.0.1 -p "${server#*:}" "${name#@.}" "${question#* }" +norecurse > answer
            echo "  ${server%:*}: $(grep -oE 'NOERROR|NXDOMAIN' answer)$(sed -n '/^;; ANSWER/,/^$/p' answer \
                | sed -E '/^(;|$)/d; s/\t+/ /g; s/\.z\.test\.//g; s/ IN / /' | sort | sed 's/^/; /' | tr -d '\n')"
        done
    done
    echo "of the DNAME in the logs: $(grep -il dname ./*.log || echo nothing)"
}

compare <<'EOF'
mail A:
  NSD: NOERROR; mail 300 A 192.0.2.1
  BIND: NOERROR; Mail 300 A 192.0.2.1
  Knot: NOERROR; mail 300 A 192.0.2.1
  PowerDNS: NOERROR; mail 300 A 192.0.2.1
two A:
  NSD: NOERROR; two 300 A 192.0.2.3; two 600 A 192.0.2.2
  BIND: NOERROR; two 600 A 192.0.2.2; two 600 A 192.0.2.3
  Knot: NOERROR; two 300 A 192.0.2.2; two 300 A 192.0.2.3
  PowerDNS: NOERROR; two 300 A 192.0.2.3; two 600 A 192.0.2.2
other DNAME:
  NSD: NOERROR; other 300 DNAME z.test.
  BIND: NOERROR; other 300 DNAME z.test.
  Knot: NOERROR; other 300 DNAME z.test.
  PowerDNS: NOERROR; other 300 DNAME z.test.
mail.other A:
  NSD: NOERROR; mail 300 A 192.0.2.1; mail.other 300 CNAME mail; other 300 DNAME z.test.
  BIND: NOERROR; Mail 300 A 192.0.2.1; mail.other 300 CNAME mail; other 300 DNAME z.test.
  Knot: NOERROR; mail 300 A 192.0.2.1; mail.other 300 CNAME mail; other 300 DNAME z.test.
  PowerDNS: NXDOMAIN
@ ANY:
  NSD: NOERROR; z.test. 300 SOA ns hostmaster 1 3600 600 86400 300
  BIND: NOERROR; z.test. 300 MX 10 Mail; z.test. 300 NS ns; z.test. 300 SOA ns hostmaster 1 3600 600 86400 300; z.test. 300 TXT "v=spf1 mx -all"
  Knot: NOERROR; z.test. 300 NS ns
  PowerDNS: NOERROR; z.test. 300 MX 10 Mail; z.test. 300 NS ns; z.test. 300 SOA ns hostmaster 1 3600 600 86400 300; z.test. 300 TXT "v=spf1 mx -all"
of the DNAME in the logs: nothing
EOF
