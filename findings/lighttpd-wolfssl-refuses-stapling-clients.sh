#!/bin/bash
# lighttpd with mod_wolfssl, a certificate and a key, and no further setting.
#
# Guess: a client that asks for a stapled OCSP response (status_request, RFC 6066) gets one or gets none.
# Seen:  the server closes the connection in the middle of the handshake, without an alert, for every hello with
#        status_request: that is what browsers and gnutls-cli send. Plain `openssl s_client` does not ask and connects.
#        With `ssl.ca-file` set, the same client connects.
# With:  lighttpd and lighttpd-mod-wolfssl 1.4.69 (Debian 12). Seen 2026-11-28.
# So:    before single suites are blamed for a connection that breaks, leave out extensions, the leanest hello first. A
#        check with s_client alone calls a server healthy that no browser can reach.
debian="lighttpd=1.4.69-1 lighttpd-mod-wolfssl=1.4.69-1 gnutls-bin=3.7.9-2+deb12u7 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/servers"

certificates
lighttpd_conf mod_wolfssl
{ sed 's/4433/4434/' lighttpd.conf; echo "ssl.ca-file = \"$PWD/ca.pem\""; } > with-ca.conf
lighttpd -f lighttpd.conf
lighttpd -f with-ca.conf
listening 4433
listening 4434

look() {
    connects() {
        local name=$1 status=0
        shift
        "$@" < /dev/null > out 2>&1 || status=$?
        words='unexpected eof|The TLS connection was non-properly terminated|Cipher is .*|Handshake was completed'
        echo "$name: $(grep -oE "$words" out | head -1)"
    }
    for port in 4433 4434; do
        connects "$port plain" openssl s_client -connect localhost:$port
        connects "$port with status_request" openssl s_client -status -connect localhost:$port
        connects "$port plain, TLS 1.2" openssl s_client -tls1_2 -connect localhost:$port
        connects "$port with status_request, TLS 1.2" openssl s_client -tls1_2 -status -connect localhost:$port
        connects "$port gnutls-cli" gnutls-cli --x509cafile ca.pem -p $port localhost
    done
}

compare <<'EOF'
4433 plain: Cipher is TLS_AES_256_GCM_SHA384
4433 with status_request: unexpected eof
4433 plain, TLS 1.2: Cipher is ECDHE-RSA-AES256-GCM-SHA384
4433 with status_request, TLS 1.2: unexpected eof
4433 gnutls-cli: The TLS connection was non-properly terminated
4434 plain: Cipher is TLS_AES_256_GCM_SHA384
4434 with status_request: Cipher is TLS_AES_256_GCM_SHA384
4434 plain, TLS 1.2: Cipher is ECDHE-RSA-AES256-GCM-SHA384
4434 with status_request, TLS 1.2: Cipher is ECDHE-RSA-AES256-GCM-SHA384
4434 gnutls-cli: Handshake was completed
EOF
