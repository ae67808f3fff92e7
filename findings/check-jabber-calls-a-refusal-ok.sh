#!/bin/bash
# Prosody asked by check_jabber of the monitoring plugins, for a domain that it serves and for one that it does not.
#
# Guess: a check of XMPP asks for the domain it was given, and is CRITICAL, or at least WARNING, when the server ends
#        the stream with an error.
# Seen:  the plugin asks for a domain called "host", whatever -H says. Every server answers host-unknown and closes, and
#        the plugin, which looks for the opening of a stream alone, says JABBER OK, exit 0, for all of them.
# With:  monitoring-plugins 2.3.3-5+deb12u2, Prosody 0.12.3 (Debian 12). Source: RFC 6120, section 4.9.3.6. Seen
#        2026-11-28.
# So:    uptime figures taken from such a check are those of a port, a server that lost its domain stays OK, and the
#        operator's log fills with streams for "host". Ask for the domain, and read on to the features or the error.
debian="prosody=0.12.3-1+deb12u1 lua-unbound=1.0.0-2 monitoring-plugins-standard=2.3.3-5+deb12u2
    monitoring-plugins-basic=2.3.3-5+deb12u2"
. "$(dirname "$0")/common/setting"

mkdir data certs
cat > prosody.lua <<EOF
run_as_root = true
interfaces = { "127.0.0.1" }
pidfile = "$PWD/prosody.pid"
data_path = "$PWD/data"
certificates = "$PWD/certs"
log = { error = "$PWD/prosody.log" }
modules_enabled = { "saslauth", "roster" }
VirtualHost "x.z.test"
EOF
echo "127.0.0.1 x.z.test host.z.test" >> /etc/hosts
prosody --config "$PWD/prosody.lua" -F > prosody.out 2>&1 &
listening 5222
# Between the plugin and the server, so that both sides of the talk can be shown.
cat > relay.py <<'EOF'
import socket, sys, time
listener = socket.create_server(("127.0.0.1", 5999))
print("ready", flush=True)
client, _ = listener.accept()
server = socket.create_connection(("127.0.0.1", 5222))
asked = client.recv(4000)
server.sendall(asked)
time.sleep(0.5)
answer = server.recv(4000)
client.sendall(answer)
client.recv(4000)
open("talk", "wb").write(asked + b"\n" + answer)
EOF

look() {
    for host in x.z.test host.z.test; do
        /usr/bin/python3 relay.py > /dev/null &
        listening 5999
        status=0
        /usr/lib/nagios/plugins/check_jabber -H $host -p 5999 > out || status=$?
        wait %% || true
        echo "# $host: exit $status, $(cut -d' ' -f1-2 out)"
        grep -oE "to='[^']*'" talk | head -1
        grep -oE "<stream:(error|features)>|<host-unknown" talk
    done
}

compare <<'EOF'
# x.z.test: exit 0, JABBER OK
to='host'
<stream:error>
<host-unknown
# host.z.test: exit 0, JABBER OK
to='host'
<stream:error>
<host-unknown
EOF
