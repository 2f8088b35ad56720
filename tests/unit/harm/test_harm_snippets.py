"""Harm is found in the forms in which it is served, and honest sites' code stays quiet."""

import time

import pytest
from harm_evil_snippets import EVIL
from harm_honest_snippets import HONEST
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.artifacts import Artifact, Observation, PageArtifact
from ronda.engine.checks.contract import Case, Outcome, Verdict
from ronda.engine.checks.examples import HOST, http
from ronda.engine.checks.registry import get
from ronda.engine.collect.page import parse_page
from ronda.engine.content.foreign import strangers_page
from ronda.engine.content.harm import harmful
from ronda.engine.content.phishing import lures
from ronda.engine.content.traps import sold, trap_of
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

_TEXT = (
    "<p>Dinas Contoh melayani warga pada hari kerja. Jadwal posyandu, rapat kerja, dan pelatihan "
    "dimuat di halaman ini, lengkap dengan alamat kantor dan nomor telepon layanan.</p>"
)
# As long as pages are: what is shorter may be a firewall's, or only lead on.
PAGE = (
    "<!doctype html><html lang=id><head><title>Dinas Contoh</title></head><body><h1>Berita</h1>"
    f"{_TEXT * 40}{{}}</body></html>"
)
EXAMPLE = Case("", {}, Outcome.PASS)
CHECKS = ("CONTENT.SCRIPT", "CONTENT.REDIRECT", "CONTENT.PHISHING", "CONTENT.FOREIGN")


def look(check: str, more: str) -> Verdict:
    titled = PAGE.replace("<title>Dinas Contoh</title><", "<") if "<title>" in more else PAGE
    body = titled.replace("<h1>Berita</h1>", "") if "<h1>" in more else titled
    answer = http(body.replace("{}", more))
    parsed = parse_page(answer, Limits())
    assert isinstance(parsed, PageArtifact)
    artifacts: dict[str, Artifact] = {}
    for view in ("visitor", "robot", "phone"):
        artifacts |= {f"http:{view}": answer, f"page:{view}": parsed}
    return judge(get(check), Observation(EXAMPLE.site, EXAMPLE.at, EXAMPLE.at, artifacts))


def test_there_are_enough_honest_snippets_to_mean_something() -> None:
    assert len(HONEST) >= 40


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", HONEST)
def test_honest_code_stays_quiet(name: str, check: str) -> None:
    verdict = look(check, HONEST[name])
    assert verdict.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE), verdict


@pytest.mark.parametrize("check", CHECKS)
def test_all_honest_code_together_stays_quiet(check: str) -> None:
    """Words of one script and targets of another are not one deed."""
    scripts = "".join(text for name, text in HONEST.items() if "<h1>" not in text)
    assert look(check, scripts).outcome is Outcome.PASS


@pytest.mark.parametrize("name", EVIL)
def test_harm_is_found_and_named(name: str) -> None:
    check, word, markup = EVIL[name]
    verdict = look(check, markup)
    assert verdict.outcome is Outcome.FAIL, verdict
    assert word in verdict.summary.id
    assert verdict.evidence[0].excerpt


@pytest.mark.parametrize(
    "text",
    [
        "<script>" + "location=" * 30_000,
        "<script>" + "userAgent android " * 14_000,
        "<script>" + "wss://pool.a.example " * 12_000,
        "<script " + "data-zone=1234 " * 16_000,
        "<script>" + "Izinkan " * 30_000 + "Notification.requestPermission",
        "<img onerror=" + "eval(" * 50_000,
        "<script>" + "querySelector('" * 16_000 + "fetch keyup '//a.example'",
        "<script>" + "atob('QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB')" * 6_000,
    ],
    ids=("locations", "phones", "pools", "zones", "allow", "handlers", "fields", "packed"),
)
def test_hostile_code_takes_bounded_time(text: str) -> None:
    body = text.encode()
    start = time.process_time()
    harmful(body, HOST)
    trap_of(body, None, HOST)
    assert time.process_time() - start < 3


@given(st.binary(max_size=600))
def test_any_markup_is_judged_without_an_error(raw: bytes) -> None:
    body = b"<script>" + raw + b"</script>"
    parsed = parse_page(http(body), Limits())
    harmful(body, HOST)
    trap_of(body, parsed if isinstance(parsed, PageArtifact) else None, HOST)
    if isinstance(parsed, PageArtifact):
        lures(parsed, body, HOST)
        strangers_page(parsed, HOST)


@given(st.text(max_size=200))
def test_any_address_may_be_asked_whether_it_is_a_sale(url: str) -> None:
    assert sold(f"https://{url}", HOST) in ("", f"https://{url}"[:300])
