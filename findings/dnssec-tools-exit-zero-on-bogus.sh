#!/bin/bash
# A record whose signature does not fit, asked for with the command line tools that validate.
#
# Guess: a validating tool exits non-zero when validation fails, as its one task has failed.
# Seen:  delv and unbound-host write "failed to verify" and "BOGUS" and exit 0, the same as for a secure answer. Only
#        drill exits with a number of its own (35), with -S and with -D.
# With:  delv 9.18.49, unbound-host 1.17.1, drill 1.8.3 (Debian 12). Seen 2026-11-28.
# So:    a cron job or CI step that trusts the exit code of delv never fails. Read the words, or use drill.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9-dnsutils=1:9.18.49-1~deb12u3 unbound-host=1.17.1-2+deb12u4"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

printf 'www A 192.0.2.1\nbad A 192.0.2.2\n' | zone z.test
sign z.test ECDSAP256SHA256
# The address is changed after signing.
sed -i 's/192\.0\.2\.2$/192.0.2.3/' z.test.zone.signed
serve z.test
resolver z.test
delv_anchors z.test

look() {
    exits() {
        local name=$1 status=0
        shift
        "$@" > out 2>&1 || status=$?
        words='fully validated|failed to verify|\(secure\)|\(BOGUS|Chase [a-z]+|VALIDATED|Bogus'
        echo "$name: exit $status, $(grep -oE "$words" out | head -1)"
    }
    for name in www.z.test bad.z.test; do
        echo "# $name"
        exits delv delv -a keys.z.test +root=z.test @127.0.0.1 -p 5300 $name A
        exits unbound-host unbound-host -C unbound.conf -v -t A $name
        exits "drill -S" drill -p 5300 -k anchors -S $name A @127.0.0.1
        exits "drill -D" drill -p 5300 -k anchors -D $name A @127.0.0.1
    done
}

compare <<'EOF'
# www.z.test
delv: exit 0, fully validated
unbound-host: exit 0, (secure)
drill -S: exit 0, Chase successful
drill -D: exit 0, VALIDATED
# bad.z.test
delv: exit 0, failed to verify
unbound-host: exit 0, (BOGUS
drill -S: exit 35, Bogus
drill -D: exit 35, Bogus
EOF
