"""Writes a World's zones as zone files and a configuration of Knot DNS."""

from pathlib import Path

from ronda.lab.addresses import SERVICE
from ronda.lab.real.zonefiles import ZoneFile, write_zones
from ronda.lab.servers.names import Names
from ronda.lab.world import World


class Knot:
    """Knot DNS (knotd) on a folder of its own."""

    program = "knotd"

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self.skipped: list[str] = []

    def write(self, world: World, names: Names) -> list[str | Path]:
        """Write everything; return the program's arguments."""
        (self._folder / "db").mkdir(parents=True, exist_ok=True)
        zones = "".join(map(_zone, write_zones(world, names, self._folder / "zones")))
        path = self._folder / "knot.conf"
        path.write_text(self._main(zones), encoding="utf-8")
        return ["-c", path]

    def _main(self, zones: str) -> str:
        return f"""server:
    rundir: "{self._folder}"
    listen: {SERVICE}@{self._port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: warning
database:
    storage: "{self._folder}/db"
acl:
  - id: transfer
    address: 127.0.0.0/8
    action: transfer
template:
  - id: default
    zonefile-sync: -1
    journal-content: none
zone:
{zones}"""


def _zone(found: ZoneFile) -> str:
    acl = "\n    acl: transfer" if found.transfer else ""
    return f'  - domain: "{found.name}"\n    file: "{found.path}"{acl}\n'
