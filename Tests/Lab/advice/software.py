"""The servers that advice is proven with: a configuration for each, and how an operator writes lines into it.

A configuration is made of settings by name, so that a line of advice takes the place of the setting that it changes.
"""

import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import yaml

LAB = pathlib.Path(__file__).resolve().parents[3] / ".build" / "lab"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import exim as lab_exim
import postfix as lab_postfix
import prosody as lab_prosody

PORTS = {
    "mx": 25, "submission": 587, "imap": 143, "pop3": 110, "sieve": 4190, "https": 443,
    "xmpp-client": 5222, "xmpp-server": 5269,
}


def assigned(line):
    """`name = value`, as Postfix, Exim and Dovecot write it."""
    name, value = line.split("=", 1)
    return name.strip(), value.strip()


class Server:
    """One server of one case. `settings` is what the case says beside the ordinary configuration."""

    def __init__(self, case, directory, address, files, settings):
        self.case, self.directory, self.address, self.files = case, directory, address, files
        self.settings = dict(settings)
        self.directory.mkdir(parents=True)

    def take(self, place, lines):
        for line in lines:
            name, value = assigned(line)
            self.settings[name] = value

    def remove(self, lines):
        """Removes the settings that comments say are to go; returns the other lines."""
        for line in lines:
            if found := re.fullmatch(r"# remove (\w+)", line):
                self.settings.pop(found[1], None)
        return [line for line in lines if not line.startswith("#")]

    def text(self, form="{} = {}\n"):
        return "".join(form.format(name, value) for name, value in self.settings.items())

    def environment(self):
        return {}


class Postfix(Server):
    def __init__(self, case, directory, address, files, settings):
        ordinary = lab_postfix.COMMON.format(
            directory=directory, host=case.host, domain=case.domain, ciphers="DEFAULT",
            key=files["key"], certificate=files["chain"], authentication=pathlib.Path(os.environ["LAB_DIR"]) / "dovecot-zirbenpost" / "authentication",
        ).replace("tls_high_cipherlist = DEFAULT\n", "")
        super().__init__(case, directory, address, files, dict(map(assigned, ordinary.splitlines())) | {"inet_interfaces": address} | settings)
        self.commands = []

    def take(self, place, lines):
        if place:
            super().take(place, lines)
        else:
            self.commands += lines

    def command(self):
        for part in ("etc", "queue", "data"):
            (self.directory / part).mkdir()
        shutil.chown(self.directory / "data", "postfix", "postfix")
        name = {"mx": "smtp", "submission": "submission"}[self.case.service]
        (self.directory / "etc" / "main.cf").write_text(self.text())
        (self.directory / "etc" / "master.cf").write_text(f"{name} inet n - n - - smtpd\n" + lab_postfix.SERVICES)
        for line in self.commands:
            subprocess.run(["sh", "-c", line], check=True, env=os.environ | {"MAIL_CONFIG": str(self.directory / "etc")})
        os.chmod(self.directory, 0o755)
        return ["postfix", "-c", str(self.directory / "etc"), "start-fg"]


class Exim(Server):
    def __init__(self, case, directory, address, files, settings):
        ordinary = {
            "primary_hostname": case.host,
            "spool_directory": f"{directory}/spool",
            "log_file_path": f"{directory}/log/%slog",
            "pid_file_path": f"{directory}/exim.pid",
            "daemon_smtp_ports": PORTS[case.service],
            "local_interfaces": f"<; {address}",
            "acl_smtp_rcpt": "deny",
            "host_lookup": "",
            "rfc1413_query_timeout": "0s",
            "keep_environment": "",
            "tls_advertise_hosts": "*",
            "tls_certificate": files["chain"],
            "tls_privatekey": files["key"],
            "tls_require_ciphers": "NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3",
        }
        super().__init__(case, directory, address, files, ordinary | settings)

    def command(self):
        for part in ("spool", "log"):
            (self.directory / part).mkdir()
            (self.directory / part).chmod(0o777)
        file = self.directory / "exim.conf"
        file.write_text(
            self.text() + "begin acl\ndeny:\n  deny\nbegin routers\nbegin transports\nbegin retry\nbegin rewrite\n"
            "begin authenticators\nplain:\n  driver = plaintext\n  public_name = PLAIN\n  server_condition = false\n"
            "  server_advertise_condition = true\n"
        )
        return [str(lab_exim.PROGRAM), "-bdf", "-C", str(file)]


