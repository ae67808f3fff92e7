#!/bin/bash
# A TLS server of Erlang/OTP 25 (as ejabberd or RabbitMQ run on) with default settings, asked group by group.
#
# Guess: one set of groups for TLS 1.2 and 1.3; X25519 in it, and nothing below 224 bits by default.
# Seen:  with TLS 1.2 it takes curves down to secp160k1 and sect163k1 and refuses X25519 and X448. With TLS 1.3 it takes
#        X25519 and X448, and refuses P-521, which TLS 1.2 takes.
# With:  erlang-ssl 25.2.3 (Debian 12). Seen 2026-11-28.
# So:    groups are asked for per version and shown per version. A client with X25519 alone fails on one version only,
#        and a grade for short curves has to look at TLS 1.2, whatever TLS 1.3 says.
debian="erlang-base=1:25.2.3+dfsg-1+deb12u4 erlang-ssl=1:25.2.3+dfsg-1+deb12u4 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/servers"

certificates
erlang_server

look() {
    for version in -tls1_2 -tls1_3; do
        # OpenSSL itself has the last two with TLS 1.2 only.
        for group in X25519 X448 P-256 P-521 secp160k1 sect163k1; do
            case $version$group in -tls1_3se*) continue ;; esac
            openssl s_client -connect localhost:4433 $version -groups $group -cipher ECDHE:@SECLEVEL=0 \
                < /dev/null > out 2>&1 || true
            echo "$version $group: $(grep -oE 'alert number [0-9]+|Server Temp Key: .*' out | head -1)"
        done
    done
}

compare <<'EOF'
-tls1_2 X25519: alert number 40
-tls1_2 X448: alert number 40
-tls1_2 P-256: Server Temp Key: ECDH, prime256v1, 256 bits
-tls1_2 P-521: Server Temp Key: ECDH, secp521r1, 521 bits
-tls1_2 secp160k1: Server Temp Key: ECDH, secp160k1, 161 bits
-tls1_2 sect163k1: Server Temp Key: ECDH, sect163k1, 163 bits
-tls1_3 X25519: Server Temp Key: X25519, 253 bits
-tls1_3 X448: Server Temp Key: X448, 448 bits
-tls1_3 P-256: Server Temp Key: ECDH, prime256v1, 256 bits
-tls1_3 P-521: alert number 71
EOF
