#!/bin/bash
# OpenSMTPD of Debian 12 with an RSA certificate, asked for TLS.
#
# Guess: a mail server in a stable distribution that announces STARTTLS can do it.
# Seen:  no handshake completes, neither with TLS 1.2 nor with 1.3, on STARTTLS and on the TLS port: alert 80 instead of
#        the server's signature. Before that a TLS 1.3 client has already got version, suite, group and the encrypted
#        certificate, so that a scanner may list all of them as if the server worked. SMTP in the clear works.
# With:  opensmtpd 6.8.0p2-4+b4, built on OpenSSL 3.0 (Debian 12). Seen 2026-11-28.
# So:    what a first flight shows is what a server claims. A grade needs one completed handshake; without one the
#        verdict is that nobody can send it mail over TLS.
debian="opensmtpd=6.8.0p2-4+b4 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

certificates
chmod 600 leaf.key
mkdir -p /var/spool/smtpd
chmod 711 /var/spool/smtpd
cat > smtpd.conf <<EOF
pki mx.z.test cert "$PWD/leaf.pem"
pki mx.z.test key "$PWD/leaf.key"
listen on 127.0.0.1 port 2525 tls pki mx.z.test hostname mx.z.test
listen on 127.0.0.1 port 4465 smtps pki mx.z.test hostname mx.z.test
action "out" relay
match from local for any action "out"
EOF
/usr/sbin/smtpd -f "$PWD/smtpd.conf" -d > smtpd.log 2>&1 &
listening 2525
listening 4465

look() {
    attempt() {
        local name=$1
        shift
        openssl s_client "$@" < /dev/null > out 2>&1 || true
        echo "$name: $(grep -oE 'alert number [0-9]+' out | head -1), $(grep -oE 'Cipher is .*' out | head -1)," \
            "$(grep -c 'BEGIN CERTIFICATE' out) certificate"
    }
    attempt "STARTTLS, TLS 1.2" -tls1_2 -starttls smtp -connect 127.0.0.1:2525
    attempt "STARTTLS, TLS 1.3" -tls1_3 -starttls smtp -connect 127.0.0.1:2525
    attempt "TLS port, TLS 1.2" -tls1_2 -connect 127.0.0.1:4465
    attempt "TLS port, TLS 1.3" -tls1_3 -connect 127.0.0.1:4465
    grep -oE 'reason="[^"]*"' smtpd.log | sort | uniq -c | awk '{ $1 = $1; print "log: " $0 }'
}

compare <<'EOF'
STARTTLS, TLS 1.2: alert number 80, Cipher is (NONE), 1 certificate
STARTTLS, TLS 1.3: alert number 80, Cipher is TLS_AES_256_GCM_SHA384, 1 certificate
TLS port, TLS 1.2: alert number 80, Cipher is (NONE), 1 certificate
TLS port, TLS 1.3: alert number 80, Cipher is TLS_AES_256_GCM_SHA384, 1 certificate
log: 2 reason="io-error: error:0A080006:SSL routines::EVP lib"
log: 2 reason="io-error: error:0A0C0103:SSL routines::internal error"
EOF
