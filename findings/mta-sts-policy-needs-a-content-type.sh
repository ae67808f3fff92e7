#!/bin/bash
# One MTA-STS policy served with four values of Content-Type and without one.
#
# Guess: the type is a SHOULD (RFC 8461, section 3.2), so a client reads a policy that is otherwise right.
# Seen:  postfix-mta-sts-resolver takes text/plain, in capitals and with a charset too, and reports a failed fetch for
#        text/html, application/octet-stream (what many servers say of a file without an ending) and no type at all. The
#        error has no text.
# With:  postfix-mta-sts-resolver 1.5.1 (PyPI), NSD 4.6.1 (Debian 12). Seen 2026-11-28.
# So:    a policy in enforce mode may be none for the Postfix servers that use this. The type belongs into the report of
#        a scanner.
debian="nsd=4.6.1-1" pypi="postfix-mta-sts-resolver==1.5.1"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

types=("text/plain" "TEXT/PLAIN; charset=utf-8" "text/html" "application/octet-stream" "")
names=""
for i in "${!types[@]}"; do
    printf '_mta-sts.d%s TXT "v=STSv1; id=1"\nmta-sts.d%s A 127.0.0.1\n' "$i" "$i"
done > records
for i in "${!types[@]}"; do names="$names,DNS:mta-sts.d$i.z.test"; done
zone z.test < records
serve z.test
sed -i s/5300/53/ nsd.conf
nsd -c nsd.conf 2> /dev/null
listening 53
echo nameserver 127.0.0.1 > /etc/resolv.conf
certificates
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 20 -out leaf.pem \
    -extfile <(echo "subjectAltName=${names#,}") 2> /dev/null
printf '%s\n' "${types[@]}" > types
# A web server of Python's own library, as it lets the header be left out.
cat > web.py <<'EOF'
import http.server, ssl
types = open("types").read().split("\n")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind = types[int(self.headers["Host"].split(".")[1][1:])]
        policy = b"version: STSv1\r\nmode: enforce\r\nmx: mx.z.test\r\nmax_age: 86400\r\n"
        self.send_response(200)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(policy)))
        self.end_headers()
        self.wfile.write(policy)
    def log_message(self, *arguments):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 443), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("leaf.pem", "leaf.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
EOF
/usr/bin/python3 web.py &
listening 443
cat > resolve.py <<'EOF'
import asyncio, logging
from postfix_mta_sts_resolver.resolver import STSResolver
logging.disable()
async def main():
    resolver = STSResolver(loop=asyncio.get_running_loop(), timeout=4)
    for i, kind in enumerate(open("types").read().split("\n")[:-1]):
        result, policy = await resolver.resolve(f"d{i}.z.test")
        print(kind or "(none)", result.name, policy[1]["mode"] if policy else "", sep=" | ")
asyncio.run(main())
EOF

look() { SSL_CERT_FILE=ca.pem python resolve.py; }

compare <<'EOF'
text/plain | VALID | enforce
TEXT/PLAIN; charset=utf-8 | VALID | enforce
text/html | FETCH_ERROR | 
application/octet-stream | FETCH_ERROR | 
(none) | FETCH_ERROR | 
EOF
