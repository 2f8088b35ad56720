"""Evidence in what the registry publishes of a candidate's domain, and in agencies' declarations."""

from collections.abc import Iterator

from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import index_of
from ronda.engine.attribute.words import tokens
from ronda.engine.attribute.zones import ZoneKind, in_zones, zone_kind
from ronda.engine.text import Text

YOUNG_DAYS = 120  # copies and names taken over are mostly found within months
OLD_DAYS = 3 * 365
MAX_SIGHTINGS = 200


def registration_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Yield how old the domain is, whose it is said to be, and name servers of ours.

    Kinds: ``domain_young`` (strength falls from 1 to 0 over ``YOUNG_DAYS``), ``domain_old``,
    ``holder_is_agency``, ``holder_published``, ``dns_with_zone``.
    """
    said = facts.registration
    if said is None or zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    where = Text("data pendaftaran domain", "the domain's registration")
    age = said.age_days
    if age is not None and said.registered_on is not None:
        since = said.registered_on.date().isoformat()
        if age < YOUNG_DAYS:
            yield Evidence("domain_young", where, since, strength=round(1 - age / YOUNG_DAYS, 2))
        elif age >= OLD_DAYS:
            yield Evidence("domain_old", where, since)
    if said.holder:
        yield from _holder(said.holder, where, gazetteer)
    ours = next((n for n in said.name_servers if in_zones(n, gazetteer.zones)), None)
    if ours is not None:
        yield Evidence("dns_with_zone", where, ours)


def _holder(holder: str, where: Text, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """An office, our government as a whole, or somebody else. Offices of others are others."""
    index = index_of(gazetteer)
    words = tokens(holder, 300)
    named = list(index.governments.all_in(words))
    if any(n.who == "other" for n in named):
        yield Evidence("holder_published", where, holder[:150])
        return
    keys = list(dict.fromkeys(k for m in index.find(words) for k in m.agencies))
    for key in keys:
        yield Evidence("holder_is_agency", where, holder[:150], key, "organization")
    if not keys:
        ours = any(n.who == "ours" and n.with_level for n in named)
        yield Evidence("holder_is_agency" if ours else "holder_published", where, holder[:150])


def declaration_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Yield which agencies said themselves, signed in, that the site is theirs."""
    if zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    known = {agency.key for agency in gazetteer.agencies}
    for seen in facts.sightings[:MAX_SIGHTINGS]:
        key = seen.facts.get("agency", "")
        if seen.source == "declared" and key in known:
            name = seen.facts.get("agency_name", "")[:150]
            where = Text("pernyataan perangkat daerah", "an agency's declaration")
            yield Evidence("declared", where, name, key, "declared_by")
