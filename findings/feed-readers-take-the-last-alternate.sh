#!/bin/bash
# An Atom entry with two links of the relation `alternate`, by language or by type, and one without any.
#
# Guess: the first one is the entry's address, or the one of text/html; an entry without one has no address.
# Seen:  sfeed takes the first. newsboat takes the last, even one of application/json behind one of text/html.
#        feedparser takes the last of text/html or without a type. Where there is none, feedparser gives the id, a tag:
#        URI, as the link; newsboat and sfeed give none. atoma lists them all.
# With:  newsboat 2.21, sfeed 1.7 (Debian 12), feedparser 6.0.14, atoma 0.0.17 (PyPI). Source: RFC 4287, section
#        4.1.1. Seen 2026-11-28.
# So:    a feed in two languages sends readers to either. One alternate an entry; data for machines and other languages
#        belong under another relation or into a feed of their own.
debian="newsboat=2.21-1.5 sfeed=1.7-1 sqlite3=3.40.1-2+deb12u2" pypi="feedparser==6.0.14 atoma==0.0.17"
. "$(dirname "$0")/common/setting"

feed() { # NAME LINKS
    cat > "$1" <<EOF
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>t</title><updated>2026-11-28T10:00:00Z</updated>
<author><name>A</name></author><link href="https://x.example/"/><entry><id>tag:x.example,2026:1</id>
<title>one</title><updated>2026-11-28T10:00:00Z</updated>$2<content type="html">x</content></entry></feed>
EOF
}
feed languages '<link hreflang="en" href="https://x.example/en"/><link hreflang="de" href="https://x.example/de"/>'
feed types '<link type="text/html" href="https://x.example/en"/>
    <link type="application/json" href="https://x.example/json"/>'
feed relations '<link rel="related" href="https://x.example/related"/><link href="https://x.example/en"/>
    <link rel="via" href="https://x.example/via"/>'
feed none '<link rel="related" href="https://x.example/related"/>'
cat > read.py <<'EOF'
import atoma, feedparser, sys
print("feedparser:", feedparser.parse(sys.argv[1]).entries[0].get("link"))
links = atoma.parse_atom_file(sys.argv[1]).entries[0].links
print("atoma:", *[link.href for link in links if link.rel in (None, "alternate")])
EOF

look() {
    for name in languages types relations none; do
        echo "# $name"
        echo "sfeed: $(sfeed < $name | cut -f3)"
        echo "file://$PWD/$name" > urls
        rm -f cache.db
        newsboat -u urls -C /dev/null -c cache.db -x reload > /dev/null
        echo "newsboat: $(sqlite3 cache.db 'select url from rss_item')"
        python read.py $name
    done | sed 's/ $//'
}

compare <<'EOF'
# languages
sfeed: https://x.example/en
newsboat: https://x.example/de
feedparser: https://x.example/de
atoma: https://x.example/en https://x.example/de
# types
sfeed: https://x.example/en
newsboat: https://x.example/json
feedparser: https://x.example/en
atoma: https://x.example/en https://x.example/json
# relations
sfeed: https://x.example/en
newsboat: https://x.example/en
feedparser: https://x.example/en
atoma: https://x.example/en
# none
sfeed:
newsboat:
feedparser: tag:x.example,2026:1
atoma:
EOF
