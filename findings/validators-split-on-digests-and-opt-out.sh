#!/bin/bash
# A signed zone with delegations by several kinds of DS records, a wildcard and NSEC3 with opt-out, asked of five
# validators.
#
# Guess: validators of the same year agree on which names are secure, insecure and bogus.
# Seen:  three times they do not. A digest of SHA-1 that is right beside one of SHA-256 that is wrong: secure for
#        Unbound and dnsmasq, bogus for the other three, as RFC 4509 has SHA-1 ignored there. A wrong digest of GOST
#        alone: bogus for dnsmasq, which knows that algorithm, insecure for the others. Where the proof is of opt-out,
#        dnsmasq sets AD for names from a wildcard and for names that do not exist, which RFC 5155 forbids; delv calls
#        the former unsigned and the latter "fully validated". All agree on SHA-1 alone, on SHA-256 that is wrong beside
#        SHA-384 that is right, and on unknown digests and algorithms.
# With:  Unbound 1.17.1, BIND 9.18.49 (delv), Knot Resolver 5.6.0, PowerDNS Recursor 4.8.8, dnsmasq 2.90 (Debian 12).
#        Source: RFC 4509, section 3; RFC 4035, section 5.2; RFC 5155, section 9.2. Seen 2026-11-29.
# So:    one resolver's verdict is one of several. A DS record that fits no key is worth a warning, whatever the
#        validator says: with a stale one a domain is gone for a part of the world only.
debian="unbound=1.17.1-2+deb12u4 bind9-dnsutils=1:9.18.49-1~deb12u3 knot-resolver=5.6.0-1+deb12u1
    pdns-recursor=4.8.8-1+deb12u1 dnsmasq-base=2.90-4~deb12u2 ldnsutils=1.8.3-1+b1 nsd=4.6.1-1"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

wrong=$(printf '%064d' 0)
names=""
child() { # NAME, then its DS records: a digest's number to compute, or ALGORITHM/DIGEST for one that fits nothing
    local key
    echo "www A 192.0.2.1" | zone "$1.p.test"
    key=$(ldns-keygen -a ECDSAP256SHA256 -k "$1.p.test")
    ldns-signzone "$1.p.test.zone" "$key"
    names="$names $1"
    echo "$1 NS ns"
    for kind in "${@:2}"; do
        case $kind in
            */*) echo "$1 DS 1 ${kind%/*} ${kind#*/} $wrong" ;;
            *) ldns-key2ds -n "-$kind" "$key.key" ;;
        esac
    done
}
{
    child right 2
    child sha1 1
    child sha1-wrong-sha256 1 13/2
    child sha384-wrong-sha256 4 13/2
    child gost 13/3
    child unknown-digest 13/9
    child unknown-algorithm 200/2
    echo "*.wild A 192.0.2.1"
} > records
zone p.test < records
key=$(ldns-keygen -a ECDSAP256SHA256 -k p.test)
cat "$key.key" > anchors
ldns-signzone -n -p p.test.zone "$key"
zones=p.test
for name in $names; do zones="$zones $name.p.test"; done
# shellcheck disable=SC2086
serve $zones

# shellcheck disable=SC2086
resolver $zones
unbound -c unbound.conf
digest=$(ldns-key2ds -n -2 "$key.key" | awk '{ print $5, $6, $7, $8 }')
{
    printf 'local-address=127.0.0.1\nlocal-port=5302\ndnssec=validate\nsocket-dir=%s\ndont-query=\n' "$PWD"
    printf 'lua-config-file=%s/recursor.lua\nforward-zones=' "$PWD"
    for name in $zones; do printf '%s=127.0.0.1:5300,' "$name"; done | sed 's/,$/\n/'
} > recursor.conf
echo "addTA('p.test', '$digest')" > recursor.lua
pdns_recursor --config-dir="$PWD" > recursor.log 2>&1 &
{
    printf 'no-resolv\nno-hosts\nport=5303\nlisten-address=127.0.0.1\nbind-interfaces\ndnssec\nuser=root\n'
    # It does not start without an anchor for the root.
    echo "trust-anchor=.,1,8,2,$wrong"
    echo "trust-anchor=p.test,${digest// /,}"
    echo "server=/p.test/127.0.0.1#5300"
} > dnsmasq.conf
dnsmasq -C dnsmasq.conf -k > dnsmasq.log 2>&1 &
cat > kresd.conf <<END
net.listen('127.0.0.1', 5304)
trust_anchors.remove('.')
trust_anchors.add('$(cut -d';' -f1 anchors | tr '\t' ' ')')
policy.add(policy.suffix(policy.FORWARD('127.0.0.1@5300'), {todname('p.test')}))
END
kresd -n -c kresd.conf "$PWD" > kresd.log 2>&1 &
for port in 5301 5302 5303 5304; do listening $port; done
delv_anchors p.test

ask() { # PORT NAME
    dig @127.0.0.1 -p "$1" "$2.p.test" +dnssec +tries=1 > answer || true
    if grep -q SERVFAIL answer; then echo bogus
    elif grep -qE '^;; flags:.* ad' answer; then echo secure
    else echo insecure
    fi
}
look() {
    for name in $names wild absent; do
        host=www.$name
        [ "$name" = absent ] && host=absent
        delv @127.0.0.1 -p 5300 -a keys.p.test +root=p.test "$host.p.test" > answer 2>&1 || true
        case $(cat answer) in
            *"fully validated"*) bind=secure ;;
            *"unsigned answer"*) bind=insecure ;;
            *"broken trust chain"*) bind=bogus ;;
            *) bind="-" ;;
        esac
        echo "$name: unbound $(ask 5301 "$host"), bind $bind, knot $(ask 5304 "$host")," \
            "powerdns $(ask 5302 "$host"), dnsmasq $(ask 5303 "$host")"
    done
}

compare <<'EOF'
right: unbound secure, bind secure, knot secure, powerdns secure, dnsmasq secure
sha1: unbound secure, bind secure, knot secure, powerdns secure, dnsmasq secure
sha1-wrong-sha256: unbound secure, bind bogus, knot bogus, powerdns bogus, dnsmasq secure
sha384-wrong-sha256: unbound secure, bind secure, knot secure, powerdns secure, dnsmasq secure
gost: unbound insecure, bind insecure, knot insecure, powerdns insecure, dnsmasq bogus
unknown-digest: unbound insecure, bind insecure, knot insecure, powerdns insecure, dnsmasq insecure
unknown-algorithm: unbound insecure, bind insecure, knot insecure, powerdns insecure, dnsmasq insecure
wild: unbound insecure, bind insecure, knot insecure, powerdns insecure, dnsmasq secure
absent: unbound insecure, bind secure, knot insecure, powerdns insecure, dnsmasq secure
EOF
