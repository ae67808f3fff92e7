#!/bin/bash
# A server with two certificates, RSA and ECDSA, one of which has expired, asked by clients and scanners.
#
# Guess: clients that can do both get the same one, that of the server's choice or ECDSA; a scanner shows both.
# Seen:  with TLS 1.3 OpenSSL gets the ECDSA certificate and GnuTLS the RSA one, with TLS 1.2 both get the ECDSA one:
#        in 1.3 the server goes by the client's list of signature algorithms, where GnuTLS has RSA first, in 1.2 by the
#        suites. check_tcp, ssl-cert-check, sslscan and nmap see the ECDSA certificate alone, and say OK while the RSA
#        one has expired. sslyze and testssl.sh show both.
# With:  OpenSSL 3.0.22, GnuTLS 3.7.9, monitoring-plugins 2.3.3, ssl-cert-check 4.14, sslscan 2.0.7, nmap 7.93,
#        testssl.sh 3.0.8 (Debian 12), sslyze 6.3.1 (PyPI). Source: RFC 9846, sections 4.2.3 and 4.4.2.2. Seen
#        2026-11-29.
# So:    a second certificate that has expired, or that has no TLSA record, stops the clients with GnuTLS, and no
#        monitor sees it. Ask for each type of key by itself, and name the type with the dates.
debian="openssl=3.0.22-1~deb12u2 gnutls-bin=3.7.9-2+deb12u7 monitoring-plugins-basic=2.3.3-5+deb12u2 sslscan=2.0.7-1+b1
    ssl-cert-check=4.14-1 nmap=7.93+dfsg1-1 testssl.sh=3.0.8+dfsg-1 faketime=0.9.10-2.1 bsdmainutils procps
    bind9-dnsutils=1:9.18.49-1~deb12u3"
pypi="sslyze==6.3.1"
. "$(dirname "$0")/common/setting"

make() { # FILE KEY [faketime …]
    # shellcheck disable=SC2086
    "${@:3}" openssl req -x509 -newkey $2 -nodes -keyout "$1.key" -out "$1.pem" -days 30 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost 2> /dev/null
}
ec="ec -pkeyopt ec_paramgen_curve:P-256"
make rsa rsa:2048
make rsa-expired rsa:2048 faketime 2020-01-01
make ec "$ec"
make ec-expired "$ec" faketime 2020-01-01
openssl s_server -quiet -www -accept 4433 -cert rsa.pem -key rsa.key -dcert ec-expired.pem -dkey ec-expired.key &
openssl s_server -quiet -www -accept 4434 -cert rsa-expired.pem -key rsa-expired.key -dcert ec.pem -dkey ec.key &
listening 4433
listening 4434

dates() { grep -oE '20[0-9]{2}' | sed 's/2020/expired/; t; s/.*/valid/'; }
look() {
    for port in 4433 4434; do
        [ $port = 4433 ] && echo "RSA valid, ECDSA expired:" || echo "RSA expired, ECDSA valid:"
        for version in 1.3 1.2; do
            openssl s_client -connect localhost:$port "-tls${version/./_}" < /dev/null > out 2> /dev/null || true
            echo "  OpenSSL, TLS $version: $(grep -oE 'signature type: (RSA|ECDSA)' out | cut -d' ' -f3)"
            gnutls-cli --insecure --priority "NORMAL:-VERS-ALL:+VERS-TLS$version" -p $port localhost < /dev/null > out \
                2> /dev/null || true
            echo "  GnuTLS, TLS $version: $(grep -oE '(RSA|ECDSA) key' out | head -1 | cut -d' ' -f1)"
        done
        echo "  check_tcp: $(/usr/lib/nagios/plugins/check_tcp -H localhost -p $port -S -D 10 | grep -oE '^(OK|CRITICAL)')"
        echo "  ssl-cert-check: $(ssl-cert-check -s localhost -p $port | grep -oE 'Valid|Expired')"
        echo "  sslscan: $(sslscan --no-colour localhost:$port | grep 'Not valid after' | dates)"
        echo "  nmap: $(nmap -p $port --script ssl-cert localhost | grep 'Not valid after' | dates)"
        sslyze --certinfo localhost:$port > out || true
        echo "  sslyze: $(grep 'Not After' out | dates | sort -u | paste -sd+)"
        testssl --quiet --color 0 -S localhost:$port > out || true
        echo "  testssl.sh: $(grep -o -- '--> .*' out | dates | sort -u | paste -sd+)"
    done
}

compare <<'EOF'
RSA valid, ECDSA expired:
  OpenSSL, TLS 1.3: ECDSA
  GnuTLS, TLS 1.3: RSA
  OpenSSL, TLS 1.2: ECDSA
  GnuTLS, TLS 1.2: ECDSA
  check_tcp: CRITICAL
  ssl-cert-check: Expired
  sslscan: expired
  nmap: expired
  sslyze: expired+valid
  testssl.sh: expired+valid
RSA expired, ECDSA valid:
  OpenSSL, TLS 1.3: ECDSA
  GnuTLS, TLS 1.3: RSA
  OpenSSL, TLS 1.2: ECDSA
  GnuTLS, TLS 1.2: ECDSA
  check_tcp: OK
  ssl-cert-check: Valid
  sslscan: valid
  nmap: valid
  sslyze: expired+valid
  testssl.sh: expired+valid
EOF
