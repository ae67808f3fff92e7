#!/bin/bash
# A server of tlslite-ng whose settings end at TLS 1.0, asked by OpenSSL's client and by nmap.
#
# Guess: a client that speaks TLS 1.0 to 1.3 gets TLS 1.0, as one does that speaks TLS 1.0 to 1.2; what a scanner does not
#        find is not spoken.
# Seen:  who offers TLS 1.3, and therefore lists its versions (supported_versions, RFC 9846 section 4.2.1), gets TLS 1.2
#        and completes the handshake. Who offers TLS 1.2 as its newest gets TLS 1.0. nmap, which asks for each version alone,
#        finds TLS 1.0 and nothing above.
# With:  tlslite-ng 0.8.2 (PyPI), OpenSSL 3.0, nmap 7.93 (Debian 12). Seen 2026-11-29.
# So:    a scan that asks for one version after the other also makes one handshake as an ordinary client does, and where
#        the two contradict each other, says so.
debian="nmap=7.93+dfsg1-1 openssl=3.0.22-1~deb12u2" pypi="tlslite-ng==0.8.2"
. "$(dirname "$0")/common/setting"

certificates
cat > server.py <<'EOF'
import socket
import threading

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey

settings = HandshakeSettings()
settings.minVersion, settings.maxVersion = (3, 1), (3, 1)
chain = X509CertChain()
chain.parsePemList(open("leaf.pem").read())
key = parsePEMKey(open("leaf.key").read(), private=True)


def serve(connection):
    connection.settimeout(10)
    try:
        tls = TLSConnection(connection)
        tls.handshakeServer(certChain=chain, privateKey=key, settings=settings)
        tls.recv(1)
    except Exception:
        pass
    connection.close()


listener = socket.create_server(("127.0.0.1", 4433))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
EOF
python3 server.py &
listening 4433

negotiated() { # NAME OPTION...
    local name=$1
    shift
    echo | openssl s_client -connect 127.0.0.1:4433 -cipher 'ALL:@SECLEVEL=0' "$@" > out 2>&1 || true
    printf '%s: %s\n' "$name" "$(sed -n 's/^ *Protocol *: //p' out | sort -u | paste -sd ' ')"
}

look() {
    negotiated 'up to TLS 1.3' -min_protocol TLSv1
    negotiated 'up to TLS 1.2' -min_protocol TLSv1 -max_protocol TLSv1.2
    nmap -p 4433 --script ssl-enum-ciphers 127.0.0.1 > out 2>&1 || true
    printf 'nmap: %s\n' "$(sed -n 's/^| *\(TLSv[0-9.]*\):.*/\1/p' out | paste -sd ' ')"
}

compare <<'EOF'
up to TLS 1.3: TLSv1.2
up to TLS 1.2: TLSv1
nmap: TLSv1.0
EOF
