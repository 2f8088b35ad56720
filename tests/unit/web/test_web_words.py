"""Small things of the screens: times, shares, untrusted text, links, the manual's blocks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.text import Text
from ronda.web import manual
from ronda.web.templatetags.ronda import (
    ago,
    clean,
    exact,
    out_link,
    percent,
    prose,
    say,
    short_url,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "indonesian", "english"),
    [
        (timedelta(seconds=10), "baru saja", "just now"),
        (timedelta(minutes=5), "5 menit lalu", "5 minutes ago"),
        (timedelta(hours=1, minutes=59), "1 jam lalu", "1 hour ago"),
        (timedelta(days=3), "3 hari lalu", "3 days ago"),
        (timedelta(hours=-2), "2 jam lagi", "in 2 hours"),
    ],
)
def test_times_are_said_as_people_say_them(span: timedelta, indonesian: str, english: str) -> None:
    with translation.override("id"):
        assert ago(NOW - span, NOW) == indonesian
    with translation.override("en"):
        assert ago(NOW - span, NOW) == english


def test_a_long_time_ago_is_a_date() -> None:
    with translation.override("id"):
        assert ago(NOW - timedelta(days=60), NOW) == "1 Jan 2026"


def test_the_exact_time_is_in_the_offices_zone() -> None:
    with translation.override("id"):
        assert exact(NOW) == "2 Maret 2026 09.00 WITA"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%"), (None, "–")],
)
def test_a_share_is_never_rounded_to_certainty(share: float | None, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize("bad", ["\u202e", "\u200b", "\x00", "\x1b", "\u2066", "\ufeff"])
def test_invisible_and_turning_characters_become_visible(bad: str) -> None:
    assert clean(f"a{bad}b") == "a\ufffdb"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JaVaScRiPt:x",
        "//x.example",
        "ftp://x",
        "",
        "http://[",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert "<a" not in out_link(url)


def test_a_web_address_links_without_saying_where_from() -> None:
    assert 'rel="noopener noreferrer nofollow"' in out_link("https://contoh.go.id/")


@given(st.text())
def test_any_text_as_a_link_or_prose_stays_escaped(text: str) -> None:
    for made in (out_link("https://contoh.go.id/" + text), prose(text)):
        inside = made.replace("<code>", "").replace("</code>", "")
        assert "<script" not in inside.lower()
        assert prose(text).count("<") == prose(text).count("<code>") * 2


def test_code_in_a_sentence_is_marked() -> None:
    assert prose("Tulis `a < b` lalu simpan") == "Tulis <code>a &lt; b</code> lalu simpan"
    assert prose("satu ` saja") == "satu ` saja"


def test_a_sentence_comes_in_the_readers_language() -> None:
    with translation.override("en"):
        assert say(Text("satu", "one")) == say({"id": "satu", "en": "one"}) == "one"
    with translation.override("id"):
        assert say({"id": "satu", "en": "one"}) == "satu"


@pytest.mark.parametrize("odd", [None, 3, [], {}, {"id": None}, {"en": "only"}])
def test_odd_stored_sentences_never_break_a_page(odd: object) -> None:
    assert isinstance(say(odd), str)


def test_a_short_address_keeps_what_matters() -> None:
    assert short_url("https://dinkes.contohprov.go.id/") == "dinkes.contohprov.go.id"
    assert short_url("http://blog.contoh/dinas/") == "http://blog.contoh/dinas/"


def test_a_manual_becomes_headings_texts_and_lists() -> None:
    text = "Summary.\n\n## What it does\nLooks\nat it.\n\n- one\n  goes on\n- two\n"
    found = [(b.kind, b.text or b.entries) for b in manual.blocks(text)]
    assert found == [
        ("text", "Summary."),
        ("heading", "What it does"),
        ("text", "Looks at it."),
        ("list", ["one goes on", "two"]),
    ]
