"""Hostile bytes never raise, never run away, and never break a promise of the artifact."""

import asyncio
import random
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import HttpArtifact, PageArtifact, Stage, decode, encode
from ronda.engine.collect.body import Body
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.charset import decode as decode_text
from ronda.engine.collect.exchange import Exchange
from ronda.engine.collect.hidden import read_rules, read_style
from ronda.engine.collect.markup import within_bounds
from ronda.engine.collect.page import parse_page
from ronda.engine.collect.target import redirected, target_of
from ronda.engine.netconfig import Limits
from ronda.engine.urls import BadUrl, normalise

LIMITS = Limits()
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

_TAGS = ("div", "p", "a", "b", "table", "tr", "td", "li", "ul", "form", "input", "script")
_TAGS += ("style", "svg", "math", "template", "select", "title")
_BITS = st.one_of(
    st.sampled_from([f"<{t}>" for t in _TAGS] + [f"</{t}>" for t in _TAGS]),
    st.sampled_from(
        [
            "<a href='//x.id/é'>",
            "<a href='http://[::1'>",
            "<base href='http://['>",
            "<p style='left:-9e99px;position:absolute;font-size:.'>",
            "<style>@media{.a{",
            "<style>/*",
            "<meta charset=",
            "<!--",
            "<![CDATA[",
            "<img src=x alt=",
            "\x00",
            "�",
        ]
    ),
    st.text(max_size=20),
)


class Scripted:
    """A wire that plays bytes back in given pieces."""

    address, port = "198.18.0.7", 80

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = [p for p in pieces if p]

    async def read(self, stage: Stage) -> bytes:
        """The next piece, then the end."""
        return self._pieces.pop(0) if self._pieces else b""

    async def write(self, data: bytes, stage: Stage) -> None:
        """Nobody listens."""


def http(body: bytes, content_type: str = "text/html") -> HttpArtifact:
    return HttpArtifact(
        at=AT,
        view="visitor",
        url="https://a.contoh.id/",
        final_url="https://a.contoh.id/",
        address="103.10.0.1",
        status=200,
        headers=(("content-type", content_type),),
        hops=(),
        body=body,
        body_sha256="",
        truncated=False,
        elapsed_ms=1,
    )


@given(st.lists(_BITS, max_size=60).map("".join))
def test_any_markup_becomes_a_page_that_can_be_stored(markup: str) -> None:
    found = parse_page(http(markup.encode("utf-8", "replace")), LIMITS)
    assert isinstance(found, PageArtifact)
    assert decode(encode(found)) == found
    assert all("#" not in link.url and ":" in link.url for link in found.links)


@given(st.binary(max_size=2_000), st.sampled_from(["text/html", "text/html; charset=gbk", ""]))
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str) -> None:
    parse_page(http(body, content_type), LIMITS)


@given(st.binary(max_size=500), st.text(max_size=60))
def test_any_bytes_decode(body: bytes, content_type: str) -> None:
    text, charset = decode_text(body, content_type)
    text.encode("utf-8")
    assert charset


@given(st.text(max_size=500))
def test_any_text_in_utf_8_decodes_to_itself(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode_text(text.encode(), "text/html; charset=utf-8")[0] == text


@given(st.text(max_size=300))
def test_any_style_is_read(css: str) -> None:
    read_style(css)
    read_rules(css)


@given(
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 302 Found\r\nContent-Length: 3\r\n"]),
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [
                    b"\r\n",
                    b"\r\n\r\n",
                    b"Transfer-Encoding: chunked\r\n",
                    b"Content-Encoding: gzip\r\n",
                    b"Content-Length: 99999999999999999999\r\n",
                    b"ffffffffffffffff\r\n",
                    b"HTTP/1.1 100 Continue\r\n\r\n",
                ]
            ),
        ),
        max_size=12,
    ),
)
def test_any_answer_is_read_or_has_a_typed_failure(start: bytes, pieces: list[bytes]) -> None:
    async def read() -> bytes:
        exchange = Exchange(Scripted([start, *pieces]), LIMITS)
        await exchange.ask(target_of("http://a.contoh.id/"), [])
        return await exchange.body(1_000)

    with suppress(Broken):
        assert len(asyncio.run(read())) <= 1_000


@given(st.binary(max_size=300), st.integers(1, 50), st.sampled_from(["gzip", "deflate", "br", ""]))
def test_any_body_stays_within_its_limit(data: bytes, piece: int, coding: str) -> None:
    body = Body((coding,), 100)
    for at in range(0, len(data), piece):
        body.feed(data[at : at + piece])
    assert len(body.finish()) <= 100


@given(st.text(max_size=200))
def test_any_location_is_an_address_or_a_typed_failure(location: str) -> None:
    here = target_of("https://a.contoh.id/x")
    try:
        there = redirected(here, location)
    except Broken:
        return
    assert there.resource.isascii()
    assert not any(c in there.resource for c in " \r\n#")
    assert target_of(there.url) == there


@given(st.text(max_size=100))
def test_a_normal_address_stays_as_it_is(text: str) -> None:
    try:
        once = normalise(text)
    except BadUrl:
        return
    assert normalise(once) == once


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 500_000,
        "<script" * 200_000,
        "<script>" * 200_000,
        "<!--" * 300_000,
        "<a " + "b=c " * 400_000,
        "<p style='" + "a:b;" * 400_000 + "'>",
        "<style>" + "/*" * 500_000,
        "<style>" + "@;" * 500_000,
        "<style>" + "@{" * 500_000,
        "<style>" + "a" * 1_900_000,
        "<style>" + ".a{display:none}" * 100_000,
        "<meta " * 300_000,
        "<b><p>" * 300_000,
        "<div style='display:none'>" * 70_000,
        "&" * 1_000_000,
        "<title>" * 250_000,
        "<select><option>" * 100_000,
    ],
    ids=lambda text: text[:24],
)
def test_a_page_made_to_cost_time_does_not(hostile: str) -> None:
    started = time.process_time()
    parse_page(http(hostile.encode()[:2_000_000]), LIMITS)
    assert time.process_time() - started < 4


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_nesting_beyond_the_limit_never_reaches_the_parser(seed: int) -> None:
    chosen = random.Random(seed)
    names = [chosen.choice(["div", "ul", "span", "section", "table", "b"]) for _ in range(5_000)]
    cut, clipped = within_bounds("".join(f"<{n}>" for n in names), 500, 200_000)
    assert clipped == ("depth",)
    assert cut.count("<") <= 2_000
