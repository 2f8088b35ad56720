"""Plants the icons of sites: the government's emblem, an office's own, a vendor's, a ministry's, none.

Whoever puts an emblem into a tab cuts it anew, mostly: then it is the same emblem and other bytes. So
many sites of ours share none, and a stranger who copies a page has the very same.
"""

from random import Random
from typing import TYPE_CHECKING

from ronda.lab.generate import plants
from ronda.lab.generate.province import Province, slug
from ronda.lab.generate.settings import rates
from ronda.lab.looks.icons import NONE

if TYPE_CHECKING:
    from ronda.lab.generate.plan import Blueprint

_GUESTS = frozenset({"blog", "builder"})
_CUTS = (
    0.5,
    0.3,
    0.2,
)  # of those that use a file that others have too: from the portal, the web, ...


def icon(province: Province, site: "Blueprint") -> str | None:
    """Return the name of a site's icon (:mod:`ronda.lab.looks.icons`); None: its platform's."""
    rng = Random(province.settings.stream(f"site:{site.index}:icon"))
    if site.copies is not None and (
        site.family == "unofficial" or rng.random() < rates().icons_copied.share
    ):
        return icon(province, site.copies)
    if site.kind == "parked" or (
        site.family == "impersonation" and plants.way(province, site) == "parked"
    ):
        return NONE
    table = rates().icons
    weights = table.get(site.kind) or table[site.family]
    if site.family == "unofficial" and site.faint:
        weights = table["faint"]
    drawn = rng.choices(list(weights), list(weights.values()))[0]
    if drawn == "default":
        return _default(site)
    return NONE if drawn == NONE else _named(province, site, drawn, rng)


def _default(site: "Blueprint") -> str | None:
    """Its platform's, or its host's; a page below a builder's address has its host's unasked."""
    if site.kind not in _GUESTS:
        return None
    return NONE if "/" in site.address.partition("://")[2].rstrip("/") else _of_host(site)


def _of_host(site: "Blueprint") -> str:
    return f"host:{site.host.partition('.')[2]}"


def _named(province: Province, site: "Blueprint", drawn: str, rng: Random) -> str:
    own = f"site:{site.key}"
    cut = rng.choices(range(len(_CUTS)), _CUTS)[0]
    anew = rng.random() < rates().icons_cut.share
    if drawn == "vendor":
        return f"vendor:{rng.randrange(plants.VENDORS)}"
    whose = {
        "emblem": province.slug if site.other is None else f"other-{slug(site.other.name)}",
        "office": f"{site.agency.plan.key}-{province.slug}",
        "ministry": site.agency.plan.key,
    }.get(drawn)
    if whose is None or anew:
        return own
    return f"{drawn}:{whose}:{0 if drawn == 'office' else cut}"
