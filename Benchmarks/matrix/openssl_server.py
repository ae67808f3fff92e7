"""`openssl s_server`, a process for each configuration."""

from matrix.server import ADDRESS, Server

OLD = ["-min_protocol", "TLSv1"]
# name: (about, kinds of certificate, arguments)
KINDS = {
    "openssl-ccm": (
        "CCM, TLS 1.2 and 1.3", "ecdsa rsa",
        ["-cipher", "AESCCM", "-ciphersuites", "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256", "-serverpref"],
    ),
    "openssl-aria": ("ARIA", "rsa ecdsa", ["-tls1_2", "-cipher", "ARIA", "-serverpref"]),
    "openssl-camellia": ("Camellia", "rsa", OLD + ["-no_tls1_3", "-cipher", "CAMELLIA:@SECLEVEL=0"]),
    "openssl-anonymous": ("anonymous alone", "", OLD + ["-no_tls1_3", "-cipher", "aNULL:@SECLEVEL=0", "-nocert"]),
    "openssl-null": ("NULL alone", "rsa ecdsa", OLD + ["-no_tls1_3", "-cipher", "eNULL:@SECLEVEL=0"]),
    "openssl-everything": (
        "TLS 1.0 to 1.2, all suites with and without a key", "rsa ecdsa",
        OLD + ["-no_tls1_3", "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0", "-serverpref"],
    ),
    "openssl-psk": (
        "a pre-shared key alone", "", ["-no_tls1_3", "-cipher", "PSK:@SECLEVEL=0", "-psk", "0123456789abcdef", "-nocert"],
    ),
    "openssl-dsa": ("DSA", "dsa", OLD + ["-no_tls1_3", "-cipher", "ALL:!aNULL:@SECLEVEL=0", "-serverpref"]),
    "openssl-ffdhe": ("finite-field groups alone, TLS 1.3", "rsa", ["-tls1_3", "-groups", "ffdhe2048:ffdhe3072"]),
    "openssl-odd-curves": (
        "brainpool and secp256k1, TLS 1.2", "rsa",
        ["-tls1_2", "-groups", "brainpoolP512r1:brainpoolP256r1:secp256k1:P-521", "-cipher", "ECDHE+AESGCM"],
    ),
    "openssl-tls11": ("TLS 1.1 alone, own order", "rsa", ["-tls1_1", "-cipher", "HIGH:!aNULL:@SECLEVEL=0", "-serverpref"]),
}


def servers():
    return [Server(name, about) for name, (about, *_) in KINDS.items()]


def start(processes, servers, directory):
    for one in servers:
        _, kinds, arguments = KINDS[one.name]
        certificates = []
        for flags, kind in zip((("-cert", "-key"), ("-dcert", "-dkey")), kinds.split()):
            certificates += [flags[0], directory / f"{kind}.pem", flags[1], directory / f"{kind}.key"]
        command = ["openssl", "s_server", "-quiet", "-www", "-accept", f"{ADDRESS}:{one.port}"]
        command += ["-dhparam", directory / "dh2048.pem", *certificates, *arguments]
        processes.start(one.name, command)
    return [(one.name, one.port) for one in servers]
