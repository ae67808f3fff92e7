#!/bin/bash
# TLS 1.3 servers with one key exchange group each, listed by three scanners.
#
# Guess: a scanner's "no TLS 1.3" means the server does not speak it; a group out of RFC 9846's own list (section 4.2.7)
#        is no obstacle.
# Seen:  nmap finds no suite of a server with X448 or ffdhe3072 alone, sslyze none with any ffdhe group ("could not find
#        a TLS version and cipher suite"), both with exit 0. sslscan finds all three suites each time.
# With:  OpenSSL 3.0, sslscan 2.0.7, nmap 7.93 (Debian 12), sslyze 6.3.1 (PyPI). Seen 2026-11-28.
# So:    versions are asked for with every group that exists, before suites are. Two scanners that agree on "no TLS 1.3"
#        can both be wrong, as with ffdhe3072 here.
debian="sslscan=2.0.7-1+b1 nmap=7.93+dfsg1-1 openssl=3.0.22-1~deb12u2" pypi="sslyze==6.3.1"
. "$(dirname "$0")/common/setting"

certificates
port=4440
for group in X25519 P-521 X448 ffdhe2048 ffdhe3072; do
    openssl s_server -quiet -accept $port -tls1_3 -groups $group -cert leaf.pem -key leaf.key > /dev/null 2>&1 &
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
    suites X25519 4440
    suites P-521 4441
    suites X448 4442
    suites ffdhe2048 4443
    suites ffdhe3072 4444
}

compare <<'EOF'
X25519: sslscan 3, nmap 3, sslyze 3
P-521: sslscan 3, nmap 3, sslyze 3
X448: sslscan 3, nmap 0, sslyze 3
ffdhe2048: sslscan 3, nmap 3, sslyze 0
ffdhe3072: sslscan 3, nmap 0, sslyze 0
EOF
