#!/bin/bash
# `junit2html --max-failures N`, which is to exit non-zero at N failures or more, over JUnit reports with failures.
#
# Guess: it does so whatever else it makes of the report, and counts all cases.
# Seen:  the limit holds with --summary-matrix alone: who makes the page, as the program is for, gets 0. The code is
#        the number of failures, so that 256 give 0 too. Cases of a suite within a suite are not counted, not in the
#        matrix, and not in the page, which shows no failure.
# With:  junit2html 31.1.4 (PyPI). Seen 2026-11-28.
# So:    count the failures in the report itself, or let the tool that writes it give the exit code. Whoever writes
#        reports should put the suites side by side.
pypi="junit2html==31.1.4"
. "$(dirname "$0")/common/setting"

report() { # COUNT-OF-FAILURES
    echo '<testsuites><testsuite name="a.example">'
    for i in $(seq "$1"); do
        echo "<testcase classname=\"tls\" name=\"$i\" time=\"1\"><failure message=\"no TLS\"/></testcase>"
    done
    echo '</testsuite></testsuites>'
}

look() {
    gate() { # NAME ARGUMENT…
        local status=0
        junit2html "${@:2}" > out 2> /dev/null || status=$?
        echo "$1: exit $status"
    }
    for count in 0 2 256; do
        report $count > report.xml
        gate "$count failures, matrix" --max-failures 1 --summary-matrix report.xml
        gate "$count failures, page" --max-failures 1 report.xml page.html
    done
    report 2 > side.xml
    sed 's/<testsuite name/<testsuite name="all"><testsuite name/; s,</testsuite>,&&,' side.xml > nested.xml
    for name in side nested; do
        gate "$name, matrix" --max-failures 1 --summary-matrix $name.xml
        junit2html $name.xml page.html
        echo "$name: $(grep -c 'no TLS' page.html || true) failures in the page"
    done
}

compare <<'EOF'
0 failures, matrix: exit 0
0 failures, page: exit 0
2 failures, matrix: exit 2
2 failures, page: exit 0
256 failures, matrix: exit 0
256 failures, page: exit 0
side, matrix: exit 2
side: 2 failures in the page
nested, matrix: exit 0
nested: 0 failures in the page
EOF
