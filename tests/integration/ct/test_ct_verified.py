"""Certificate logs with a key: proved in both faces, continued, and caught when they lie."""

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.ct_lab import NOW, CtLab

from ronda.engine.discover import ct
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext
from ronda.engine.discover.parts import ctlog_reader, fetch
from ronda.engine.discover.registry import Event
from ronda.engine.netconfig import NetConfig
from ronda.lab.servers.lying import LIES

FACES = ("rfc6962", "static")
NET = NetConfig(resolvers=(), user_agent="Ronda")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log's folder with 280 entries: more than a tile."""
    folder = tmp_path_factory.mktemp("log")
    CtLab(folder, certificates=140)
    return folder


@pytest.fixture
def lab(filled: Path, tmp_path: Path) -> Iterator[CtLab]:
    with CtLab(shutil.copytree(filled, tmp_path / "log")).serving() as lab:
        yield lab


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "RETRIES", 1)
    monkeypatch.setattr(ctlog_reader, "CHUNK", 256)


async def read(
    path: str, at: Mapping[str, object] | None = None, *bases: str, backfill: int = 10_000
) -> list[Event]:
    context = SourceContext(
        net=NET,
        now=NOW,
        ct_logs=bases,
        ct_log_list=path,
        ct_backfill=backfill,
        watched=("arunikaprov.go.id", "dinkes"),
        checkpoint=at or {},
    )
    return [event async for event in ct.discover(context)]


def listed(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(path).read_text())
    return found


def hosts(events: list[Event]) -> list[str]:
    return [e.url for e in events if isinstance(e, Sighting)]


def count(events: list[Event], step: str) -> int:
    return sum(e.count for e in events if isinstance(e, Note) and e.step == step)


def errors(events: list[Event]) -> list[str]:
    return [e.text.en for e in events if isinstance(e, Note) and e.level == "error" and e.text]


def states(events: list[Event]) -> list[Mapping[str, object]]:
    # Through JSON, as the database keeps it.
    return [json.loads(json.dumps(e.state)) for e in events if isinstance(e, Checkpoint)]


def reached(state: Mapping[str, object]) -> int:
    trees = state["trees"]
    assert isinstance(trees, dict)
    [tree] = trees.values()
    return int(tree["at"])


@pytest.mark.parametrize("face", FACES)
async def test_new_entries_are_proved_and_read_once(lab: CtLab, face: str) -> None:
    lab.add("dinkes-arunika.id")
    lab.sign()
    events = await read(lab.lists[face])
    assert errors(events) == []
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert count(events, "read") == reached(states(events)[-1]) == lab.log.size == 282
    assert count(events, "unverified") == 0
    lab.add("dinkes-kedua.id")
    lab.sign()
    again = await read(lab.lists[face], states(events)[-1])
    assert hosts(again) == ["https://dinkes-kedua.id/"]
    assert count(again, "read") == 2
    assert errors(again) == []


@pytest.mark.parametrize("face", FACES)
async def test_nothing_new_moves_nothing(lab: CtLab, face: str) -> None:
    state = states(await read(lab.lists[face]))[-1]
    assert states(await read(lab.lists[face], state)) == []


@pytest.mark.parametrize("face", FACES)
async def test_an_empty_log_is_followed_from_its_first_entry(tmp_path: Path, face: str) -> None:
    with CtLab(tmp_path).serving() as lab:
        lab.sign()
        state = states(await read(lab.lists[face]))[-1]
        assert reached(state) == 0
        lab.add("dinkes-arunika.id")
        lab.sign()
        assert hosts(await read(lab.lists[face], state)) == ["https://dinkes-arunika.id/"]


@pytest.mark.parametrize("face", FACES)
async def test_reading_begins_in_the_middle_with_a_proof(lab: CtLab, face: str) -> None:
    events = await read(lab.lists[face], backfill=99)
    assert errors(events) == []
    assert (count(events, "skipped_history"), count(events, "read")) == (181, 99)
    assert reached(states(events)[-1]) == 280


@pytest.mark.parametrize("face", FACES)
async def test_only_what_comes_from_now_on_is_read_without_back_fill(lab: CtLab, face: str) -> None:
    state = states(await read(lab.lists[face], backfill=0))[-1]
    lab.add("dinkes-arunika.id")
    lab.sign()
    events = await read(lab.lists[face], state)
    assert hosts(events) == ["https://dinkes-arunika.id/"]
    assert count(events, "read") == 2


