"""What pages promise: one policy, nothing inline, strangers' words harmless, words in two languages."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from support.seed import Seed

from ronda.accounts.models import Person
from ronda.cases.models import Finding, FindingState
from ronda.patrol.models import Observation, StopSwitch, Visit, VisitState
from ronda.register.models import Agency, Site, SiteState
from ronda.web.templatetags.ronda import prose
from ronda.web.views.findings import ORDER

SignIn = Callable[[str], Client]

PAGES = ["/", "/calon/", "/situs/", "/temuan/", "/opd/", "/impor/", "/sumber/", "/pemeriksaan/"]
LIVE = {"HX-Request": "true"}
BAD = '"><script>alert(1)</script><b onclick=x>\u202egnp.exe'


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline_and_the_policy_forbids_it(path: str, signed_in: SignIn) -> None:
    answer = signed_in("petugas").get(path)
    body = answer.content.decode()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)", body)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", body)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!dinkes|www\.)[^"]*\.(?:js|css)', body)


def test_an_error_page_carries_the_policy_too(signed_in: SignIn) -> None:
    answer = signed_in("petugas").get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers
    assert "Halaman tidak ditemukan" in answer.content.decode()


@pytest.fixture
def hostile(seed: Seed) -> Site:
    """A site whose title, address, evidence and agency are written by an attacker."""
    finding = Finding.objects.filter(check_id="CONTENT.GAMBLING").get()
    site = finding.site
    site.title = BAD
    site.url = "javascript:alert(document.domain)//"
    site.save()
    Agency.objects.filter(pk=site.agency_id).update(name=BAD)
    finding.verdict["summary"] = {"id": BAD, "en": BAD}
    finding.verdict["evidence"][0]["excerpt"] = BAD
    finding.save()
    return site


@pytest.mark.parametrize("tab", ["", "temuan/", "riwayat/", "bukti/", "identitas/"])
def test_a_strangers_words_stay_words_on_the_site(
    tab: str, hostile: Site, signed_in: SignIn
) -> None:
    body = signed_in("petugas").get(f"/situs/{hostile.pk}/{tab}").content.decode()
    assert "<script>alert" not in body
    assert "<b onclick" not in body
    assert "\u202e" not in body
    assert 'href="javascript:' not in body


@pytest.mark.parametrize("path", ["/", "/situs/", "/temuan/", "/opd/", "/cari/?q=script"])
def test_a_strangers_words_stay_words_in_lists(path: str, hostile: Site, signed_in: SignIn) -> None:
    body = signed_in("petugas").get(path).content.decode()
    assert "<script>alert" not in body
    assert "<b onclick" not in body
    assert 'href="javascript:' not in body


def test_a_strangers_words_stay_words_on_the_finding(hostile: Site, signed_in: SignIn) -> None:
    finding = Finding.objects.get(check_id="CONTENT.GAMBLING", site=hostile)
    body = signed_in("petugas").get(f"/temuan/{finding.pk}/").content.decode()
    assert "<script>alert" not in body
    assert 'href="javascript:' not in body


def test_search_words_stay_words(signed_in: SignIn) -> None:
    body = signed_in("petugas").get("/cari/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in body


def test_outward_links_tell_the_site_nothing(signed_in: SignIn, seed: Seed) -> None:
    body = signed_in("petugas").get(f"/situs/{seed.sites[0].pk}/").content.decode()
    link = re.search(rf'<a[^>]+href="{seed.sites[0].url}"[^>]*>', body)
    assert link
    assert 'rel="noopener noreferrer nofollow"' in link.group()


def test_indonesian_comes_first_even_to_an_english_browser(signed_in: SignIn) -> None:
    body = signed_in("petugas").get("/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="id"' in body
    assert "Meja kerja" in body


def test_the_language_switch_holds(signed_in: SignIn) -> None:
    client = signed_in("petugas")
    client.post("/bahasa/", {"language": "en", "next": "/situs/"})
    body = client.get("/").content.decode()
    assert '<html lang="en"' in body
    assert "Waiting for you" in body
    assert "Menunggu Anda" not in body


def test_the_theme_switch_holds_and_goes_back_only_to_us(signed_in: SignIn) -> None:
    client = signed_in("petugas")
    answer = client.post("/tampilan/", {"theme": "dark", "next": "https://contoh.example/"})
    assert answer.headers["Location"] == "/"
    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_health_needs_no_sign_in(db: None) -> None:
    assert Client().get("/sehat").json()["status"] == "ok"


def test_sign_in_with_a_wrong_password_says_so(seed: Seed) -> None:
    answer = Client().post("/masuk/", {"login": "petugas", "password": "salah"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_every_finding_is_on_exactly_one_page(signed_in: SignIn, seed: Seed) -> None:
    seed.many(150)
    client, url, seen = signed_in("petugas"), "/temuan/", []
    for _ in range(20):
        page = client.get(url).context["page"]
        seen += [row.pk for row in page.rows]
        if not page.following:
            break
        url = "/temuan/" + page.following
    assert seen == list(Finding.objects.open().order_by(*ORDER).values_list("pk", flat=True))


def test_paging_back_shows_the_page_before(signed_in: SignIn, seed: Seed) -> None:
    seed.many(150)
    client = signed_in("petugas")
    first = client.get("/situs/").context["page"]
    second = client.get("/situs/" + first.following).context["page"]
    back = client.get("/situs/" + second.preceding).context["page"]
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert not set(first.rows) & set(second.rows)


@pytest.mark.parametrize("cursor", ["x", "!!!!", "W10", "WyJhIiwiYiIsImMiXQ", "A" * 5000])
def test_a_broken_cursor_shows_the_first_page(cursor: str, signed_in: SignIn) -> None:
    page = signed_in("petugas").get("/situs/", {"sesudah": cursor}).context["page"]
    assert page.rows
    assert not page.preceding


def test_filters_stand_in_the_address_and_narrow(signed_in: SignIn) -> None:
    page = signed_in("petugas").get("/situs/?hubungan=unofficial&opd=bkd").context["page"]
    assert [row.host for row in page.rows] == ["bkdrembulan.blogspot.com"]


def test_a_finding_of_a_removed_rule_is_still_shown(signed_in: SignIn, seed: Seed) -> None:
    finding = Finding.objects.open().first()
    assert finding
    Finding.objects.filter(pk=finding.pk).update(check_id="OLD.RULE")
    client = signed_in("petugas")
    assert "Aturan di balik temuan ini" in client.get(f"/temuan/{finding.pk}/").content.decode()
    assert client.get("/temuan/?pemeriksaan=OLD.RULE").context["page"].total == 1


def test_a_site_that_was_not_measured_looks_neither_good_nor_bad(
    signed_in: SignIn, seed: Seed
) -> None:
    site = Site.objects.create(
        url="https://baru.rembulanprov.go.id/",
        host="baru.rembulanprov.go.id",
        state=SiteState.REGISTERED,
        relation="official",
        agency=seed.agencies["bkd"],
    )
    body = signed_in("petugas").get(f"/situs/{site.pk}/").content.decode()
    assert "Belum terukur" in body
    assert "Tidak ada yang perlu dibenahi di situs ini" not in body


def test_stopping_needs_a_reason(signed_in: SignIn) -> None:
    signed_in("petugas").post("/ronda/henti/", {"reason": "  "})
    assert not StopSwitch.objects.filter(engaged=True).exists()


def test_stopping_is_seen_on_every_page_until_released(signed_in: SignIn) -> None:
    client = signed_in("petugas")
    client.post("/ronda/henti/", {"reason": "Server pusat data lambat"})
    assert "Server pusat data lambat" in client.get("/situs/").content.decode()
    client.post("/ronda/lanjut/")
    assert not StopSwitch.objects.filter(engaged=True).exists()


def test_progress_leads_to_the_result_when_the_visit_has_ended(
    signed_in: SignIn, seed: Seed
) -> None:
    client, site = signed_in("web.dinkes"), Site.objects.get(host="dinkes.rembulanprov.go.id")
    answer = client.post(
        f"/situs/{site.pk}/periksa/", {"next": f"/situs/{site.pk}/temuan/"}, headers=LIVE
    )
    assert "every 1s" in answer.content.decode()
    assert "HX-Redirect" not in answer.headers
    visit = Visit.objects.get(site=site, state=VisitState.PENDING)
    Visit.objects.filter(pk=visit.pk).update(
        state=VisitState.DONE, reachable=True, finished_at=seed.now
    )
    ended = client.get(
        f"/ronda/kunjungan/{visit.pk}/", {"kembali": f"/situs/{site.pk}/temuan/"}, headers=LIVE
    )
    assert ended.headers["HX-Redirect"] == f"/situs/{site.pk}/temuan/?hasil={visit.pk}"
    assert "every 1s" not in ended.content.decode()


@pytest.mark.parametrize("back", ["https://contoh.example/", "//contoh.example", "javascript:x"])
def test_the_result_is_only_ever_shown_on_our_own_pages(
    back: str, signed_in: SignIn, seed: Seed
) -> None:
    visit = Visit.objects.filter(state=VisitState.DONE).first()
    assert visit
    answer = signed_in("petugas").get(
        f"/ronda/kunjungan/{visit.pk}/", {"kembali": back}, headers=LIVE
    )
    assert answer.headers["HX-Redirect"] == f"/situs/{visit.site_id}/?hasil={visit.pk}"


@pytest.mark.parametrize(("language", "words"), [("id", "sudah dihentikan"), ("en", "is retired")])
def test_a_retired_site_is_not_checked_and_the_reason_is_said(
    language: str, words: str, signed_in: SignIn, seed: Seed
) -> None:
    client, site = signed_in("petugas"), Site.objects.filter(state=SiteState.RETIRED).get()
    client.post("/bahasa/", {"language": language})
    live = client.post(f"/situs/{site.pk}/periksa/", headers=LIVE)
    assert words in live.content.decode()
    assert "<html" not in live.content.decode()
    plain = client.post(f"/situs/{site.pk}/periksa/", follow=True)
    assert words in plain.content.decode()
    assert not Visit.objects.filter(site=site, state=VisitState.PENDING).exists()


def test_retiring_withdraws_and_never_mends(signed_in: SignIn, seed: Seed) -> None:
    site = Site.objects.get(host="ppdb.rembulanprov.go.id")
    signed_in("petugas").post(f"/situs/{site.pk}/hentikan/", {"because": "Layanan pindah."})
    site.refresh_from_db()
    assert site.state == SiteState.RETIRED
    states = set(Finding.objects.filter(site=site).values_list("state", flat=True))
    assert FindingState.WITHDRAWN in states
    assert not Finding.objects.open().filter(site=site).exists()


def test_the_three_views_mark_what_only_the_robot_gets(signed_in: SignIn) -> None:
    finding = Finding.objects.get(check_id="CONTENT.GAMBLING")
    answer = signed_in("petugas").get(f"/temuan/{finding.pk}/")
    alone = {v.view: [x.text for x in v.lines if x.alone] for v in answer.context["views"]}
    assert "Situs Slot Gacor Maxwin Hari Ini" in alone["robot"]
    assert alone["visitor"] == alone["phone"] == []
    assert len(answer.context["hidden"]) == 3


def test_where_phones_alone_are_led_stands_beside_what_the_others_get(signed_in: SignIn) -> None:
    finding = Finding.objects.get(check_id="CONTENT.GAMBLING")
    stranger = "https://hadiah-harian.example/m"
    gone = {"type": "failure", "kind": "nxdomain", "stage": "dns", "detail": "it does not exist"}
    Observation.objects.filter(site=finding.site, key="http:phone").update(
        artifact=gone | {"at": "2026-11-28T00:00:00Z", "where": "", "towards": stranger}, body=None
    )
    piece = {"artifact": "http:phone", "where": {"id": "kode", "en": "code"}, "excerpt": stranger}
    finding.check_id, finding.verdict = "CONTENT.REDIRECT", {"evidence": [piece]}
    finding.save()
    answer = signed_in("petugas").get(f"/temuan/{finding.pk}/")
    views = {v.view: v for v in answer.context["views"]}
    assert (views["phone"].failed, views["phone"].final_url) == (True, stranger)
    assert f"{stranger}</bdi>, yang tidak menjawab." in answer.content.decode()
    assert answer.context["hidden"] == []


def test_the_platforms_steps_come_after_the_general_ones(signed_in: SignIn) -> None:
    finding = Finding.objects.get(check_id="CONTENT.GAMBLING")
    answer = signed_in("petugas").get(f"/temuan/{finding.pk}/")
    body = answer.content.decode()
    check = answer.context["check"]
    assert [name for name, _ in answer.context["platform_steps"]] == ["wordpress", "nginx"]
    places = [body.index(str(prose(step))) for step in check.meta.guidance.steps]
    assert places == sorted(places)
    assert places[-1] < body.index("Di WordPress:") < body.index("Di Nginx:")


GROWING = [
    "/",
    "/situs/",
    "/situs/?q=layanan",
    "/situs/?temuan=ada",
    "/temuan/",
    "/temuan/?q=layanan",
    "/calon/",
    "/calon/daftar/",
    "/opd/",
    "/opd/dinkes/",
    "/cari/?q=rembulan",
    "/sumber/",
]


def queries(client: Client, path: str) -> list[str]:
    """What a page asks the database, after one call that fills caches."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("who", ["petugas", "web.dinkes"])
