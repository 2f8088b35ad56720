"""A site of the register as the engine knows it, and what a visit wants to collect."""

from collections.abc import Iterable

from ronda.engine.artifacts import DNS, HTTP_VISITOR, ICON, PAGE_VISITOR, TLS, SiteFacts
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.register.models import Site, Zone

# Wanted of every site, whatever the checks need: attribution and the site's page rest on them.
ALWAYS = frozenset({DNS, TLS, HTTP_VISITOR, PAGE_VISITOR, ICON})


def wants() -> frozenset[str]:
    """The artifact keys of a visit; the scope table takes away what a relation does not permit."""
    return ALWAYS | needs_of(all_checks())


def zone_names() -> tuple[str, ...]:
    """The office's official zones."""
    return tuple(Zone.objects.values_list("name", flat=True))


def in_zones(host: str, zones: Iterable[str]) -> bool:
    """Whether a host is one of the zones or stands below one."""
    return any(host == zone or host.endswith("." + zone) for zone in zones)


def site_facts(site: Site, zones: Iterable[str]) -> SiteFacts:
    """Return what the engine needs to know of a site."""
    return SiteFacts(
        url=site.url,
        host=site.host,
        relation=site.relation,
        in_official_zone=in_zones(site.host, zones),
        confirmed=site.confirmed_at is not None,
    )
