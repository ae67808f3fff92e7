#!/bin/bash
# A signed message, verified by opendkim on a machine whose /etc/resolv.conf names a local name server.
#
# Guess: opendkim asks the name server of resolv.conf, as dkimpy and Mail::DKIM on the same machine do.
# Seen:  Debian's opendkim is built on libunbound and looks for the key from the root by itself; here, where only the
#        local name server can be reached, the query fails. With `Nameservers` in its configuration it verifies. Names
#        below test. it calls "not found" either way, as libunbound has a zone of that name built in. opendkim-testkey
#        agrees.
# With:  opendkim 2.11.0~beta2-8+deb12u1, Mail::DKIM 1.20230212 (Debian 12), dkimpy 1.1.8 (PyPI). Seen 2026-11-28.
# So:    behind a firewall that lets only the resolver out, or with zones that only the resolver knows, DKIM fails for
#        opendkim alone. A lab has to set `Nameservers`, and not live below test.
debian="opendkim=2.11.0~beta2-8+deb12u1 opendkim-tools=2.11.0~beta2-8+deb12u1 libmail-dkim-perl=1.20230212-2~deb12u1
    nsd=4.6.1-1 openssl=3.0.22-1~deb12u2"
pypi="dkimpy==1.1.8 dnspython==2.9.2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

openssl genrsa -traditional -out rsa.key 2048 2> /dev/null
key=$(openssl rsa -in rsa.key -pubout -outform DER 2> /dev/null | base64 -w0)
for name in z.test z.lab; do
    echo "s._domainkey TXT \"v=DKIM1; k=rsa; p=${key:0:200}\" \"${key:200}\"" | zone $name
done
serve z.test z.lab
sed -i s/5300/53/ nsd.conf
nsd -c nsd.conf 2> /dev/null
listening 53
echo nameserver 127.0.0.1 > /etc/resolv.conf
echo "Nameservers 127.0.0.1" > with.conf
: > without.conf
cat > sign.py <<'EOF'
import dkim, sys
message = f"From: a@{sys.argv[1]}\r\nTo: b@x.example\r\nSubject: x\r\n\r\nhello\r\n".encode()
sys.stdout.buffer.write(dkim.sign(message, b"s", sys.argv[1].encode(), open("rsa.key", "rb").read()) + message)
EOF

look() {
    for name in z.test z.lab; do
        python sign.py $name > message
        echo "# $name"
        python -c 'import dkim; print("dkimpy:", dkim.verify(open("message", "rb").read()))'
        # shellcheck disable=SC2016
        perl -MMail::DKIM::Verifier -E \
            '$v = Mail::DKIM::Verifier->new; $v->load(*STDIN); say "Mail::DKIM: ", $v->result' \
            < message
        for configuration in without with; do
            opendkim -x $configuration.conf -t message > out 2>&1 || true
            status=0
            timeout 30 opendkim-testkey -x $configuration.conf -d $name -s s > /dev/null 2>&1 || status=$?
            echo "opendkim $configuration Nameservers: $(grep -oE 'succeeded|failed: .*' out), testkey exit $status"
        done
    done
}

compare <<'EOF'
# z.test
dkimpy: True
Mail::DKIM: pass
opendkim without Nameservers: failed: key not found in DNS, testkey exit 69
opendkim with Nameservers: failed: key not found in DNS, testkey exit 69
# z.lab
dkimpy: True
Mail::DKIM: pass
opendkim without Nameservers: failed: key DNS query failed, testkey exit 69
opendkim with Nameservers: succeeded, testkey exit 0
EOF
