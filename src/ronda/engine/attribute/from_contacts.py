"""Evidence in telephones, mail addresses, postcodes and street addresses of a page."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.contacts import (
    FREE_MAIL,
    Contacts,
    contacts_in,
    link_contacts,
    national,
    same_spelling,
    street,
    together,
)
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.hostwords import read_words
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.words import flatten, fold
from ronda.engine.attribute.zones import in_zones
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

_MIN_STREET = 8


class KnownContacts(msgspec.Struct, frozen=True):
    """Contacts of all agencies, turned around."""

    phones: dict[str, str]  # national number -> agency
    mails: dict[str, str]
    streets: dict[str, tuple[str, str]]  # street -> (agency, address as the register writes it)


@lru_cache(maxsize=8)
def known_contacts(gazetteer: Gazetteer) -> KnownContacts:
    """Return the contacts of all agencies, made once."""
    phones: dict[str, str] = {}
    mails: dict[str, str] = {}
    streets: dict[str, tuple[str, str]] = {}
    shared: set[str] = set()
    for agency in gazetteer.agencies:
        phones.update({national(p): agency.key for p in agency.phones if len(national(p)) >= 8})
        mails.update({m.lower().strip(): agency.key for m in agency.emails})
        for address in agency.addresses:
            place = street(address)
            # Two agencies in one building: the address tells neither.
            if place in streets and streets[place][0] != agency.key:
                shared.add(place)
            streets[place] = (agency.key, address[:100])
    kept = {p: k for p, k in streets.items() if p not in shared and len(p) >= _MIN_STREET}
    return KnownContacts(phones, mails, kept)


def contact_evidence(page: PageArtifact, site: str, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Compare a page's contacts with the agencies' and the region's."""
    where = Text(f"kontak di {page.url[:200]}", f"contacts on {page.url[:200]}")
    found = together(
        (contacts_in(page.footer), contacts_in(page.text[:50_000]), link_contacts(page))
    )
    known = known_contacts(gazetteer)
    matched = False
    for item in (
        *_phones(found, known, gazetteer, where),
        *_mails(found, known, gazetteer, where),
        *_places(page, known, gazetteer, where),
    ):
        matched = True
        yield item
    if matched or not (found.phones or found.mails):
        return
    yield from _strange(found, site, where)


def _phones(
    found: Contacts, known: KnownContacts, gazetteer: Gazetteer, where: Text
) -> Iterator[Evidence]:
    region = gazetteer.region
    for phone in found.phones:
        if phone in known.phones:
            yield Evidence("agency_contact", where, phone, known.phones[phone], "phone")
    code = next((p for p in found.phones if p.startswith(region.area_codes)), None)
    if region.area_codes and code:
        yield Evidence("area_code", where, code)
        return
    for other in gazetteer.others:
        theirs = tuple(c for c in other.area_codes if c not in region.area_codes)
        phone = next((p for p in found.phones if theirs and p.startswith(theirs)), "")
        if phone:
            yield Evidence("other_contact", where, phone, other=other.name)
            return


def _mails(
    found: Contacts, known: KnownContacts, gazetteer: Gazetteer, where: Text
) -> Iterator[Evidence]:
    for mail, domain in found.mails:
        if mail in known.mails:
            yield Evidence("agency_contact", where, mail, known.mails[mail], "email")
        zone = in_zones(domain, gazetteer.zones)
        if zone:
            yield Evidence("zone_mail", where, mail)
            for key in read_words(domain.removesuffix(zone), gazetteer).agencies:
                yield Evidence("", where, mail, key, "email_host")
            for key in read_words(mail.partition("@")[0], gazetteer).agencies:
                yield Evidence("", where, mail, key, "email_host", 0.8)
        elif domain.endswith(".go.id"):
            yield Evidence("other_contact", where, mail, strength=0.8, other=domain)


def _places(
    page: PageArtifact, known: KnownContacts, gazetteer: Gazetteer, where: Text
) -> Iterator[Evidence]:
    if known.streets:
        folded = same_spelling(f"{fold(page.footer)} {fold(page.text[:50_000])}")
        flat = flatten(folded)
        for place, (key, address) in known.streets.items():
            at = flat.find(place)
            # "nomor 1" must not match "nomor 12".
            after = flat[at + len(place) : at + len(place) + 1]
            if at >= 0 and not (place[-1].isdigit() and after.isdigit()):
                # Anybody can copy where an office stands.
                yield Evidence("agency_address", where, address, key, "address", 0.8)
    prefixes = gazetteer.region.postcodes
    code = next((c for c in contacts_in(page.footer).postcodes if c.startswith(prefixes)), None)
    if prefixes and code:
        yield Evidence("postcode", where, code)


def _strange(found: Contacts, site: str, where: Text) -> Iterator[Evidence]:
    """Contacts that are neither ours nor another government's we know."""
    try:
        own = registered_domain(parse(site).host)
    except BadUrl:
        own = ""
    firm = [m for m, domain in found.mails if registered_domain(domain) not in {own, *FREE_MAIL}]
    landline = [p for p in found.phones if not p.startswith("08")]
    if firm or landline:
        yield Evidence("strange_contact", where, (firm or landline)[0], strength=1.0)
    else:
        first = found.mails[0][0] if found.mails else found.phones[0]
        yield Evidence("strange_contact", where, first, strength=0.5)
