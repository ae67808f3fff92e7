#!/bin/bash
# TLS 1.2 servers with an Ed25519 and with an RSASSA-PSS certificate, and one with an RSA certificate, listed by three
# scanners.
#
# Guess: scanners find the suites whatever the type of the certificate's key, as they try each suite.
# Seen:  with Ed25519 (historical RFC 8422, section 5.10) the server completes seven suites; sslscan lists all, sslyze one, nmap
#        none, not even a certificate or a version. With RSASSA-PSS it is 14, 2 and 0. With plain RSA all agree on 20.
#        No error, exit 0.
# With:  OpenSSL 3.0, sslscan 2.0.7, nmap 7.93 (Debian 12), sslyze 6.3.1 (PyPI). Seen 2026-11-28.
# So:    a suite depends on the signature algorithms in the hello: offer Ed25519, Ed448 and the PSS schemes in every
#        one. A short list of a rival proves nothing where the key is of a rare type.
debian="sslscan=2.0.7-1+b1 nmap=7.93+dfsg1-1 openssl=3.0.22-1~deb12u2" pypi="sslyze==6.3.1"
. "$(dirname "$0")/common/setting"

port=4440
for kind in ed25519 rsa-pss rsa:2048; do
    openssl req -x509 -newkey $kind -nodes -keyout $kind.key -out $kind.pem -days 10 -subj /CN=localhost 2> /dev/null
    openssl s_server -quiet -accept $port -tls1_2 -cert $kind.pem -key $kind.key > /dev/null 2>&1 &
    listening $port
    port=$((port + 1))
done

suites() { # NAME PORT
    sslscan --no-colour "localhost:$2" > out 2>&1 || true
    printf '%s: sslscan %s' "$1" "$(grep -cE 'Accepted|Preferred' out)"
    nmap -p "$2" --script ssl-enum-ciphers localhost > out 2>&1 || true
    printf ', nmap %s' "$(grep -cE ' TLS_.* - [A-F]' out)"
    sslyze --tlsv1_2 --tlsv1_3 "localhost:$2" > out 2>&1 || true
    printf ', sslyze %s\n' "$(grep -cE '^ +TLS_' out)"
}

look() {
    suites Ed25519 4440
    suites RSASSA-PSS 4441
    suites RSA 4442
    for suite in ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-SHA384 ECDHE-ECDSA-CHACHA20-POLY1305; do
        openssl s_client -connect localhost:4440 -cipher $suite < /dev/null 2> /dev/null | sed -n 's/^New, /Ed25519: /p'
    done
}

compare <<'EOF'
Ed25519: sslscan 7, nmap 0, sslyze 1
RSASSA-PSS: sslscan 14, nmap 0, sslyze 2
RSA: sslscan 20, nmap 20, sslyze 20
Ed25519: TLSv1.2, Cipher is ECDHE-ECDSA-AES128-GCM-SHA256
Ed25519: TLSv1.2, Cipher is ECDHE-ECDSA-AES256-SHA384
Ed25519: TLSv1.2, Cipher is ECDHE-ECDSA-CHACHA20-POLY1305
EOF