@pytest.mark.parametrize("face", FACES)
async def test_a_run_ends_and_the_next_goes_on_under_a_newer_head(
    lab: CtLab, face: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctlog_reader, "A_RUN", 270)
    first = await read(lab.lists[face])
    assert (reached(states(first)[-1]), count(first, "left_for_next_run")) == (270, 10)
    lab.strangers(5)
    second = await read(lab.lists[face], states(first)[-1])
    assert errors(second) == []
    assert (count(second, "read"), count(second, "left_for_next_run")) == (20, 0)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("at", [100, 280])
async def test_a_log_that_was_read_without_a_key_is_continued_with_one(
    lab: CtLab, face: str, at: int
) -> None:
    base = listed(lab.lists[face])["operators"][0]
    log = (base["logs"] + base["tiled_logs"])[0]
    address = (log.get("url") or log["monitoring_url"]).rstrip("/")
    lab.add("dinkes-arunika.id")
    lab.sign()
    events = await read(lab.lists[face], {"logs": {address: at}}, address)
    assert errors(events) == []
    assert count(events, "read") == 282 - at
    assert states(events)[-1]["logs"] == {}
    assert reached(states(events)[-1]) == 282


WORDS = {
    "signature": "not signed with its key",
    "shrunk": "it has shrunk",
    "forked": "its past was rewritten",
    "entries": "not those that it signed for",
    "withheld": "not those that it signed for",
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("lie", LIES)
async def test_a_log_that_lies_is_said_and_the_reading_point_stays(
    lab: CtLab, face: str, lie: str
) -> None:
    before = states(await read(lab.lists[face]))[-1]
    lab.add("dinkes-arunika.id")
    lab.add("dinkes-kedua.id")
    lab.sign()
    lab.log.tell(lie)
    events = await read(lab.lists[face], before)
    [words] = errors(events)
    assert WORDS[lie] in words
    assert states(events) == []
    assert hosts(events) == []
    # The truth is read again from where the proof ended.
    if lie != "forked":
        lab.log.lie = ""
        assert len(hosts(await read(lab.lists[face], before))) == 2


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("lie", ["signature", "entries", "withheld"])
async def test_a_log_that_lies_from_the_beginning_is_never_begun(
    lab: CtLab, face: str, lie: str
) -> None:
    lab.log.tell(lie)
    events = await read(lab.lists[face])
    assert len(errors(events)) == 1
    assert states(events) == []


async def test_another_logs_key_in_the_list_is_a_wrong_signature(
    lab: CtLab, tmp_path: Path
) -> None:
    with CtLab(tmp_path / "lain", certificates=1).serving() as other:
        text = json.dumps(listed(lab.lists["rfc6962"]))
        path = tmp_path / "daftar.json"
        path.write_text(text.replace(lab.base, other.base))
        [words] = errors(await read(str(path)))
    assert "not signed with its key" in words


async def test_a_shard_that_is_over_is_not_read(lab: CtLab, tmp_path: Path) -> None:
    logs = listed(lab.lists["rfc6962"])
    start, end = NOW - timedelta(days=200), NOW
    logs["operators"][0]["logs"][0]["temporal_interval"] = {
        "start_inclusive": start.isoformat(),
        "end_exclusive": end.isoformat(),
    }
    path = tmp_path / "daftar.json"
    path.write_text(json.dumps(logs))
    events = await read(str(path))
    assert (count(events, "shard_over"), count(events, "read")) == (1, 0)


async def test_a_precertificate_and_its_certificate_in_another_run_are_one(lab: CtLab) -> None:
    lab.add("dinkes-arunika.id")
    lab.sign()
    state = states(await read(lab.lists["rfc6962"]))[-1]
    # Another log with the same certificates: nothing of it is new.
    events = await read(lab.lists["static"], {"recent": state["recent"]})
    assert hosts(events) == []
    assert count(events, "duplicate") == 2


async def test_a_list_that_cannot_be_used_is_an_error_in_words(tmp_path: Path) -> None:
    [words] = errors(await read(str(tmp_path / "tidak-ada.json")))
    assert "RONDA_CT_LOG_LIST" in words


@pytest.mark.parametrize("broken", ["x", {"a": {"at": "x"}}])
async def test_a_broken_stored_state_is_an_error_and_nothing_is_read(
    lab: CtLab, broken: object
) -> None:
    events = await read(lab.lists["rfc6962"], {"trees": broken})
    assert len(errors(events)) == 1
    assert count(events, "read") == 0
