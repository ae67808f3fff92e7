#!/bin/bash
# Header fields of RFC 8601, as receivers write them, read by two libraries; and what one writes, read by the other.
#
# Guess: both read what the RFC allows, and what one writes the other reads.
# Seen:  authres refuses the whole field for an authserv-id in quotes, and drops the properties of the type `dns`
#        (dns.sec=yes of RFC 8904) without a word. Mail::AuthenticationResults parts "john doe"@example.net into two
#        properties, and writes values without the quotes that a colon needs: an IPv6 address, the URI of a BIMI
#        certificate. What it writes of these authres refuses, with all other results of the field.
# With:  authres 1.2.0 (PyPI), Mail::AuthenticationResults 2.20230112 (Debian 12). Source: RFC 8601, section 2.2;
#        RFC 2045, section 5.1; RFC 8904, section 3. Seen 2026-11-28.
# So:    a receiver that is reached by IPv6, or by names as these, looks as if it checked nothing. "No
#        Authentication-Results" and "could not be read" are two states.
debian="libmail-authenticationresults-perl=2.20230112-1" pypi="authres==1.2.0"
. "$(dirname "$0")/common/setting"

cat > fields <<'EOF'
mx.example; spf=pass smtp.mailfrom=example.net
"mx.example"; spf=pass smtp.mailfrom=example.net
mx.example; dnswl=pass dns.zone=list.example dns.sec=yes policy.ip=192.0.2.1
mx.example; spf=pass smtp.mailfrom="john doe"@example.net
mx.example; iprev=pass policy.iprev="2001:db8::1"; spf=pass smtp.mailfrom=example.net
mx.example; bimi=pass policy.authority-uri="https://v.example/vmc.pem"; spf=pass smtp.mailfrom=example.net
EOF
cat > read.py <<'EOF'
import authres, sys
try:
    field = authres.AuthenticationResultsHeader.parse("Authentication-Results: " + sys.stdin.read())
    print("; ".join(" ".join([f"{result.method}={result.result}"] +
        [f"{p.type}.{p.name}={p.value}" for p in result.properties]) for result in field.results))
except authres.AuthResError as error:
    print("error:", str(error).split(" at:")[0])
EOF
cat > write.pl <<'EOF'
use Mail::AuthenticationResults::Parser;
my $text = Mail::AuthenticationResults::Parser->new()->parse(scalar <STDIN>)->as_string();
$text =~ s/\s+/ /g;
print "$text\n";
EOF

look() {
    while read -r field; do
        echo "$field"
        echo "  authres reads: $(python read.py <<< "$field")"
        echo "  Perl writes: $(perl write.pl <<< "$field")"
        echo "  authres of that: $(perl write.pl <<< "$field" | python read.py)"
    done < fields
}

compare <<'EOF'
mx.example; spf=pass smtp.mailfrom=example.net
  authres reads: spf=pass smtp.mailfrom=example.net
  Perl writes: mx.example; spf=pass smtp.mailfrom=example.net
  authres of that: spf=pass smtp.mailfrom=example.net
"mx.example"; spf=pass smtp.mailfrom=example.net
  authres reads: error: Syntax error: Expected authserv-id
  Perl writes: mx.example; spf=pass smtp.mailfrom=example.net
  authres of that: spf=pass smtp.mailfrom=example.net
mx.example; dnswl=pass dns.zone=list.example dns.sec=yes policy.ip=192.0.2.1
  authres reads: dnswl=pass policy.ip=192.0.2.1
  Perl writes: mx.example; dnswl=pass dns.zone=list.example dns.sec=yes policy.ip=192.0.2.1
  authres of that: dnswl=pass policy.ip=192.0.2.1
mx.example; spf=pass smtp.mailfrom="john doe"@example.net
  authres reads: spf=pass smtp.mailfrom="john doe"@example.net
  Perl writes: mx.example; spf=pass smtp.mailfrom="john doe" @example.net=""
  authres of that: error: Syntax error: Expected end of text
mx.example; iprev=pass policy.iprev="2001:db8::1"; spf=pass smtp.mailfrom=example.net
  authres reads: iprev=pass policy.iprev=2001:db8::1; spf=pass smtp.mailfrom=example.net
  Perl writes: mx.example; iprev=pass policy.iprev=2001:db8::1; spf=pass smtp.mailfrom=example.net
  authres of that: error: Syntax error: Expected end of text
mx.example; bimi=pass policy.authority-uri="https://v.example/vmc.pem"; spf=pass smtp.mailfrom=example.net
  authres reads: bimi=pass policy.authority-uri=https://v.example/vmc.pem; spf=pass smtp.mailfrom=example.net
  Perl writes: mx.example; bimi=pass policy.authority-uri=https://v.example/vmc.pem; spf=pass smtp.mailfrom=example.net
  authres of that: error: Syntax error: Expected end of text
EOF
