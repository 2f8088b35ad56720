"""Whatever the world: less said never raises recall, more invented never raises precision."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from score_worlds import FEW, claims, finding, worlds

from ronda.lab.claims import ClaimedSite, Claims
from ronda.lab.score import Score, score
from ronda.lab.score_parts import Rate
from ronda.lab.truth import Truth

World = tuple[Truth, Claims]
few = settings(max_examples=50, deadline=None)


def worth(rate: Rate) -> float:
    return rate.value or 0.0


def without(said: Claims, index: int) -> Claims:
    return claims(*(site for i, site in enumerate(said.sites) if i != index))


def instead(said: Claims, index: int, site: ClaimedSite) -> Claims:
    return claims(*(site if i == index else s for i, s in enumerate(said.sites)))


def recalls(result: Score) -> list[Rate]:
    """Every recall whose denominator is the truth's own."""
    return [result.discovery.recall, result.planted_recall]


@few
@given(worlds(), st.data())
def test_a_forgotten_site_never_raises_a_recall(made: World, data: st.DataObject) -> None:
    true, said = made
    if not said.sites:
        return
    index = data.draw(st.integers(0, len(said.sites) - 1))
    before, after = score(true, said), score(true, without(said, index))
    for one, other in zip(recalls(before), recalls(after), strict=True):
        assert other.of == one.of
        assert other.right <= one.right


@few
@given(worlds(), st.data())
def test_a_deleted_finding_never_raises_a_recall(made: World, data: st.DataObject) -> None:
    true, said = made
    found = [(i, f) for i, site in enumerate(said.sites) for f in site.findings]
    if not found:
        return
    index, lost = data.draw(st.sampled_from(found))
    site = said.sites[index]
    kept = tuple(f for f in site.findings if f != lost)
    after = score(true, instead(said, index, msgspec.structs.replace(site, findings=kept)))
    before = score(true, said)
    assert after.recall.of == before.recall.of
    assert after.recall.right <= before.recall.right
    assert after.planted_recall.right <= before.planted_recall.right
    for was, now in zip(before.findings, after.findings, strict=True):
        if was.finding_class != lost.finding_class:
            assert now == was


@few
@given(worlds(), st.data())
def test_an_invented_finding_never_raises_precision(made: World, data: st.DataObject) -> None:
    true, said = made
    free = [
        (index, name)
        for index, claimed in enumerate(said.sites)
        for name in FEW
        if not claimed.has_open(name) and name not in getattr(true.find(claimed.url), "expects", ())
    ]
    if not free:
        return
    index, name = data.draw(st.sampled_from(free))
    site = said.sites[index]
    more = msgspec.structs.replace(site, findings=(*site.findings, finding(name)))
    before, after = score(true, said), score(true, instead(said, index, more))
    assert worth(after.precision) <= worth(before.precision)
    assert after.recall == before.recall
    assert after.honest_accused.right >= before.honest_accused.right
    assert after.on_others.right >= before.on_others.right
    spoilt = after.precision.of - before.precision.of
    # On a site of ours it costs precision, on another's it is counted there, else nobody looks.
    assert spoilt + after.on_others.right - before.on_others.right <= 1


@few
@given(worlds(), st.text("abc", min_size=3, max_size=9))
def test_an_invented_address_is_a_false_candidate_and_nothing_else(made: World, name: str) -> None:
    true, said = made
    stranger = ClaimedSite(
        f"https://{name}.lain.test/", "undecided", "candidate", sources=frozenset({"ct"})
    )
    before, after = score(true, said), score(true, claims(*said.sites, stranger))
    assert after.discovery.false_rate.right == before.discovery.false_rate.right + 1
    assert after.discovery.recall == before.discovery.recall
    assert (after.attribution, after.precision) == (before.attribution, before.precision)


@few
@given(worlds(), st.data())
def test_a_wrong_proposal_never_raises_precision(made: World, data: st.DataObject) -> None:
    true, said = made
    right = [
        index
        for index, claimed in enumerate(said.sites)
        if score(true, claims(claimed)).attribution.precision.right == 1
    ]
    if not right:
        return
    index = data.draw(st.sampled_from(right))
    site = said.sites[index]
    assert site.proposal is not None
    truly = site.proposal.relation
    other = "unrelated" if truly != "unrelated" else "third_party"
    wrong = msgspec.structs.replace(site.proposal, relation=other)
    spoilt = instead(said, index, msgspec.structs.replace(site, proposal=wrong))
    before, after = score(true, said).attribution, score(true, spoilt).attribution
    assert after.precision.right == before.precision.right - 1
    assert after.precision.of == before.precision.of
    assert after.recall.right == before.recall.right - 1
    assert after.coverage == before.coverage


@few
@given(worlds(), st.integers(0, 2**32))
def test_the_order_of_sites_means_nothing(made: World, seed: int) -> None:
    true, said = made
    shuffled, told = list(true.sites), list(said.sites)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(told)
    other = score(msgspec.structs.replace(true, sites=tuple(shuffled)), claims(*told))
    same = score(true, said)
    assert sorted(map(str, other.notes)) == sorted(map(str, same.notes))
    assert msgspec.structs.replace(other, notes=()) == msgspec.structs.replace(same, notes=())
