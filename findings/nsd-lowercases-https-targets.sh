#!/bin/bash
# A zone with a capital letter in the target of an HTTPS record (RFC 9460), signed rightly, served by NSD.
#
# Guess: a name server hands out record data as it was signed, so that what verifies in the file verifies on the wire.
# Seen:  NSD puts the target into small letters. Capitals do not count in the canonical form of SRV or MX (RFC 4034,
#        section 6.2, as amended by RFC 6840, section 5.1), but HTTPS and SVCB are not on that list: the bytes changed
#        are bytes signed. `ldns-verify-zone` and `dnssec-verify` call the file complete, and Unbound and delv call the
#        answer bogus. The SRV record beside it, with the same target, stays secure.
# With:  NSD 4.6.1, ldns 1.8.3, BIND 9.18.49, Unbound 1.17.1 (Debian 12). Seen 2026-11-28.
# So:    a single bogus type in a zone that is otherwise secure is no attack and no expired signature; the finding has
#        to name the record. Whoever signs HTTPS records should write targets in small letters.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9-utils=1:9.18.49-1~deb12u3 bind9-dnsutils=1:9.18.49-1~deb12u3
    unbound=1.17.1-2+deb12u4"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

zone z.test <<'EOF'
web HTTPS 1 MX.z.test. alpn=h2
srv SRV 0 0 5222 MX.z.test.
EOF
sign z.test ECDSAP256SHA256
serve z.test
resolver z.test
delv_anchors z.test
unbound -c unbound.conf
listening 5301

look() {
    ldns-verify-zone -k anchors z.test.zone.signed | tail -1
    dnssec-verify -z -o z.test z.test.zone.signed 2>&1 | grep '^Zone' || echo "dnssec-verify: not complete"
    for question in "srv.z.test SRV" "web.z.test HTTPS"; do
        echo "# $question"
        # shellcheck disable=SC2086
        dig @127.0.0.1 -p 5300 $question +noall +answer | awk '{ $1 = $1; print "served: " $0 }'
        # shellcheck disable=SC2086
        dig @127.0.0.1 -p 5301 $question +dnssec > out
        sed -n 's/.*status: \([A-Z]*\).*/unbound: \1/p; s/^;; flags:.* ad;.*/unbound: ad/p' out
        # shellcheck disable=SC2086
        delv -a keys.z.test +root=z.test @127.0.0.1 -p 5300 $question > out 2>&1
        grep '^;' out | sed 's/^;* */delv: /' | tail -1
    done
}

compare <<'EOF'
Zone is verified and complete
Zone fully signed:
# srv.z.test SRV
served: srv.z.test. 300 IN SRV 0 0 5222 mx.z.test.
unbound: NOERROR
unbound: ad
delv: fully validated
# web.z.test HTTPS
served: web.z.test. 300 IN HTTPS 1 mx.z.test. alpn="h2"
unbound: SERVFAIL
delv: resolution failed: RRSIG failed to verify
EOF
