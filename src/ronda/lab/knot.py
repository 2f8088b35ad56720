"""Writes a World's zones as zone files and a configuration of Knot DNS."""

from pathlib import Path

from ronda.lab.addresses import SERVICE
from ronda.lab.servers.names import Names, Zone, to_name
from ronda.lab.world import World


class Knot:
    """The files of one world under ``folder``. ``skipped`` says what Knot cannot do."""

    def __init__(self, world: World, names: Names, folder: Path, port: int) -> None:
        self._world, self._names, self._folder, self._port = world, names, folder, port
        self.skipped = [f"{r.name}: alternating addresses" for r in world.rebinding]

    def write(self) -> Path:
        """Write everything; return the path of the configuration."""
        for name in ("zones", "db"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        zones = []
        for name in (*(plan.name for plan in self._world.zones), "."):
            zone = self._names.exactly(to_name(name, "zone"))
            if zone is None:
                continue
            file = self._folder / "zones" / f"{name.strip('.') or 'root'}.zone"
            # Of a zone whose file is missing Knot knows nothing, and fails each question: lame.
            if not zone.lame:
                file.write_text(zone_text(zone), encoding="utf-8")
            acl = "\n    acl: transfer" if zone.transfer else ""
            zones.append(f'  - domain: "{name}"\n    file: "{file}"{acl}\n')
        path = self._folder / "knot.conf"
        path.write_text(self._main("".join(zones)), encoding="utf-8")
        return path

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


def zone_text(zone: Zone) -> str:
    """Return a zone as a master file (RFC 1035 section 5), absolute names throughout."""
    return "".join(f"{found.to_text()}\n" for found in (zone.soa, *zone.records()))
