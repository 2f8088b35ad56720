"""Tells to whom a redirect led that could not be followed to its end."""

import re

from ronda.engine.artifacts import Failure, FailureKind
from ronda.engine.content.hosts import host_of
from ronda.engine.content.inner_networks import is_inner

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
    resolved_inward = broken.kind is FailureKind.BLOCKED_BY_POLICY and broken.stage == "dns"
    return "" if resolved_inward or _within(host) else broken.towards


def _within(host: str) -> bool:
    if is_inner(host) or _WITHIN.search(host):
        return True
    if "." not in host:
        return ":" not in host
    # A last label that begins with a digit is no public suffix: "10.1", "0x7f.1".
    return host.rpartition(".")[2][:1].isdigit() and not _IPV4.fullmatch(host)
