"""Keys and certificates of the servers that advice is proven with, good ones and bad ones.

The authority calls itself as one does for which advice knows the name that a CAA record needs.
"""

import shutil
import subprocess

from software import DH_PARAMETERS

KINDS = {"": "rsa3072", "rsa1024": "rsa1024", "rsa2048": "rsa2048"}


def openssl(*arguments, **more):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, **more)


class Authority:
    def __init__(self, directory):
        self.directory = directory
        directory.mkdir()
        openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", 30,
            "-subj", "/O=Let's Encrypt/CN=Labor", "-keyout", self.file("ca.key"), "-out", self.file("ca.pem"),
        )
        for bits in (1024, 2048, 3072):
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", self.file(f"rsa{bits}"))
        openssl("dhparam", "-dsaparam", "-out", self.file("dh1024.pem"), 1024)
        self.file("dh.pem").write_text(DH_PARAMETERS)

    def file(self, name):
        return self.directory / name

    def files(self, case, name=None):
        """The files of a case's certificate, or of a good one for another name."""
        kind = "" if name else case.certificate
        stem = name or case.domain
        key, chain = self.file(f"{stem}.key"), self.file(f"{stem}.pem")
        shutil.copy(self.file(KINDS.get(kind, "rsa3072")), key)
        names = [name] if name else ["elsewhere.test"] if kind == "wrong-name" else [case.domain, case.host]
        signer = [] if kind == "self-signed" else ["-CA", self.file("ca.pem"), "-CAkey", self.file("ca.key")]
        openssl(
            "req", "-x509", "-key", key, "-out", chain, "-days", 30, "-subj", f"/CN={stem}",
            *(["-sha1"] if kind == "sha1" else []), *signer,
            "-addext", "subjectAltName=" + ",".join(f"DNS:{one}" for one in names),
            "-addext", "basicConstraints=critical,CA:FALSE",
        )
        return self.named(key, chain)

    def issue(self, request, stem):
        """A certificate for the names that a request has."""
        chain = self.file(f"{stem}.pem")
        openssl(
            "x509", "-req", "-in", request, "-out", chain, "-days", 30, "-copy_extensions", "copyall",
            "-CA", self.file("ca.pem"), "-CAkey", self.file("ca.key"),
        )
        return chain

    def for_key(self, case, key, stem):
        """A certificate of a key that exists, with the names of a case."""
        request = self.file(f"{stem}.csr")
        openssl(
            "req", "-new", "-key", key, "-out", request, "-subj", f"/CN={case.host}",
            "-addext", f"subjectAltName=DNS:{case.domain},DNS:{case.host}",
        )
        return self.issue(request, stem)

    def named(self, key, chain):
        for file in (key, chain):
            file.chmod(0o644)  # Exim and ejabberd read them after they have given up being root.
        return {"key": key, "chain": chain, "dh": self.file("dh.pem"), "dh1024": self.file("dh1024.pem")}
