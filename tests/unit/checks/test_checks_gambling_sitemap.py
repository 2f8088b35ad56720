"""Doorway pages are told by the addresses that a sitemap lists; news about gambling is not."""

import pytest

from ronda.engine.artifacts import Artifact, Failure, FailureKind, Observation
from ronda.engine.checks.contract import Case, Outcome
from ronda.engine.checks.examples import URL, failure, http, page
from ronda.engine.checks.registry import get
from ronda.engine.content.gambling_sitemap import promoting_addresses
from ronda.engine.judge import judge

EXAMPLE = Case("", {}, Outcome.PASS)


def look(sitemap: Artifact) -> Outcome:
    artifacts: dict[str, Artifact] = {"path:/sitemap.xml": sitemap}
    for view in ("visitor", "robot", "phone"):
        artifacts |= {f"http:{view}": http(), f"page:{view}": page()}
    seen = Observation(EXAMPLE.site, EXAMPLE.at, EXAMPLE.at, artifacts)
    return judge(get("CONTENT.GAMBLING"), seen).outcome


def listing(*paths: str) -> Artifact:
    places = "".join(f"<url><loc>{URL}{path}</loc></url>" for path in paths)
    return http(f"<urlset>{places}</urlset>", url=f"{URL}sitemap.xml")


def test_doorway_pages_by_the_dozen_are_found() -> None:
    assert look(listing(*(f"unggah/slot-gacor-{n}.html" for n in range(12)))) is Outcome.FAIL


@pytest.mark.parametrize(
    "paths",
    [
        ("profil", "berita/rapat-kerja", "layanan/antrean-online"),
        ("unggah/slot-gacor-hari-ini.html", "profil"),
        (
            "berita/polisi-gerebek-bandar-togel-online",
            "berita/kominfo-blokir-situs-slot-gacor",
            "berita/waspada-rtp-live-dan-slot-gacor",
            "berita/bahaya-judi-online",
        ),
        ("kontes-burung-gacor", "data-pengeluaran-2025", "hoki-putri", "slot-antrean-poli"),
    ],
)
def test_an_honest_sitemap_stays_quiet(paths: tuple[str, ...]) -> None:
    assert look(listing(*paths)) is Outcome.PASS


def test_a_list_that_could_not_be_read_closes_nothing() -> None:
    assert look(failure(FailureKind.TIMEOUT, "http")) is Outcome.NOT_MEASURED
    refused = failure(FailureKind.BLOCKED_BY_POLICY, "policy")
    assert isinstance(refused, Failure)
    assert look(refused) is Outcome.PASS


def test_addresses_of_other_hosts_are_not_the_sites() -> None:
    listed = b"<loc>https://lain.example/slot-gacor-1</loc>" * 30_000
    assert promoting_addresses(listed, "dinas.contohprov.go.id") == []
