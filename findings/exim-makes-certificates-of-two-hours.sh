#!/bin/bash
# An Exim of Debian with a minimal configuration that names no certificate.
#
# Guess: without a certificate a mail server does not announce STARTTLS, or the handshake fails.
# Seen:  Exim announces STARTTLS and signs a certificate of its own, in the name of "Exim Developers", for two hours,
#        with no subjectAltName. Each start of the daemon makes a new key, and the serial number is the same each time:
#        two certificates with one issuer and one serial number. The only word of it is a warning in the log.
# With:  exim4-daemon-light 4.96-15+deb12u11 (Debian 12). Seen 2026-11-28.
# So:    "expires today" and "key changed" at every scan may be one server nobody has configured. A TLSA record for it
#        can never be right. Certificates must not be told apart by issuer and serial number.
debian="exim4-daemon-light=4.96-15+deb12u11 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

cat > /etc/exim4/finding.conf <<'EOF'
primary_hostname = mx.z.test
daemon_smtp_ports = 2525
local_interfaces = 127.0.0.1
exim_user = Debian-exim
exim_group = Debian-exim
begin acl
begin routers
begin transports
EOF

start() {
    exim4 -C /etc/exim4/finding.conf -bdf < /dev/null > exim.log 2>&1 &
    listening 2525
}

look() {
    for run in 1 2; do
        start
        sleep 1
        openssl s_client -starttls smtp -connect 127.0.0.1:2525 < /dev/null 2> /dev/null | openssl x509 -out $run.pem
        kill %%
        wait
        openssl x509 -in $run.pem -noout -issuer -serial -ext subjectAltName 2>&1
        begin=$(date -d "$(openssl x509 -in $run.pem -noout -startdate | cut -d= -f2)" +%s)
        end=$(date -d "$(openssl x509 -in $run.pem -noout -enddate | cut -d= -f2)" +%s)
        echo "valid for $((end - begin)) seconds"
    done
    cmp -s <(openssl x509 -in 1.pem -noout -pubkey) <(openssl x509 -in 2.pem -noout -pubkey) && echo "same key" \
        || echo "another key"
}

compare <<'EOF'
No extensions in certificate
issuer=C = UK, O = Exim Developers, CN = mx.z.test
serial=0100000000000000
valid for 7200 seconds
No extensions in certificate
issuer=C = UK, O = Exim Developers, CN = mx.z.test
serial=0100000000000000
valid for 7200 seconds
another key
EOF
