#!/bin/bash
# A table of TLS servers with the code points of their suites, serial numbers and a share, made into JSON by Miller.
#
# Guess: `mlr --icsv --ojson` writes JSON, whatever is in the cells: a number that JSON does not have becomes text, or
#        the number that it stands for.
# Seen:  0x1301, .5 and 5. go into the output as they stand, without quotes: no JSON, for Python and for Miller itself.
#        One cell is enough. Each cell is judged by itself, so that the serial numbers 04D2 and 1234 of one column are a
#        text and a number. Filters take 0x1301 for 4865. With -S (nothing is a number) all is text, the ports too; behind
#        a verb, as in `filter -S`, the flag does nothing. Exit 0 each time.
# With:  Miller 6.6.0 (Debian 12). Source: RFC 8259, section 6. Seen 2026-11-29.
# So:    code points, key tags and serial numbers in hexadecimal, as this field writes them, break the next program of a
#        pipe on the day that one appears. Tell readers about `mlr -S`, or publish the JSON beside the CSV.
debian="miller=6.6.0-2+b3"
. "$(dirname "$0")/common/setting"

cat > suites.csv <<'END'
server,port,suite,serial,share
a.test,5222,TLS_AES_128_GCM_SHA256,04D2,0.5
b.test,5223,TLS_AES_256_GCM_SHA384,1234,1
END
sed 's/TLS_AES_128_GCM_SHA256/0x1301/; s/TLS_AES_256_GCM_SHA384/0x1302/' suites.csv > codes.csv
sed 's/0\.5/.5/' suites.csv > share.csv
sed 's/,1$/,1./' suites.csv > point.csv
read_back() {
    local status=0
    /usr/bin/python3 -c 'import json, sys; json.load(sys.stdin)' < out 2> /dev/null || status=$?
    echo "  Python: $status"
    status=0
    mlr --json cat out > /dev/null 2>&1 || status=$?
    echo "  Miller: $status"
}
look() {
    for file in suites codes share point; do
        status=0
        mlr --icsv --ojson cat $file.csv > out || status=$?
        echo "$file: exit $status"
        mlr --icsv --ojsonl cat $file.csv | sed 's/^/  /'
        read_back
    done
    echo "-S"
    mlr -S --icsv --ojson cat codes.csv > out
    mlr -S --icsv --ojsonl cat codes.csv | sed 's/^/  /'
    read_back
    # shellcheck disable=SC2016
    echo "filtered: $(mlr --icsv --ojsonl filter '$suite == 4865' codes.csv)"
    # shellcheck disable=SC2016
    echo "filtered with -S: $(mlr --icsv --ojsonl filter -S '$suite == 4865' codes.csv)"
}

compare <<'EOF'
suites: exit 0
  {"server": "a.test", "port": 5222, "suite": "TLS_AES_128_GCM_SHA256", "serial": "04D2", "share": 0.5}
  {"server": "b.test", "port": 5223, "suite": "TLS_AES_256_GCM_SHA384", "serial": 1234, "share": 1}
  Python: 0
  Miller: 0
codes: exit 0
  {"server": "a.test", "port": 5222, "suite": 0x1301, "serial": "04D2", "share": 0.5}
  {"server": "b.test", "port": 5223, "suite": 0x1302, "serial": 1234, "share": 1}
  Python: 1
  Miller: 1
share: exit 0
  {"server": "a.test", "port": 5222, "suite": "TLS_AES_128_GCM_SHA256", "serial": "04D2", "share": .5}
  {"server": "b.test", "port": 5223, "suite": "TLS_AES_256_GCM_SHA384", "serial": 1234, "share": 1}
  Python: 1
  Miller: 1
point: exit 0
  {"server": "a.test", "port": 5222, "suite": "TLS_AES_128_GCM_SHA256", "serial": "04D2", "share": 0.5}
  {"server": "b.test", "port": 5223, "suite": "TLS_AES_256_GCM_SHA384", "serial": 1234, "share": 1.}
  Python: 1
  Miller: 1
-S
  {"server": "a.test", "port": "5222", "suite": "0x1301", "serial": "04D2", "share": "0.5"}
  {"server": "b.test", "port": "5223", "suite": "0x1302", "serial": "1234", "share": "1"}
  Python: 0
  Miller: 0
filtered: {"server": "a.test", "port": 5222, "suite": 0x1301, "serial": "04D2", "share": 0.5}
filtered with -S: {"server": "a.test", "port": 5222, "suite": 0x1301, "serial": "04D2", "share": 0.5}
EOF