def test_no_page_asks_more_questions_when_the_estate_grows(
    who: str, signed_in: SignIn, seed: Seed
) -> None:
    seed.many(120)  # every list is full from here on
    client = signed_in(who)
    paths = [p for p in GROWING if who == "petugas" or not p.startswith(("/calon", "/sumber"))]
    few = {path: len(queries(client, path)) for path in paths}
    seed.many(600, label="baru")
    many = {path: len(queries(client, path)) for path in paths}
    assert many == few
    assert max(many.values()) <= 45


@pytest.mark.parametrize("path", ["/situs/1/", "/situs/1/riwayat/", "/temuan/1/"])
def test_the_page_of_one_row_asks_little(
    path: str, signed_in: SignIn, seed: Seed, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    site = Site.objects.get(host="e-puskesmas.rembulanprov.go.id")
    finding = Finding.objects.open().filter(site=site).first()
    assert finding
    path = path.replace("situs/1", f"situs/{site.pk}").replace("temuan/1", f"temuan/{finding.pk}")
    client = signed_in("petugas")
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        client.get(path)


def test_a_person_made_inactive_is_shut_out(signed_in: SignIn) -> None:
    client = signed_in("web.bkd")
    Person.objects.filter(username="web.bkd").update(is_active=False)
    assert client.get("/").status_code == 302


def test_every_verdict_says_how_it_was_measured(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    site = Site.objects.get(host="antrean.rsud.rembulanprov.go.id")
    summary = client.get(f"/situs/{site.pk}/").content.decode()
    assert (
        summary.count("Bagaimana ini diukur")
        == site.measurements.filter(replaced_at=None).exclude(outcome="fail").count()
    )
    led_to = set(re.findall(rf'/situs/{site.pk}/bukti/#(bukti-[a-z0-9-]+)"', summary))
    shown = set(
        re.findall(
            r'id="(bukti-[a-z0-9-]+)"', client.get(f"/situs/{site.pk}/bukti/").content.decode()
        )
    )
    assert shown
    assert shown <= led_to
