"""Typed evidence about a candidate: what speaks for which relation and which office, and where."""

from collections.abc import Iterator

import msgspec

from ronda.engine.attribute import (
    from_icons,
    from_letters,
    from_likeness,
    from_network,
    from_pages,
    from_registration,
    from_search,
)
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.from_pages import MAX_PAGES
from ronda.engine.attribute.imitation import SLIP
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.takeover import content_signs, taken_over, without_foreign
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
        *from_registration.declaration_evidence(facts, gazetteer),
        *from_search.search_evidence(facts, gazetteer),
        *from_pages.page_evidence(facts, gazetteer),
        *from_letters.letter_evidence(facts, gazetteer),
    ]
    zone = zone_kind(facts.url, gazetteer)
    alike = [
        *from_likeness.likeness_evidence(facts, gazetteer),
        *from_icons.icon_evidence(facts, gazetteer),
    ]
    if zone is ZoneKind.OURS:
        # What stands there is ours; what it shares with other sites of ours tells the office.
        items += [msgspec.structs.replace(i, kind="") for i in alike if i.agency]
    else:
        items += content_signs(facts.pages[:MAX_PAGES])
        items += alike
        items += from_likeness.together(items)
        items = without_foreign(from_likeness.without_taken(items))
        items += from_icons.borrowed_icon(items)
    yield from items
    if zone is ZoneKind.OPEN:
        yield from taken_over(facts, gazetteer, items)
        if not facts.pages:
            yield Evidence("unread", Text(f"kunjungan ke {facts.url}", f"visit of {facts.url}"))
            slip = next((i for i in items if _is_a_slip(i)), None)
            if slip is not None and not any(i.kind in _POINTED_TO for i in items):
                yield msgspec.structs.replace(slip, kind="unread_slip", strength=1.0)
            if facts.dns is not None and facts.dns.addresses:
                yield Evidence("name_resolves", Text("DNS", "DNS"), facts.dns.addresses[0])
    in_zone = next((i for i in items if i.kind == "in_zone"), None)
    if in_zone is not None and not any(i.agency for i in items):
        yield Evidence("no_office", in_zone.where)


# What an office's own name has, be it ever so like another.
_POINTED_TO = frozenset({"linked_from_official", "known_host", "certificate_with_zone"})


def _is_a_slip(item: Evidence) -> bool:
    """The address is an official zone's but for a slip, or plays at the ending of governments."""
    nearly = item.kind == "imitates_zone" and item.strength == SLIP
    return nearly or item.kind == "looks_like_suffix"
