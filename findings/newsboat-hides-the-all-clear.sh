#!/bin/bash
# An Atom entry on an outage, read, and then updated in place: new title and `updated`, later new content; newsboat with
# its setting reset-unread-on-update for the feed, and without.
#
# Guess: with that setting an entry becomes unread again when it is updated, as its `updated` element says.
# Seen:  only a change of the content makes it unread. A new title with a new `updated` replaces the title in the list
#        and leaves the entry read. Without the setting nothing makes it unread.
# With:  newsboat 2.21 (Debian 12). Source: RFC 4287, section 4.2.15. Seen 2026-11-28.
# So:    an incident that ends by a change in place reaches nobody. Each stage needs an entry with an id of its own, and
#        what is new has to stand in the content.
debian="newsboat=2.21-1.5"
. "$(dirname "$0")/common/setting"

mkdir web
entry() { # TITLE CONTENT UPDATED
    sleep 1.1  # the server's Last-Modified counts seconds
    cat > web/feed.xml <<EOF
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Outages</title><id>urn:x:feed</id>
<updated>$3</updated><author><name>x</name></author><entry><id>urn:x:1</id><title>$1</title><updated>$3</updated>
<published>2026-11-01T00:00:00Z</published><content type="text">$2</content></entry></feed>
EOF
    newsboat -u urls -c cache.db -C config -q -x reload > /dev/null 2>&1
    database "select title, content, case unread when 1 then 'unread' else 'read' end from rss_item"
}
database() {
    /usr/bin/python3 -c 'import sqlite3, sys
with sqlite3.connect("cache.db") as connection:
    for row in connection.execute(sys.argv[1]):
        print(" | ".join(row))' "$1"
}
/usr/bin/python3 -m http.server 8000 --bind 127.0.0.1 --directory web > /dev/null 2>&1 &
listening 8000
echo http://127.0.0.1:8000/feed.xml > urls

look() {
    for setting in "# default" 'reset-unread-on-update "http://127.0.0.1:8000/feed.xml"'; do
        echo "$setting"
        echo "$setting" > config
        rm -f cache.db
        entry "Outage" "down" 2026-11-01T00:00:00Z
        database 'update rss_item set unread = 0'
        entry "Outage is over" "down" 2026-11-02T00:00:00Z
        entry "Outage is over" "up again" 2026-11-03T00:00:00Z
    done
}

compare <<'EOF'
# default
Outage | down | unread
Outage is over | down | read
Outage is over | up again | read
reset-unread-on-update "http://127.0.0.1:8000/feed.xml"
Outage | down | unread
Outage is over | down | read
Outage is over | up again | unread
EOF
