#!/bin/bash
# SCRAM-SHA-1-PLUS after STARTTLS at Prosody and at ejabberd, by the version of TLS, and the channel bindings it takes.
#
# Guess: what a server offers does not depend on the version; with TLS 1.3 it takes tls-exporter, as tls-unique is not
#        defined there (RFC 9266).
# Seen:  Prosody offers SCRAM-PLUS with TLS 1.2 alone. ejabberd offers it with both versions, and with TLS 1.3 too goes
#        on with tls-unique and refuses tls-exporter. Neither names its types by XEP-0440.
# With:  Prosody 0.12.3, ejabberd 23.01 (Debian 12). Source: RFC 5802, section 6; RFC 9266; XEP-0440. Seen 2026-11-28.
# So:    "channel binding: yes" holds for a version of TLS. A scanner that connects with the newest one sees none at the
#        one server, and at the other one that a client by the RFCs cannot use.
debian="prosody=0.12.3-1+deb12u1 lua-unbound=1.0.0-2 ejabberd=23.01-1 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

openssl req -x509 -newkey rsa:2048 -nodes -keyout x.key -out x.pem -days 10 -subj /CN=x.test \
    -addext subjectAltName=DNS:x.test 2> /dev/null
cat x.key x.pem > all.pem
chmod 644 all.pem
chmod 755 .
mkdir data
cat > prosody.lua <<EOF
run_as_root = true
data_path = "$PWD/data"
pidfile = "$PWD/prosody.pid"
interfaces = { "127.0.0.1" }
c2s_ports = { 5322 }
s2s_ports = {}
modules_enabled = { "saslauth", "tls" }
modules_disabled = { "s2s" }
authentication = "internal_hashed"
VirtualHost "x.test"
ssl = { certificate = "$PWD/x.pem", key = "$PWD/x.key" }
EOF
prosody -F --config prosody.lua > prosody.log 2>&1 &
cat > /etc/ejabberd/ejabberd.yml <<EOF
hosts: ["x.test"]
certfiles: ["$PWD/all.pem"]
listen:
  -
    port: 5222
    ip: "127.0.0.1"
    module: ejabberd_c2s
    starttls: true
auth_password_format: scram
modules: {}
EOF
mkdir -p /var/log/ejabberd /run/ejabberd
chown -R ejabberd /etc/ejabberd /var/lib/ejabberd /var/log/ejabberd /run/ejabberd
su ejabberd -s /bin/bash -c "ERL_EPMD_ADDRESS=127.0.0.1 ejabberdctl --node ejabberd@localhost foreground" \
    > ejabberd.log 2>&1 &
listening 5322
listening 5222
control() { su ejabberd -s /bin/bash -c "ejabberdctl --node ejabberd@localhost $*" > control.log 2>&1; }
tries=0
until control register user x.test secret; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || { echo "not set up: ejabberd" >&2; exit 2; }
    sleep 1
done
prosodyctl --config prosody.lua register user x.test secret > control.log 2>&1
cat > ask.py <<'EOF'
import base64, re, socket, ssl
header = (b"<?xml version='1.0'?><stream:stream to='x.test' version='1.0' xmlns='jabber:client' "
          b"xmlns:stream='http://etherx.jabber.org/streams'>")
def read(connection, end):
    text = b""
    while end not in text:
        text += connection.recv(4096)
    return text.decode()
def ask(port, version):
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(header)
    read(connection, b"</stream:features>")
    connection.sendall(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    read(connection, b"/>")
    context = ssl._create_unverified_context()
    context.minimum_version = context.maximum_version = version
    connection = context.wrap_socket(connection, server_hostname="x.test")
    connection.sendall(header)
    return connection, read(connection, b"</stream:features>")
def begin(port, version, binding):
    connection, _ = ask(port, version)
    first = base64.b64encode(f"p={binding},,n=user,r=nonce".encode()).decode()
    connection.sendall(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1-PLUS'>{first}</auth>"
                       .encode())
    return "goes on" if "<challenge" in read(connection, b">") else "refused"
for name, port in ("Prosody", 5322), ("ejabberd", 5222):
    for version in ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
        _, features = ask(port, version)
        mechanisms = sorted(re.findall("<mechanism>(SCRAM[^<]*)", features))
        print(f"{name}, {version.name}:", *mechanisms, "and types" if "sasl-cb" in features else "")
        if "SCRAM-SHA-1-PLUS" in mechanisms:
            for binding in "tls-unique", "tls-exporter":
                print(" ", binding, begin(port, version, binding))
EOF

look() { /usr/bin/python3 ask.py | sed "s, $,,"; }

compare <<'EOF'
Prosody, TLSv1_2: SCRAM-SHA-1 SCRAM-SHA-1-PLUS
  tls-unique goes on
  tls-exporter refused
Prosody, TLSv1_3: SCRAM-SHA-1
ejabberd, TLSv1_2: SCRAM-SHA-1 SCRAM-SHA-1-PLUS
  tls-unique goes on
  tls-exporter refused
ejabberd, TLSv1_3: SCRAM-SHA-1 SCRAM-SHA-1-PLUS
  tls-unique goes on
  tls-exporter refused
EOF
