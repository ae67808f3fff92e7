#!/bin/bash
# TLSA records of the form 3 1 1 that match the key of a certificate with another name, and of one that has expired.
#
# Guess: DANE verifiers agree: with DANE-EE(3) the name and the dates in the certificate do not count (RFC 7671, section
#        5.1).
# Seen:  posttls-finger and openssl verify both. ldns-dane verifies the expired one and refuses the other: "hostname
#        mismatch", exit 1; its manual offers no way out for a single host. Of usage 1, which mail does not use (RFC
#        7672, section 3.1.3), posttls-finger says "Untrusted" and exits 0, as it does for everything.
# With:  ldns-dane 1.8.3, posttls-finger 3.7.11, OpenSSL 3.0 (Debian 12). Seen 2026-11-28.
# So:    ldns-dane is no second opinion on mail servers, whose certificates often bear another name. Read the words of
#        posttls-finger, never its exit code.
debian="ldnsutils=1.8.3-1+b1 postfix=3.7.11-0+deb12u1 unbound=1.17.1-2+deb12u4 nsd=4.6.1-1 faketime=0.9.10-2.1
    bind9-dnsutils=1:9.18.49-1~deb12u3 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

make() { # FILE NAME [faketime …]
    "${@:3}" openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -days 10 -subj "/CN=$2" \
        -addext "subjectAltName=DNS:$2" 2> /dev/null
    openssl x509 -in "$1.pem" -noout -pubkey | openssl pkey -pubin -outform DER \
        | sha256sum | cut -d' ' -f1 > "$1.digest"
}
make right right.z.test
make renamed other.example
make expired expired.z.test faketime 2026-01-01
make pkix pkix.z.test
{
    port=4440
    for name in right renamed expired pkix; do
        usage=3
        [ $name = pkix ] && usage=1
        echo "$name A 127.0.0.1"
        echo "_$port._tcp.$name TLSA $usage 1 1 $(cat $name.digest)"
        openssl s_server -quiet -accept $port -cert $name.pem -key $name.key > /dev/null 2>&1 &
        port=$((port + 1))
    done
} > records
zone z.test < records
sign z.test ECDSAP256SHA256
serve z.test
resolver z.test
printf 'server:\n  interface: 127.0.0.1@53\n' >> unbound.conf
unbound -c unbound.conf
listening 53
listening 4443
echo nameserver 127.0.0.1 > /etc/resolv.conf

look() {
    port=4440
    for name in right renamed expired pkix; do
        host=$name.z.test
        status=0
        ldns-dane -k anchors verify $host $port > out 2>&1 < /dev/null || status=$?
        echo "$name: ldns-dane exit $status, $(tail -1 out | cut -d' ' -f2-)"
        status=0
        posttls-finger -l dane -w -o smtp_tls_wrappermode=yes -o smtp_dns_support_level=dnssec "[$host]:$port" \
            > out 2>&1 < /dev/null || status=$?
        echo "$name: posttls-finger exit $status, $(grep -oE '[A-Z][a-z]+ TLS connection' out)"
        data=$(dig @127.0.0.1 +short TLSA _$port._tcp.$host | awk '{ print $1, $2, $3, $4 $5 }')
        echo "$name: openssl $(openssl s_client -connect $host:$port -dane_tlsa_domain $host -dane_ee_no_namechecks \
            -dane_tlsa_rrdata "$data" < /dev/null 2> /dev/null | grep '^Verification')"
        port=$((port + 1))
    done
}

compare <<'EOF'
right: ldns-dane exit 0, dane-validated successfully
right: posttls-finger exit 0, Verified TLS connection
right: openssl Verification: OK
renamed: ldns-dane exit 1, did not dane-validate, because: hostname mismatch
renamed: posttls-finger exit 0, Verified TLS connection
renamed: openssl Verification: OK
expired: ldns-dane exit 0, dane-validated successfully
expired: posttls-finger exit 0, Verified TLS connection
expired: openssl Verification: OK
pkix: ldns-dane exit 1, did not dane-validate, because: self-signed certificate
pkix: posttls-finger exit 0, Untrusted TLS connection
pkix: openssl Verification error: self-signed certificate
EOF
