#!/bin/bash
# Prosody serves the domain x.z.test on the host host.z.test, as SRV records allow; its STARTTLS is asked for by host.
#
# Guess: a TLS scanner with XMPP support can be told the domain, and where it is not, it fails with an exit code.
# Seen:  all of them put the host into the stream header, and Prosody ends the stream. openssl (-xmpphost) and sslyze
#        (--xmpp_to) can be told better. sslscan and gnutls-cli cannot, with a name for SNI neither. sslscan, nmap and
#        sslyze exit 0 with nothing found. nmap's ssl-enum-ciphers finds no suite even where host and domain have one
#        name, while its ssl-cert script shows the certificate there.
# With:  Prosody 0.12.3, OpenSSL 3.0, GnuTLS 3.7.9, sslscan 2.0.7, nmap 7.93 (Debian 12), sslyze 6.3.1 (PyPI). Source:
#        RFC 6120, section 4.7.2. Seen 2026-11-28.
# So:    "no TLS" of sslscan or nmap on port 5222 says nothing of a hosted domain. Compare with openssl and sslyze only.
debian="prosody=0.12.3-1+deb12u1 lua-unbound=1.0.0-2 openssl=3.0.22-1~deb12u2 gnutls-bin=3.7.9-2+deb12u7
    sslscan=2.0.7-1+b1 nmap=7.93+dfsg1-1"
pypi="sslyze==6.3.1"
. "$(dirname "$0")/common/setting"

certificates
mkdir data certs
cat > prosody.lua <<EOF
run_as_root = true
interfaces = { "127.0.0.1" }
pidfile = "$PWD/prosody.pid"
data_path = "$PWD/data"
certificates = "$PWD/certs"
log = { error = "$PWD/prosody.log" }
modules_enabled = { "tls", "saslauth", "roster" }
VirtualHost "x.z.test"
  ssl = { key = "$PWD/leaf.key"; certificate = "$PWD/leaf.pem" }
EOF
echo "127.0.0.1 x.z.test host.z.test" >> /etc/hosts
prosody --config "$PWD/prosody.lua" -F > prosody.out 2>&1 &
listening 5222

look() {
    sees() { # NAME WHAT-COUNTS COMMAND…
        local name=$1 pattern=$2 status=0
        shift 2
        "$@" < /dev/null > out 2>&1 || status=$?
        echo "$name: $(grep -qE "$pattern" out && echo TLS seen || echo nothing), exit $status"
    }
    for host in host.z.test x.z.test; do
        echo "# $host"
        sees openssl 'Cipher is [A-Z]' openssl s_client -starttls xmpp -connect $host:5222
        sees "openssl -xmpphost" 'Cipher is [A-Z]' \
            openssl s_client -starttls xmpp -xmpphost x.z.test -connect $host:5222
        sees gnutls-cli Handshake gnutls-cli --insecure --starttls-proto xmpp --sni-hostname x.z.test -p 5222 $host
        sees sslscan 'Accepted|Preferred' sslscan --no-colour --sni-name=x.z.test --starttls-xmpp $host:5222
        sees "nmap ssl-cert" commonName nmap -p 5222 --script ssl-cert $host
        sees "nmap ssl-enum-ciphers" TLS_ nmap -p 5222 --script ssl-enum-ciphers $host
        sees sslyze TLS_ECDHE sslyze --starttls xmpp --tlsv1_2 $host:5222
        sees "sslyze --xmpp_to" TLS_ECDHE sslyze --starttls xmpp --xmpp_to x.z.test --tlsv1_2 $host:5222
    done
}

compare <<'EOF'
# host.z.test
openssl: nothing, exit 1
openssl -xmpphost: TLS seen, exit 0
gnutls-cli: nothing, exit 2
sslscan: nothing, exit 0
nmap ssl-cert: nothing, exit 0
nmap ssl-enum-ciphers: nothing, exit 0
sslyze: nothing, exit 0
sslyze --xmpp_to: TLS seen, exit 0
# x.z.test
openssl: TLS seen, exit 0
openssl -xmpphost: TLS seen, exit 0
gnutls-cli: TLS seen, exit 0
sslscan: TLS seen, exit 0
nmap ssl-cert: TLS seen, exit 0
nmap ssl-enum-ciphers: nothing, exit 0
sslyze: TLS seen, exit 0
sslyze --xmpp_to: TLS seen, exit 0
EOF
