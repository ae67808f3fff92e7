#!/bin/bash
# One message, signed by one RSA key; the key record written in ways that RFC 6376 allows, asked of three verifiers.
#
# Guess: all three verify all of them; a key in another form than the usual would be refused by all.
# Seen:  each of the three refuses another one. `s=tlsrpt:email`, a list of services: dkimpy. `h=sha1 : sha256`, with
#        white space around the colon: Mail::DKIM. The key as RSAPublicKey, which is what section 3.6.1 says in words,
#        where its examples have SubjectPublicKeyInfo: Mail::DKIM and opendkim. Another TXT record beside the key:
#        opendkim. Ed25519 (RFC 8463): Mail::DKIM.
# With:  dkimpy 1.1.8 (PyPI), Mail::DKIM 1.20230212, opendkim 2.11.0~beta2 (Debian 12). Source: RFC 6376, sections 3.6.1
#        and 3.6.2.2; RFC 8460, section 3. Seen 2026-11-28.
# So:    a scanner that reads key records with one library reports that library. Whether a record is usable has to be
#        said with who reads it, and records to be copied should keep to the plainest form.
debian="opendkim=2.11.0~beta2-8+deb12u1 libmail-dkim-perl=1.20230212-2~deb12u1 nsd=4.6.1-1 openssl=3.0.22-1~deb12u2"
pypi="dkimpy==1.1.8 dnspython==2.9.2 pynacl==1.6.2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

openssl genrsa -traditional -out rsa.key 2048 2> /dev/null
openssl genpkey -algorithm ed25519 -out ed25519.pem
openssl pkey -in ed25519.pem -outform DER | tail -c 32 | base64 -w0 > ed25519.key
key=$(openssl rsa -in rsa.key -pubout -outform DER 2> /dev/null | base64 -w0)
bare=$(openssl rsa -in rsa.key -RSAPublicKey_out -outform DER 2> /dev/null | base64 -w0)
edwards=$(openssl pkey -in ed25519.pem -pubout -outform DER | tail -c 32 | base64 -w0)
record() { # SELECTOR TEXT
    echo "$1._domainkey TXT $(fold -w 250 <<< "$2" | sed 's/.*/"&"/' | tr '\n' ' ')"
}
# Not below test., which opendkim's library answers for by itself.
zone z.lab <<EOF
$(record plain "v=DKIM1; k=rsa; p=$key")
$(record short "p=$key")
$(record white "v = DKIM1 ; k = rsa ; p = $key ;")
$(record service "v=DKIM1; s=email; k=rsa; p=$key")
$(record services "v=DKIM1; s=tlsrpt:email; k=rsa; p=$key")
$(record hash "v=DKIM1; h=sha1:sha256; k=rsa; p=$key")
$(record hashes "v=DKIM1; h=sha1 : sha256; k=rsa; p=$key")
$(record bare "v=DKIM1; k=rsa; p=$bare")
$(record beside "v=DKIM1; k=rsa; p=$key")
$(record beside "unrelated=1")
$(record edwards "v=DKIM1; k=ed25519; p=$edwards")
EOF
serve z.lab
sed -i s/5300/53/ nsd.conf
nsd -c nsd.conf 2> /dev/null
listening 53
echo nameserver 127.0.0.1 > /etc/resolv.conf
echo Nameservers 127.0.0.1 > opendkim.conf
printf 'From: a@z.lab\r\nTo: b@z.lab\r\nSubject: x\r\n\r\nhello\r\n' > plain.eml
cat > sign.py <<'EOF'
import dkim, sys
algorithm = "ed25519" if sys.argv[1] == "edwards" else "rsa"
message, key = (open(name, "rb").read() for name in ("plain.eml", algorithm + ".key"))
signature = dkim.sign(message, sys.argv[1].encode(), b"z.lab", key, include_headers=[b"from", b"to", b"subject"],
                      signature_algorithm=f"{algorithm}-sha256".encode())
open("signed.eml", "wb").write(signature + message)
EOF
cat > verify.py <<'EOF'
import dkim
try:
    print("pass" if dkim.DKIM(open("signed.eml", "rb").read()).verify() else "fail")
except Exception as error:
    print(type(error).__name__)
EOF
cat > verify.pl <<'EOF'
use Mail::DKIM::Verifier;
my $verifier = Mail::DKIM::Verifier->new();
open(my $file, "<:raw", "signed.eml");
$verifier->PRINT($_) while <$file>;
$verifier->CLOSE;
print $verifier->result_detail, "\n";
EOF

look() {
    for selector in plain short white service services hash hashes bare beside edwards; do
        python sign.py $selector
        opendkim -x opendkim.conf -t signed.eml 2>&1 | sed -E 's/.*(succeeded)$/pass/; s/.* failed: //' > out
        echo "$selector: dkimpy $(python verify.py), Mail::DKIM $(perl verify.pl), opendkim $(cat out)"
    done
}

compare <<'EOF'
plain: dkimpy pass, Mail::DKIM pass, opendkim pass
short: dkimpy pass, Mail::DKIM pass, opendkim pass
white: dkimpy pass, Mail::DKIM pass, opendkim pass
service: dkimpy pass, Mail::DKIM pass, opendkim pass
services: dkimpy UnknownKeyTypeError, Mail::DKIM pass, opendkim pass
hash: dkimpy pass, Mail::DKIM pass, opendkim pass
hashes: dkimpy pass, Mail::DKIM invalid (public key: does not support hash algorithm 'sha256'), opendkim pass
bare: dkimpy pass, Mail::DKIM invalid (public key: OpenSSL error: wrong tag), opendkim unable to apply public key
beside: dkimpy pass, Mail::DKIM pass, opendkim multiple keys found
edwards: dkimpy pass, Mail::DKIM invalid (unsupported algorithm ed25519-sha256), opendkim pass
EOF
