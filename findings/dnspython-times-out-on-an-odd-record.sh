#!/bin/bash
# TLSA and SSHFP records whose digest has another length than its type says, asked for with dnspython.
#
# Guess: an odd record is handed out, or raises an error about that record; the good one beside it can be read.
# Seen:  dnspython drops the whole answer, waits on for a better one and raises a timeout after its lifetime, as if the
#        name server were down. So it does for a right TLSA record beside a wrong one, and for HTTPS with
#        no-default-alpn and no alpn. kdig and drill show all of them; dig shows the TLSA records and calls the other
#        two answers bad packets, at once.
# With:  dnspython 2.9.2 (PyPI), NSD 4.6.1, dig 9.18.49, kdig 3.2.6, drill 1.8.3 (Debian 12). Source: RFC 6698, section
#        4.1, has unusable records left aside. Seen 2026-11-28.
# So:    `3 1 2` before a SHA-256 digest is a mistake that operators make. A scanner has to say "unusable record", and
#        "timeout" of a tool on dnspython may mean an answer of this kind.
pypi="dnspython==2.9.2"
debian="nsd=4.6.1-1 knot-dnsutils=3.2.6-1 bind9-dnsutils=1:9.18.49-1~deb12u3 ldnsutils=1.8.3-1+b1"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

digest=$(printf '%064d' 0)
zone z.test <<EOF
right TLSA 3 1 1 $digest
long TLSA 3 1 2 $digest
mixed TLSA 3 1 1 $digest
mixed TLSA 3 1 2 $digest
unknown TLSA 3 1 9 00
key SSHFP 4 2 00
web HTTPS 1 . no-default-alpn
EOF
serve z.test
cat > ask.py <<'EOF'
import sys, dns.exception, dns.resolver
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port, resolver.lifetime = ["127.0.0.1"], 5300, 2
try:
    print(len(resolver.resolve(*sys.argv[1:])), "records")
except dns.exception.DNSException as error:
    print(type(error).__name__)
EOF

look() {
    for question in "right TLSA" "unknown TLSA" "long TLSA" "mixed TLSA" "key SSHFP" "web HTTPS"; do
        name=${question% *}.z.test
        type=${question#* }
        echo "$question: dnspython $(python ask.py "$name" "$type")," \
            "dig $(dig @127.0.0.1 -p 5300 "$name" "$type" +noall +answer +comments \
                | awk '/FORMERR/ { n = $NF; exit } /^[^;]/ { n++ } END { print n }')," \
            "kdig $(kdig @127.0.0.1 -p 5300 "$name" "$type" +short | wc -l)," \
            "drill $(drill -p 5300 "$name" "$type" @127.0.0.1 | grep -cP "^$name\.\t.*\t$type\t")"
    done
}

compare <<'EOF'
right TLSA: dnspython 1 records, dig 1, kdig 1, drill 1
unknown TLSA: dnspython 1 records, dig 1, kdig 1, drill 1
long TLSA: dnspython LifetimeTimeout, dig 1, kdig 1, drill 1
mixed TLSA: dnspython LifetimeTimeout, dig 2, kdig 2, drill 2
key SSHFP: dnspython LifetimeTimeout, dig FORMERR, kdig 1, drill 1
web HTTPS: dnspython LifetimeTimeout, dig FORMERR, kdig 1, drill 1
EOF