class Dovecot(Server):
    def __init__(self, case, directory, address, files, settings):
        ordinary = {
            "base_dir": f"{directory}/run",
            "state_dir": f"{directory}/state",
            "log_path": "/dev/stderr",
            "protocols": case.service,
            "listen": address,
            "mail_location": f"maildir:{directory}/mail/%u",
            "ssl": "required",
            "ssl_cert": f"<{files['chain']}",
            "ssl_key": f"<{files['key']}",
            "ssl_dh": f"<{files['dh']}",
            "ssl_min_protocol": "TLSv1.2",
        }
        super().__init__(case, directory, address, files, ordinary | settings)

    def command(self):
        for part in ("run", "state"):
            (self.directory / part).mkdir()
        listeners = {"imap": "imap", "pop3": "pop3", "sieve": "sieve"}
        service = {"imap": "imap-login", "pop3": "pop3-login", "sieve": "managesieve-login"}[self.case.service]
        closed = {"imap": "imaps", "pop3": "pop3s"}.get(self.case.service)
        text = self.text() + "passdb {\n  driver = static\n  args = nopassword=n\n}\n"
        text += "userdb {\n  driver = static\n  args = uid=nobody gid=nogroup home=/nonexistent\n}\n"
        text += f"service {service} {{\n  service_count = 0\n"
        text += f"  inet_listener {listeners[self.case.service]} {{\n    port = {PORTS[self.case.service]}\n  }}\n"
        text += f"  inet_listener {closed} {{\n    port = 0\n  }}\n" if closed else ""
        text += "}\nservice stats {\n  unix_listener stats-writer {\n    mode = 0666\n  }\n}\n"
        file = self.directory / "dovecot.conf"
        file.write_text(text)
        return ["dovecot", "-F", "-c", str(file)]


class Cyrus(Server):
    """Unpacked, and so with libraries and paths of its own; as a user that every Debian has."""

    ROOT = LAB / "cyrus"
    PROGRAMS = {"imap": "imapd", "pop3": "pop3d", "sieve": "timsieved"}

    def __init__(self, case, directory, address, files, settings):
        ordinary = {
            "configdirectory": f"{directory}/lib",
            "proc_path": f"{directory}/run/proc",
            "mboxname_lockpath": f"{directory}/run/lock",
            "defaultpartition": "default",
            "partition-default": f"{directory}/spool",
            "cyrus_user": "nobody",
            "cyrus_group": "nogroup",
            "servername": case.host,
            "sasl_pwcheck_method": "auxprop",
            "sasl_mech_list": "PLAIN",
            "allowplaintext": "no",
            "tls_server_cert": files["chain"],
            "tls_server_key": files["key"],
        }
        super().__init__(case, directory, address, files, ordinary | settings)

    def take(self, place, lines):
        for line in lines:
            name, value = line.split(": ", 1)
            self.settings[name] = value

    def command(self):
        for part in ("lib/db", "lib/socket", "spool", "run/proc", "run/lock"):
            (self.directory / part).mkdir(parents=True)
        for folder in (self.directory, *self.directory.glob("**/")):
            shutil.chown(folder, "nobody", "nogroup")
        settings, services = self.directory / "imapd.conf", self.directory / "cyrus.conf"
        settings.write_text("".join(f"{name}: {value}\n" for name, value in self.settings.items() if value != ""))
        programs = self.ROOT / "usr/lib/cyrus/bin"
        program = programs / self.PROGRAMS[self.case.service]
        listen = f"{self.address}:{PORTS[self.case.service]}"
        services.write_text(
            f'START {{\n}}\nSERVICES {{\n  {self.case.service} cmd="{program} -C {settings}" listen="{listen}" prefork=0\n}}\n'
            "EVENTS {\n}\n"
        )
        return [str(programs / "master"), "-C", str(settings), "-M", str(services), "-p", str(self.directory / "master.pid")]

    def environment(self):
        return {"LD_LIBRARY_PATH": str(self.ROOT / "usr/lib/x86_64-linux-gnu")}


