#!/bin/bash
# Markdown with links to an XMPP address, given to five CommonMark renderers.
#
# Guess: `<xmpp:juliet@example.com>` is an autolink of the CommonMark specification's own kind (any scheme), and a
#        renderer that guards against scripts in links lets xmpp:, sip: and sms: pass.
# Seen:  mistune keeps the text and points the link to #harmful-link, for every scheme but a short list of its own, with
#        no warning. commonmark, markdown-it-py, marko and cmark-gfm keep the address.
# With:  mistune 3.4.0, commonmark 0.9.2, markdown-it-py 4.3.0, marko 2.2.4, cmarkgfm 2025.10.22 (PyPI). Seen
#        2026-11-28.
# So:    contact links of an article on XMPP providers may lead nowhere in a renderer with an allow list; a link check
#        passes them, as a fragment of the same page. Look for the scheme in the output, not for errors.
pypi="mistune==3.4.0 commonmark==0.9.2 markdown-it-py==4.3.0 marko==2.2.4 cmarkgfm==2025.10.22"
. "$(dirname "$0")/common/setting"

cat > render.py <<'EOF'
import re, cmarkgfm, commonmark, markdown_it, marko, mistune
text = "<xmpp:juliet@example.com> [a](xmpp:room@chat.example?join) [b](sip:x@example.com) [c](mailto:x@example.com)"
for name, render in [
    ("mistune", mistune.html), ("commonmark", commonmark.commonmark), ("marko", marko.convert),
    ("markdown-it-py", markdown_it.MarkdownIt().render), ("cmarkgfm", cmarkgfm.markdown_to_html),
]:
    print(name, *re.findall('href="([^"]*)"', render(text)))
EOF

look() { python render.py; }

compare <<'EOF'
mistune #harmful-link #harmful-link #harmful-link mailto:x@example.com
commonmark xmpp:juliet@example.com xmpp:room@chat.example?join sip:x@example.com mailto:x@example.com
marko xmpp:juliet@example.com xmpp:room@chat.example?join sip:x@example.com mailto:x@example.com
markdown-it-py xmpp:juliet@example.com xmpp:room@chat.example?join sip:x@example.com mailto:x@example.com
cmarkgfm xmpp:juliet@example.com xmpp:room@chat.example?join sip:x@example.com mailto:x@example.com
EOF
