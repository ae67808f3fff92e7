#!/bin/bash
# A GnuTLS server that is asked for a name it does not have, says so by a warning alert (unrecognized_name), and goes on
# with the handshake.
#
# Guess: a warning is a warning (RFC 6066, section 3, tells servers to go on or to abort): clients and scanners see past
#        it.
# Seen:  openssl, gnutls-cli, nmap and sslyze go on, also with TLS 1.3, where the alert stands before the ServerHello.
#        sslscan lists no suite of any version and exits 0; with the name that the server knows it lists all. tlslite-ng
#        ends the handshake with an error.
# With:  gnutls-serv 3.7.9, OpenSSL 3.0, sslscan 2.0.7, nmap 7.93 (Debian 12), sslyze 6.3.1, tlslite-ng 0.8.2 (PyPI).
#        Seen 2026-11-28.
# So:    a first flight may begin with an alert of level 1. Read on to the ServerHello before a refusal is noted. An MX
#        that is asked for by another name than its own is the usual case.
debian="gnutls-bin=3.7.9-2+deb12u7 openssl=3.0.22-1~deb12u2 sslscan=2.0.7-1+b1 nmap=7.93+dfsg1-1"
pypi="sslyze==6.3.1 tlslite-ng==0.8.2"
. "$(dirname "$0")/common/setting"

certificates
serve() { # PORT NAME
    gnutls-serv -q --http --sni-hostname="$2" --x509certfile leaf.pem --x509keyfile leaf.key -p "$1" > /dev/null 2>&1 &
    listening "$1"
}
serve 4433 localhost
serve 4434 other.example
cat > handshake.py <<'EOF'
import socket, sys, tlslite
connection = tlslite.TLSConnection(socket.create_connection(("localhost", int(sys.argv[1]))))
try:
    connection.handshakeClientCert(serverName="localhost")
    print("done")
except tlslite.errors.TLSRemoteAlert as error:
    print(error)
EOF

look() {
    for port in 4433 4434; do
        [ $port = 4433 ] && echo "# known name" || echo "# unknown name"
        openssl s_client -msg -servername localhost -connect localhost:$port < /dev/null > out 2> /dev/null
        echo "openssl: $(grep -oE 'Cipher is .*' out), alerts before the end:" \
            "$(grep -oE '<<< .* Alert .*' out | grep -oE 'warning unrecognized_name' || echo none)"
        gnutls-cli --x509cafile ca.pem -p $port localhost < /dev/null 2> /dev/null | grep 'Handshake was completed'
        echo "nmap: $(nmap -p $port --script ssl-enum-ciphers localhost | grep -cE ' TLS_.* - [A-F]')"
        echo "sslyze: $(sslyze --tlsv1_2 --tlsv1_3 localhost:$port | grep -cE '^ +TLS_')"
        echo "tlslite-ng: $(python handshake.py $port)"
        echo "sslscan: $(sslscan --no-colour localhost:$port | grep -cE 'Accepted|Preferred')"
    done
}

compare <<'EOF'
# known name
openssl: Cipher is TLS_AES_256_GCM_SHA384, alerts before the end: none
- Handshake was completed
nmap: 34
sslyze: 22
tlslite-ng: done
sslscan: 34
# unknown name
openssl: Cipher is TLS_AES_256_GCM_SHA384, alerts before the end: warning unrecognized_name
- Handshake was completed
nmap: 34
sslyze: 22
tlslite-ng: unrecognized_name
sslscan: 0
EOF
