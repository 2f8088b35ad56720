"""Addresses that mean something within somebody's network only (RFC 1918, 4193, 6598, 6890)."""

from ipaddress import ip_address, ip_network

_INNER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def is_inner(address: str) -> bool:
    """Tell whether a text is an IP address of an inner network."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in _INNER if network.version == ip.version)
