"""Typed evidence about a candidate: what speaks for which relation and which office, and where."""

from collections.abc import Iterator

import msgspec

from ronda.engine.attribute import from_network, from_pages, from_registration
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.zones import ZoneKind, zone_kind
from ronda.engine.text import Text


def gather(facts: CandidateFacts, gazetteer: Gazetteer) -> list[Evidence]:
    """Return all evidence in a candidate's facts; one of a kind, agency and place."""
    found: dict[tuple[str, str, str, str], Evidence] = {}
    for item in _all(facts, gazetteer):
        key = (item.kind, item.agency_kind, item.agency, "" if item.once else item.where.en)
        known = found.get(key)
        if known is None or item.strength > known.strength:
            found[key] = item
    return list(found.values())


def _all(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    items = [
        *from_network.host_evidence(facts, gazetteer),
        *from_network.certificate_evidence(facts, gazetteer),
        *from_network.dns_evidence(facts, gazetteer),
        *from_network.sighting_evidence(facts, gazetteer),
        *from_registration.registration_evidence(facts, gazetteer),
        *from_pages.page_evidence(facts, gazetteer),
    ]
    yield from items
    yield from _once_ours(facts, gazetteer, items)
    if not facts.pages and zone_kind(facts.url, gazetteer) is ZoneKind.OPEN:
        yield Evidence("unread", Text(f"kunjungan ke {facts.url}", f"visit of {facts.url}"))
    in_zone = next((i for i in items if i.kind == "in_zone"), None)
    if in_zone is not None and not any(i.agency for i in items):
        yield Evidence("no_office", in_zone.where)


def _once_ours(
    facts: CandidateFacts, gazetteer: Gazetteer, items: list[Evidence]
) -> Iterator[Evidence]:
    """The address is an office's, but nothing that stands there today speaks of one.

    Only pages that were really read can say so, and never inside our own zones.
    """
    if not facts.pages or zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    kinds = {i.kind for i in items}
    spoken = {
        "agency_in_title",
        "agency_in_heading",
        "agency_in_footer",
        "agency_in_text",
        "region_in_title",
        "region_in_text",
        "agency_contact",
        "zone_mail",
        "redirects_to_zone",
        "speaks_of_office",
        "shell",  # out of order today says nothing of who holds it
    }
    if kinds & spoken:
        return
    claims = [
        i
        for i in items
        if i.kind in ("agency_in_host", "agency_in_path", "linked_from_official", "known_host")
    ]
    strong = next((i for i in claims if i.strength >= 1.0), None)
    if strong is None:
        return
    yield msgspec.structs.replace(
        strong,
        kind="once_ours",
        agency="",
        agency_kind="",
        strength=1.0 if len({c.kind for c in claims}) > 1 else 0.7,
        excerpt=registered_domain(strong.excerpt)
        if strong.kind == "known_host"
        else strong.excerpt,
    )
