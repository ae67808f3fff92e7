#!/bin/bash
# Servers that announce starttls (SMTP, IMAP) and stls (POP3) in capitals and in small letters, and their clients.
#
# Guess: names of capabilities have no case, as the RFCs of SMTP and IMAP say outright, and clients take both.
# Seen:  in small letters curl finds no TLS in any of the three, swaks and check_smtp none at SMTP, Python's poplib none
#        at POP3. OpenSSL says of SMTP and IMAP that it is not announced, and goes on all the same. msmtp, gnutls-cli,
#        smtplib and imaplib take both.
# With:  curl 7.88.1, swaks 20201014.0, monitoring-plugins 2.3.3, msmtp 1.8.23, GnuTLS 3.7.9, OpenSSL 3.0.22, Python
#        3.11 (Debian 12). Source: RFC 5321, section 4.1.1.1; RFC 9051, section 9. Seen 2026-11-28.
# So:    a scanner has to compare without case, and should show the case where it is not the usual one: mail to such a
#        server may go without TLS, or not at all.
debian="curl=7.88.1-10+deb12u15 swaks=20201014.0-2 libnet-ssleay-perl=1.92-2+b1 monitoring-plugins-basic=2.3.3-5+deb12u2
    msmtp=1.8.23-1 gnutls-bin=3.7.9-2+deb12u7 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

certificates
# A server by hand, as none of Debian's writes them in small letters.
cat > serve.py <<'EOF'
import socketserver, ssl, threading
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("leaf.pem", "leaf.key")
greeting = {"smtp": "220 localhost", "imap": "* OK", "pop3": "+OK"}
def replies(protocol, keyword, words):
    tag, name = (words[0], words[1].upper()) if protocol == "imap" else ("", words[0].upper())
    if protocol == "smtp":
        return {"EHLO": f"250-localhost\n250-{keyword}\n250 8BITMIME", "STARTTLS": "220 go"}.get(name, "250 ok"), name
    if protocol == "imap":
        return (f"* CAPABILITY IMAP4rev1 {keyword}\n" if name == "CAPABILITY" else "") + f"{tag} OK done", name
    return {"CAPA": f"+OK\nUSER\n{keyword}\n.", "LIST": "+OK\n."}.get(name, "+OK"), name
def handler(protocol, keyword):
    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            connection = self.request
            write = lambda text: connection.sendall((text + "\n").replace("\n", "\r\n").encode())
            try:
                write(greeting[protocol])
                lines = connection.makefile("rb")
                while line := lines.readline():
                    text, name = replies(protocol, keyword, line.decode().split())
                    write(text)
                    if name in ("STARTTLS", "STLS"):
                        connection = context.wrap_socket(connection, server_side=True)
                        lines = connection.makefile("rb")
                    elif name in ("QUIT", "LOGOUT"):
                        return
            except (OSError, IndexError):
                pass
    return Handler
class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
for offset, change in (0, str.upper), (1, str.lower):
    for port, protocol, keyword in (2500, "smtp", "starttls"), (1430, "imap", "starttls"), (1100, "pop3", "stls"):
        server = Server(("127.0.0.1", port + offset), handler(protocol, change(keyword)))
        threading.Thread(target=server.serve_forever).start()
EOF
/usr/bin/python3 serve.py > serve.log 2>&1 &
listening 1101
cat > python.py <<'EOF'
import imaplib, poplib, smtplib, ssl, sys
context = ssl.create_default_context(cafile="ca.pem")
def says(client, upgrade):
    try:
        upgrade(client)
        return "TLS"
    except (smtplib.SMTPException, imaplib.IMAP4.error, poplib.error_proto):
        return "no TLS"
offset = int(sys.argv[1])
print("smtplib:", says(smtplib.SMTP("localhost", 2500 + offset), lambda client: client.starttls(context=context)))
print("imaplib:", says(imaplib.IMAP4("localhost", 1430 + offset), lambda client: client.starttls(context)))
print("poplib:", says(poplib.POP3("localhost", 1100 + offset), lambda client: client.stls(context)))
EOF

look() {
    verdict() { # NAME COMMAND…
        if timeout 30 "${@:2}" > out 2>&1 < /dev/null; then echo "$1: TLS"; else echo "$1: no TLS"; fi
    }
    for offset in 0 1; do
        echo "# $([ $offset = 0 ] && echo capitals || echo small letters)"
        for service in smtp:2500 imap:1430 pop3:1100; do
            protocol=${service%:*}
            port=$((${service#*:} + offset))
            verdict "curl, $protocol" curl -sS --ssl-reqd --cacert ca.pem "$protocol://localhost:$port/"
            verdict "gnutls-cli, $protocol" gnutls-cli --starttls-proto="$protocol" -p $port --x509cafile ca.pem \
                localhost
            verdict "OpenSSL, $protocol" openssl s_client -starttls "$protocol" -connect localhost:$port
            grep -o "Didn't find STARTTLS" out || true
        done
        verdict msmtp msmtp --serverinfo --host=localhost --port=$((2500 + offset)) --tls --tls-trust-file=ca.pem
        verdict swaks swaks --tls --quit-after TLS --server localhost:$((2500 + offset)) --to a@b.example
        verdict check_smtp /usr/lib/nagios/plugins/check_smtp -H localhost -p $((2500 + offset)) -S
        /usr/bin/python3 python.py $offset
    done
}

compare <<'EOF'
# capitals
curl, smtp: TLS
gnutls-cli, smtp: TLS
OpenSSL, smtp: TLS
curl, imap: TLS
gnutls-cli, imap: TLS
OpenSSL, imap: TLS
curl, pop3: TLS
gnutls-cli, pop3: TLS
OpenSSL, pop3: TLS
msmtp: TLS
swaks: TLS
check_smtp: TLS
smtplib: TLS
imaplib: TLS
poplib: TLS
# small letters
curl, smtp: no TLS
gnutls-cli, smtp: TLS
OpenSSL, smtp: TLS
Didn't find STARTTLS
curl, imap: no TLS
gnutls-cli, imap: TLS
OpenSSL, imap: TLS
Didn't find STARTTLS
curl, pop3: no TLS
gnutls-cli, pop3: TLS
OpenSSL, pop3: TLS
msmtp: TLS
swaks: no TLS
check_smtp: no TLS
smtplib: TLS
imaplib: TLS
poplib: no TLS
EOF
