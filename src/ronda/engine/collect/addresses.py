"""Says which IP addresses no site may have: an address guard against being turned inward.

Sources: the IANA special-purpose address registries (RFC 6890) and the address plans that carry an
IPv4 address inside an IPv6 one (RFC 4291 section 2.5.5, RFC 6052, RFC 8215, RFC 3056, RFC 4380).
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_FORBIDDEN: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared carrier (CGNAT)"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local or cloud metadata"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved or broadcast"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard only"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_UNICAST = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")


def forbidden_reason(address: str, allowed: Iterable[str] = ()) -> str | None:
    """Return in words why ``address`` may not be connected to, or None when it may.

    ``allowed`` holds networks that the operator's settings open (CIDR). An IPv6 address that carries
    an IPv4 one is judged by the inner address as well, and opened only by a network of its own
    family: an opened IPv4 network does not open the IPv6 spellings of it.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "not an IP address"
    if isinstance(ip, IPv6Address) and ip.scope_id:
        return "an address with a zone index"
    if any(ip.version == net.version and ip in net for net in map(ip_network, allowed)):
        return None
    for network, why in _FORBIDDEN:
        if ip.version == network.version and ip in network:
            return why
    if isinstance(ip, IPv6Address):
        return _forbidden_ipv6(ip)
    return None if ip.is_global else "not a public address"


def _forbidden_ipv6(ip: IPv6Address) -> str | None:
    if ip.ipv4_mapped is not None:
        return "IPv4-mapped IPv6"
    inner: IPv4Address | None = None
    if ip in _NAT64:
        inner = IPv4Address(int(ip) & 0xFFFFFFFF)
    elif ip.sixtofour is not None:
        inner = ip.sixtofour
    if inner is not None:
        why = forbidden_reason(str(inner))
        return f"carries the {why} address {inner}" if why else None
    if ip not in _GLOBAL_UNICAST:
        return "outside the global unicast range"
    return None
