#!/bin/bash
# Zones with signatures that ended some time ago, or that begin later, asked of six validators.
#
# Guess: a signature that has expired makes a zone bogus for every validator, within a minute or five of clocks that
#        differ.
# Seen:  Unbound takes a signature for a tenth of its lifetime longer, and as much earlier: one of thirty days for a
#        whole day, one of a day for two hours and a half. BIND, Knot Resolver, PowerDNS, dnsmasq and ldns call all of
#        them bogus or expired, from ten minutes on. Nothing in Unbound's answer tells: AD is set.
# With:  Unbound 1.17.1, BIND 9.18.49, Knot Resolver 5.6.0, PowerDNS Recursor 4.8.8, dnsmasq 2.90, ldns 1.8.3 (Debian
#        12). Source: RFC 4034, section 3.1.5; RFC 4035, section 5.3.1; val-sig-skew-max of unbound.conf(5). Seen
#        2026-11-29.
# So:    a scanner that asks Unbound says "secure" of a zone that most of the world cannot reach any more. The end of
#        the signatures has to be read and shown beside the verdict.
debian="unbound=1.17.1-2+deb12u4 bind9-dnsutils=1:9.18.49-1~deb12u3 knot-resolver=5.6.0-1+deb12u1
    pdns-recursor=4.8.8-1+deb12u1 dnsmasq-base=2.90-4~deb12u2 ldnsutils=1.8.3-1+b1 nsd=4.6.1-1"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

at() { date -u -d "$1" +%Y%m%d%H%M%S; }
names=""
signed() { # NAME BEGIN END
    echo "www A 192.0.2.1" | zone "$1.test"
    sign "$1.test" ECDSAP256SHA256 -i "$(at "$2")" -e "$(at "$3")" > /dev/null
    names="$names $1.test"
}
signed valid "-10 days" "+20 days"
signed ended-10-minutes-ago "-30 days" "-10 minutes"
signed ended-20-hours-ago "-30 days" "-20 hours"
signed ended-2-days-ago "-30 days" "-2 days"
signed day-ended-2-hours-ago "-26 hours" "-2 hours"
signed day-ended-3-hours-ago "-27 hours" "-3 hours"
signed begins-in-20-hours "+20 hours" "+30 days"
# shellcheck disable=SC2086
serve $names

# shellcheck disable=SC2086
resolver $names
unbound -c unbound.conf
while read -r line; do
    echo "$line" > key
    ldns-key2ds -n -2 key | cut -d';' -f1
done < anchors > digests
{
    printf 'local-address=127.0.0.1\nlocal-port=5302\ndnssec=validate\nsocket-dir=%s\ndont-query=\n' "$PWD"
    printf 'lua-config-file=%s/recursor.lua\nforward-zones=' "$PWD"
    for name in $names; do printf '%s=127.0.0.1:5300,' "$name"; done | sed 's/,$/\n/'
} > recursor.conf
awk '{ printf "addTA(\"%s\", \"%s %s %s %s\")\n", $1, $5, $6, $7, $8 }' digests > recursor.lua
pdns_recursor --config-dir="$PWD" > recursor.log 2>&1 &
{
    printf 'no-resolv\nno-hosts\nport=5303\nlisten-address=127.0.0.1\nbind-interfaces\ndnssec\nuser=root\n'
    # It does not start without an anchor for the root.
    awk '{ print "trust-anchor=.,1,8,2," $8; exit }' digests
    awk '{ sub(/\.$/, "", $1); print "trust-anchor=" $1 "," $5 "," $6 "," $7 "," $8 }' digests
    for name in $names; do echo "server=/$name/127.0.0.1#5300"; done
} > dnsmasq.conf
dnsmasq -C dnsmasq.conf -k > dnsmasq.log 2>&1 &
{
    echo "net.listen('127.0.0.1', 5304)"
    echo "trust_anchors.remove('.')"
    cut -d';' -f1 anchors | tr '\t' ' ' | sed "s/.*/trust_anchors.add('&')/"
    for name in $names; do
        echo "policy.add(policy.suffix(policy.FORWARD('127.0.0.1@5300'), {todname('$name')}))"
    done
} > kresd.conf
kresd -n -c kresd.conf "$PWD" > kresd.log 2>&1 &
for port in 5301 5302 5303 5304; do listening $port; done

ask() { # PORT NAME
    dig @127.0.0.1 -p "$1" "www.$2" +dnssec +tries=1 > answer || true
    if grep -qE '^;; flags:.* ad' answer; then echo secure; else grep -oE 'SERVFAIL|NOERROR' answer; fi
}
look() {
    for name in $names; do
        delv_anchors "$name"
        echo "${name%.test}: unbound $(ask 5301 "$name"), knot $(ask 5304 "$name"), powerdns $(ask 5302 "$name")," \
            "dnsmasq $(ask 5303 "$name")"
        delv @127.0.0.1 -p 5300 -a "keys.$name" "+root=$name" "www.$name" > answer 2>&1 || true
        echo "  bind: $(grep -oE 'fully validated|RRSIG has expired|broken trust chain' answer | head -1)"
        ldns-verify-zone -k "$(ls "K$name."*.key)" "$name.zone.signed" > answer 2>&1 || true
        echo "  ldns: $(grep -oE 'is verified|expired|incepted' answer | head -1)"
    done
}

compare <<'EOF'
valid: unbound secure, knot secure, powerdns secure, dnsmasq secure
  bind: fully validated
  ldns: is verified
ended-10-minutes-ago: unbound secure, knot SERVFAIL, powerdns SERVFAIL, dnsmasq SERVFAIL
  bind: RRSIG has expired
  ldns: expired
ended-20-hours-ago: unbound secure, knot SERVFAIL, powerdns SERVFAIL, dnsmasq SERVFAIL
  bind: RRSIG has expired
  ldns: expired
ended-2-days-ago: unbound SERVFAIL, knot SERVFAIL, powerdns SERVFAIL, dnsmasq SERVFAIL
  bind: RRSIG has expired
  ldns: expired
day-ended-2-hours-ago: unbound secure, knot SERVFAIL, powerdns SERVFAIL, dnsmasq SERVFAIL
  bind: RRSIG has expired
  ldns: expired
day-ended-3-hours-ago: unbound SERVFAIL, knot SERVFAIL, powerdns SERVFAIL, dnsmasq SERVFAIL
  bind: RRSIG has expired
  ldns: expired
begins-in-20-hours: unbound secure, knot SERVFAIL, powerdns SERVFAIL, dnsmasq SERVFAIL
  bind: broken trust chain
  ldns: incepted
EOF
