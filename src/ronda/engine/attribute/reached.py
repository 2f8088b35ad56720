"""How a site that speaks for an office is reached: through the office, or through somebody else.

A name, a street and a text can be copied by anybody. Whoever answers the telephone and reads the
mail that a page gives is who runs it; so a page in an office's name whose visitors are sent to a
private mobile number, or to mail in a third party's domain, is not the office's own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.contacts import (
    FREE_MAIL,
    Contacts,
    contacts_in,
    link_contacts,
    national,
    together,
)
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.from_contacts import known_contacts
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.words import fold
from ronda.engine.attribute.zones import in_zones
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

# The site says to be an office, or its government.
CLAIMS = frozenset({"agency_in_title", "agency_in_heading", "agency_in_footer", "region_in_title"})
_CHAT = re.compile(r"(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:.{0,80}&)?phone=)\+?(\d{8,16})")
_BY_CHAT = re.compile(
    r"\b(?:whatsapp|wa|hp|sms|telegram|ponsel|seluler)\b[^\d+]{0,24}(\+?\d[\d ().-]{8,18}\d)"
)


class _Ways(msgspec.Struct, frozen=True):
    """The ways to reach a site's owner, sorted by whose they are."""

    ours: bool  # a telephone or mail of an office, of the zone or with our area code
    mobiles: tuple[str, ...]
    third_mails: tuple[str, ...]  # in a domain that is nobody's here
    free_mails: tuple[str, ...]
    landlines: tuple[str, ...]  # none of ours


def reached(
    pages: Sequence[PageArtifact], site: str, kinds: frozenset[str], gazetteer: Gazetteer
) -> Iterator[Evidence]:
    """Evidence in how a site is reached. ``kinds``: what is known of the pages already."""
    if not pages or not kinds & CLAIMS:
        return
    ways = _ways(pages, site, gazetteer)
    where = Text(f"kontak di {pages[0].url[:200]}", f"contacts on {pages[0].url[:200]}")
    if ways.third_mails:
        # Offices name a spare mailbox too, beside their own.
        yield Evidence("third_mail", where, ways.third_mails[0], strength=0.5 if ways.ours else 1.0)
    if ways.mobiles:
        yield Evidence("mobile_contact", where, ways.mobiles[0], strength=0.6 if ways.ours else 1.0)
    if ways.free_mails:
        yield Evidence("free_mail", where, ways.free_mails[0])
    strange = (*ways.third_mails, *ways.landlines)
    if not ways.ours and (strange or ways.mobiles or ways.free_mails):
        first = (*strange, *ways.mobiles, *ways.free_mails)[0]
        yield Evidence("foreign_contact", where, first, strength=1.0 if strange else 0.6)


def _ways(pages: Sequence[PageArtifact], site: str, gazetteer: Gazetteer) -> _Ways:
    known = known_contacts(gazetteer)
    codes = gazetteer.region.area_codes
    told = _told(pages)
    mails = {m: d for page in pages for m, d in contacts_in(page.text[:50_000]).mails} | dict(
        told.mails
    )
    named = [m for m in told.mails if m[0] in known.mails or in_zones(m[1], gazetteer.zones)]
    ours = [p for p in told.phones if p in known.phones or (codes and p.startswith(codes))]
    here = {_own_domain(site), *FREE_MAIL}
    third = (
        m
        for m, domain in mails.items()
        if registered_domain(domain) not in here
        and not in_zones(domain, gazetteer.zones)
        and not domain.endswith(".go.id")
        and m not in known.mails
    )
    return _Ways(
        ours=bool(named or ours),
        mobiles=tuple(p for p in _called(pages) if p.startswith("08") and p not in known.phones),
        third_mails=tuple(third),
        free_mails=tuple(m for m, d in mails.items() if d in FREE_MAIL and m not in known.mails),
        landlines=tuple(p for p in told.phones if not p.startswith("08") and p not in ours),
    )


def _told(pages: Sequence[PageArtifact]) -> Contacts:
    """What footers and links say of how to reach the owner; all of the text, where those are silent.

    A text may quote an office's telephone without being the office's.
    """
    found = together(x for p in pages for x in (contacts_in(p.footer), link_contacts(p)))
    if found.phones or found.mails:
        return found
    return together(contacts_in(page.text[:50_000]) for page in pages)


def _called(pages: Sequence[PageArtifact]) -> dict[str, None]:
    """Numbers that a page wants to be called or written to by chat."""
    found: dict[str, None] = {}
    for page in pages:
        for link in page.links[:600]:
            chat = _CHAT.search(link.url)
            if chat:
                found[national(chat[1])] = None
        written = (m[1] for m in islice(_BY_CHAT.finditer(fold(page.text, 50_000)), 20))
        found |= dict.fromkeys(national(p) for p in written)
        found |= dict.fromkeys((*contacts_in(page.footer).phones, *link_contacts(page).phones))
    return found


def _own_domain(site: str) -> str:
    try:
        return registered_domain(parse(site).host)
    except BadUrl:
        return ""
