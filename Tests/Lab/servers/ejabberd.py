"""One ejabberd with two virtual hosts, started from the Erlang machine itself.

Debian's ejabberdctl changes the user, needs a node name and leaves epmd running; none of that fits a lab.
"""

import glob
import json

import plan

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"
PROTOCOL_OPTIONS = ["no_sslv3", "no_tlsv1", "no_tlsv1_1", "cipher_server_preference"]


def _listener(port, address, module, **more):
    return {"port": port, "ip": address, "module": module} | more


def configuration(certificate_directory):
    served = plan.run_by("ejabberd")
    listeners = []
    for one, host in served:
        for address in host.addresses:
            listeners.append(_listener(plan.CLIENT, address, "ejabberd_c2s", starttls=True, starttls_required=True))
            listeners.append(_listener(plan.SERVER, address, "ejabberd_s2s_in"))
            if plan.CLIENT_DIRECT in one.ports:
                listeners.append(_listener(plan.CLIENT_DIRECT, address, "ejabberd_c2s", tls=True))
    domains = [one.domain for one, _ in served]
    return {
        "hosts": domains,
        "loglevel": "info",
        "certfiles": [
            str(certificate_directory / f"{domain}.{ending}") for domain in domains for ending in ("pem", "key")
        ],
        "c2s_ciphers": CIPHERS,
        "s2s_ciphers": CIPHERS,
        "c2s_protocol_options": PROTOCOL_OPTIONS,
        "s2s_protocol_options": PROTOCOL_OPTIONS,
        "s2s_use_starttls": "required",
        "auth_method": "internal",
        "auth_password_format": "scram",
        "acme": {"auto": False},
        "listen": listeners,
        "modules": {"mod_disco": {}, "mod_s2s_dialback": {}},
    }


def prepare(directory, certificate_directory):
    """Returns the command and the environment of the Erlang machine."""
    directory.mkdir()
    file = directory / "ejabberd.yml"
    file.write_text(json.dumps(configuration(certificate_directory), indent=1))  # JSON is YAML
    programs = glob.glob("/usr/lib/*/ejabberd-*/ebin")
    command = ["erl", "-noinput", "-boot", "start_sasl", "-pa", *programs]
    command += ["+S", "2:2", "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none"]
    command += ["-mnesia", "dir", f'"{directory}"', "-s", "ejabberd"]
    environment = {
        "EJABBERD_CONFIG_PATH": str(file),
        "EJABBERD_LOG_PATH": str(directory / "ejabberd.log"),
        "ERL_CRASH_DUMP": str(directory / "erl_crash.dump"),
        "HOME": str(directory),
        "SPOOL_DIR": str(directory),
    }
    return command, environment
