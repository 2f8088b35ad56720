"""Tells to whom a redirect led that could not be followed to its end."""

import re

from ronda.engine.artifacts import Failure, FailureKind
from ronda.engine.content.hosts import host_of

# Names that mean something within a network only (RFC 6761, RFC 6762, RFC 8375, and what offices call their own).
_WITHIN = re.compile(
    r"(?:^|\.)(?:local|localhost|localdomain|internal|intranet|lan|home|corp|home\.arpa)$"
)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def led_to(broken: Failure) -> str:
    """Return the address at which a view was to end behind the site's own redirect, or "".

    Also "" for an address within somebody's network (a private number, "localhost", a name without a
    dot): that is a server set up badly, and leads nobody to a stranger.
    """
    host = host_of(broken.towards)
    inward = broken.kind is FailureKind.BLOCKED_BY_POLICY and broken.stage == "dns"
    if inward or _WITHIN.search(host) or ("." not in host and ":" not in host):
        return ""
    last = host.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        return broken.towards if _IPV4.fullmatch(host) else ""
    return broken.towards
