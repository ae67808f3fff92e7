#!/bin/bash
# One signed zone with NSEC3 at 150 and at 151 iterations.
#
# Guess: a zone is secure as a whole, or it is insecure as a whole; above the limit of a validator it is insecure.
# Seen:  at 151 what exists stays secure. Insecure become the name that does not exist, the type that does not exist,
#        and also an address that does exist, made from a wildcard (its answer carries an NSEC3 proof). Unbound,
#        libunbound and delv agree. At 150 all four are secure.
# With:  Unbound 1.17.1, delv 9.18.49, zones signed by ldns 1.8.3 (Debian 12). Source: RFC 9276, section 3.2. Seen
#        2026-11-28.
# So:    "secure" belongs to an answer, not to a domain. An absent TLSA record in such a zone is no proven absence, and
#        a mail host behind a wildcard loses its DANE while its neighbour keeps it.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9-dnsutils=1:9.18.49-1~deb12u3 unbound=1.17.1-2+deb12u4"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

for iterations in 150 151; do
    printf 'www A 192.0.2.1\n*.wild A 192.0.2.2\n' | zone n$iterations.test
    sign n$iterations.test ECDSAP256SHA256 -n -t $iterations 2> /dev/null
done
serve n150.test n151.test
resolver n150.test n151.test
unbound -c unbound.conf
listening 5301

look() {
    for zone in n150.test n151.test; do
        delv_anchors $zone
        for question in "www.$zone A" "www.$zone TLSA" "nothing.$zone A" "mx.wild.$zone A"; do
            # shellcheck disable=SC2086
            echo "$question:" \
                "Unbound $(validated $question)," \
                "delv $(delv -a keys.$zone +root=$zone @127.0.0.1 -p 5300 $question 2>&1 | grep -E '^; ' | head -1)"
        done
    done
}

compare <<'EOF'
www.n150.test A: Unbound secure, delv ; fully validated
www.n150.test TLSA: Unbound secure, delv ; negative response, fully validated
nothing.n150.test A: Unbound secure, delv ; negative response, fully validated
mx.wild.n150.test A: Unbound secure, delv ; fully validated
www.n151.test A: Unbound secure, delv ; fully validated
www.n151.test TLSA: Unbound insecure, delv ; negative response, unsigned answer
nothing.n151.test A: Unbound insecure, delv ; negative response, unsigned answer
mx.wild.n151.test A: Unbound insecure, delv ; unsigned answer
EOF
