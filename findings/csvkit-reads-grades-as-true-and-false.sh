#!/bin/bash
# A table of mail providers with grades, policies and versions, read by csvkit.
#
# Guess: a grade T or F, a policy "none" and a version 1.10 are text to a CSV tool, or at least come out as they went
#        in.
# Seen:  csvkit (agate) infers a type a column. A column of the grades T and F becomes True and False; the DMARC policy
#        "none" becomes null; version 1.10 is written 1.1 by csvlook; a column of shares in per cent loses the sign and
#        is not divided; days "mon" and "sun" become dates of the year 1. csvsort and csvjson write the changed cells
#        back, with exit code 0. One A among the grades, or one "?" among the versions, and the whole column is text.
#        `--no-inference` keeps all but "none", which also wants `--blanks`.
# With:  csvkit 2.2.0, agate 1.14.2 (PyPI). Seen 2026-11-28.
# So:    the type of a column depends on the day's measurements. Publish words that no reader takes for another type
#        (p=none), and tell readers about `csvsort --no-inference --blanks`.
pypi="csvkit==2.2.0 agate==1.14.2"
. "$(dirname "$0")/common/setting"

cat > table.csv <<'EOF'
provider,grade,dmarc,version,share,day
beta,F,none,1.10,12%,sun
alpha,T,reject,1.2,9%,mon
EOF
{ cat table.csv; echo 'gamma,A,none,?,-,never'; } > other-day.csv

look() {
    csvsort -c provider table.csv
    csvjson table.csv
    echo
    csvlook table.csv | sed -n 3p
    csvsort -c provider other-day.csv
    csvsort --no-inference -c provider table.csv
    csvsort --no-inference --blanks -c provider table.csv
}

compare <<'EOF'
provider,grade,dmarc,version,share,day
alpha,True,reject,1.2,9,0001-01-08
beta,False,,1.10,12,0001-01-07
[{"provider": "beta", "grade": false, "dmarc": null, "version": 1.1, "share": 12.0, "day": "0001-01-07"}, {"provider": "alpha", "grade": true, "dmarc": "reject", "version": 1.2, "share": 9.0, "day": "0001-01-08"}]
| beta     | False |        |     1.1 |    12 | 0001-01-07 |
provider,grade,dmarc,version,share,day
alpha,T,reject,1.2,9%,mon
beta,F,,1.10,12%,sun
gamma,A,,?,-,never
provider,grade,dmarc,version,share,day
alpha,T,reject,1.2,9%,mon
beta,F,,1.10,12%,sun
provider,grade,dmarc,version,share,day
alpha,T,reject,1.2,9%,mon
beta,F,none,1.10,12%,sun
EOF
