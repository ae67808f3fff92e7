#!/bin/bash
# A TLS 1.2 server of Erlang/OTP 25 with an RSA certificate signed with SHA-256, asked by signature algorithm.
#
# Guess: the signature_algorithms of a client limit the signature of the ServerKeyExchange one by one: a scheme is
#        accepted or is not, whatever stands beside it.
# Seen:  rsa_pkcs1_sha512 alone is refused with alert 71. With rsa_pkcs1_sha256 behind it in the list, which is the
#        algorithm that signed the certificate, the server signs with SHA-512. rsa_pss_rsae_sha256 alone works,
#        rsa_pss_rsae_sha512 alone does not.
# With:  erlang-ssl 25.2.3 (Debian 12). Source: RFC 5246, section 7.4.2 (historical), has the certificate's own
#        signature in the list too. Seen 2026-11-28.
# So:    asking for schemes one at a time misses most of them. Keep the algorithms of the chain in every hello, behind
#        the one that is asked for.
debian="erlang-base=1:25.2.3+dfsg-1+deb12u4 erlang-ssl=1:25.2.3+dfsg-1+deb12u4 openssl=3.0.22-1~deb12u2"
. "$(dirname "$0")/common/setting"
. "$(dirname "$0")/common/servers"

certificates
erlang_server

look() {
    for schemes in RSA+SHA256 RSA+SHA512 RSA+SHA512:RSA+SHA256 RSA+SHA384 RSA+SHA384:RSA+SHA256 RSA-PSS+SHA256 \
        RSA-PSS+SHA512 RSA-PSS+SHA512:RSA+SHA256; do
        openssl s_client -connect localhost:4433 -tls1_2 -sigalgs $schemes < /dev/null > out 2>&1 || true
        echo "$schemes: $(grep -oE 'alert number [0-9]+|Peer sign.*' out | head -2 | tr '\n' ' ' | sed 's/ $//')"
    done
}

compare <<'EOF'
RSA+SHA256: Peer signing digest: SHA256 Peer signature type: RSA
RSA+SHA512: alert number 71
RSA+SHA512:RSA+SHA256: Peer signing digest: SHA512 Peer signature type: RSA
RSA+SHA384: alert number 71
RSA+SHA384:RSA+SHA256: Peer signing digest: SHA384 Peer signature type: RSA
RSA-PSS+SHA256: Peer signing digest: SHA256 Peer signature type: RSA-PSS
RSA-PSS+SHA512: alert number 71
RSA-PSS+SHA512:RSA+SHA256: Peer signing digest: SHA512 Peer signature type: RSA-PSS
EOF
