#!/bin/bash
# Dovecot with `ssl = required` and `disable_plaintext_auth = yes` on 127.0.0.1, asked from there and from 127.0.0.2.
#
# Guess: without TLS it offers no password mechanism and refuses every login, whoever asks.
# Seen:  where the client's address is the server's own, Dovecot takes the connection for secured: IMAP has AUTH=PLAIN
#        and no LOGINDISABLED, POP3 has USER and SASL PLAIN, ManageSieve has PLAIN, and a login in the clear succeeds.
#        From another address, even one of the same machine, it is as guessed.
# With:  dovecot 2.3.19.1 (Debian 12). Source: RFC 9051, section 6.2.3; RFC 2595, section 3. Seen 2026-11-28.
# So:    a test on one machine measures another server than the users of it have: in a lab the client needs an address
#        of its own. So does a proxy or a monitor that runs beside Dovecot.
debian="dovecot-core=1:2.3.19.1+dfsg1-2.1+deb12u7 dovecot-imapd=1:2.3.19.1+dfsg1-2.1+deb12u7
    dovecot-pop3d=1:2.3.19.1+dfsg1-2.1+deb12u7 dovecot-managesieved=1:2.3.19.1+dfsg1-2.1+deb12u7
    openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

certificates
mkdir run mail
chmod 755 . ..
chown 1500:1500 mail
cat > dovecot.conf <<EOF
base_dir = $PWD/run
log_path = $PWD/log
protocols = imap pop3 sieve
listen = 127.0.0.1
ssl = required
ssl_cert = <$PWD/leaf.pem
ssl_key = <$PWD/leaf.key
disable_plaintext_auth = yes
mail_location = maildir:$PWD/mail
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=1500 gid=1500 home=$PWD/mail
}
EOF
dovecot -c dovecot.conf
listening 143
listening 110
listening 4190
cat > ask.py <<'EOF'
import socket, sys
def talk(port, lines, last):
    connection = socket.create_connection(("127.0.0.1", port), source_address=(sys.argv[1], 0))
    stream = connection.makefile("rwb")
    read = [stream.readline().decode().strip()]
    for line in lines:
        stream.write(line.encode() + b"\r\n")
        stream.flush()
        while not (text := stream.readline().decode().strip()).startswith(last):
            read.append(text)
        read.append(text)
    return read
imap = talk(143, ["a CAPABILITY", "a LOGIN user secret"], "a ")
print("IMAP:", *[word for word in imap[1].split() if word.startswith(("AUTH=", "LOGINDISABLED"))],
      "- login", imap[-1].split()[1])
pop3 = talk(110, ["CAPA"], ".")
print("POP3:", *[line for line in pop3 if line.startswith(("USER", "SASL"))])
pop3 = talk(110, ["USER user"], ("+OK", "-ERR"))
print("POP3: USER", pop3[-1].split()[0])
sieve = talk(4190, ["NOOP"], "OK")
print("ManageSieve:", *[line for line in sieve if line.startswith('"SASL"')])
EOF

look() {
    for address in 127.0.0.1 127.0.0.2; do
        echo "# from $address"
        /usr/bin/python3 ask.py $address
    done
}

compare <<'EOF'
# from 127.0.0.1
IMAP: AUTH=PLAIN - login OK
POP3: USER SASL PLAIN
POP3: USER +OK
ManageSieve: "SASL" "PLAIN"
# from 127.0.0.2
IMAP: LOGINDISABLED - login NO
POP3: SASL
POP3: USER -ERR
ManageSieve: "SASL" ""
EOF
