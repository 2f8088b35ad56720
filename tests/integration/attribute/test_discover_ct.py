"""The certificate log source against a small real log over HTTP."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from support.ct_log import Log, certificate, leaf

from ronda.engine.discover import ct
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext
from ronda.engine.discover.parts import fetch
from ronda.engine.discover.registry import Event
from ronda.engine.netconfig import NetConfig

NET = NetConfig(resolvers=(), user_agent="Ronda")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "RETRIES", 1)


async def read(*urls: str, at: Mapping[str, object] | None = None) -> list[Event]:
    context = SourceContext(
        net=NET,
        now=NOW,
        ct_logs=urls,
        watched=("arunikaprov.go.id", "tanjungarunika", "dinkes"),
        checkpoint=at or {},
    )
    return [event async for event in ct.discover(context)]


def hosts(events: list[Event]) -> list[str]:
    return [e.url for e in events if isinstance(e, Sighting)]


def count(events: list[Event], step: str) -> int:
    return sum(e.count for e in events if isinstance(e, Note) and e.step == step)


def errors(events: list[Event]) -> list[str]:
    return [e.text.en for e in events if isinstance(e, Note) and e.level == "error" and e.text]


def last(events: list[Event]) -> Mapping[str, object]:
    return [e.state for e in events if isinstance(e, Checkpoint)][-1]


STRANGERS = [leaf(certificate(f"toko{n}.example")) for n in range(5)]


async def test_watched_names_are_sighted_in_certificates_and_precertificates() -> None:
    leaves = [
        *STRANGERS,
        leaf(certificate("dinkes-tanjung-arunika.com", "www.dinkes-tanjung-arunika.com")),
        leaf(certificate("simpeg.arunikaprov.go.id"), precertificate=True),
    ]
    with Log(leaves).serving() as log:
        events = await read(log.url)
    assert hosts(events) == [
        "https://dinkes-tanjung-arunika.com/",
        "https://www.dinkes-tanjung-arunika.com/",
        "https://simpeg.arunikaprov.go.id/",
    ]
    assert count(events, "not_watched") == 5
    sighting = next(e for e in events if isinstance(e, Sighting))
    assert sighting.facts["entry"] == "5"
    assert "www.dinkes-tanjung-arunika.com" in sighting.facts["names"]


async def test_precertificate_and_certificate_of_a_site_are_one_sighting() -> None:
    cert = certificate("dinkes-tanjungarunika.com")
    with Log([leaf(cert, precertificate=True), leaf(cert)]).serving() as log:
        events = await read(log.url)
    assert len(hosts(events)) == 1
    assert count(events, "duplicate") == 1


async def test_a_wildcard_name_is_counted_and_dropped() -> None:
    with Log([leaf(certificate("*.arunikaprov.go.id"))]).serving() as log:
        events = await read(log.url)
    assert hosts(events) == []
    assert count(events, "wildcard") == 1


async def test_another_governments_zone_is_dropped_unless_it_is_named_like_us() -> None:
    leaves = [
        leaf(certificate("dinkes.lainkab.go.id")),
        leaf(certificate("dinkes.tanjungarunikakab.go.id")),
    ]
    with Log(leaves).serving() as log:
        events = await read(log.url)
    assert hosts(events) == ["https://dinkes.tanjungarunikakab.go.id/"]
    assert count(events, "other_government") == 1


async def test_a_later_run_reads_only_what_is_new() -> None:
    with Log([*STRANGERS]).serving() as log:
        state = last(await read(log.url))
        log.leaves.append(leaf(certificate("dinkes-arunika.id")))
        log.asked.clear()
        events = await read(log.url, at=state)
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert log.asked[-1].endswith("start=5&end=5")


async def test_a_log_that_answers_with_less_than_asked_is_read_to_its_end() -> None:
    leaves = [*STRANGERS, leaf(certificate("dinkes-arunika.id"))]
    with Log(leaves).serving() as log:
        log.at_most = 2
        events = await read(log.url)
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert last(events)["logs"] == {log.url: 6}


async def test_the_checkpoint_never_passes_what_was_read() -> None:
    leaves = [leaf(certificate("dinkes-arunika.id")), *STRANGERS]
    with Log(leaves).serving() as log:
        log.at_most, log.fails_from = 2, 4
        events = await read(log.url)
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert last(events)["logs"] == {log.url: 4}
    assert "HTTP status 500" in errors(events)[0]


async def test_a_log_that_claims_more_than_it_has_is_an_error() -> None:
    with Log(list(STRANGERS)).serving() as log:
        log.claims = 50
        events = await read(log.url)
    assert last(events)["logs"] == {log.url: 5}
    assert "no entries from 5 on" in errors(events)[0]


async def test_a_log_that_has_shrunk_is_an_error_and_nothing_moves() -> None:
    with Log(list(STRANGERS)).serving() as log:
        events = await read(log.url, at={"logs": {log.url: 9}})
    assert "never shrinks" in errors(events)[0]
    assert not [e for e in events if isinstance(e, Checkpoint)]


@pytest.mark.parametrize("answer", [b"<html>", b'{"tree_size": "x"}', b"[" * 100_000, b""])
async def test_an_answer_that_is_no_logs_is_an_error(answer: bytes) -> None:
    with Log(list(STRANGERS)).serving() as log:
        log.says = answer
        events = await read(log.url)
    assert len(errors(events)) == 1


async def test_broken_entries_are_counted_and_the_rest_is_read() -> None:
    good = leaf(certificate("dinkes-arunika.id"))
    swollen = good[:12] + b"\xff\xff\xff" + good[15:]
    with Log([b"", good[:40], b"\x01" + good[1:], swollen, good[:-30], good]).serving() as log:
        events = await read(log.url)
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert count(events, "malformed") == 3
    # What holds no name is not even looked at.
    assert count(events, "not_watched") == 2


async def test_an_unreachable_log_does_not_keep_the_others_from_being_read() -> None:
    with Log([leaf(certificate("dinkes-arunika.id"))]).serving() as log:
        events = await read("http://127.0.0.1:9/mati", log.url)
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert "http://127.0.0.1:9/mati" in errors(events)[0]


@pytest.mark.parametrize("url", ["ftp://log.example/", "log", "http://192.0.2.1/", "http://[x/"])
async def test_an_address_that_cannot_be_a_log_is_an_error(url: str) -> None:
    assert len(errors(await read(url))) == 1
