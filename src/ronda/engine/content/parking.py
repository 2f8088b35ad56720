"""Recognises a page that only says that the name is parked or for sale."""

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.content.hosts import belongs, host_of

# Hosts of services that park and sell names.
SERVICES = (
    "sedoparking.com",
    "sedo.com",
    "parkingcrew.net",
    "bodis.com",
    "above.com",
    "afternic.com",
    "dan.com",
    "hugedomains.com",
    "undeveloped.com",
    "parklogic.com",
    "domainmarket.com",
    "buydomains.com",
    "parkingpage.namecheap.com",
    "parked-content.godaddy.com",
    "expireddomains.com",
)
PHRASES = (
    "domain ini dijual",
    "nama domain ini dijual",
    "domain ini diparkir",
    "domain ini sedang diparkir",
    "domain dijual",
    "beli domain ini",
    "tawar domain ini",
    "domain ini tersedia untuk dibeli",
    "domain telah kedaluwarsa",
    "domain ini telah kedaluwarsa",
    "domain ini telah expired",
    "this domain is for sale",
    "this domain may be for sale",
    "domain is for sale",
    "domain name is for sale",
    "domain for sale",
    "buy this domain",
    "make an offer on this domain",
    "this domain is parked",
    "domain is parked",
    "parked free",
    "domain parking",
    "parked domain",
    "this domain has expired",
    "domain has expired",
    "the owner may be offering it for sale",
)
# A parked page says little. Who writes more than this has a site.
_SHORT = 2500


class Parking(msgspec.Struct, frozen=True):
    """What betrayed the parked page."""

    what: str  # "phrase" or "service"
    words: str


def parking(page: PageArtifact, host: str) -> Parking | None:
    """Return what shows that the page is parked, or None.

    A phrase alone is not enough: the page must be short, and say it in its title or a heading, or
    twice, or name its own host (a notice about somebody's domain on a living site does neither).
    """
    if len(page.text) > _SHORT:
        return None
    service = _service(page, host)
    if service:
        return Parking("service", service)
    text = _folded(page.text)
    top = _folded(" | ".join((page.title, *page.headings[:3])))
    said = [phrase for phrase in PHRASES if phrase in text or phrase in top]
    if not said:
        return None
    name = host.removeprefix("www.").lower()
    if any(phrase in top for phrase in said) or name in text or name in top or _several(said):
        return Parking("phrase", said[0])
    return None


def _several(said: list[str]) -> bool:
    """Two phrases of which neither is a part of the other."""
    return any(a not in b and b not in a for a in said for b in said)


def _service(page: PageArtifact, host: str) -> str:
    targets = (*page.scripts, *(link.url for link in page.links[:50]), page.url)
    for target in targets:
        found = host_of(target)
        if not belongs(found, host) and any(
            found == service or found.endswith(f".{service}") for service in SERVICES
        ):
            return found
    return ""


def _folded(text: str) -> str:
    return " ".join(text.split()).lower()
