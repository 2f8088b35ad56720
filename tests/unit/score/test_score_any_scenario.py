"""Claims that are the truth itself score perfectly, in every round of every shipped province."""

from pathlib import Path

import pytest
from score_worlds import NOW, claim, claims, finding

import ronda.lab
from ronda.lab.claims import ClaimedSite, Proposed
from ronda.lab.scenario import load
from ronda.lab.score import Score, score
from ronda.lab.score_parts import Rate
from ronda.lab.truth import TrueSite, Truth, truth_of

PROVINCES = sorted(
    path.parent for path in (Path(ronda.lab.__file__).parent / "provinces").glob("*/scenario.toml")
)


def rightly(site: TrueSite, true: Truth) -> ClaimedSite:
    """What Ronda would say of a site if it knew the truth."""
    agency = true.agencies[site.agency] if site.agency and site.ours else None
    return claim(
        site,
        agency=agency,
        proposal=Proposed(site.relation.value, agency, 1.0, made_at=NOW),
        findings=tuple(finding(name) for name in sorted(site.expects | site.held)),
    )


def rates(result: Score) -> dict[str, Rate]:
    """Every rate that should be whole."""
    said = result.attribution
    return {
        "discovery": result.discovery.recall,
        **{s.source: s.recall for s in result.discovery.by_source},
        "coverage": said.coverage,
        "attribution": said.precision,
        "recall": result.recall,
        "precision": result.precision,
        "planted": result.planted_recall,
        "held": result.changes.held_kept,
        "standing": result.changes.standing_kept,
    }


@pytest.mark.parametrize("folder", PROVINCES, ids=lambda folder: folder.name)
def test_the_truth_scores_perfectly(folder: Path) -> None:
    scenario = load(folder)
    for number in range(1, scenario.about.rounds + 1):
        true = truth_of(scenario, number, NOW)
        result = score(true, claims(*(rightly(site, true) for site in true.sites)))
        assert result.notes == ()
        spoilt = {name: rate for name, rate in rates(result).items() if rate.right != rate.of}
        assert spoilt == {}
        assert result.honest_accused.right == result.on_others.right == 0
        assert result.attribution.calibration.brier in (0.0, None)
        assert result.judged_sites == sum(site.ours for site in true.sites)
