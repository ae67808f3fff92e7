#!/bin/bash
# Zones signed with one key and with two, of three algorithms, by three verifiers of zone files.
#
# Guess: what resolvers find secure, a verifier passes: a zone signed by one key for everything, as BIND's own default
#        policy makes it, and each algorithm that has to be known (RFC 9904).
# Seen:  dnssec-verify fails every zone with one key: "Missing ZSK" for one with the SEP flag, "No self-signed KSK" for
#        one without, also for the key that dnssec-keygen makes for the policy "default". With -z, which ignores the
#        flag, it passes them. validns fails every zone with ECDSA ("error building pkey") and Ed25519 ("unsupported
#        algorithm"), and passes RSA. ldns-verify-zone and delv find all of them right.
# With:  BIND 9.18.49, validns 0.8+git20160720, ldns 1.8.3 (Debian 12). Source: RFC 6840, section 6.2; RFC 9904. Seen
#        2026-11-29.
# So:    a zone is not wrong for lack of a second key or of a flag, which validators do not look at. A check before
#        publishing that uses either of the two stops a right zone; use ldns-verify-zone, or dnssec-verify with -z.
debian="bind9-utils=1:9.18.49-1~deb12u3 bind9-dnsutils=1:9.18.49-1~deb12u3 ldnsutils=1.8.3-1+b1 nsd=4.6.1-1
    validns=0.8+git20160720-3.2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/zones"

names=""
signed() { # NAME ALGORITHM KEYS, of which k is one with the SEP flag and z one without
    local keys=() kind
    echo "www A 192.0.2.1" | zone "$1.test"
    for kind in $3; do
        if [ "$kind" = k ]; then keys+=("$(ldns-keygen -a "$2" -k "$1.test")")
        else keys+=("$(ldns-keygen -a "$2" "$1.test")")
        fi
    done
    cat "${keys[0]}.key" >> anchors
    ldns-signzone "$1.test.zone" "${keys[@]}"
    names="$names $1.test"
}
signed rsa-two-keys RSASHA256 "k z"
signed rsa-one-key RSASHA256 k
signed ecdsa-two-keys ECDSAP256SHA256 "k z"
signed ecdsa-one-key ECDSAP256SHA256 k
signed ecdsa-one-key-without-sep ECDSAP256SHA256 z
signed ed25519-one-key ED25519 k
echo "www A 192.0.2.1" | zone policy.test
key=$(dnssec-keygen -q -k default policy.test)
# Without its comment and TTL, and the two halves of the key in one.
sed -E '/^;/d; s/ [0-9]+ IN / IN /; s/ ([^ ]+)$/\1/' "$key.key" >> anchors
dnssec-signzone -q -z -S -o policy.test policy.test.zone > /dev/null 2>&1
names="$names policy.test"
# shellcheck disable=SC2086
serve $names

verdict() { # LABEL COMMAND …
    local status=0
    "${@:2}" > out 2>&1 || status=$?
    echo "  $1: exit $status$(grep -oE 'Missing ZSK|No self-signed KSK|error building pkey|unsupported algorithm' out \
        | head -1 | sed 's/^/, /')"
}
look() {
    for name in $names; do
        file=$name.zone.signed
        echo "${name%.test}"
        verdict dnssec-verify dnssec-verify -q -o "$name" "$file"
        verdict "dnssec-verify -z" dnssec-verify -q -z -o "$name" "$file"
        verdict validns validns -z "$name" "$file"
        verdict ldns-verify-zone ldns-verify-zone "$file"
        delv_anchors "$name"
        delv @127.0.0.1 -p 5300 -a "keys.$name" "+root=$name" "www.$name" > out 2>&1 || true
        echo "  delv: $(grep -o 'fully validated' out || echo failed)"
    done
}

compare <<'EOF'
rsa-two-keys
  dnssec-verify: exit 0
  dnssec-verify -z: exit 0
  validns: exit 0
  ldns-verify-zone: exit 0
  delv: fully validated
rsa-one-key
  dnssec-verify: exit 1, Missing ZSK
  dnssec-verify -z: exit 0
  validns: exit 0
  ldns-verify-zone: exit 0
  delv: fully validated
ecdsa-two-keys
  dnssec-verify: exit 0
  dnssec-verify -z: exit 0
  validns: exit 1, error building pkey
  ldns-verify-zone: exit 0
  delv: fully validated
ecdsa-one-key
  dnssec-verify: exit 1, Missing ZSK
  dnssec-verify -z: exit 0
  validns: exit 1, error building pkey
  ldns-verify-zone: exit 0
  delv: fully validated
ecdsa-one-key-without-sep
  dnssec-verify: exit 1, No self-signed KSK
  dnssec-verify -z: exit 0
  validns: exit 1, error building pkey
  ldns-verify-zone: exit 0
  delv: fully validated
ed25519-one-key
  dnssec-verify: exit 1, Missing ZSK
  dnssec-verify -z: exit 0
  validns: exit 1, unsupported algorithm
  ldns-verify-zone: exit 0
  delv: fully validated
policy
  dnssec-verify: exit 1, Missing ZSK
  dnssec-verify -z: exit 0
  validns: exit 1, error building pkey
  ldns-verify-zone: exit 0
  delv: fully validated
EOF
