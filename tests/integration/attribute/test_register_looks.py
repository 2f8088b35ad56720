"""What a visit keeps of how a site looks, and what people's decisions make of it."""

from datetime import UTC, datetime

import msgspec
import pytest
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.discovery.services import decide
from ronda.engine.artifacts import (
    HTTP_VISITOR,
    ICON,
    PAGE_VISITOR,
    HttpArtifact,
    IconArtifact,
    Observation,
)
from ronda.engine.attribute.contract import CandidateFacts
from ronda.engine.attribute.evidence import gather
from ronda.engine.collect.page import parse_page
from ronda.engine.netconfig import Limits
from ronda.register.gazetteer import gazetteer
from ronda.register.looks import keep_look, known_looks
from ronda.register.models import Agency, Relation, Site, SiteLook, SiteState, Zone

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TEXT = (
    "Dinas Kesehatan melayani perizinan tenaga kesehatan, akreditasi puskesmas, dan pengawasan obat "
    "di seluruh kabupaten. Jadwal imunisasi diumumkan setiap pekan melalui laman ini, dan warga "
    "dapat menyampaikan pengaduan di loket pelayanan terpadu pada hari kerja tanpa biaya."
)
ACCOUNT = "<script>gtag('config','G-AB12CD34EF')</script>"


def visit(site: Site, body: str, *, status: int = 200, moved_to: str = "") -> Observation:
    """What a visit brings back where the server answers with a page."""
    url = moved_to or site.url
    html = f"<html><head><title>Dinas Kesehatan</title>{ACCOUNT}</head><body>{body}</body></html>"
    answer = HttpArtifact(
        at=AT, view="visitor", url=site.url, final_url=url, address="198.18.0.7", status=status,
        headers=(("content-type", "text/html"),), hops=(), body=html.encode(), body_sha256="",
        truncated=False, elapsed_ms=1,
    )  # fmt: skip
    artifacts = {HTTP_VISITOR: answer, PAGE_VISITOR: parse_page(answer, Limits())}
    return Observation(None, AT, AT, artifacts)  # type: ignore[arg-type]


@pytest.fixture
def official(zone: Zone, dinkes: Agency) -> Site:
    return Site.objects.create(
        url="https://dinkes.arunikaprov.go.id/",
        host="dinkes.arunikaprov.go.id",
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
        zone=zone,
        agency=dinkes,
        confirmed_at=timezone.now(),
    )


def candidate(host: str) -> Site:
    return Site.objects.create(url=f"https://{host}/", host=host)


def evidence(site: Site, seen: Observation) -> set[tuple[str, str]]:
    page = seen.artifacts[PAGE_VISITOR]
    facts = CandidateFacts(site.url, pages=(page,))  # type: ignore[arg-type]
    return {(e.kind, e.agency) for e in gather(facts, gazetteer())}


def test_a_look_is_written_once_and_again_when_it_changes(official: Site) -> None:
    assert keep_look(official, visit(official, TEXT))
    same = Site.objects.select_related("look").get(pk=official.pk)
    assert not keep_look(same, visit(same, f"{TEXT} 12.05.2026"))
    assert keep_look(same, visit(same, f"{TEXT} Kini juga melayani warga di hari Sabtu pagi."))
    assert SiteLook.objects.count() == 1


def test_a_look_has_the_icon_and_a_visit_that_got_no_answer_for_it_takes_nothing_away(
    official: Site,
) -> None:
    seen = visit(official, TEXT)
    icon = IconArtifact(AT, f"{official.url}favicon.ico", "png", "1f" * 12)
    shown = msgspec.structs.replace(seen, artifacts={**seen.artifacts, ICON: icon})
    assert keep_look(official, shown)
    assert [look.icon for look in known_looks().looks] == ["1f" * 12]
    same = Site.objects.select_related("look").get(pk=official.pk)
    assert not keep_look(same, seen)
    none = IconArtifact(AT, f"{official.url}favicon.ico", "", "")
    gone = msgspec.structs.replace(seen, artifacts={**seen.artifacts, ICON: none})
    assert keep_look(same, gone)
    assert [look.icon for look in known_looks().looks] == [""]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (TEXT, {"status": 503}),
        (TEXT, {"moved_to": "https://lain.example/"}),
        ("Apache2 Ubuntu Default Page: It works!", {}),
    ],
)
def test_a_page_that_is_not_the_sites_own_is_not_kept(
    official: Site, body: str, more: dict[str, object]
) -> None:
    assert not keep_look(official, visit(official, body, **more))  # type: ignore[arg-type]


def test_a_copy_of_a_registered_site_is_known_by_the_office_that_was_confirmed(
    official: Site,
) -> None:
    keep_look(official, visit(official, TEXT))
    copy = candidate("dinkes-arunika.com")
    found = evidence(copy, visit(copy, TEXT))
    # The account came along with the copy: it says which office is meant, and nothing of who holds it.
    assert {("copied_text", "dinkes"), ("", "dinkes")} <= found


def test_an_office_that_nobody_has_confirmed_is_not_named(official: Site) -> None:
    keep_look(official, visit(official, TEXT))
    Site.objects.filter(pk=official.pk).update(confirmed_at=None)
    assert [look.agency for look in known_looks().looks] == [""]


def test_a_candidates_look_teaches_only_once_a_person_has_decided(
    official: Site, officer: Person
) -> None:
    swindle = candidate("bantuan-arunika.site")
    keep_look(swindle, visit(swindle, "Isi nomor kartu Anda di sini sebelum kuota habis."))
    again = candidate("cek-arunika.site")
    other = visit(again, "Halaman lain sama sekali, tetapi akun yang sama.")
    assert not {k for k, _ in evidence(again, other) if k.startswith("near_")}
    decide(officer, swindle, "impersonation", relation="impersonation", reason="Penipuan")
    assert ("near_impersonation", "") in evidence(again, other)


def test_what_was_rejected_counts_by_its_address_though_nobody_could_read_it(
    officer: Person, official: Site
) -> None:
    demo = candidate("demo-dinkes.awanrimba.co.id")
    decide(officer, demo, "reject", relation="third_party", reason="Contoh produk")
    found = gather(CandidateFacts("https://demo-dishub.awanrimba.co.id/"), gazetteer())
    assert "near_third_party" in {e.kind for e in found}
