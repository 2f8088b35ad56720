"""What stands in Nusa Rembulan beyond the official zone: enough of each kind, and honest ones too."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.causes import Cause
from ronda.lab.causes.living import Moved
from ronda.lab.compile import apex_of
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.truth import OURS, place, relation_of

HALF = "sites/x-"
TEMPTING = re.compile(
    r"\b(slot|gacor|togel|hoki|jackpot|bandar|maxwin|pengeluaran|judi|taruhan|lotere)\b", re.I
)


@cache
def scenario() -> Scenario:
    return load(Path(str(files("ronda.lab") / "provinces" / "nusa_rembulan")))


def half() -> list[PlannedSite]:
    return [site for site in scenario().sites if site.file.startswith(HALF)]


def related(relation: Relation) -> list[PlannedSite]:
    return [site for site in half() if relation_of(scenario(), site) is relation]


def injected(site: PlannedSite, at_round: int) -> frozenset[str]:
    found = (cause.consequence().form for cause in site.active(at_round) if site.lives(at_round))
    return frozenset(found) - {""}


def rounds() -> range:
    return range(1, scenario().about.rounds + 1)


def kinds(site: PlannedSite) -> set[str]:
    return {cause.kind for cause in site.causes}


def text_of(site: PlannedSite) -> str:
    pages = [msgspec.json.encode(page).decode() for page in site.plan.pages.values()]
    return " ".join((msgspec.json.encode(site.plan.front).decode(), *pages))


def test_every_relation_but_official_stands_there_in_number() -> None:
    found = Counter(relation_of(scenario(), site) for site in half())

    assert found[Relation.OFFICIAL] == 0
    assert found[Relation.UNOFFICIAL] >= 28
    assert found[Relation.IMPERSONATION] >= 10
    assert found[Relation.EX_OFFICIAL] >= 8
    assert found[Relation.OTHER_GOVERNMENT] >= 14
    assert found[Relation.THIRD_PARTY] >= 18
    assert found[Relation.UNRELATED] >= 12


def test_gambling_is_injected_in_its_ten_forms_and_one_block_of_hidden_links() -> None:
    own = [site for site in half() if relation_of(scenario(), site) in OURS]

    forms = {form for site in own for number in rounds() for form in injected(site, number)}

    assert forms == {
        "phone_redirect",
        "open_links",
        "injected_structured_data",
        "injected_meta",
        "hijacked_subdomain",
        "script_links",
        "inner_page_links",
        "spam_posts",
        "comment_spam",
        "hidden_links",
    }


def test_agencies_own_honest_pages_tempt_in_the_last_round() -> None:
    last = scenario().about.rounds
    honest = [
        site
        for site in related(Relation.UNOFFICIAL)
        if classes.INJECTED_GAMBLING in site.plan.tempts
        and site.lives(last)
        and not injected(site, last)
    ]

    assert len(honest) >= 10
    assert len([s for s in half() if classes.INJECTED_GAMBLING in s.plan.tempts]) >= 20


def test_a_page_that_tempts_really_says_a_tempting_word() -> None:
    mute = [site.key for site in half() if site.plan.tempts and not TEMPTING.search(text_of(site))]

    assert mute == []


def test_no_honest_page_leads_to_a_host_that_injections_lead_to() -> None:
    hosts = {h for site in half() for cause in site.causes for h in getattr(cause, "hosts", ())}
    gamblers = {s.key for s in half() if relation_of(scenario(), s) not in OURS}

    leading = [
        site.key
        for site in half()
        if site.key not in gamblers and any(host in text_of(site) for host in hosts)
    ]

    assert hosts
    assert leading == []


def test_two_addresses_change_hands_in_rounds_that_do_not_meet() -> None:
    by_place: dict[str, list[PlannedSite]] = {}
    for site in half():
        by_place.setdefault(place(site.origin.url), []).append(site)

    changed = [pair for pair in by_place.values() if len(pair) > 1]

    assert len(changed) == 2
    for before, after in (sorted(pair, key=lambda s: s.plan.from_round) for pair in changed):
        assert before.plan.until_round is not None
        assert before.plan.until_round < after.plan.from_round
        assert relation_of(scenario(), before) is Relation.UNOFFICIAL
        assert relation_of(scenario(), after) is Relation.EX_OFFICIAL
        assert before.plan.made_by.agency == after.plan.formerly


def test_some_sites_are_mended_and_hacked_again() -> None:
    again = []
    for site in related(Relation.UNOFFICIAL):
        course = [bool(injected(site, number)) for number in rounds()]
        turns = [now for before, now in zip([None, *course], course, strict=False) if before != now]
        if turns.count(True) > 1:
            again.append(site.key)

    assert len(again) >= 3


def test_sites_die_and_lose_their_names() -> None:
    found = {kind for site in half() for kind in kinds(site)}

    assert {"dead", "name_gone", "lame_delegation", "private_address", "empty_site"} <= found


def test_a_site_that_moved_leads_to_one_that_lives_then() -> None:
    living = {place(site.origin.url): site for site in scenario().sites}
    moves = [(site, c) for site in half() for c in site.causes if isinstance(c, Moved)]

    assert moves
    for _, move in moves:
        there = living[place(move.to)]
        assert all(there.lives(number) for number in rounds() if move.active(number))


def test_regency_and_city_have_sites_off_their_zones() -> None:
    zones = {other.zone for other in scenario().about.others}

    namesakes = [
        site
        for site in related(Relation.OTHER_GOVERNMENT)
        if apex_of(site.origin.host) not in zones and site.plan.made_by.government == "Rembulan"
    ]

    assert len(namesakes) >= 6


def test_hosts_of_every_sort_hold_agencies_sites() -> None:
    own = related(Relation.UNOFFICIAL)
    shared = [scenario().shared_host(site.origin.host) for site in own]

    assert {host.kind for host in shared if host} == {"label", "path"}
    assert any(site.origin.host.replace(".", "").isdigit() for site in own)
    assert any(site.plan.shared_with for site in own)


def test_no_two_sites_say_the_same_and_lengths_differ() -> None:
    said = [
        text
        for site in half()
        for text in (*site.plan.front.paragraphs, *(post.text for post in site.plan.front.posts))
        if len(text) > 50
    ]
    lengths = [len(text_of(site)) for site in half()]

    assert len(said) == len(set(said))
    assert max(lengths) > 6 * min(lengths)


def test_faults_of_every_family_are_planted_on_agencies_own_sites() -> None:
    causes: list[Cause] = [c for site in related(Relation.UNOFFICIAL) for c in site.causes]
    expected = frozenset().union(*(cause.consequence().expects for cause in causes))

    assert len(expected & classes.EXPOSURE) >= 8
    assert len(expected & classes.TLS) >= 6
    assert {classes.DEFACED, classes.PHISHING, classes.MALICIOUS_SCRIPT} <= expected
    assert {classes.STALE, classes.EMPTY, classes.UNFINISHED, classes.SLOW} <= expected
