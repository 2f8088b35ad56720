"""The parts of the name sources: patterns, look-alikes, remembered absences, changes of zones, keys."""

import inspect
import re
import socket
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.commands import discover
from ronda.engine.discover.parts import lookup, permute, querylogs
from ronda.engine.discover.parts.absent import Absent
from ronda.engine.discover.parts.ixfr import Sequence
from ronda.engine.discover.parts.lookup import is_parking
from ronda.engine.discover.parts.patterns import Agencies
from ronda.engine.discover.parts.permute import WHY, look_alikes, slips
from ronda.engine.discover.parts.steps import STEPS
from ronda.engine.discover.parts.tsig import BadKey, key_of, read_key

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ZONES = ["arunikaprov.go.id"]
AGENCIES = (("dinkes",), ("disdik", "dikbud"), ("dishub",), ("bkd",), ("dlh",))


def test_a_pattern_of_three_agencies_is_learned_and_of_two_is_not() -> None:
    known = ["arsip.dinkes", "arsip.disdik", "arsip.dishub", "lapor-bkd", "lapor-dlh", "berita"]
    assert Agencies(AGENCIES).learned(known) == ["arsip.{}"]


def test_two_words_of_one_agency_are_one_agency() -> None:
    assert Agencies(AGENCIES).learned(["arsip.dikbud", "arsip.disdik", "arsip.dinkes"]) == []


def test_an_agency_is_known_behind_the_usual_beginnings_of_applications() -> None:
    found = dict(Agencies(AGENCIES).patterns_in("simdinkes.data"))
    assert found == {"sim{}.data": 0}


def test_a_word_of_several_agencies_says_nothing() -> None:
    assert list(Agencies((("dkp",), ("dkp",))).patterns_in("ppid.dkp")) == []


@settings(max_examples=60)
@given(st.text("dinkesb-.{}e", max_size=80))
def test_any_host_yields_only_patterns_with_one_place(left: str) -> None:
    for pattern, _ in Agencies(AGENCIES).patterns_in(left):
        assert pattern.count("{}") == 1


def names_of(kind: str) -> set[str]:
    found = look_alikes(ZONES, ("arunika",), AGENCIES)
    return {one.name for one in found if one.kind == kind}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("suffix", "arunikaprov.com"),
        ("flattened", "arunikaprov-go.id"),
        ("flattened", "arunikaprovgoid.com"),
        ("affix", "arunikaprov-resmi.com"),
        ("affix", "arunikaprov-official.my.id"),
        ("government", "pemprov-arunika.com"),
        ("agency", "dinkes-arunika.my.id"),
        ("agency", "dikbudarunikaprov.com"),
        ("omission", "arunikprov.com"),
        ("homoglyph", "arun1kaprov.com"),
    ],
)
def test_indonesian_habits_and_slips_are_among_the_look_alikes(kind: str, name: str) -> None:
    assert name in names_of(kind)


def test_look_alikes_are_host_names_outside_our_zones_each_once_with_a_reason() -> None:
    found = list(look_alikes(ZONES, ("arunika",), AGENCIES))
    assert len({one.name for one in found}) == len(found)
    assert not [one for one in found if one.name.endswith(ZONES[0])]
    assert {one.kind for one in found} <= WHY.keys()
    assert all(one.name.isascii() and len(one.name) < 254 for one in found)


def test_a_short_word_has_no_slips() -> None:
    assert slips("bkd") == ()


def test_the_library_does_not_change_the_time_limit_of_our_sockets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "dnstwist", raising=False)
    permute._dnstwist.cache_clear()
    assert permute._dnstwist().Fuzzer
    assert socket.getdefaulttimeout() is None


def test_an_absent_name_is_asked_for_again_within_ten_days() -> None:
    first = Absent(None, NOW)
    names = [f"n{i}.example" for i in range(300)]
    for name in names:
        first.add(name)
    tomorrow = Absent(first.state(), NOW + timedelta(days=1))
    assert all(name in tomorrow for name in names)
    assert "lain.example" not in tomorrow
    some = Absent(first.state(), NOW + timedelta(days=5))
    assert 0 < len(some) < 300
    assert len(Absent(first.state(), NOW + timedelta(days=10))) == 0


