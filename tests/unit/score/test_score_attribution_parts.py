"""Proposals: who shares a site, who keeps silent, who claims a namesake."""

from score_worlds import AGENCIES, NOW, claim, claims, true_site, world

from ronda.engine.attribute.contract import Relation
from ronda.lab.claims import ClaimedSite, Proposed
from ronda.lab.score import Score, score
from ronda.lab.truth import TrueSite


def proposed(site: TrueSite, relation: str, agency: str | None, sure: float = 0.9) -> ClaimedSite:
    return claim(site, proposal=Proposed(relation, agency, sure, ("Its title says so.",), NOW))


def scored(site: TrueSite, said: ClaimedSite) -> Score:
    return score(world(site), claims(said))


def test_any_agency_that_shares_a_site_is_right() -> None:
    site = true_site("s", agency="a", shared_with=("b",))
    for key, right in (("a", 1), ("b", 1), ("c", 0)):
        said = scored(site, proposed(site, "official", AGENCIES[key])).attribution
        assert (said.agency.right, said.agency.of) == (right, 1)


def test_a_site_without_a_proposal_is_abstaining_and_not_forgotten() -> None:
    site = true_site("s", Relation.UNOFFICIAL)
    result = scored(site, claim(site, proposal=None))
    assert (result.attribution.coverage.right, result.attribution.coverage.of) == (0, 1)
    assert result.attribution.confusion == {"unofficial": {"abstained": 1}}
    assert [note.kind for note in result.notes] == ["abstained"]


def test_what_a_person_had_entered_was_no_question() -> None:
    site = true_site("s", Relation.UNOFFICIAL)
    said = scored(site, claim(site, proposal=None, entered=True)).attribution
    assert (said.coverage.of, said.entered) == (0, 1)


def test_the_easy_relation_in_a_zone_stands_apart() -> None:
    inside, outside = true_site("in"), true_site("out", Relation.UNOFFICIAL)
    said = claims(
        proposed(inside, "official", "Dinas Satu"), proposed(outside, "third_party", None)
    )
    part = score(world(inside, outside), said).attribution
    assert (part.in_zone.relation.right, part.in_zone.relation.of) == (1, 1)
    assert (part.off_zone.relation.right, part.off_zone.relation.of) == (0, 1)
    assert (part.relation.right, part.relation.of) == (1, 2)
    assert {row.relation for row in part.relations} == {"third_party", "unofficial"}


def test_a_claimed_namesake_is_wrong_even_when_no_agency_is_named() -> None:
    site = true_site("s", Relation.OTHER_GOVERNMENT, agency=None)
    said = scored(site, proposed(site, "unofficial", None))
    assert (said.attribution.namesakes_claimed.right, said.attribution.namesakes_claimed.of) == (
        1,
        1,
    )
    assert (said.attribution.precision.right, said.attribution.precision.of) == (0, 1)
    (note,) = said.notes
    assert (note.kind, note.evidence, note.planted) == (
        "wrong",
        "/situs/1/identitas/",
        "sites/s.toml",
    )
    assert "0.90: Its title says so." in note.why


def test_only_complete_proposals_are_calibrated() -> None:
    site = true_site("s")
    assert scored(site, proposed(site, "official", None)).attribution.calibration.of == 0
    assert scored(site, proposed(site, "official", "Dinas Satu")).attribution.calibration.of == 1
