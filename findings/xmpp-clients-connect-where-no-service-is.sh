#!/bin/bash
# XMPP clients and four domains with SRV records: a port of its own (other), the same and direct TLS refused by the
# target "." (both), everything refused by "." (dot), and a port that is closed (closed). Each domain has an address.
#
# Guess: clients go where the record says; "." ends the attempt, and so does a host named that cannot be reached: the
#        address of the domain is for domains without a record.
# Seen:  slixmpp and mcabber go to port 5222 of the domain for the target "." alone. go-sendxmpp goes there in all four
#        cases, and looks at _xmpp-client only where there is a record for _xmpps-client. aioxmpp and sendxmpp (with
#        Net::DNS, which its package only recommends) do as guessed.
# With:  slixmpp 1.17.0, aioxmpp 0.13.3 (PyPI), mcabber 1.1.2, sendxmpp 1.24, go-sendxmpp 0.5.6 (Debian 12). Source:
#        RFC 2782; RFC 6120, section 3.2.1; XEP-0368. Seen 2026-11-28.
# So:    a scanner has to say "no service" for ".", and look at the domain's own port all the same before it says that
#        nothing is there: clients end up there. Other ports than 5222 lose clients.
debian="mcabber=1.1.2-2+b1 sendxmpp=1.24-3 go-sendxmpp=0.5.6+git20221206.bbc83969-1+b6 libnet-dns-perl=1.36-1+deb12u1
    nsd=4.6.1-1"
pypi="slixmpp==1.17.0 aioxmpp==0.13.3 pytz==2026.2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

echo '@ A 127.0.0.1' | zone plain.lab
printf '@ A 127.0.0.1\n_xmpp-client._tcp SRV 0 0 5230 @\n' | zone other.lab
printf '@ A 127.0.0.1\n_xmpp-client._tcp SRV 0 0 5230 @\n_xmpps-client._tcp SRV 0 0 0 .\n' | zone both.lab
printf '@ A 127.0.0.1\n_xmpp-client._tcp SRV 0 0 0 .\n' | zone dot.lab
printf '@ A 127.0.0.1\n_xmpp-client._tcp SRV 0 0 5299 @\n' | zone closed.lab
serve plain.lab other.lab both.lab dot.lab closed.lab
sed -i s/5300/53/ nsd.conf
nsd -c nsd.conf 2> /dev/null
listening 53
echo nameserver 127.0.0.1 > /etc/resolv.conf

# Listeners that note the port and end the connection: which port is tried is all that is asked.
cat > listen.py <<'EOF'
import selectors, socket
selector = selectors.DefaultSelector()
for port in (5222, 5223, 5230):
    selector.register(socket.create_server(("127.0.0.1", port)), selectors.EVENT_READ, port)
while True:
    for key, _ in selector.select():
        key.fileobj.accept()[0].close()
        open("tried", "a").write(f"{key.data}\n")
EOF
/usr/bin/python3 listen.py &
listening 5230
cat > slixmpp_client.py <<'EOF'
import asyncio, slixmpp, sys
async def main():
    client = slixmpp.ClientXMPP("a@" + sys.argv[1], "x")
    client.connect()
    await asyncio.sleep(4)
asyncio.run(main())
EOF
cat > aioxmpp_client.py <<'EOF'
import asyncio, aioxmpp, aioxmpp.node, sys
async def main():
    metadata = aioxmpp.make_security_layer("x", no_verify=True)
    jid = aioxmpp.JID.fromstr("a@" + sys.argv[1])
    await aioxmpp.node.connect_xmlstream(jid, metadata, negotiation_timeout=4)
asyncio.run(main())
EOF
run() { # CLIENT DOMAIN
    case $1 in
    slixmpp) python slixmpp_client.py "$2" ;;
    aioxmpp) python aioxmpp_client.py "$2" ;;
    sendxmpp) echo hi | sendxmpp -u "a@$2" -p x "b@$2" ;;
    go-sendxmpp) echo hi | go-sendxmpp -u "a@$2" -p x "b@$2" ;;
    mcabber) printf 'set jid = a@%s\nset password = x\n' "$2" > mcabberrc && chmod 600 mcabberrc \
        && TERM=xterm script -qc "mcabber -f mcabberrc" /dev/null ;;
    esac
}

look() {
    for client in slixmpp aioxmpp mcabber sendxmpp go-sendxmpp; do
        for domain in plain other both dot closed; do
            : > tried
            (run $client $domain.lab > log 2>&1 < /dev/null) &
            pid=$!
            sleep 5
            kill -KILL $pid 2> /dev/null || true
            pkill -KILL -x mcabber || true
            echo "$client: $domain $(sort -u tried | tr '\n' ' ')"
        done
    done | sed 's/ $//'
}

compare <<'EOF'
slixmpp: plain 5222
slixmpp: other 5230
slixmpp: both 5230
slixmpp: dot 5222
slixmpp: closed
aioxmpp: plain 5222
aioxmpp: other 5230
aioxmpp: both 5230
aioxmpp: dot
aioxmpp: closed
mcabber: plain 5222
mcabber: other 5230
mcabber: both 5230
mcabber: dot 5222
mcabber: closed
sendxmpp: plain 5222
sendxmpp: other 5230
sendxmpp: both 5230
sendxmpp: dot
sendxmpp: closed
go-sendxmpp: plain 5222
go-sendxmpp: other 5222
go-sendxmpp: both 5222 5230
go-sendxmpp: dot 5222
go-sendxmpp: closed 5222
EOF
