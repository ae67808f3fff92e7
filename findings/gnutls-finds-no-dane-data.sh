#!/bin/bash
# TLSA records of a signed zone that match a server with a private certificate authority, checked by the two programs of
# GnuTLS and by Postfix's.
#
# Guess: a program that checks DANE asks the resolver that the machine has; what is signed and matches is a match, and
#        what could not be asked for is an error of another name. With DANE no authority needs to be known.
# Seen:  danetool and gnutls-cli go from the root by themselves, and where they do not get through the answer is
#        "No DANE data were found". With --local-dns they ask /etc/resolv.conf. gnutls-cli still ends at the unknown
#        authority, before it looks at DANE; with --no-ca-verification 3 1 1 matches, and each usage 2 is "The requested
#        data are not available", unless the authority is given by --x509cafile. danetool matches usage 2, but for an
#        authority that is in the record in full and not sent by the server; openssl and posttls-finger take that.
# With:  GnuTLS 3.7.9, posttls-finger 3.7.11, OpenSSL 3.0.22, Unbound 1.17.1 (Debian 12). Source: RFC 7671, sections 5.1
#        and 5.2; RFC 7672, section 3.1.2. Seen 2026-11-29.
# So:    "no DANE data" of these two means that nothing was measured as often as that there is none. Use --local-dns, and
#        danetool rather than gnutls-cli.
debian="gnutls-bin=3.7.9-2+deb12u7 postfix=3.7.11-0+deb12u1 ldnsutils=1.8.3-1+b1 unbound=1.17.1-2+deb12u4 nsd=4.6.1-1
    bind9-dnsutils=1:9.18.49-1~deb12u3 openssl=3.0.22-1~deb12u2 dns-root-data=2024071801~deb12u1"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

hex() { od -An -tx1 -v | tr -d ' \n'; }
key() { openssl x509 -in "$1" -noout -pubkey | openssl pkey -pubin -outform DER; }
digest() { sha256sum | cut -d' ' -f1; }
certificates
port=4440
for name in ee key whole unsent; do
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 20 -out $name.pem \
        -extfile <(echo "subjectAltName=DNS:$name.z.example") 2> /dev/null
    chain=(-cert_chain ca.pem)
    case $name in
        ee) data="3 1 1 $(key $name.pem | digest)" ;;
        key) data="2 1 1 $(key ca.pem | digest)" ;;
        whole) data="2 0 0 $(openssl x509 -in ca.pem -outform DER | hex)" ;;
        unsent) data="2 0 0 $(openssl x509 -in ca.pem -outform DER | hex)" chain=() ;;
    esac
    echo "$name A 127.0.0.1" >> records
    echo "_$port._tcp.$name TLSA $data" >> records
    openssl s_server -quiet -accept $port -cert $name.pem "${chain[@]}" -key leaf.key > /dev/null 2>&1 &
    port=$((port + 1))
done
zone z.example < records
sign z.example ECDSAP256SHA256
serve z.example
resolver z.example
# libunbound asks no resolver in 127.0.0.0/8.
ip address add 192.0.2.53/32 dev lo
printf 'server:\n  interface: 192.0.2.53@53\n  access-control: 192.0.2.53/32 allow\n' >> unbound.conf
unbound -c unbound.conf
listening 53
listening 4443
echo nameserver 192.0.2.53 > /etc/resolv.conf
cp anchors /usr/share/dns/root.key

verdict() { # LABEL COMMAND …
    local status=0
    timeout 60 "${@:2}" > out 2>&1 < /dev/null || status=$?
    local words='No DANE data|requested data are not available|Certificate matches|issuer is unknown'
    echo "  $1: $(grep -oE "$words|[A-Z][a-z]+ TLS connection|Verification(: OK| error.*)" out | head -1), exit $status"
}
look() {
    port=4440
    for name in ee key whole unsent; do
        host=$name.z.example
        data=$(dig @192.0.2.53 +short TLSA _$port._tcp.$host | sed -E ':a; s/^(([^ ]+ ){3}[^ ]+) /\1/; ta')
        echo "$name, ${data:0:5}"
        verdict danetool danetool --check $host --proto tcp --port $port
        verdict "danetool --local-dns" danetool --local-dns --check $host --proto tcp --port $port
        verdict gnutls-cli gnutls-cli --dane --no-ca-verification -p $port $host
        verdict "gnutls-cli --local-dns" gnutls-cli --local-dns --dane -p $port $host
        verdict "… --no-ca-verification" gnutls-cli --local-dns --dane --no-ca-verification -p $port $host
        verdict "… --x509cafile" gnutls-cli --local-dns --dane --x509cafile ca.pem -p $port $host
        verdict posttls-finger posttls-finger -l dane -w -o smtp_tls_wrappermode=yes \
            -o smtp_dns_support_level=dnssec "[$host]:$port"
        verdict openssl openssl s_client -connect $host:$port -servername $host -dane_tlsa_domain $host \
            -dane_tlsa_rrdata "$data"
        port=$((port + 1))
    done
}

compare <<'EOF'
ee, 3 1 1
  danetool: No DANE data, exit 1
  danetool --local-dns: Certificate matches, exit 0
  gnutls-cli: No DANE data, exit 1
  gnutls-cli --local-dns: issuer is unknown, exit 1
  … --no-ca-verification: Certificate matches, exit 0
  … --x509cafile: Certificate matches, exit 0
  posttls-finger: Verified TLS connection, exit 0
  openssl: Verification: OK, exit 0
key, 2 1 1
  danetool: No DANE data, exit 1
  danetool --local-dns: Certificate matches, exit 0
  gnutls-cli: No DANE data, exit 1
  gnutls-cli --local-dns: issuer is unknown, exit 1
  … --no-ca-verification: requested data are not available, exit 1
  … --x509cafile: Certificate matches, exit 0
  posttls-finger: Verified TLS connection, exit 0
  openssl: Verification: OK, exit 0
whole, 2 0 0
  danetool: No DANE data, exit 1
  danetool --local-dns: Certificate matches, exit 0
  gnutls-cli: No DANE data, exit 1
  gnutls-cli --local-dns: issuer is unknown, exit 1
  … --no-ca-verification: requested data are not available, exit 1
  … --x509cafile: Certificate matches, exit 0
  posttls-finger: Verified TLS connection, exit 0
  openssl: Verification: OK, exit 0
unsent, 2 0 0
  danetool: No DANE data, exit 1
  danetool --local-dns: requested data are not available, exit 1
  gnutls-cli: No DANE data, exit 1
  gnutls-cli --local-dns: issuer is unknown, exit 1
  … --no-ca-verification: requested data are not available, exit 1
  … --x509cafile: Certificate matches, exit 0
  posttls-finger: Verified TLS connection, exit 0
  openssl: Verification: OK, exit 0
EOF
