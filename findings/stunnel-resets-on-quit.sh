#!/bin/bash
# stunnel in front of a mail server without TLS, with `protocol = smtp`, `imap` and `pop3`.
#
# Guess: a wrapper that speaks STARTTLS for a mail server takes the commands that a polite client may send before it:
#        EHLO, NOOP, QUIT, and on IMAP and POP3 the commands that end a session.
# Seen:  on SMTP everything but EHLO and then STARTTLS ends in a TCP reset, QUIT too. POP3 resets on QUIT; IMAP answers
#        LOGOUT well, and NOOP with BYE.
# With:  stunnel4 5.68 (Debian 12), in front of a listener that greets and answers OK; that one is written here, as
#        stunnel ends the session before the server behind it is asked anything. Seen 2026-11-28.
# So:    a reset after QUIT is no failure of the server, and a client that says NOOP or HELP first never learns of
#        STARTTLS. Say the fewest words possible before it.
debian="stunnel4=3:5.68-2+deb12u1"
. "$(dirname "$0")/common/setting"

certificates
cat > backend.py <<'EOF'
import socketserver, sys, threading
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.server.greeting)
        for line in self.rfile:
            self.wfile.write(line.split()[0] + b" OK done\r\n")
class Server(socketserver.ThreadingTCPServer):
    def handle_error(self, request, address):
        pass  # stunnel resets this side too
for port, greeting in (6025, b"220 mx.z.test ESMTP\r\n"), (6143, b"* OK ready\r\n"), (6110, b"+OK ready\r\n"):
    server = Server(("127.0.0.1", port), Handler)
    server.greeting = greeting
    threading.Thread(target=server.serve_forever).start()
EOF
cat > talk.py <<'EOF'
import socket, sys, time
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
connection.recv(1000)
for command in sys.argv[2:]:
    try:
        connection.sendall(command.encode() + b"\r\n")
        time.sleep(0.3)  # for all lines of the answer
        answer = connection.recv(1000).decode().strip().replace("\r\n", " | ")
    except OSError as error:
        answer = type(error).__name__
    print(sys.argv[1], command, "->", answer)
EOF
/usr/bin/python3 backend.py &
listening 6110
for service in smtp:25 imap:143 pop3:110; do
    port=$((${service#*:} + 6000))
    printf 'pid = %s\n[%s]\naccept = 127.0.0.1:%s\nconnect = 127.0.0.1:%s\nprotocol = %s\ncert = %s\nkey = %s\n' \
        "$PWD/$port.pid" "$port" "$((port + 1000))" "$port" "${service%:*}" "$PWD/leaf.pem" "$PWD/leaf.key" > $port.conf
    stunnel4 $port.conf 2> /dev/null
    listening $((port + 1000))
done

look() {
    talk() { /usr/bin/python3 talk.py "$@"; }
    talk 7025 "EHLO client.example" STARTTLS
    talk 7025 "EHLO client.example" QUIT
    talk 7025 QUIT
    talk 7025 NOOP
    talk 7143 "a NOOP"
    talk 7143 "a LOGOUT"
    talk 7110 CAPA STLS
    talk 7110 QUIT
}

compare <<'EOF'
7025 EHLO client.example -> 250-mx.z.test | 250 STARTTLS
7025 STARTTLS -> 220 Go ahead
7025 EHLO client.example -> 250-mx.z.test | 250 STARTTLS
7025 QUIT -> ConnectionResetError
7025 QUIT -> ConnectionResetError
7025 NOOP -> ConnectionResetError
7143 a NOOP -> * BYE stunnel: unexpected command | a BAD NOOP unexpected
7143 a LOGOUT -> * BYE server terminating | a OK LOGOUT completed
7110 CAPA -> +OK Stunnel capability list follows | STLS | .
7110 STLS -> +OK Stunnel starts TLS negotiation
7110 QUIT -> ConnectionResetError
EOF
