"""Query logs: every form, read on from where it ended, and lines of ill will."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.collect.dns_wire import BadMessage, name_wire, query, question_wire
from ronda.engine.discover import querylog
from ronda.engine.discover.contract import Note, SourceContext
from ronda.engine.discover.parts import framestream, querylogs
from ronda.engine.discover.parts.querylogs import Asked, Position
from ronda.engine.discover.parts.querytext import question_in
from ronda.engine.netconfig import NetConfig

NAME = "dinkes.arunikaprov.go.id"
BIND = (
    f"02-Mar-2026 10:00:00.123 queries: info: client @0x7f5c 192.0.2.9#5353 ({NAME}): "
    f"query: {NAME} IN A +E(0)K (192.0.2.53)\n"
)


@pytest.mark.parametrize(
    "line",
    [
        BIND,
        f"Mar  2 10:00:00 ns1 dnsmasq[312]: query[A] {NAME} from 192.0.2.9",
        f"[1772416800] unbound[812:0] info: 192.0.2.9 {NAME}. A IN",
        f"[plan  ][12345.00] plan '{NAME.title()}.' type 'A' uid [12345.00]",
        f";; {NAME}.            \t\tIN\tA",
    ],
)
def test_each_server_s_line_tells_its_question(line: str) -> None:
    assert question_in(line.encode().rstrip()) == (NAME, "A")


@pytest.mark.parametrize(
    "line",
    [
        "",
        ";; ANSWER SECTION:",
        f"Mar  2 10:00:00 ns1 dnsmasq[312]: reply {NAME} is 192.0.2.7",
        "02-Mar-2026 10:00:00.123 general: info: zone loaded",
    ],
)
def test_other_lines_of_those_servers_are_no_error(line: str) -> None:
    assert question_in(line.encode()) is None


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_line_breaks_the_reader(line: bytes) -> None:
    try:
        question_in(line)
    except ValueError:
        return


def field(number: int, value: bytes) -> bytes:
    size = len(value)
    head = bytes(((number << 3 | 2),)) if number < 16 else b""
    return head + bytes((size & 127 | (128 if size > 127 else 0),)) + (
        bytes((size >> 7,)) if size > 127 else b""
    ) + value  # fmt: skip


def frame(name: str, *, rcode: int = 0, response: bool = False) -> bytes:
    wire = bytearray(query(7, question_wire(name_wire(name), "A")))
    wire[3] |= rcode
    return field(14, b"\x08\x05" + field(14 if response else 10, bytes(wire))) + b"\x78\x01"


def stream(*frames: bytes) -> bytes:
    content = b"\0\0\0\1\0\0\0\x16protobuf:dnstap.Dnstap"
    control = b"\0\0\0\2" + content
    start = b"\0\0\0\0" + len(control).to_bytes(4) + control
    return start + b"".join(len(one).to_bytes(4) + one for one in frames)


def test_a_dnstap_frame_tells_its_question_and_a_missing_name_is_none() -> None:
    assert framestream.question_of(frame(NAME)) == (NAME, "A")
    assert framestream.question_of(frame(NAME, response=True)) == (NAME, "A")
    assert framestream.question_of(frame(NAME, response=True, rcode=3)) is None


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_no_frame_breaks_the_reader(data: bytes) -> None:
    try:
        framestream.question_of(data)
    except BadMessage:
        return


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_stream_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("tap") / "log"
    for content in (data, stream() + data):
        path.write_bytes(content)
        try:
            querylogs.read(path, [], Asked())
        except framestream.BadStream:
            continue


def read(path: Path, before: list[Position]) -> tuple[list[str], Position]:
    asked = Asked()
    position = querylogs.read(path, before, asked)
    return list(asked.names), position


def line(name: str) -> str:
    return BIND.replace(NAME, name)


def test_a_log_is_read_on_from_its_last_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "queries.log"
    path.write_text(line("a.id") + line("b.id")[:40])
    names, at = read(path, [])
    assert names == ["a.id"]
    path.write_text(line("a.id") + line("b.id"))
    names, at = read(path, [at])
    assert names == ["b.id"]
    assert read(path, [at])[0] == []


def test_a_rotated_log_is_not_read_twice_and_its_successor_from_the_start(tmp_path: Path) -> None:
    path = tmp_path / "queries.log"
    path.write_text(line("a.id"))
    _, at = read(path, [])
    path.rename(tmp_path / "queries.log.1")
    path.write_text(line("b.id"))
    assert read(tmp_path / "queries.log.1", [at])[0] == []
    assert read(path, [at])[0] == ["b.id"]


def test_another_log_with_the_same_inode_is_read_from_the_start(tmp_path: Path) -> None:
    path = tmp_path / "queries.log"
    path.write_text(line("a.id"))
    _, at = read(path, [])
    path.write_text(line("b.id") + line("c.id"))  # written over: the inode stays
    assert read(path, [at])[0] == ["b.id", "c.id"]


def test_a_dnstap_log_is_read_on_from_its_last_whole_frame(tmp_path: Path) -> None:
    path = tmp_path / "log.tap"
    whole = stream(frame("a.id"), frame("b.id"))
    path.write_bytes(whole[:-5])
    names, at = read(path, [])
    assert names == ["a.id"]
    path.write_bytes(whole + stream(frame("c.id")))  # a server that starts again appends
    names, at = read(path, [at])
    assert names == ["b.id", "c.id"]


def test_a_packed_log_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "queries.log.2.gz"
    path.write_bytes(gzip.compress((line("a.id") + line("b.id")).encode()))
    names, at = read(path, [])
    assert names == ["a.id", "b.id"]
    assert read(path, [at])[0] == []


def test_a_packed_log_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "queries.log.2.gz"
    path.write_bytes(gzip.compress(line("a.id").encode() * 500)[:-20])
    with pytest.raises(framestream.BadStream, match="breaks off"):
        querylogs.read(path, [], Asked())


def test_a_line_without_end_is_one_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "queries.log"
    path.write_text("x" * 300_000 + "\n" + line("a.id"))
    asked = Asked()
    querylogs.read(path, [], asked)
    assert list(asked.names) == ["a.id"]
    assert asked.counts["malformed"] == 1


async def test_a_log_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    context = SourceContext(net=NetConfig((), "Ronda"), now=datetime(2026, 3, 2, tzinfo=UTC))
    names = type(context.names)(query_logs=(str(tmp_path / "tidak-ada*.log"),))
    context = SourceContext(net=context.net, now=context.now, names=names)
    events = [event async for event in querylog.discover(context)]
    said = [e.text.en for e in events if isinstance(e, Note) and e.level == "error" and e.text]
    assert len(said) == 1
    assert "RONDA_QUERY_LOGS" in said[0]
