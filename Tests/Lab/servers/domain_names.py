"""The configurations of NSD, which serves the zones, and of Unbound, the validating resolver in /etc/resolv.conf."""

import plan


def nsd(directory, zone_files):
    text = f"""server:
  ip-address: {plan.NAME_SERVER[0]}
  ip-address: {plan.NAME_SERVER[1]}
  port: 53
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "{directory}"
  pidfile: "{directory}/nsd.pid"
  xfrdfile: "{directory}/nsd.xfrd"
  zonelistfile: "{directory}/nsd.zones"
  xfrdir: "{directory}"
  # Everything comes from one address here; the limit would bite a thousand-zone scan.
  rrl-ratelimit: 0
remote-control:
  control-enable: no
"""
    for origin, file in zone_files.items():
        text += f'zone:\n  name: "{origin}"\n  zonefile: "{file}"\n'
    return text


def unbound(directory, hints_file, anchor_file):
    return f"""server:
  interface: {plan.RESOLVER}
  port: 53
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{directory}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  num-threads: 1
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  root-hints: "{hints_file}"
  trust-anchor-file: "{anchor_file}"
  trust-anchor-signaling: no
  val-log-level: 2
  # Unbound answers test. by itself otherwise.
  local-zone: "test." transparent
remote-control:
  control-enable: no
"""
