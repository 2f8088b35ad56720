"""What of a site others may share: the name above it, its server, who registered it."""

from collections.abc import Iterable

from ronda.engine.attribute.contract import CandidateFacts
from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.urls import parse


def root_of(url: str, extra_shared: Iterable[str] = ()) -> str:
    """Return the host that all sites below it share: a blog host, or the registered domain."""
    host = parse(url).host
    return shared_hosts(extra_shared).host_of(host) or registered_domain(host)


def ties_of(facts: CandidateFacts, extra_shared: Iterable[str] = ()) -> dict[str, str]:
    """Return a site's ties as fields of its proposal; what is not known is left as it was."""
    found = {"root": root_of(facts.url, extra_shared)[:253]}
    if facts.dns is not None and facts.dns.addresses:
        found["server"] = facts.dns.addresses[0][:45]
    if facts.registration is not None and facts.registration.holder:
        found["holder"] = facts.registration.holder[:200]
    return found
