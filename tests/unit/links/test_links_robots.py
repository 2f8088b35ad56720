"""robots.txt as hostile or clumsy servers write it: read within bounds, obeyed, never a crash."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.discover.parts.crawl import AGENT, MAX_DELAY, rules_of
from ronda.engine.urls import parse

ORIGIN = parse("https://dinas.contohprov.go.id/")

_line = st.tuples(
    st.sampled_from(["User-agent", "Disallow", "Allow", "Crawl-delay", "Sitemap", "Request-rate"]),
    st.one_of(
        st.text(max_size=30), st.sampled_from(["*", "/", "/*/a*b$", "nan", "inf", "http://["])
    ),
).map(lambda pair: f"{pair[0]}: {pair[1]}")


@settings(max_examples=40)
@given(st.lists(_line, max_size=12).map("\n".join), st.text(max_size=20).map(lambda t: f"/{t}"))
def test_any_robots_txt_is_read_and_answers(text: str, path: str) -> None:
    rules = rules_of(text.encode("utf-8", "replace"))
    assert rules.allows(ORIGIN, path) in (True, False)
    assert 0 <= rules.delay <= MAX_DELAY
    assert len(rules.sitemaps) <= 50


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        (f"User-agent: {AGENT}\nDisallow: /a", "/a/1", False),
        ("User-agent: *\nDisallow: /", "/berita", False),
        (f"User-agent: *\nDisallow: /\nUser-agent: {AGENT}\nAllow: /", "/berita", True),
        ("User-agent: *\nDisallow: /*?print=", "/berita?print=1", False),
        ("", "/berita", True),
    ],
)
def test_what_it_says_for_us_counts(text: str, path: str, allowed: bool) -> None:
    assert rules_of(text.encode()).allows(ORIGIN, path) is allowed


def test_a_slow_pace_is_asked_for_within_bounds() -> None:
    assert rules_of(b"User-agent: *\nCrawl-delay: 3").delay == 3
    assert rules_of(b"User-agent: *\nCrawl-delay: 86400").delay == MAX_DELAY
    assert rules_of(b"User-agent: *\nCrawl-delay: 0.5").delay == 0


def test_stars_without_end_cost_no_time() -> None:
    text = "User-agent: *\nDisallow: /" + "a*" * 5_000 + "b"
    started = time.process_time()
    assert rules_of(text.encode()).allows(ORIGIN, "/" + "a" * 170)
    assert time.process_time() - started < 2