@settings(max_examples=60)
@given(st.dictionaries(st.text("0123456789x", max_size=8), st.text(max_size=30)))
def test_a_foreign_state_is_left_out(state: dict[str, str]) -> None:
    Absent(state, NOW)


def soa(serial: int) -> tuple[str, str]:
    return "SOA", f"ns1.x. admin.x. {serial} 1 2 3 4"


def places(sequence: Sequence, *records: tuple[str, str]) -> list[str]:
    return [sequence.take(kind, value) for kind, value in records]


def test_changes_over_two_serials_are_told_apart_from_what_went() -> None:
    read = Sequence(1)
    a = ("A", "192.0.2.1")
    found = places(read, soa(3), soa(1), a, soa(2), a, a, soa(2), soa(3), a, soa(3))
    assert found == [
        "mark",
        "mark",
        "removed",
        "mark",
        "added",
        "added",
        "mark",
        "mark",
        "added",
        "mark",
    ]
    assert (read.over, read.incremental, read.serial) == (True, True, 3)


def test_a_whole_zone_instead_of_changes_is_seen_as_one() -> None:
    read = Sequence(1)
    assert places(read, soa(3), ("A", "192.0.2.1"), soa(3))[1] == "added"
    assert (read.over, read.incremental) == (True, False)


def test_a_serial_that_went_round_is_newer() -> None:
    read = Sequence(2**32 - 1)
    read.take(*soa(3))
    read.message_ends()
    assert not read.over
    same = Sequence(3)
    same.take(*soa(3))
    same.message_ends()
    assert same.over
    assert same.unchanged


@settings(max_examples=60)
@given(
    st.integers(0, 5) | st.none(),
    st.lists(st.integers(0, 5).map(soa) | st.just(("A", "192.0.2.1")), max_size=40),
)
def test_no_order_of_records_breaks_the_reader(
    since: int | None, records: list[tuple[str, str]]
) -> None:
    read = Sequence(since)
    for kind, value in records:
        assert read.take(kind, value) in ("mark", "added", "removed")
        read.message_ends()


def test_each_zone_has_its_key_and_the_star_stands_for_the_rest() -> None:
    setting = "a.go.id=hmac-sha256:satu:cmFoYXNpYQ==, *=hmac-sha512:lain:cmFoYXNpYQ=="
    assert key_of("A.go.id.", setting) == "hmac-sha256:satu:cmFoYXNpYQ=="
    assert key_of("b.go.id", setting) == "hmac-sha512:lain:cmFoYXNpYQ=="
    assert key_of("b.go.id", "") == ""


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_is_a_key_or_is_refused_in_words(written: str) -> None:
    try:
        read_key("a.go.id", written)
    except BadKey as bad:
        said = bad.text.id
    else:
        said = "RONDA_TSIG"
    assert "RONDA_TSIG" in said


def test_parking_is_told_by_the_whole_name() -> None:
    assert is_parking("ns1.sedoparking.com")
    assert not is_parking("notsedoparking.com")


@pytest.mark.parametrize("source", ["derived", "lookalikes", "nsec", "querylog", "reverse", "zone"])
def test_every_step_that_a_source_counts_has_words(source: str) -> None:
    """Read from the code: a step that nobody named would reach the screen as a key."""
    module = import_module(f"ronda.engine.discover.{source}")
    shared = (lookup, querylogs) if source != "zone" else ()
    code = "".join(inspect.getsource(part) for part in (module, *shared))
    counted = set(re.findall(r'counts\["(\w+)"\]', code)) | set(re.findall(r'Note\("(\w+)"', code))
    assert counted
    assert counted <= STEPS.keys() | discover.STEPS.keys()
