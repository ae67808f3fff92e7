#!/bin/bash
# The name straße.example given to dnspython, in two environments that differ in one package.
#
# Guess: a pinned version of a DNS library turns one name into one name.
# Seen:  where the package `idna` happens to be installed (requests and others bring it), dnspython encodes by IDNA
#        2008: xn--strae-oqa.example. Where it is not, by IDNA 2003: strasse.example, another domain. No warning.
# With:  dnspython 2.9.2, idna 3.20 (PyPI). Source: the default codec in dns/name.py. Seen 2026-11-28.
# So:    never hand a U-label to a resolver library. Encode once, at the edge, and compare results by A-labels.
pypi="dnspython==2.9.2 idna==3.20"
. "$(dirname "$0")/common/setting"

cat > encode.py <<'EOF'
import dns.name
print(dns.name.from_text("straße.example"), dns.name.from_text("_dmarc.straße.example"))
EOF

look() {
    echo "with idna: $(python encode.py)"
    pip -q uninstall -y idna
    echo "without idna: $(python encode.py)"
}

compare <<'EOF'
with idna: xn--strae-oqa.example. _dmarc.xn--strae-oqa.example.
without idna: strasse.example. _dmarc.strasse.example.
EOF
