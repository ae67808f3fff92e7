#!/bin/bash
# Files signed with minisign and with OpenBSD's signify, verified with the other one.
#
# Guess: minisign took over signify's key and signature formats, so signatures verify both ways.
# Seen:  the keys are read by both. signify verifies a minisign signature only of the old kind (`minisign -S -l`); the
#        kind that minisign writes by default is "unsupported" there. minisign refuses every signature of signify, as
#        there is no trusted comment in it, though it loads the key.
# With:  minisign 0.11, signify-openbsd 31 (Debian 12). Seen 2026-11-28.
# So:    say which program a published signature is for. Only `minisign -S -l` is for both; it signs the file itself,
#        not its hash.
debian="minisign=0.11-1 signify-openbsd=31-3"
. "$(dirname "$0")/common/setting"

echo "a snapshot" > data
minisign -G -W -p minisign.pub -s minisign.key > /dev/null
minisign -S -s minisign.key -m data -x data.hashed
minisign -S -l -s minisign.key -m data -x data.legacy
signify-openbsd -G -n -p signify.pub -s signify.sec
signify-openbsd -S -s signify.sec -m data -x data.signify

look() {
    verify() { "$@" 2>&1 | head -1 || true; }
    echo "minisign, hashed: $(verify minisign -V -p minisign.pub -m data -x data.hashed)"
    echo "minisign, legacy: $(verify minisign -V -p minisign.pub -m data -x data.legacy)"
    echo "minisign, of signify: $(verify minisign -V -p signify.pub -m data -x data.signify)"
    echo "signify, of minisign, hashed: $(verify signify-openbsd -V -p minisign.pub -m data -x data.hashed)"
    echo "signify, of minisign, legacy: $(verify signify-openbsd -V -p minisign.pub -m data -x data.legacy)"
    echo "signify: $(verify signify-openbsd -V -p signify.pub -m data -x data.signify)"
}

compare <<'EOF'
minisign, hashed: Signature and comment signature verified
minisign, legacy: Signature and comment signature verified
minisign, of signify: Trusted comment not present
signify, of minisign, hashed: signify-openbsd: unsupported file data.hashed
signify, of minisign, legacy: Signature Verified
signify: Signature Verified
EOF
