"""The open form and an agency's declaration, through real requests and the database."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller, travel

from ronda.accounts.models import Person, Role
from ronda.discovery.models import Sighting, SourceRun
from ronda.register.models import Agency, Relation, Site, SiteState
from ronda.reporting.forgetting import forget
from ronda.reporting.models import Attempt, Report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with travel("2026-03-02 08:00:00+08:00", tick=False) as moved:
        yield moved


def opened(client: Client) -> str:
    body = client.get("/lapor/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', body)
    assert found
    return found[1]


def send(client: Client, clock: Traveller, address: str = "bansos-arunika.my.id", **more: str):  # type: ignore[no-untyped-def]
    token = opened(client)
    clock.shift(5)
    return client.post("/lapor/", {"address": address, "token": token} | more)


def test_a_report_becomes_a_candidate_with_a_number(clock: Traveller) -> None:
    client = Client(headers={"user-agent": "phone"})
    answer = send(client, clock, "Cek https://bansos-arunika.my.id/klaim ya", remark="Minta PIN")
    report = Report.objects.get()
    assert report.number in client.get(answer.headers["Location"]).content.decode()
    assert (report.remark, report.site.state) == ("Minta PIN", SiteState.CANDIDATE)
    sighting = Sighting.objects.get()
    assert (sighting.source, sighting.where) == ("report", "formulir warga")
    assert sighting.facts == {"written": "https://bansos-arunika.my.id/klaim", "scheme": "https"}
    assert SourceRun.objects.get().funnel == {"read": 1, "sighted": 1}
    assert SourceRun.objects.get().new_sites == 1


def test_the_same_form_sent_twice_is_one_report(clock: Traveller) -> None:
    client = Client()
    token = opened(client)
    clock.shift(5)
    for _ in range(2):
        client.post("/lapor/", {"address": "bansos-arunika.my.id", "token": token})
    assert Report.objects.get().times == Attempt.objects.count() == 1


def test_the_same_words_about_the_same_site_are_merged(clock: Traveller) -> None:
    send(Client(), clock, "bansos-arunika.my.id", remark="Minta  PIN")
    send(Client(), clock, "https://www.bansos-arunika.my.id/lain", remark="minta pin")
    send(Client(), clock, "bansos-arunika.my.id", remark="Sudah ada korban")
    assert sorted(Report.objects.values_list("times", flat=True)) == [1, 2]
    assert Site.objects.count() == 1


def test_one_sender_may_report_five_an_hour(clock: Traveller) -> None:
    proxied = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(5):
        assert send(proxied, clock, f"tiruan-{number}.my.id").status_code == 302
    refused = send(proxied, clock, "tiruan-6.my.id", remark="penting")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "penting" in refused.content.decode()  # nothing has to be typed again
    assert not Site.objects.filter(host="tiruan-6.my.id").exists()
    assert send(Client(REMOTE_ADDR="192.0.2.2"), clock, "tiruan-7.my.id").status_code == 302
    assert SourceRun.objects.get().funnel["over_limit"] == 1
    clock.shift(3601)
    assert send(proxied, clock, "tiruan-6.my.id").status_code == 302


def test_all_senders_together_are_bounded(clock: Traveller, settings: object) -> None:
    settings.RONDA_REPORTS_PER_HOUR = 2  # type: ignore[attr-defined]
    for number in range(3):
        answer = send(Client(REMOTE_ADDR=f"192.0.2.{number}"), clock, f"tiruan-{number}.my.id")
    assert answer.status_code == 429
    assert Site.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"website": "http://jual.example"}, "harus tetap kosong"),
        ({"token": "x"}, "terlalu lama"),
        ({"address": "http://169.254.169.254/"}, "di dalam jaringan"),
        ({"remark": "x" * 1001}, "1.000 karakter"),
    ],
)
def test_what_is_refused_is_said_and_stores_nothing(
    clock: Traveller, more: dict[str, str], words: str
) -> None:
    answer = send(Client(), clock, **more)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Report.objects.exists()


def test_a_program_that_answers_at_once_is_asked_again(clock: Traveller) -> None:
    client = Client()
    sent = {"address": "bansos-arunika.my.id", "token": opened(client)}
    assert client.post("/lapor/", sent).status_code == 400
    clock.shift(5)
    assert client.post("/lapor/", sent).status_code == 302


def test_a_large_body_is_refused_unread(clock: Traveller) -> None:
    answer = Client().post("/lapor/", {"remark": "x" * 200_000})
    assert answer.status_code == 413


def test_the_forms_may_be_closed(settings: object) -> None:
    settings.RONDA_PUBLIC_REPORTS = False  # type: ignore[attr-defined]
    assert Client().get("/lapor/").status_code == 404
    assert "/lapor/" not in Client().get("/masuk/").content.decode()


def test_hostile_words_stay_words(clock: Traveller) -> None:
    remark = '<script>alert(1)</script>\u202e"\x00\n=HYPERLINK("x")'
    send(Client(), clock, remark=remark, contact="<b>0812</b>")
    report = Report.objects.get()
    officer = Person.objects.create_user("petugas", password="x" * 12, role=Role.OFFICER)
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    for page in (f"/calon/{report.site_id}/", "/laporan/", f"/situs/{report.site_id}/identitas/"):
        body = client.get(page).content.decode()
        assert report.number in body
        assert "<script>alert" not in body
        assert "<b>0812" not in body
        assert "\u202e" not in body


def test_the_thanks_cannot_be_made_up(clock: Traveller) -> None:
    answer = Client().get("/lapor/terima-kasih/?n=PANGGIL-0812")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lapor/")


def test_a_report_never_touches_what_was_decided(clock: Traveller) -> None:
    Site.objects.create(
        url="https://dinkes.arunikaprov.go.id/",
        host="dinkes.arunikaprov.go.id",
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
    )
    send(Client(), clock, "dinkes.arunikaprov.go.id", remark="Diretas")
    site = Site.objects.get()
    assert (site.state, site.relation) == (SiteState.REGISTERED, Relation.OFFICIAL)
    assert site.reports.count() == 1


def test_contacts_and_senders_are_forgotten_in_time(clock: Traveller) -> None:
    send(Client(), clock, contact="0812")
    forget(timezone.now() + timedelta(days=2))
    assert not Attempt.objects.exists()
    assert Report.objects.get().contact == "0812"
    forget(timezone.now() + timedelta(days=181))
    assert Report.objects.get().contact == ""


@pytest.fixture
def agencies_person() -> Person:
    agency = Agency.objects.create(key="dinkes", name="Dinas Kesehatan")
    Agency.objects.create(key="bkd", name="Badan Kepegawaian Daerah")
    person = Person.objects.create_user("web.dinkes", password="x" * 12, role=Role.AGENCY)
    person.agencies.add(agency)
    return person


def test_an_agency_declares_its_own_site(agencies_person: Person) -> None:
    client = Client()
    client.force_login(agencies_person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        "/opd/dinkes/nyatakan/", {"address": "posyandu-arunika.com", "remark": "Dikelola bidang"}
    )
    body = client.get(answer.headers["Location"].partition("#")[0]).content.decode()
    report = Report.objects.get()
    assert report.number in body
    sighting = Sighting.objects.get()
    assert (sighting.source, sighting.facts["agency"]) == ("declared", "dinkes")
    assert report.site.state == SiteState.CANDIDATE  # an officer still decides
    assert client.post("/opd/bkd/nyatakan/", {"address": "a.com"}).status_code == 404


def test_an_agency_never_reads_what_citizens_wrote(
    clock: Traveller, agencies_person: Person
) -> None:
    send(Client(), clock, remark="rahasia warga", contact="0812")
    Site.objects.update(agency=Agency.objects.get(key="dinkes"), state=SiteState.REGISTERED)
    client = Client()
    client.force_login(agencies_person, backend="django.contrib.auth.backends.ModelBackend")
    body = client.get(f"/situs/{Site.objects.get().pk}/identitas/").content.decode()
    assert "rahasia warga" not in body
    assert "0812" not in body
