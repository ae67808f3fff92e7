#!/bin/bash
# A TLS report of RFC 8460 with 8 failed sessions, of which two kinds are told in detail, made into CSV by parsedmarc.
#
# Guess: what adds up in the report adds up in the table; each line says whose policy it is about, and the hosts that
#        the policy named are kept.
# Seen:  the table has one line with the sum of failed sessions and one for each kind, all in the same column: it adds
#        up to 16. Lines of failures are without the domain and the type of the policy, so that those of several domains
#        cannot be told apart. The hosts are gone, in JSON too: parsedmarc looks for mx-host-pattern, which is what the
#        RFC calls the value, where the key is mx-host.
# With:  parsedmarc 11.1.0 (PyPI). Source: RFC 8460, section 4.4 and appendix B. Seen 2026-11-29.
# So:    add up the lines without a result_type, or the others, and take the domain from the JSON.
pypi="parsedmarc==11.1.0"
. "$(dirname "$0")/common/setting"

cat > report.json <<'END'
{
  "organization-name": "sender.example",
  "date-range": {"start-datetime": "2026-11-27T00:00:00Z", "end-datetime": "2026-11-27T23:59:59Z"},
  "contact-info": "reports@sender.example",
  "report-id": "1",
  "policies": [
    {
      "policy": {
        "policy-type": "sts", "policy-domain": "one.example", "mx-host": ["mx.one.example", "*.mx.one.example"],
        "policy-string": ["version: STSv1", "mode: testing", "mx: mx.one.example", "max_age: 86400"]
      },
      "summary": {"total-successful-session-count": 90, "total-failure-session-count": 7},
      "failure-details": [
        {"result-type": "certificate-expired", "receiving-mx-hostname": "mx.one.example", "failed-session-count": 5},
        {"result-type": "starttls-not-supported", "failed-session-count": 2}
      ]
    },
    {
      "policy": {"policy-type": "no-policy-found", "policy-domain": "two.example"},
      "summary": {"total-successful-session-count": 10, "total-failure-session-count": 1},
      "failure-details": [{"result-type": "certificate-expired", "failed-session-count": 1}]
    }
  ]
}
END
cat > read.py <<'END'
import csv, io, json, parsedmarc
text = open("report.json").read()
report = parsedmarc.parse_smtp_tls_report_json(text)
rows = list(csv.DictReader(io.StringIO(parsedmarc.parsed_smtp_tls_reports_to_csv(report))))
columns = ["policy_domain", "policy_type", "result_type", "failed_session_count", "mx_host_patterns"]
print(*columns, sep=" | ")
for row in rows:
    print(*(row[column] or "-" for column in columns), sep=" | ")
print("failed:", sum(int(row["failed_session_count"]) for row in rows))
print("hosts in JSON:", "*.mx.one.example" in json.dumps(report))
renamed = parsedmarc.parse_smtp_tls_report_json(text.replace('"mx-host"', '"mx-host-pattern"'))
print("hosts in JSON if the key is mx-host-pattern:", "*.mx.one.example" in json.dumps(renamed))
END

look() { python read.py; }

compare <<'EOF'
policy_domain | policy_type | result_type | failed_session_count | mx_host_patterns
one.example | sts | - | 7 | -
- | - | certificate-expired | 5 | -
- | - | starttls-not-supported | 2 | -
two.example | no-policy-found | - | 1 | -
- | - | certificate-expired | 1 | -
failed: 16
hosts in JSON: False
hosts in JSON if the key is mx-host-pattern: True
EOF