class Prosody(Server):
    def __init__(self, case, directory, address, files, settings):
        client, server = PORTS["xmpp-client"], PORTS["xmpp-server"]
        ordinary = {
            "run_as_root": "true",
            "pidfile": f'"{directory}/prosody.pid"',
            "data_path": f'"{directory}"',
            "log": '{ { levels = { min = "info" }, to = "console" } }',
            "interfaces": f'{{ "{address}" }}',
            "c2s_ports": f"{{ {client if case.service == 'xmpp-client' else ''} }}",
            "s2s_ports": f"{{ {server if case.service == 'xmpp-server' else ''} }}",
            "modules_enabled": '{ "saslauth", "tls", "dialback", "disco", "roster" }',
            "modules_disabled": '{ "offline", "register" }',
            "authentication": '"internal_hashed"',
            "c2s_require_encryption": "true",
            "s2s_require_encryption": "true",
            "certificates": f'"{directory}/certs"',
        }
        super().__init__(case, directory, address, files, ordinary | settings)
        self.host_lines = []

    def take(self, place, lines):
        if place.endswith(", modules_enabled"):
            modules = self.settings["modules_enabled"]
            self.settings["modules_enabled"] = modules.replace("{", "{ " + " ".join(lines), 1)
            return
        if ", VirtualHost " in place:
            self.host_lines += lines
            return
        # A statement ends where no further line is indented: `name = {`, …, `}`.
        for statement in re.findall(r"^\S[^\n]*(?:\n[ }][^\n]*)*", "\n".join(lines), flags=re.MULTILINE):
            name, value = assigned(statement)
            self.settings[name] = value

    def command(self):
        certificates = self.directory / "certs"
        certificates.mkdir()
        shutil.copy(self.files["chain"], certificates / f"{self.case.domain}.crt")
        shutil.copy(self.files["key"], certificates / f"{self.case.domain}.key")
        file = self.directory / "prosody.cfg.lua"
        file.write_text(self.text() + f'VirtualHost "{self.case.domain}"\n' + "\n".join(self.host_lines) + "\n")
        return ["prosody", "-F", "--config", str(file)]


class Ejabberd(Server):
    def __init__(self, case, directory, address, files, settings):
        client = {"port": PORTS["xmpp-client"], "ip": address, "module": "ejabberd_c2s", "starttls": True, "starttls_required": True}
        server = {"port": PORTS["xmpp-server"], "ip": address, "module": "ejabberd_s2s_in"}
        settings = dict(settings)
        client |= settings.pop("ejabberd_c2s", {})
        ordinary = {
            "hosts": [case.domain],
            "loglevel": "info",
            "certfiles": [str(files["chain"]), str(files["key"])],
            "auth_method": "internal",
            "s2s_use_starttls": "required",
            "acme": {"auto": False},
            "listen": [client if case.service == "xmpp-client" else server],
            "modules": {"mod_disco": {}, "mod_s2s_dialback": {}},
        }
        super().__init__(case, directory, address, files, ordinary | settings)

    def take(self, place, lines):
        if place.endswith(", listen, ejabberd_c2s"):
            self.settings["listen"][0] |= yaml.safe_load("\n".join(lines))
            return
        self.remove(lines)
        self.settings |= yaml.safe_load("\n".join(lines))

    def command(self):
        file = self.directory / "ejabberd.yml"
        file.write_text(json.dumps(self.settings, indent=1))  # JSON is YAML
        command = ["erl", "-noinput", "-boot", "start_sasl", "-pa", *glob.glob("/usr/lib/*/ejabberd-*/ebin")]
        command += ["+S", "1:1", "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none"]
        return command + ["-mnesia", "dir", f'"{self.directory}"', "-s", "ejabberd"]

    def environment(self):
        return {
            "EJABBERD_CONFIG_PATH": str(self.directory / "ejabberd.yml"),
            "EJABBERD_LOG_PATH": str(self.directory / "ejabberd.log"),
            "ERL_CRASH_DUMP": str(self.directory / "erl_crash.dump"),
            "HOME": str(self.directory),
            "SPOOL_DIR": str(self.directory),
        }


class Directives(Server):
    """nginx and Apache: a name and its values, separated by a space."""

    # Where lines for one host alone belong.
    HOST = ""

    def __init__(self, case, directory, address, files, settings):
        super().__init__(case, directory, address, files, settings)
        self.host_lines = []

    def take(self, place, lines):
        if place.endswith(self.HOST):
            self.host_lines += lines
            return
        for line in self.remove(lines):
            name, value = line.rstrip(";").split(" ", 1)
            self.settings[name] = value


