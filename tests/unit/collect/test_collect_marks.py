"""Accounts that a page names with services that count, advertise or vouch."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.artifacts import HttpArtifact, PageArtifact
from ronda.engine.collect.marks import MAX_MARKS, in_metas, in_script
from ronda.engine.collect.page import parse_page
from ronda.engine.netconfig import Limits

URL = "https://dinkes.arunikaprov.go.id/"


def parsed(html: str) -> PageArtifact:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    http = HttpArtifact(
        at=at, view="visitor", url=URL, final_url=URL, address="198.18.0.7", status=200,
        headers=(("content-type", "text/html"),), hops=(), body=html.encode(), body_sha256="",
        truncated=False, elapsed_ms=1,
    )  # fmt: skip
    page = parse_page(http, Limits())
    assert isinstance(page, PageArtifact)
    return page


@pytest.mark.parametrize(
    ("script", "marks"),
    [
        ("ga('create', 'UA-1234567-3', 'auto');", ["ga:UA-1234567"]),
        ("gtag('config', 'G-AB12CD34EF');", ["ga:G-AB12CD34EF"]),
        ("https://www.googletagmanager.com/gtm.js?id=GTM-K7X9PQ", ["gtm:GTM-K7X9PQ"]),
        ("fbq('init', '123456789012345');", ["pixel:123456789012345"]),
        ("s1.src='https://embed.tawk.to/0123456789abcdef01234567/default'",
         ["tawk:0123456789abcdef01234567"]),
        ("_Hasync.push(['Histats.start', '1,4567890,4,0,0,0,00010000']);", ["histats:4567890"]),
        ("?client=ca-pub-1234567890123456", ["adsense:pub-1234567890123456"]),
        ("var model = 'XG-1234567890123';", []),
    ],
)  # fmt: skip
def test_an_account_is_read_from_its_services_snippet(script: str, marks: list[str]) -> None:
    assert list(in_script(script)) == marks


def test_a_page_brings_its_accounts_and_how_it_is_built() -> None:
    page = parsed(
        "<html><head><meta name='Google-Site-Verification' content='abcDEF123456'>"
        "<script>gtag('config','G-AB12CD34EF')</script></head>"
        "<body><div class='bar top'><p>a</p></div><script>ga('create','UA-1234567-1')</script></body>"
    )
    assert set(page.marks) == {"google:abcDEF123456", "ga:G-AB12CD34EF", "ga:UA-1234567"}
    assert page.outline.split()[-3:] == ["body", "div.bar", "p"]


def test_a_page_of_a_thousand_accounts_brings_few() -> None:
    scripts = "".join(f"<script>gtag('config','G-A{n:09d}')</script>" for n in range(1_000))
    assert len(parsed(f"<html><body>{scripts}</body>").marks) <= MAX_MARKS


@given(st.text(alphabet="UAG-TM0123456789'(),:fbqinit ym", max_size=400))
def test_whatever_a_script_says_accounts_are_short(text: str) -> None:
    assert all(len(mark) < 80 for mark in in_script(text))


@given(
    st.lists(st.tuples(st.sampled_from(["google-site-verification", "x"]), st.text()), max_size=9)
)
def test_a_vouchers_token_is_letters_and_figures(metas: list[tuple[str, str]]) -> None:
    assert all(mark.partition(":")[2].isascii() for mark in in_metas(metas))
