"""Evidence in what the registry publishes of a candidate's domain."""

from collections.abc import Iterator

from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import index_of
from ronda.engine.attribute.words import tokens
from ronda.engine.attribute.zones import ZoneKind, in_zones, zone_kind
from ronda.engine.text import Text

YOUNG_DAYS = 120  # copies and names taken over are mostly found within months
OLD_DAYS = 3 * 365


def registration_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Yield how old the domain is, whose it is said to be, and name servers of ours.

    Kinds: ``domain_young`` (strength falls from 1 to 0 over ``YOUNG_DAYS``), ``domain_old``,
    ``holder_is_agency``, ``holder_published``, ``dns_with_zone``. A kind without a weight in the
    model says nothing.
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
        named = any(m.agencies for m in index_of(gazetteer).find(tokens(said.holder, 300)))
        yield Evidence(
            "holder_is_agency" if named else "holder_published", where, said.holder[:150]
        )
    ours = next((n for n in said.name_servers if in_zones(n, gazetteer.zones)), None)
    if ours is not None:
        yield Evidence("dns_with_zone", where, ours)
