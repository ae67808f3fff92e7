#!/bin/bash
# Markdown with addresses of internationalised domains, given to four CommonMark renderers.
#
# Guess: CommonMark fixes the output. `<https://xn--bcher-kva.example/%C3%A4>` shows what was written, and the host of
#        `[x](https://bücher.example/)` comes out the same everywhere.
# Seen:  markdown-it-py decodes the text of autolinks: the page shows https://bücher.example/ä, not what was written. In
#        addresses it puts the A-label where the author wrote the U-label; cmark (Debian's and cmark-gfm), commonmark
#        and marko percent-encode the host instead: https://b%C3%BCcher.example/. Browsers take both, but a link checker
#        that splits the host off finds two hosts, one of which no resolver knows.
# With:  markdown-it-py 4.3.0, commonmark 0.9.2, marko 2.2.4, cmarkgfm 2025.10.22 (PyPI), cmark 0.30.2 (Debian 12). Seen
#        2026-11-28.
# So:    decode percent signs in a host before it is looked up or compared. Write A-labels in links, and never prove a
#        renderer right by the text of another's autolinks.
debian="cmark=0.30.2-6" pypi="markdown-it-py==4.3.0 commonmark==0.9.2 marko==2.2.4 cmarkgfm==2025.10.22"
. "$(dirname "$0")/common/setting"

cat > render.py <<'EOF'
import subprocess, cmarkgfm, commonmark, markdown_it, marko
text = "<https://xn--bcher-kva.example/%C3%A4> [x](https://bücher.example/)"
for name, render in [
    ("cmark", lambda text: subprocess.run("cmark", input=text, capture_output=True, text=True).stdout),
    ("cmarkgfm", cmarkgfm.markdown_to_html), ("commonmark", commonmark.commonmark), ("marko", marko.convert),
    ("markdown-it-py", markdown_it.MarkdownIt().render),
]:
    print(name, render(text).strip())
EOF

look() { python render.py; }

compare <<'EOF'
cmark <p><a href="https://xn--bcher-kva.example/%C3%A4">https://xn--bcher-kva.example/%C3%A4</a> <a href="https://b%C3%BCcher.example/">x</a></p>
cmarkgfm <p><a href="https://xn--bcher-kva.example/%C3%A4">https://xn--bcher-kva.example/%C3%A4</a> <a href="https://b%C3%BCcher.example/">x</a></p>
commonmark <p><a href="https://xn--bcher-kva.example/%C3%A4">https://xn--bcher-kva.example/%C3%A4</a> <a href="https://b%C3%BCcher.example/">x</a></p>
marko <p><a href="https://xn--bcher-kva.example/%C3%A4">https://xn--bcher-kva.example/%C3%A4</a> <a href="https://b%C3%BCcher.example/">x</a></p>
markdown-it-py <p><a href="https://xn--bcher-kva.example/%C3%A4">https://bücher.example/ä</a> <a href="https://xn--bcher-kva.example/">x</a></p>
EOF
