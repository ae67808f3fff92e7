#!/bin/bash
# Two versions of one calendar event (same UID), imported by khal: the newer, SEQUENCE 2, then the older, SEQUENCE 0.
#
# Guess: SEQUENCE and DTSTAMP are there to tell the newer version; an older one does not replace it.
# Seen:  khal keeps what was imported last, and in one file what stands last, whatever SEQUENCE and DTSTAMP say. A
#        cancelled event stays in the list, with CANCELLED before it. An event without DTEND lasts an hour there, where
#        RFC 5545 (section 3.6.1) says it ends when it begins.
# With:  khal 0.10.5 (Debian 12). Source: RFC 5545, section 3.8.7.4; RFC 5546, section 2.1.5. Seen 2026-11-28.
# So:    a calendar of outages has one version of each UID, the newest, and always a DTEND.
debian="khal=1:0.10.5-1.1"
. "$(dirname "$0")/common/setting"

export XDG_CONFIG_HOME=$PWD/config XDG_DATA_HOME=$PWD/data XDG_CACHE_HOME=$PWD/cache
mkdir -p config/khal
cat > config/khal/config <<EOF
[calendars]
[[outages]]
path = $PWD/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
EOF
event() { # SEQUENCE SUMMARY, then further lines
    printf 'BEGIN:VEVENT\r\nUID:1@x.example\r\nDTSTAMP:202611%s0T000000Z\r\nDTSTART:20261128T100000Z\r\n' $(($1 + 1))
    printf 'SEQUENCE:%s\r\nSUMMARY:%s\r\n' "$1" "$2"
    [ $# -lt 3 ] || printf '%s\r\n' "${@:3}"
    printf 'END:VEVENT\r\n'
}
file() {
    printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n'
    cat
    printf 'END:VCALENDAR\r\n'
}
event 2 "outage is over" DTEND:20261128T103000Z > newer
event 0 "outage began" > older
event 1 "no outage" STATUS:CANCELLED DTEND:20261128T103000Z > cancelled

look() {
    import() {
        echo "# $*"
        rm -rf calendar cache data
        mkdir calendar
        for part in "$@"; do
            # shellcheck disable=SC2086
            cat ${part//,/ } | file > import.ics
            khal import --batch -a outages import.ics
        done
        khal list 2026-11-28 1d | tail -n +2
    }
    import newer older
    import newer,older
    import older newer
    import newer cancelled
}

compare <<'EOF'
# newer older
10:00-11:00 outage began
# newer,older
10:00-11:00 outage began
# older newer
10:00-10:30 outage is over
# newer cancelled
CANCELLED 10:00-10:30 no outage
EOF
