#!/bin/bash
# SVCB and HTTPS records with parameters by their number (key1=…), as tools write those that they have no name for, in
# four name servers and ldns.
#
# Guess: key1= is the octets of the parameter, whether or not the reader has a name for number 1, as RFC 9460 says; so
#        key1=\002h2 and alpn=h2 are one record.
# Seen:  BIND and Knot do as guessed. NSD and ldns read key1 as alpn: they put a length before the length, and serve and
#        sign a record for a protocol that is called "\x02h2". key3 (port) and key4 (ipv4hint) keep the zone from
#        loading. key5 (ech) keeps the zone from loading in ldns, and NSD serves it empty, without a warning. PowerDNS
#        makes port 187 of \001\187, which is 443. Numbers without a name are right everywhere.
# With:  NSD 4.6.1, ldns 1.8.3, BIND 9.18.49, Knot DNS 3.2.6, PowerDNS 4.7.3 (Debian 12). Source: RFC 9460, section
#        2.1. Seen 2026-11-29.
# So:    a zone that one tool wrote and another signs may announce protocols that no client knows, and ports where
#        nobody listens. Give the parameters by name, or the whole record by RFC 3597; whoever scans shows the octets of
#        a protocol's name.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9=1:9.18.49-1~deb12u3 knot=3.2.6-1 pdns-server=4.7.3-2
    pdns-backend-bind=4.7.3-2 bind9-dnsutils=1:9.18.49-1~deb12u3"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

cat > records <<'END'
name SVCB 1 . alpn=h2
key1 SVCB 1 . key1=\002h2
two HTTPS 1 . key1="\002h2\002h3"
key2 SVCB 1 . alpn=h2 key2
key3 SVCB 1 . key3=\001\187
key4 SVCB 1 . key4=\192\000\002\001
key5 SVCB 1 . key5=\000\001a
key7 SVCB 1 . key7=/q{?dns}
key9999 SVCB 1 . key9999=\002h2
END
mkdir knot powerdns
cat > named.conf <<END
options {
    directory "$PWD"; listen-on port 5310 { 127.0.0.1; }; listen-on-v6 { none; }; recursion no;
    pid-file none; session-keyfile "$PWD/session";
};
controls {};
END
cat > knot.conf <<END
server:
  listen: 127.0.0.1@5311
  rundir: $PWD/knot
database:
  storage: $PWD/knot
zone:
END
cat > powerdns/pdns.conf <<END
launch=bind
bind-config=$PWD/powerdns/zones
local-address=127.0.0.1
local-port=5312
socket-dir=$PWD/powerdns
END
names=""
while read -r name record; do
    names="$names $name.test"
    echo "@ $record" | zone "$name.test"
    echo "zone \"$name.test\" { type primary; file \"$PWD/$name.test.zone\"; };" >> named.conf
    echo "zone \"$name.test\" { type master; file \"$PWD/$name.test.zone\"; };" >> powerdns/zones
    printf '  - domain: %s.test\n    file: %s/%s.test.zone\n' "$name" "$PWD" "$name" >> knot.conf
done < records
# shellcheck disable=SC2086
serve $names
named -f -c named.conf > named.log 2>&1 &
knotd -c knot.conf > knot.log 2>&1 &
pdns_server --config-dir="$PWD/powerdns" > powerdns.log 2>&1 &
for port in 5310 5311 5312; do
    listening $port
    for name in $names; do loaded $port "$name"; done
done

octets() { sed -E 's|^\\# [0-9]+ ?||' | tr -d ' ' | tr '[:upper:]' '[:lower:]' | grep . || echo none; }
look() {
    while read -r name record; do
        echo "$record"
        type=${record%% *}
        for server in BIND:5310 Knot:5311 PowerDNS:5312 NSD:5300; do
            dig @127.0.0.1 -p "${server#*:}" "$name.test" "$type" +short +unknownformat > answer
            echo "  ${server%:*}: $(octets < answer)"
        done
        ldns-read-zone -u "$type" "$name.test.zone" 2> /dev/null | sed -n 's/.*TYPE6[45]\t//p' > answer
        echo "  ldns: $(octets < answer)"
    done < records
    echo "warnings of NSD about key5: $(nsd-checkzone key5.test key5.test.zone 2>&1)"
}

compare <<'EOF'
SVCB 1 . alpn=h2
  BIND: 00010000010003026832
  Knot: 00010000010003026832
  PowerDNS: 00010000010003026832
  NSD: 00010000010003026832
  ldns: 00010000010003026832
SVCB 1 . key1=\002h2
  BIND: 00010000010003026832
  Knot: 00010000010003026832
  PowerDNS: 00010000010003026832
  NSD: 0001000001000403026832
  ldns: 0001000001000403026832
HTTPS 1 . key1="\002h2\002h3"
  BIND: 00010000010006026832026833
  Knot: 00010000010006026832026833
  PowerDNS: 00010000010006026832026833
  NSD: 0001000001000706026832026833
  ldns: 0001000001000706026832026833
SVCB 1 . alpn=h2 key2
  BIND: 0001000001000302683200020000
  Knot: 0001000001000302683200020000
  PowerDNS: 0001000001000302683200020000
  NSD: 0001000001000302683200020000
  ldns: 0001000001000302683200020000
SVCB 1 . key3=\001\187
  BIND: 0001000003000201bb
  Knot: 0001000003000201bb
  PowerDNS: 0001000003000200bb
  NSD: none
  ldns: none
SVCB 1 . key4=\192\000\002\001
  BIND: 00010000040004c0000201
  Knot: 00010000040004c0000201
  PowerDNS: 00010000040004c0000201
  NSD: none
  ldns: none
SVCB 1 . key5=\000\001a
  BIND: 00010000050003000161
  Knot: 00010000050003000161
  PowerDNS: 00010000050003000161
  NSD: 00010000050000
  ldns: none
SVCB 1 . key7=/q{?dns}
  BIND: 000100000700082f717b3f646e737d
  Knot: 000100000700082f717b3f646e737d
  PowerDNS: 000100000700082f717b3f646e737d
  NSD: 000100000700082f717b3f646e737d
  ldns: 000100000700082f717b3f646e737d
SVCB 1 . key9999=\002h2
  BIND: 000100270f0003026832
  Knot: 000100270f0003026832
  PowerDNS: 000100270f0003026832
  NSD: 000100270f0003026832
  ldns: 000100270f0003026832
warnings of NSD about key5: zone key5.test is ok
EOF
