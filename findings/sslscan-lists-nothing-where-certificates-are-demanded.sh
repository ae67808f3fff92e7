#!/bin/bash
# TLS servers that demand a client certificate, that ask for one, and that do not, listed by three scanners.
#
# Guess: which suites a server has is settled before it learns that the client has no certificate.
# Seen:  sslscan lists no suite of TLS 1.2 where a certificate is demanded, since the handshake fails at its end, yet
#        says "TLSv1.2 enabled"; with TLS 1.3, where the client is done before the server objects, it lists all. nmap
#        and sslyze list all 23. Where a certificate is asked for and not demanded, all agree.
# With:  OpenSSL 3.0, sslscan 2.0.7, nmap 7.93 (Debian 12), sslyze 6.3.1 (PyPI). Source: RFC 5246, section 7.4.6
#        (historical); RFC 9846, section 4.4.2. Seen 2026-11-28.
# So:    the ServerHello is the answer to "do you have this suite". What comes later is another question, with its own
#        state: "wants a client certificate" is common between XMPP and mail servers.
debian="sslscan=2.0.7-1+b1 nmap=7.93+dfsg1-1 openssl=3.0.22-1~deb12u2" pypi="sslyze==6.3.1"
. "$(dirname "$0")/common/setting"

certificates
serve() { # PORT, further options
    openssl s_server -quiet -accept "$1" -cert leaf.pem -key leaf.key -CAfile ca.pem "${@:2}" > /dev/null 2>&1 &
    listening "$1"
}
serve 4440
serve 4441 -verify 1
serve 4442 -Verify 1 -verify_return_error

suites() { # NAME PORT
    sslscan --no-colour "localhost:$2" > out 2>&1 || true
    printf '%s: sslscan %s' "$1" "$(grep -cE 'Accepted|Preferred' out)"
    nmap -p "$2" --script ssl-enum-ciphers localhost > out 2>&1 || true
    printf ', nmap %s' "$(grep -cE ' TLS_.* - [A-F]' out)"
    sslyze --tlsv1_2 --tlsv1_3 "localhost:$2" > out 2>&1 || true
    printf ', sslyze %s\n' "$(grep -cE '^ +TLS_' out)"
}

look() {
    suites "not asked" 4440
    suites "asked" 4441
    suites "demanded" 4442
    sslscan --no-colour localhost:4442 | grep -E 'TLSv1.2 +enabled|(Accepted|Preferred) +TLSv1.2' \
        | awk '{ $1 = $1; print }'
}

compare <<'EOF'
not asked: sslscan 23, nmap 23, sslyze 23
asked: sslscan 23, nmap 23, sslyze 23
demanded: sslscan 3, nmap 23, sslyze 23
TLSv1.2 enabled
EOF
