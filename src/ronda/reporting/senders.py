"""Who sends a report: the address behind known proxies, kept only as a keyed digest."""

import ipaddress
from collections.abc import Mapping, Sequence

from django.utils.crypto import salted_hmac

IPV6_PREFIX = 64  # one household or office: whoever has one address of it has all of them


def sender_address(meta: Mapping[str, object], proxies: Sequence[str]) -> str:
    """Return the address that a request came from, "" when it cannot be told.

    ``X-Forwarded-For`` is believed only as far as it was written by proxies of the office
    (addresses or networks): read from its end, the first address that is no proxy of ours.
    """
    known = [ipaddress.ip_network(p, strict=False) for p in proxies]
    chain = [p.strip() for p in str(meta.get("HTTP_X_FORWARDED_FOR", ""))[-2000:].split(",")]
    here = _address(str(meta.get("REMOTE_ADDR", "")))
    while here is not None and chain and any(here in net for net in known):
        before = _address(chain.pop())
        if before is None:
            break
        here = before
    return "" if here is None else str(here)


def sender_key(address: str) -> str:
    """Return what is stored of an address: equal for one sender, and no address any more."""
    ip = _address(address)
    place = address
    if isinstance(ip, ipaddress.IPv6Address):
        place = str(ipaddress.ip_network((ip, IPV6_PREFIX), strict=False))
    return salted_hmac("ronda.reporting.sender", place, algorithm="sha256").hexdigest()


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(ip, "ipv4_mapped", None)
    return mapped or ip
