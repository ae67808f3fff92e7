#!/bin/bash
# Certificates of one authority and the names that they are asked for, by four libraries.
#
# Guess: what OpenSSL and GnuTLS call the right name is the right name; newer libraries differ in the common name alone,
#        which RFC 9525 takes out.
# Seen:  no two of the four agree. `*w.z.test` is www.z.test for OpenSSL and GnuTLS, `w*.z.test` for OpenSSL alone.
#        `*.test` is z.test for cryptography alone. A common name counts for OpenSSL beside any other kind of name, for
#        GnuTLS beside an e-mail address, but not beside an IP address or an SRV name. Under `*.z.test` OpenSSL does not
#        have _x.z.test, and service_identity does not have xn--bcher-kva.z.test.
# With:  OpenSSL 3.0.22, GnuTLS 3.7.9 (Debian 12), cryptography 50.0.2, service_identity 26.1.0 (PyPI). Source:
#        RFC 9525, section 6.3. Seen 2026-11-28.
# So:    "valid" has to name who says so. A server needs each of its names, whole, as a dNSName of its own; XMPP hosts
#        with SRV names and mail hosts with old certificates are where clients part.
debian="openssl=3.0.22-1~deb12u2 gnutls-bin=3.7.9-2+deb12u7" pypi="cryptography==50.0.2 service-identity==26.1.0"
. "$(dirname "$0")/common/setting"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 \
    -subj "/CN=test CA" -addext keyUsage=critical,keyCertSign 2> /dev/null
openssl ecparam -genkey -name prime256v1 -noout -out leaf.key
cat > names.py <<'EOF'
import sys
import service_identity.cryptography
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
leaf, ca = (x509.load_pem_x509_certificate(open(name, "rb").read()) for name in ("leaf.pem", "ca.pem"))
def says(check):
    try:
        check()
        return "yes"
    except (VerificationError, ValueError, service_identity.VerificationError, service_identity.CertificateError):
        return "no"
def cryptography():
    PolicyBuilder().store(Store([ca])).build_server_verifier(x509.DNSName(sys.argv[1])).verify(leaf, [])
def identity():
    service_identity.cryptography.verify_certificate_hostname(leaf, sys.argv[1])
print(f"cryptography {says(cryptography)}, service_identity {says(identity)}")
EOF

look() {
    ask() { # COMMON-NAME ALTERNATIVE-NAME HOST
        openssl req -new -key leaf.key -subj "/CN=$1" -out leaf.csr
        printf 'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\n%s\n' \
            "${2:+subjectAltName=$2}" > extensions
        openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 20 -out leaf.pem -extfile extensions
        openssl=no gnutls=no
        openssl verify -CAfile ca.pem -verify_hostname "$3" leaf.pem > out 2>&1 && openssl=yes
        certtool --verify --load-ca-certificate ca.pem --verify-hostname "$3" --infile leaf.pem > out 2>&1 \
            && gnutls=yes
        echo "$3 by CN=$1${2:+, ${2##*;}}: OpenSSL $openssl, GnuTLS $gnutls, $(python names.py "$3")"
    }
    srv="otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_xmpp-client.z.test"
    ask x DNS:www.z.test www.z.test
    ask x 'DNS:*.z.test' www.z.test
    ask x 'DNS:*w.z.test' www.z.test
    ask x 'DNS:w*.z.test' www.z.test
    ask x 'DNS:*.test' z.test
    ask x 'DNS:*.z.test' xn--bcher-kva.z.test
    ask x 'DNS:*.z.test' _x.z.test
    ask www.z.test "" www.z.test
    ask www.z.test email:a@z.test www.z.test
    ask www.z.test IP:192.0.2.1 www.z.test
    ask www.z.test "$srv" www.z.test
}

compare <<'EOF'
www.z.test by CN=x, DNS:www.z.test: OpenSSL yes, GnuTLS yes, cryptography yes, service_identity yes
www.z.test by CN=x, DNS:*.z.test: OpenSSL yes, GnuTLS yes, cryptography yes, service_identity yes
www.z.test by CN=x, DNS:*w.z.test: OpenSSL yes, GnuTLS yes, cryptography no, service_identity no
www.z.test by CN=x, DNS:w*.z.test: OpenSSL yes, GnuTLS no, cryptography no, service_identity no
z.test by CN=x, DNS:*.test: OpenSSL no, GnuTLS no, cryptography yes, service_identity no
xn--bcher-kva.z.test by CN=x, DNS:*.z.test: OpenSSL yes, GnuTLS yes, cryptography yes, service_identity no
_x.z.test by CN=x, DNS:*.z.test: OpenSSL no, GnuTLS yes, cryptography no, service_identity yes
www.z.test by CN=www.z.test: OpenSSL yes, GnuTLS yes, cryptography no, service_identity no
www.z.test by CN=www.z.test, email:a@z.test: OpenSSL yes, GnuTLS yes, cryptography no, service_identity no
www.z.test by CN=www.z.test, IP:192.0.2.1: OpenSSL yes, GnuTLS no, cryptography no, service_identity no
www.z.test by CN=www.z.test, IA5STRING:_xmpp-client.z.test: OpenSSL yes, GnuTLS no, cryptography no, service_identity no
EOF