class Nginx(Directives):
    HOST = ", server"

    def __init__(self, case, directory, address, files, settings):
        ordinary = {"ssl_protocols": "TLSv1.2 TLSv1.3", "ssl_ciphers": "ECDHE+AESGCM"}
        settings = dict(settings)
        self.listen = settings.pop("listen", "ssl")
        super().__init__(case, directory, address, files, ordinary | settings)

    def command(self):
        (self.directory / "www").mkdir(exist_ok=True)
        (self.directory / "www" / "index.html").write_text("<!doctype html><title>Labor</title>\n")
        temporary = "".join(
            f"  {part}_temp_path {self.directory}/tmp-{part};\n" for part in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        file = self.directory / "nginx.conf"
        file.write_text(
            f"daemon off;\nuser root;\nworker_processes 1;\npid {self.directory}/nginx.pid;\nerror_log stderr;\n"
            f"events {{ worker_connections 256; }}\nhttp {{\n  access_log off;\n{temporary}" + self.text("  {} {};\n") +
            f"  server {{\n    listen {self.address}:443 {self.listen};\n    ssl_certificate {self.files['chain']};\n"
            f"    ssl_certificate_key {self.files['key']};\n    root {self.directory}/www;\n"
            "    types { text/html html; text/plain txt; }\n" + "".join(f"    {line}\n" for line in self.host_lines) + "  }\n}\n"
        )
        return ["nginx", "-e", "stderr", "-p", str(self.directory), "-c", str(file)]


class Apache(Directives):
    HOST = ", VirtualHost"
    MODULES = ("mpm_event", "authz_core", "ssl", "socache_shmcb", "mime", "dir")

    def __init__(self, case, directory, address, files, settings):
        super().__init__(case, directory, address, files, settings)
        self.modules = list(self.MODULES)

    def take(self, place, lines):
        if place:
            super().take(place, lines)
            return
        for line in lines:  # commands
            assert line.startswith("a2enmod ")
            self.modules += line.split()[1:]

    def command(self):
        (self.directory / "www").mkdir()
        (self.directory / "www" / "index.html").write_text("<!doctype html><title>Labor</title>\n")
        modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in self.modules)
        file = self.directory / "apache.conf"
        file.write_text(
            f"ServerRoot {self.directory}\nServerName {self.case.host}\nPidFile {self.directory}/pid\n"
            f"DefaultRuntimeDir {self.directory}\nErrorLog /dev/stderr\nStartServers 1\nTypesConfig /dev/null\n"
            f"{modules}Listen {self.address}:443\n" + self.text("{} {}\n") +
            f"<VirtualHost *:443>\n  SSLEngine on\n  SSLCertificateFile {self.files['chain']}\n"
            f"  SSLCertificateKeyFile {self.files['key']}\n  DocumentRoot {self.directory}/www\n"
            f"  <Directory {self.directory}/www>\n    Require all granted\n  </Directory>\n" + "".join(f"  {line}\n" for line in self.host_lines) + "</VirtualHost>\n"
        )
        return ["apache2", "-X", "-f", str(file)]


class Bind(Server):
    """The name server of the case's zone; unpacked."""

    ROOT = LAB / "bind"

    def __init__(self, case, directory, address, files, settings):
        super().__init__(case, directory, address, files, settings)
        self.lines, self.commands = [], []

    def take(self, place, lines):
        if place:
            assert place.endswith(f'zone "{self.case.zone}"')
            self.lines += lines
        else:
            self.commands += lines

    def command(self):
        zone = self.directory / "zone"
        zone.write_text(
            f"$TTL 60\n@ SOA ns hostmaster 1 3600 900 604800 60\n@ NS ns\nns A {self.address}\n@ MX 0 .\n"
            # What names a mail server; nothing has to answer there, nor at the address of IPv6.
            f"mail A {self.address}\nns AAAA fd00::53\n"
        )
        lines = "".join(f"  {line}\n" for line in self.lines)
        file = self.directory / "named.conf"
        file.write_text(
            f'options {{\n  directory "{self.directory}";\n  listen-on {{ {self.address}; }};\n  listen-on-v6 {{ none; }};\n'
            f'  pid-file none;\n  session-keyfile none;\n  recursion no;\n  dnssec-validation no;\n'
            f'  managed-keys-directory "{self.directory}";\n}};\ncontrols {{ }};\n'
            f'zone "{self.case.zone}" {{\n  type primary;\n  file "{zone}";\n{lines}}};\n'
        )
        return [str(self.ROOT / "usr/sbin/named"), "-g", "-n", "1", "-c", str(file)]

    def environment(self):
        return {"LD_LIBRARY_PATH": str(self.ROOT / "usr/lib/x86_64-linux-gnu")}

    def run(self):
        """What the commands print, as soon as they print something; typed on the machine of the server."""
        command = "\n".join(self.commands).replace("@localhost", f"@{self.address}")
        paths = f"{self.ROOT / 'usr/bin'}:{self.ROOT / 'usr/sbin'}:{os.environ['PATH']}"
        for _ in range(100):
            done = subprocess.run(
                ["sh", "-c", command], capture_output=True, text=True, env=os.environ | self.environment() | {"PATH": paths}
            )
            if done.returncode == 0 and " DS " in done.stdout:
                return done.stdout
            time.sleep(0.1)
        return ""


KINDS = {
    "postfix": Postfix, "exim": Exim, "dovecot": Dovecot, "cyrus": Cyrus, "bind": Bind, "prosody": Prosody, "ejabberd": Ejabberd, "nginx": Nginx,
    "apache": Apache,
}
DH_PARAMETERS = lab_prosody.DH_PARAMETERS
