#!/bin/bash
# Exim set up in three ways a mail server fails to work, asked by check_smtp of the monitoring plugins.
#
# Guess: a server that refuses EHLO is not OK; one that announces STARTTLS and has to put it off for now (454) is a
#        passing failure; an expired certificate is not OK where STARTTLS is asked for.
# Seen:  EHLO refused: "SMTP OK". STARTTLS announced, then 454: OK without -S, and with -S UNKNOWN and "does not support
#        STARTTLS", a lasting fault that is not there. Expired certificate: OK with -S; only -D looks at dates, and then
#        prints nothing of the service any more.
# With:  monitoring-plugins-basic 2.3.3-5+deb12u2, exim4-daemon-light 4.96-15+deb12u11 (Debian 12). Source: RFC 3207,
#        section 4; RFC 5321, section 4.1.1.1. Seen 2026-11-28.
# So:    its OK is no proof of a working mail server, and its UNKNOWN no proof of missing STARTTLS: "announced, put
#        off", "refused us" and "not announced" are three states.
debian="exim4-daemon-light=4.96-15+deb12u11 monitoring-plugins-basic=2.3.3-5+deb12u2 faketime=0.9.10-2.1
    openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"

faketime '2026-01-01' openssl req -x509 -newkey rsa:2048 -nodes -keyout old.key -out old.pem -days 10 \
    -subj /CN=mx.z.test 2> /dev/null
chmod 644 old.key
chmod 755 .
start() { # PORT, then the lines of the main section
    {
        printf 'primary_hostname = mx.z.test\nlocal_interfaces = 127.0.0.1\nexim_user = Debian-exim\n'
        printf 'exim_group = Debian-exim\npid_file_path = %s\nspool_directory = %s\n' "$PWD/$1.pid" "$PWD/$1.spool"
        printf 'daemon_smtp_ports = %s\n' "$1"
        printf '%s\n' "${@:2}"
        printf 'begin acl\nput_off:\n  defer message = not now\nrefuse:\n  deny message = go away\n'
        printf 'begin routers\nbegin transports\n'
    } > "/etc/exim4/$1.conf"
    exim4 -C "/etc/exim4/$1.conf" -bdf < /dev/null > "$1.log" 2>&1 &
    listening "$1"
}
start 2501 "acl_smtp_helo = refuse"
start 2502 "acl_smtp_starttls = put_off"
start 2503 "tls_certificate = $PWD/old.pem" "tls_privatekey = $PWD/old.key"

look() {
    check() {
        local name=$1 status=0
        shift
        /usr/lib/nagios/plugins/check_smtp -H 127.0.0.1 "$@" > out 2>&1 || status=$?
        echo "$name: exit $status, $(head -1 out | sed 's/ - [0-9].*//; s/ expired on .*/ expired/')"
    }
    check "EHLO refused" -p 2501
    check "EHLO refused, -S" -p 2501 -S
    check "STARTTLS put off" -p 2502
    check "STARTTLS put off, -S" -p 2502 -S
    check "certificate expired, -S" -p 2503 -S
    check "certificate expired, -D 14" -p 2503 -D 14
    openssl s_client -starttls smtp -connect 127.0.0.1:2502 < /dev/null 2>&1 | grep -oE '^(454|451).*' || true
}

compare <<'EOF'
EHLO refused: exit 0, SMTP OK
EHLO refused, -S: exit 1, WARNING - TLS not supported by server
STARTTLS put off: exit 0, SMTP OK
STARTTLS put off, -S: exit 3, Server does not support STARTTLS
certificate expired, -S: exit 0, SMTP OK
certificate expired, -D 14: exit 2, CRITICAL - Certificate 'mx.z.test' expired
EOF
