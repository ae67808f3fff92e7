#!/bin/bash
# Files of a static site, uploaded by `s3cmd sync` and by `rclone copy` to a store that keeps their types.
#
# Guess: the type is that of the ending: .css is text/css, .csv text/csv, .js a script, whatever is in them.
# Seen:  s3cmd, with python3-magic (which its package recommends), goes by the content first. Style sheets are
#        text/plain. A table of few lines is text/plain, one of many text/csv; a script that begins with a comment is
#        text/plain, one with "use strict" is a script; an Atom feed is text/xml. A file with the content of one that
#        is uploaded already is copied over there and gets the type of that one: an empty.css with {} is JSON. With
#        --no-mime-magic it goes by the ending, and rclone always does. Exit 0, no warning.
# With:  s3cmd 2.3.0, python3-magic 0.4.26, rclone 1.60.1 (Debian 12), moto 5.2.5 (PyPI) as the store. Seen 2026-11-29.
# So:    browsers leave out a style sheet that comes as text/plain, so a site is bare at one host and fine at another.
#        Upload with --no-mime-magic, and look at the types that are served, not at those that were meant.
debian="s3cmd=2.3.0-1 python3-magic=2:0.4.26-3 rclone=1.60.1+dfsg-2+b5" pypi="moto[server]==5.2.5"
. "$(dirname "$0")/common/setting"

unset AWS_CA_BUNDLE
mkdir site
cd site
printf 'body { color: black }\n' > plain.css
printf '/* colours */\nbody { color: black }\n' > comment.css
printf 'provider,grade\na.test,A\n' > small.csv
{ echo provider,grade; for i in $(seq 40); do echo "p$i.test,A"; done; } > large.csv
printf '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"/>\n' > feed.atom
printf '"use strict";\nconst a = 1;\n' > strict.js
printf '// one\nfunction f() { return 1 }\n' > comment.js
printf '{}\n' > empty.json
cp empty.json empty.css
printf 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' > dates.ics
printf '<!doctype html>\n<title>x</title>\n' > index.html
cd ..
moto_server -H 127.0.0.1 -p 5000 > store.log 2>&1 &
listening 5000
cat > s3cfg <<END
[default]
access_key = a
secret_key = b
host_base = 127.0.0.1:5000
host_bucket = 127.0.0.1:5000
use_https = False
END
cat > rclone.conf <<END
[store]
type = s3
provider = Other
access_key_id = a
secret_access_key = b
endpoint = http://127.0.0.1:5000
END
cat > store.py <<'END'
import sys, boto3
store = boto3.client("s3", endpoint_url="http://127.0.0.1:5000", aws_access_key_id="a", aws_secret_access_key="b",
                     region_name="us-east-1")
buckets = "magic", "ending", "rclone"
if sys.argv[1] == "make":
    for bucket in buckets:
        store.create_bucket(Bucket=bucket)
else:
    for item in store.list_objects_v2(Bucket="magic")["Contents"]:
        key = item["Key"]
        print(key, *(store.head_object(Bucket=bucket, Key=key)["ContentType"] for bucket in buckets), sep=" | ")
END

look() {
    python store.py make
    s3cmd -c s3cfg sync site/ s3://magic/ > log
    s3cmd -c s3cfg --no-mime-magic sync site/ s3://ending/ > log
    rclone --config rclone.conf copy site store:rclone 2> log
    echo "file | s3cmd | s3cmd --no-mime-magic | rclone"
    python store.py list
}

compare <<'EOF'
file | s3cmd | s3cmd --no-mime-magic | rclone
comment.css | text/plain | text/css | text/css; charset=utf-8
comment.js | text/plain | text/javascript | text/javascript; charset=utf-8
dates.ics | text/calendar | text/calendar | text/calendar; charset=utf-8
empty.css | application/json | text/css | text/css; charset=utf-8
empty.json | application/json | application/json | application/json
feed.atom | text/xml | application/atom+xml | application/atom+xml
index.html | text/html | text/html | text/html; charset=utf-8
large.csv | text/csv | text/csv | text/csv; charset=utf-8
plain.css | text/plain | text/css | text/css; charset=utf-8
small.csv | text/plain | text/csv | text/csv; charset=utf-8
strict.js | application/javascript | text/javascript | text/javascript; charset=utf-8
EOF
