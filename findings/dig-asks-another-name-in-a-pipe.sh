#!/bin/bash
# The address of an internationalised name, asked for with dig from a script.
#
# Guess: `dig straße.z.test` asks for the A-label, as it does on the screen.
# Seen:  dig, host and nslookup encode the name only where standard output is a terminal. In a pipe, a file or a `$( )`
#        they ask for the raw UTF-8 bytes, and the answer is NXDOMAIN. drill and delv never encode. kdig always does.
#        `dig +idnin` asks for the A-label everywhere.
# With:  BIND 9.18.49, ldns 1.8.3, Knot DNS 3.2.6 (Debian 12). Seen 2026-11-28.
# So:    a script that compares dig with a scanner has to give A-labels, or it calls a domain gone that a person at the
#        same prompt can see.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9-dnsutils=1:9.18.49-1~deb12u3 bind9-host=1:9.18.49-1~deb12u3
    knot-dnsutils=3.2.6-1"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

zone z.test <<'EOF'
xn--strae-oqa A 192.0.2.3
EOF
serve z.test
name=straße.z.test

look() {
    verdict() { if grep -q '192\.0\.2\.3'; then echo "$1: found"; else echo "$1: not found"; fi; }
    dig @127.0.0.1 -p 5300 $name 2>&1 | verdict "dig in a pipe"
    script -qc "dig @127.0.0.1 -p 5300 $name" /dev/null < /dev/null | verdict "dig on a terminal"
    dig +idnin @127.0.0.1 -p 5300 $name | verdict "dig +idnin in a pipe"
    { host -p 5300 $name 127.0.0.1 || true; } | verdict "host in a pipe"
    { nslookup -port=5300 $name 127.0.0.1 || true; } | verdict "nslookup in a pipe"
    { delv -i @127.0.0.1 -p 5300 $name 2>&1 || true; } | verdict "delv in a pipe"
    { script -qc "delv -i @127.0.0.1 -p 5300 $name" /dev/null < /dev/null || true; } | verdict "delv on a terminal"
    { drill -p 5300 $name @127.0.0.1 || true; } | verdict "drill in a pipe"
    kdig @127.0.0.1 -p 5300 $name | verdict "kdig in a pipe"
    dig @127.0.0.1 -p 5300 $name | sed -n 's/^;\(stra.*\)\tIN\tA/dig asked for \1/p' | tr -d '\t'
}

compare <<'EOF'
dig in a pipe: not found
dig on a terminal: found
dig +idnin in a pipe: found
host in a pipe: not found
nslookup in a pipe: not found
delv in a pipe: not found
delv on a terminal: not found
drill in a pipe: not found
kdig in a pipe: found
dig asked for stra\195\159e.z.test.
EOF
