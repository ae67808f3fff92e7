#!/bin/bash
# The names below which mail policies live, for a domain with an umlaut: _dmarc.bücher.example and its kin.
#
# Guess: a library for internationalised names encodes the labels that need it and leaves ASCII labels alone; where its
#        strict mode (STD3 rules) forbids the underscore, it says so.
# Seen:  libidn2 in strict mode drops the underscore and exits 0: dmarc.xn--bcher-kva.example, a different, valid name.
#        The Python package idna refuses all of them, even _dmarc.example.com, which has nothing to encode, and it
#        refuses host names in use that have hyphens in places three and four. libidn2 without strict mode, and GNU
#        libidn, give the right name.
# With:  idn2 2.3.3, idn 1.41 (Debian 12), idna 3.20 (PyPI). Seen 2026-11-28.
# So:    encode the domain first, then put _dmarc, _mta-sts, _25._tcp or a selector before it. Asking for the name that
#        strict mode gives is answered by NXDOMAIN, and a scanner says "no DMARC".
debian="idn2=2.3.3-1+b1 libidn2-0=2.3.3-1+b1 idn=1.41-1" pypi="idna==3.20"
. "$(dirname "$0")/common/setting"

look() {
    for name in _dmarc.bücher.example _25._tcp.mx.bücher.example s1._domainkey.bücher.example; do
        echo "idn2 $(idn2 $name)"
        echo "idn2, strict $(idn2 --usestd3asciirules $name), exit $?"
        echo "idn $(idn --quiet $name)"
    done
    for name in _dmarc.bücher.example _dmarc.example.com r3---sn.example.com bücher.example; do
        python -c 'import idna, sys
try:
    print("idna", idna.encode(sys.argv[1]).decode())
except idna.IDNAError as error:
    print("idna", sys.argv[1], error)' $name
    done
}

compare <<'EOF'
idn2 _dmarc.xn--bcher-kva.example
idn2, strict dmarc.xn--bcher-kva.example, exit 0
idn _dmarc.xn--bcher-kva.example
idn2 _25._tcp.mx.xn--bcher-kva.example
idn2, strict 25.tcp.mx.xn--bcher-kva.example, exit 0
idn _25._tcp.mx.xn--bcher-kva.example
idn2 s1._domainkey.xn--bcher-kva.example
idn2, strict s1.domainkey.xn--bcher-kva.example, exit 0
idn s1._domainkey.xn--bcher-kva.example
idna _dmarc.bücher.example Codepoint U+005F at position 1 of '_dmarc' not allowed
idna _dmarc.example.com Codepoint U+005F at position 1 of '_dmarc' not allowed
idna r3---sn.example.com Label has disallowed hyphens in 3rd and 4th position
idna xn--bcher-kva.example
EOF
