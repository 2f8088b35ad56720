"""Writes a World's zones as zone files and a configuration of BIND 9, primary for all of them."""

from pathlib import Path

import dns.name
import dns.rdatatype

from ronda.lab.addresses import SERVICE
from ronda.lab.real.zonefiles import ZoneFile, write_zones
from ronda.lab.servers.names import Names
from ronda.lab.servers.zone import to_name
from ronda.lab.world import World


class Bind:
    """BIND 9 (named) on a folder of its own."""

    program = "named"

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self.skipped: list[str] = []

    def write(self, world: World, names: Names) -> list[str | Path]:
        """Write everything; return the program's arguments."""
        self._folder.mkdir(parents=True, exist_ok=True)
        files = list(write_zones(world, names, self._folder / "zones"))
        zones = "".join(map(_zone, files))
        self.skipped = [
            f"{found.name}: BIND takes no zone whose own name server has no address"
            for found in files
            if _addressless(names, found.name)
        ]
        path = self._folder / "named.conf"
        path.write_text(self._main() + zones, encoding="utf-8")
        return ["-g", "-4", "-n", "1", "-c", path]

    def _main(self) -> str:
        # The checks are off: a zone in disorder is a thing to find, not a thing to refuse.
        return f"""options {{
    directory "{self._folder}";
    listen-on port {self._port} {{ {SERVICE}; }};
    listen-on-v6 {{ none; }};
    pid-file none;
    session-keyfile none;
    recursion no;
    dnssec-validation no;
    minimal-responses yes;
    empty-zones-enable no;
    notify no;
    allow-query {{ any; }};
    allow-transfer {{ none; }};
    check-names primary ignore;
    check-integrity no;
    check-sibling no;
    check-mx ignore;
    check-mx-cname ignore;
    check-srv-cname ignore;
    check-spf ignore;
}};
controls {{ }};
"""


def _addressless(names: Names, name: str) -> bool:
    """Whether a name server that stands in the zone itself has no address there."""
    zone = names.exactly(to_name(name, "zone"))
    if zone is None:
        return False
    servers = [
        dns.name.from_text(str(data)) for data in (zone.node(zone.origin) or {})[dns.rdatatype.NS]
    ]
    own = [server for server in servers if server.is_subdomain(zone.origin)]
    return any(
        not {dns.rdatatype.A, dns.rdatatype.AAAA} & set(zone.node(server) or ()) for server in own
    )


def _zone(found: ZoneFile) -> str:
    transfer = " allow-transfer { 127.0.0.0/8; };" if found.transfer else ""
    return f'zone "{found.name}" {{ type primary; file "{found.path}";{transfer} }};\n'
