#!/bin/bash
# lighttpd with mod_nss, a certificate and a key, and no further setting.
#
# Guess: a server that speaks TLS 1.3 has TLS_AES_128_GCM_SHA256, which RFC 9846 (section 9.1) says it must.
# Seen:  TLS 1.3 with TLS_CHACHA20_POLY1305_SHA256 alone; a client that offers the two AES suites gets alert 40 even
#        though TLS 1.2 on the same port has both AES-GCM suites.
# With:  lighttpd and lighttpd-mod-nss 1.4.69, NSS 3.87.1 (Debian 12). Seen 2026-11-28.
# So:    a probe for TLS 1.3 that offers the mandatory suite only says "no TLS 1.3". Offer all suites first, then take
#        away.
debian="lighttpd=1.4.69-1 lighttpd-mod-nss=1.4.69-1 libnss3=2:3.87.1-1+deb12u4 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/servers"

certificates
lighttpd_conf mod_nss
lighttpd -f lighttpd.conf
listening 4433

look() {
    for suite in TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256; do
        openssl s_client -connect localhost:4433 -tls1_3 -ciphersuites $suite < /dev/null > out 2>&1 || true
        echo "TLS 1.3, $suite: $(grep -oE 'alert number [0-9]+|Cipher is TLS.*' out | head -1)"
    done
    for suite in ECDHE-RSA-AES128-GCM-SHA256 ECDHE-RSA-AES256-GCM-SHA384; do
        openssl s_client -connect localhost:4433 -tls1_2 -cipher $suite < /dev/null > out 2>&1 || true
        echo "TLS 1.2, $suite: $(grep -oE 'alert number [0-9]+|Cipher is .*' out | head -1)"
    done
}

compare <<'EOF'
TLS 1.3, TLS_AES_128_GCM_SHA256: alert number 40
TLS 1.3, TLS_AES_256_GCM_SHA384: alert number 40
TLS 1.3, TLS_CHACHA20_POLY1305_SHA256: Cipher is TLS_CHACHA20_POLY1305_SHA256
TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256: Cipher is ECDHE-RSA-AES128-GCM-SHA256
TLS 1.2, ECDHE-RSA-AES256-GCM-SHA384: Cipher is ECDHE-RSA-AES256-GCM-SHA384
EOF
