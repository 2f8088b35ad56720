"""Gambling links that only a page's scripts write, however they are packed; and honest scripts."""

import base64
import time

import pytest

from ronda.engine.artifacts import Artifact, Observation, PageArtifact
from ronda.engine.checks.contract import Case, Outcome, Verdict
from ronda.engine.checks.examples import http
from ronda.engine.checks.registry import get
from ronda.engine.collect.page import parse_page
from ronda.engine.content.written import written_links
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

SPAM = '<p style="display:none"><a href="https://kudaterbang4d.example/">agen togel murah</a></p>'
PAGE = "<!doctype html><title>Dinas Contoh</title><h1>Berita</h1><p>Rapat kerja.</p>{more}"
EXAMPLE = Case("", {}, Outcome.PASS)


def look(more: str) -> Verdict:
    answer = http(PAGE.format(more=more))
    parsed = parse_page(answer, Limits())
    assert isinstance(parsed, PageArtifact)
    artifacts: dict[str, Artifact] = {}
    for view in ("visitor", "robot", "phone"):
        artifacts |= {f"http:{view}": answer, f"page:{view}": parsed}
    seen = Observation(EXAMPLE.site, EXAMPLE.at, EXAMPLE.at, artifacts)
    return judge(get("CONTENT.GAMBLING"), seen)


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


PACKED = {
    "base64": f'document.write(atob("{in_base64(SPAM)}"))',
    "base64 in base64": f"eval(atob('{in_base64(f'document.write(atob(`{in_base64(SPAM)}`))')}'))",
    "codes": f"document.write(String.fromCharCode({','.join(str(ord(c)) for c in SPAM)}))",
    "codes applied": "el.innerHTML=String.fromCharCode.apply(null,["
    + ",".join(hex(ord(c)) for c in SPAM)
    + "])",
    "percent": "document.write(unescape('" + "".join(f"%{ord(c):02x}" for c in SPAM) + "'))",
    "escapes": 'document.write("' + "".join(f"\\x{ord(c):02x}" for c in SPAM) + '")',
    "plain": "document.write('" + SPAM.replace("/", "\\/") + "')",
}


@pytest.mark.parametrize("script", PACKED.values(), ids=PACKED)
def test_links_that_a_script_writes_are_found(script: str) -> None:
    verdict = look(f"<script>{script}</script>")
    assert verdict.outcome is Outcome.FAIL
    assert "skrip" in verdict.summary.id


@pytest.mark.parametrize(
    "script",
    [
        "document.write('<a href=\"https://statistik-pengunjung.example/\">Statistik</a>')",
        f"document.write(atob('{in_base64('<a href=https://peta.example/>Peta kantor</a>')}'))",
        "var berita = 'Polisi menutup situs slot gacor'; box.innerHTML = berita",
        "el.innerHTML = String.fromCharCode(169) + ' Dinas Contoh'",
    ],
)
def test_scripts_of_honest_sites_stay_quiet(script: str) -> None:
    assert look(f"<script>{script}</script>").outcome is Outcome.PASS


@pytest.mark.parametrize(
    "piece",
    [b"<a href=http://", b'atob("aaaaaaaaaaaaaaaaaaaaaaaaaaaa', b"fromCharCode(1,", b"<script>"],
)
def test_a_script_made_to_waste_time_is_read_in_time(piece: bytes) -> None:
    body = b"<script>document.write(1);" + piece * (1_000_000 // len(piece))
    began = time.process_time()
    assert sum(1 for _ in written_links(body)) <= 500
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\u4e2d\u53e4 \u7f8e\u54c1", "中古 美品"),
        (r"\u{1f3b0} sl\x6ft", "🎰 slot"),
        (r"\ud83c\udfb0 slot", "🎰 slot"),
        (r"caf\xe9 \u00e9", "café é"),
        (r"\ud83c putus", r"\ud83c putus"),
    ],
)
def test_letters_that_a_script_spells_as_codes_are_read(written: str, read: str) -> None:
    code = f"<script>document.write('<a href=//zorvaki.example/>{written}</a>')</script>"
    assert [one.link.text for one in written_links(code.encode())] == [read]
