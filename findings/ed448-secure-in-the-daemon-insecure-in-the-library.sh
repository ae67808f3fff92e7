#!/bin/bash
# A zone signed with Ed448 (algorithm 16, RFC 8080), asked of Unbound and of libunbound.
#
# Guess: the daemon and the library of one source package and one version validate the same algorithms.
# Seen:  Debian builds the daemon on OpenSSL and libunbound8 on nettle without Ed448. The daemon sets AD, delv says
#        "fully validated", and the library says insecure, that is: not signed. No error and no flag tells the two
#        apart; only a warning in the log mentions that the trust anchor was ignored.
# With:  unbound and libunbound8 1.17.1-2+deb12u4, delv 9.18.49 (Debian 12). Seen 2026-11-28.
# So:    "insecure" of a library may mean "signed with what this build cannot read". Before a domain is called unsigned,
#        look at the algorithm numbers of its DS or DNSKEY records.
debian="nsd=4.6.1-1 ldnsutils=1.8.3-1+b1 bind9-dnsutils=1:9.18.49-1~deb12u3 unbound=1.17.1-2+deb12u4
    libunbound8=1.17.1-2+deb12u4 python3-unbound=1.17.1-2+deb12u4"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

echo 'www A 192.0.2.1' | zone ed25519.test
echo 'www A 192.0.2.1' | zone ed448.test
sign ed25519.test ED25519
sign ed448.test ED448
serve ed25519.test ed448.test
resolver ed25519.test ed448.test
unbound -c unbound.conf
listening 5301
cat > library.py <<'EOF'
import sys, unbound
context = unbound.ub_ctx()
context.config("unbound.conf")
_, result = context.resolve(sys.argv[1], 1)
print("bogus" if result.bogus else "secure" if result.secure else "insecure")
EOF

look() {
    for zone in ed25519.test ed448.test; do
        delv_anchors $zone
        echo "$zone: daemon $(validated www.$zone A)," \
            "library $(/usr/bin/python3 library.py www.$zone 2> /dev/null)," \
            "delv $(delv -a keys.$zone +root=$zone @127.0.0.1 -p 5300 www.$zone 2>&1 | sed -n 's/^; //p' | head -1)"
    done
}

compare <<'EOF'
ed25519.test: daemon secure, library secure, delv fully validated
ed448.test: daemon secure, library insecure, delv fully validated
EOF
