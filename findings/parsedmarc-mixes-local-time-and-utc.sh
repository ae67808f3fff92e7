#!/bin/bash
# One DMARC aggregate report (RFC 9990), read by parsedmarc on machines in two time zones.
#
# Guess: begin and end of a report are seconds since 1970, so the parsed report has one meaning everywhere.
# Seen:  `begin_date` and `end_date` are local time of the machine, `interval_begin` and `interval_end` of each record
#        in the same result are UTC, and none carries a zone. In New York a report on 1 July begins on 30 June.
# With:  parsedmarc 11.1.0 (PyPI). Seen 2026-11-28.
# So:    data of parsedmarc from two machines cannot be joined by day unless both ran with TZ=UTC. Give every time that
#        is published a zone.
pypi="parsedmarc==11.1.0"
. "$(dirname "$0")/common/setting"

cat > read.py <<'EOF'
import parsedmarc
report = """<?xml version="1.0"?><feedback>
<report_metadata><org_name>Org</org_name><email>dmarc@org.example</email><report_id>1</report_id>
<date_range><begin>1782864000</begin><end>1782950399</end></date_range></report_metadata>
<policy_published><domain>example.org</domain><p>reject</p></policy_published>
<record><row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated><disposition>none</disposition>
<dkim>pass</dkim><spf>pass</spf></policy_evaluated></row>
<identifiers><header_from>example.org</header_from></identifiers>
<auth_results><spf><domain>example.org</domain><result>pass</result></spf></auth_results></record></feedback>"""
parsed = parsedmarc.parse_aggregate_report_xml(report, offline=True)
print("report", parsed["report_metadata"]["begin_date"], "to", parsed["report_metadata"]["end_date"])
print("record", parsed["records"][0]["interval_begin"], "to", parsed["records"][0]["interval_end"])
EOF

look() {
    for zone in UTC America/New_York Asia/Kolkata; do
        echo "# TZ=$zone"
        TZ=$zone python read.py
    done
}

compare <<'EOF'
# TZ=UTC
report 2026-07-01 00:00:00 to 2026-07-01 23:59:59
record 2026-07-01 00:00:00 to 2026-07-01 23:59:59
# TZ=America/New_York
report 2026-06-30 20:00:00 to 2026-07-01 19:59:59
record 2026-07-01 00:00:00 to 2026-07-01 23:59:59
# TZ=Asia/Kolkata
report 2026-07-01 05:30:00 to 2026-07-02 05:29:59
record 2026-07-01 00:00:00 to 2026-07-01 23:59:59
EOF
