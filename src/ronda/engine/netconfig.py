"""How the engine reaches the network: resolver, mapping, trust, limits. Settings, never code.

The engine never uses the system's resolver. Every value has an environment variable, so that the
command line without a database and the server read the same settings.
"""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

import msgspec

Network = IPv4Network | IPv6Network


class BadSetting(ValueError):
    """A setting cannot be read; the message names it, shows its value and says how to mend it."""


class Limits(msgspec.Struct, frozen=True):
    """Politeness and safety. Times in seconds, sizes in bytes."""

    connections_per_address: int = 2
    requests_per_second_per_host: float = 1.0
    burst_per_host: int = 5
    connect_timeout: float = 8.0
    read_timeout: float = 10.0  # silence between two reads
    request_timeout: float = 20.0  # a whole request, body included
    dns_timeout: float = 4.0
    bulk_names_per_second: float = 2_000.0  # asked of the office's resolver by bulk look-ups
    bulk_window: int = 400  # of these, under way at a time
    site_time: float = 90.0
    site_bytes: int = 8_000_000
    body_bytes: int = 2_000_000  # after decompression
    header_bytes: int = 65_536
    headers: int = 200
    redirects: int = 8
    certificates: int = 20
    certificate_bytes: int = 262_144
    markup_depth: int = 500
    markup_nodes: int = 200_000


class MapRule(msgspec.Struct, frozen=True):
    """Connections to ``network``:``port`` go to ``to`` (same offset in it): ``to_port``."""

    network: str
    port: int
    to: str
    to_port: int


class NetConfig(msgspec.Struct, frozen=True):
    """Everything that the collectors and sources need to know of the network."""

    # (address, port) of recursive or authoritative servers to ask, in order.
    resolvers: tuple[tuple[str, int], ...]
    user_agent: str
    # Networks beyond the public Internet that sites may have addresses in.
    allowed_networks: tuple[str, ...] = ()
    connect_map: tuple[MapRule, ...] = ()
    trust_store: str = ""  # PEM file; "" means the system's
    # Hosts under which every path (or label) is another owner's site: blog hosts, page builders.
    extra_shared_hosts: tuple[str, ...] = ()
    # Hosts whose short links lead elsewhere, and hosts of pages of links, beside the shipped ones.
    extra_shorteners: tuple[str, ...] = ()
    extra_link_pages: tuple[str, ...] = ()
    limits: Limits = Limits()

    def mapped(self, address: str, port: int) -> tuple[str, int]:
        """Return where to connect for an address and port that the scope has already allowed."""
        ip = ip_address(address)
        for rule in self.connect_map:
            net, to = ip_network(rule.network), ip_network(rule.to)
            if rule.port == port and ip.version == net.version and ip in net:
                offset = int(ip) - int(net.network_address)
                return str(ip_address(int(to.network_address) + offset)), rule.to_port
        return address, port


def from_env(env: Mapping[str, str]) -> NetConfig:
    """Read the settings; raises :class:`BadSetting`.

    RONDA_RESOLVER       "192.0.2.53, 192.0.2.54:5353"; default: the nameservers of /etc/resolv.conf
    RONDA_CONNECT_MAP    "198.18.0.0/15:443=127.18.0.0/15:8443, ..."
    RONDA_ALLOW_NETWORKS "198.18.0.0/15, ..."
    RONDA_TRUST_STORE    path of a PEM file
    RONDA_SHARED_HOSTS   "blog-contoh.id, ..."
    RONDA_SHORTENERS     "pendek-contoh.id, ...": hosts of short links
    RONDA_LINK_PAGES     "tautan-contoh.id, ...": hosts of pages of links ("link in bio")
    RONDA_CONTACT_URL    where a site's owner reads who we are; stands in the user agent
    RONDA_LIMIT_<NAME>   one limit, e.g. RONDA_LIMIT_BODY_BYTES=1000000
    """
    contact = env.get("RONDA_CONTACT_URL", "https://ronda.invalid/tentang")
    return NetConfig(
        resolvers=tuple(_resolvers(env)),
        user_agent=f"Mozilla/5.0 (compatible; Ronda/0.1; +{contact})",
        allowed_networks=tuple(_networks("RONDA_ALLOW_NETWORKS", env)),
        connect_map=tuple(_rule(r) for r in _items(env.get("RONDA_CONNECT_MAP", ""))),
        trust_store=_trust_store(env),
        extra_shared_hosts=tuple(_items(env.get("RONDA_SHARED_HOSTS", ""))),
        extra_shorteners=tuple(_items(env.get("RONDA_SHORTENERS", ""))),
        extra_link_pages=tuple(_items(env.get("RONDA_LINK_PAGES", ""))),
        limits=_limits(env),
    )


def _items(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _resolvers(env: Mapping[str, str]) -> list[tuple[str, int]]:
    found = []
    items = _items(env.get("RONDA_RESOLVER", "")) or _system_resolvers()
    for item in items:
        host, _, port = item.rpartition(":") if item.count(":") == 1 else (item, "", "53")
        try:
            found.append((str(ip_address(host)), int(port)))
        except ValueError as error:
            raise BadSetting(
                f"RONDA_RESOLVER: {item!r} is not an address or address:port ({error}); "
                "write for example 192.0.2.53 or 192.0.2.53:5353"
            ) from error
    return found


def _system_resolvers() -> list[str]:
    """The addresses of the nameservers that the machine is set up with (asked by us directly)."""
    try:
        lines = Path("/etc/resolv.conf").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    words = [line.split() for line in lines]
    return [w[1].partition("%")[0] for w in words if len(w) > 1 and w[0] == "nameserver"]


def _networks(name: str, env: Mapping[str, str]) -> list[str]:
    try:
        return [str(ip_network(item)) for item in _items(env.get(name, ""))]
    except ValueError as error:
        raise BadSetting(f"{name}: {error}; write for example 198.18.0.0/15") from error


def _rule(text: str) -> MapRule:
    try:
        source, target = text.split("=")
        network, _, port = source.rpartition(":")
        to, _, to_port = target.rpartition(":")
        if ip_network(network).num_addresses > ip_network(to).num_addresses:
            raise ValueError("the target network is smaller than the source network")
        return MapRule(str(ip_network(network)), int(port), str(ip_network(to)), int(to_port))
    except ValueError as error:
        raise BadSetting(
            f"RONDA_CONNECT_MAP: cannot read {text!r} ({error}); "
            "write network:port=network:port, for example 198.18.0.0/15:443=127.18.0.0/15:8443"
        ) from error


def _trust_store(env: Mapping[str, str]) -> str:
    path = env.get("RONDA_TRUST_STORE", "")
    if path and not Path(path).is_file():
        raise BadSetting(
            f"RONDA_TRUST_STORE: no file at {path!r}; name a PEM file of root certificates"
        )
    return path


def _limits(env: Mapping[str, str]) -> Limits:
    changes: dict[str, int | float] = {}
    for field in msgspec.structs.fields(Limits):
        name = f"RONDA_LIMIT_{field.name.upper()}"
        if name in env:
            try:
                value = field.type(env[name])
            except ValueError as error:
                raise BadSetting(f"{name}: {env[name]!r} is not a number") from error
            if value <= 0:
                raise BadSetting(f"{name}: {env[name]!r} must be above zero")
            changes[field.name] = value
    return msgspec.structs.replace(Limits(), **changes)
