#!/bin/bash
# A DMARC aggregate report compressed as one gzip member, and as two (RFC 1952, section 2.2, allows any number).
#
# Guess: what gunzip and Python's gzip module read, a report reader reads.
# Seen:  parsedmarc decompresses the first member only and mends the XML that is cut off there. Of a report with two
#        records, split between them, it reports one, with no error and no warning. bgzip, `pigz -i` and `cat a.gz b.gz`
#        write files of many members.
# With:  parsedmarc 11.1.0 (PyPI). Seen 2026-11-28.
# So:    a reader of compressed data has to go on to the end of the file, and must not mend what it cuts. Whoever writes
#        reports should use one member.
pypi="parsedmarc==11.1.0"
. "$(dirname "$0")/common/setting"

record() {
    echo "<record><row><source_ip>$1</source_ip><count>3</count><policy_evaluated><disposition>none</disposition>"
    echo "<dkim>pass</dkim><spf>pass</spf></policy_evaluated></row><identifiers><header_from>example.org</header_from>"
    echo "</identifiers>"
    echo "<auth_results><spf><domain>example.org</domain><result>pass</result></spf></auth_results></record>"
}
{
    echo '<?xml version="1.0"?><feedback><report_metadata><org_name>Org</org_name><email>dmarc@org.example</email>'
    echo '<report_id>1</report_id>'
    echo '<date_range><begin>1782864000</begin><end>1782950399</end></date_range></report_metadata>'
    echo '<policy_published><domain>example.org</domain><p>reject</p></policy_published>'
    record 192.0.2.1
} > head.xml
{ record 192.0.2.2; echo '</feedback>'; } > tail.xml
cat head.xml tail.xml | gzip -nc > one.xml.gz
{ gzip -nc head.xml; gzip -nc tail.xml; } > two.xml.gz
cat > read.py <<'EOF'
import gzip, sys, parsedmarc
print("gzip module:", gzip.open(sys.argv[1]).read().count(b"<record>"), "records")
try:
    parsed = parsedmarc.parse_report_file(open(sys.argv[1], "rb").read(), offline=True)
    print("parsedmarc:", len(parsed["report"]["records"]), "records")
except parsedmarc.ParserError as error:
    print("parsedmarc:", error)
EOF

look() {
    for file in one.xml.gz two.xml.gz; do
        echo "# $file"
        echo "gunzip: $(gunzip -c $file | grep -c "<record>") records"
        python read.py $file
    done
}

compare <<'EOF'
# one.xml.gz
gunzip: 2 records
gzip module: 2 records
parsedmarc: 2 records
# two.xml.gz
gunzip: 2 records
gzip module: 2 records
parsedmarc: 1 records
EOF
