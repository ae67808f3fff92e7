#!/bin/bash
# Prosody with a certificate for its domain, set in three ways, asked by STARTTLS and on its port for direct TLS.
#
# Guess: a domain has one certificate; a handshake that works with STARTTLS works with direct TLS.
# Seen:  with `ssl` in the section of the domain, direct TLS ends every handshake with the alert handshake_failure,
#        whether or not the client names the domain, and the log has no warning of it. With a folder of
#        certificates (`certificates`), or `c2s_direct_tls_ssl` beside it, both work.
# With:  Prosody 0.12.3, OpenSSL 3.0.22 (Debian 12). Source: XEP-0368. Seen 2026-11-28.
# So:    a server that announces _xmpps-client may take nobody there, and clients fall back to STARTTLS unseen. A
#        scanner has to complete a handshake on that port before it says that there is TLS.
debian="prosody=0.12.3-1+deb12u1 lua-unbound=1.0.0-2 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

openssl req -x509 -newkey rsa:2048 -nodes -keyout x.key -out x.pem -days 10 -subj /CN=x.test \
    -addext subjectAltName=DNS:x.test 2> /dev/null
mkdir data certs
cp x.pem certs/x.test.crt
cp x.key certs/x.test.key
start() { # NAME STARTTLS-PORT DIRECT-TLS-PORT, then lines of the domain's section, then lines before it
    cat > "$1.lua" <<EOF
run_as_root = true
data_path = "$PWD/data"
pidfile = "$PWD/$1.pid"
interfaces = { "127.0.0.1" }
c2s_ports = { $2 }
c2s_direct_tls_ports = { $3 }
s2s_ports = {}
modules_enabled = { "saslauth", "tls" }
modules_disabled = { "s2s" }
log = { info = "$PWD/$1.log" }
$5
VirtualHost "x.test"
$4
EOF
    prosody -F --config "$1.lua" > /dev/null 2>&1 &
    listening "$2"
    listening "$3"
}
start host 5222 5223 "ssl = { certificate = '$PWD/x.pem', key = '$PWD/x.key' }" ""
start folder 5232 5233 "" "certificates = '$PWD/certs'"
start service 5242 5243 "ssl = { certificate = '$PWD/x.pem', key = '$PWD/x.key' }" \
    "c2s_direct_tls_ssl = { certificate = '$PWD/x.pem', key = '$PWD/x.key' }"

look() {
    ask() {
        openssl s_client "${@:2}" < /dev/null > out 2>&1 || true
        echo "$1: $(grep -oE '^subject=.*|alert [a-z ]+' out | head -1)"
    }
    for setting in "host 5222 5223" "folder 5232 5233" "service 5242 5243"; do
        read -r name starttls direct <<< "$setting"
        ask "$name, STARTTLS" -connect "127.0.0.1:$starttls" -starttls xmpp -xmpphost x.test
        ask "$name, direct TLS" -connect "127.0.0.1:$direct" -servername x.test
        ask "$name, direct TLS without a name" -connect "127.0.0.1:$direct" -noservername
        echo "$name: $(grep -cP '\t(warn|error).*handshake' "$name.log" || true) warnings of handshakes"
    done
}

compare <<'EOF'
host, STARTTLS: subject=CN = x.test
host, direct TLS: alert handshake failure
host, direct TLS without a name: alert handshake failure
host: 0 warnings of handshakes
folder, STARTTLS: subject=CN = x.test
folder, direct TLS: subject=CN = x.test
folder, direct TLS without a name: subject=CN = x.test
folder: 0 warnings of handshakes
service, STARTTLS: subject=CN = x.test
service, direct TLS: subject=CN = x.test
service, direct TLS without a name: subject=CN = x.test
service: 0 warnings of handshakes
EOF
