#!/bin/bash
# lighttpd with mod_gnutls and no DH parameters of its own, asked for its DHE suites.
#
# Guess: which suites a server has does not depend on the groups that a client lists for elliptic curves.
# Seen:  GnuTLS takes DHE only from clients that list a group of RFC 7919 (ffdhe2048 …) in supported_groups. OpenSSL's
#        client lists none with TLS 1.2, whatever `-groups` says, and sslscan neither: for both the server has no DHE.
#        gnutls-cli completes a handshake with the same suite. gnutls-serv, which loads parameters of its own, hides the
#        effect. Debian's Courier is built on the same library.
# With:  lighttpd 1.4.69, GnuTLS 3.7.9, OpenSSL 3.0, sslscan 2.0.7 (Debian 12). Source: RFC 7919, section 4. Seen
#        2026-11-28.
# So:    "no DHE" of an OpenSSL-based scanner is not proven. A hand-made hello has to ask with and without such a group.
debian="lighttpd=1.4.69-1 lighttpd-mod-gnutls=1.4.69-1 gnutls-bin=3.7.9-2+deb12u7 sslscan=2.0.7-1+b1
    openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/servers"

certificates
lighttpd_conf mod_gnutls
lighttpd -f lighttpd.conf
listening 4433

look() {
    for groups in X25519 X25519:ffdhe2048 ffdhe2048; do
        openssl s_client -connect localhost:4433 -tls1_2 -groups $groups -cipher DHE-RSA-AES256-GCM-SHA384 \
            < /dev/null 2> /dev/null | sed -n "s/.*Cipher is/openssl, groups $groups:/p" || true
    done
    echo "sslscan: $(sslscan --no-colour localhost:4433 | grep -c '  DHE-') suites with DHE"
    gnutls-cli --x509cafile ca.pem --priority NORMAL:-KX-ALL:+DHE-RSA:-VERS-ALL:+VERS-TLS1.2 -p 4433 localhost \
        < /dev/null | sed -n 's/^- Description/gnutls-cli/p'
}

compare <<'EOF'
openssl, groups X25519: (NONE)
openssl, groups X25519:ffdhe2048: (NONE)
openssl, groups ffdhe2048: (NONE)
sslscan: 0 suites with DHE
gnutls-cli: (TLS1.2-X.509)-(DHE-FFDHE2048)-(RSA-SHA256)-(AES-256-GCM)
EOF
