"""Every address: closed to strangers, scoped to the agency, open to the officer."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from support.seed import Seed

from ronda.accounts.models import Person
from ronda.cases.models import Finding
from ronda.discovery.models import Decision, Question
from ronda.patrol.models import Round, Visit
from ronda.register.models import ImportBatch, Site, SiteState

OPEN_TO_ALL = {"account_login", "health", "theme", "set_language", "report", "report-thanks"}
BY_POST = {
    "theme",
    "set_language",
    "undo",
    "undo-one",
    "decide",
    "ask",
    "reply",
    "check-now",
    "retire",
    "import-apply",
    "import-cancel",
    "stop",
    "release",
    "agency-declare",
    "inbox-read",
    "inbox-choose",
}
OWN = {"inbox-read", "inbox-choose"}  # changes that concern nobody but the person
OFFICE = {
    "candidates",
    "candidate-list",
    "candidate",
    "together",
    "decisions",
    "imports",
    "import",
    "reports",
    "sources",
    "source",
    "round",
}


def names() -> list[str]:
    """The names of all address patterns, those of included files too."""

    def walk(patterns: list[URLPattern | URLResolver]) -> list[str]:
        found: list[str] = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns)
            else:
                assert pattern.name, f"an address without a name: {pattern}"
                found.append(pattern.name)
        return found

    return walk(get_resolver().url_patterns)


def address(name: str, agency: str) -> str:
    """The address under a name, for rows of one agency where it takes a row."""
    site = Site.objects.filter(agency__key=agency).exclude(state=SiteState.RETIRED).first()
    assert site is not None
    candidate = Site.objects.filter(state=SiteState.CANDIDATE).first()
    assert candidate is not None
    batch, _ = ImportBatch.objects.get_or_create(file_name="daftar.xlsx", kind="sites", content=b"")
    finding = Finding.objects.filter(site__agency__key=agency).first()
    visit = Visit.objects.filter(site=site).first()
    last = Round.objects.first()
    rows = {
        "candidate": candidate,
        "decide": candidate,
        "ask": candidate,
        "undo-one": Decision.objects.first(),
        "reply": Question.objects.first(),
        "finding": finding,
        "progress": visit,
        "round": last,
        "import": batch,
        "import-apply": batch,
        "import-cancel": batch,
    }
    if name == "sites-export":
        return reverse(name, args=["csv"])
    if name in ("agency", "agency-declare"):
        return reverse(name, args=[agency])
    if name == "together":
        return reverse(name, args=[candidate.pk]) + "?ikatan=root"
    if name == "source":
        return reverse(name, args=["ct"])
    if name == "check":
        return reverse(name, args=["HEADERS.HSTS"])
    if name.startswith("site-") or name in ("site", "check-now", "retire"):
        return reverse(name, args=[site.pk])
    if name in rows:
        row = rows[name]
        assert row is not None
        return reverse(name, args=[row.pk])
    return reverse(name)


def ask(client: Client, name: str, agency: str = "dinkes") -> int:
    """The status of the answer to a name's address."""
    url = address(name, agency)
    answer = client.post(url) if name in BY_POST else client.get(url)
    if answer.status_code == 302 and "/masuk/" in answer.headers["Location"]:
        return 401  # led to the sign-in
    return answer.status_code


ALL = names()
PRIVATE = [n for n in ALL if n not in OPEN_TO_ALL and not n.startswith("account_")]
READ = [n for n in PRIVATE if n not in BY_POST]
OF_AGENCY = [n for n in READ if n == "site" or n.startswith("site-")] + [
    "finding",
    "agency",
    "progress",
]


@pytest.mark.parametrize("name", PRIVATE)
def test_a_stranger_is_led_to_the_sign_in(name: str, seed: Seed) -> None:
    assert ask(Client(), name) == 401


@pytest.mark.parametrize("name", [n for n in ALL if n.startswith("account_")])
def test_no_account_page_lets_a_stranger_do_more_than_sign_in(name: str, seed: Seed) -> None:
    answer = Client().get(reverse(name))
    # Shown: the sign-in itself. Everything else leads away, to the sign-in or the front page.
    assert answer.status_code == (200 if name == "account_login" else 302)


@pytest.mark.parametrize("name", READ)
def test_an_officer_sees_every_page(name: str, signed_in: object) -> None:
    assert ask(signed_in("petugas"), name) == 200  # type: ignore[operator]


@pytest.mark.parametrize("name", OF_AGENCY)
def test_another_agencys_row_does_not_exist(name: str, signed_in: object) -> None:
    assert ask(signed_in("web.bkd"), name, "dinkes") == 404  # type: ignore[operator]


@pytest.mark.parametrize("name", OF_AGENCY)
def test_an_agencys_person_sees_its_own_rows(name: str, signed_in: object) -> None:
    assert ask(signed_in("web.dinkes"), name, "dinkes") == 200  # type: ignore[operator]


@pytest.mark.parametrize("name", sorted(OFFICE))
def test_the_offices_pages_do_not_exist_for_an_agency(name: str, signed_in: object) -> None:
    assert ask(signed_in("web.dinkes"), name) == 404  # type: ignore[operator]


@pytest.mark.parametrize("name", sorted(BY_POST - OPEN_TO_ALL - OWN))
@pytest.mark.parametrize("who", ["web.bkd", "kadis", "inspektur"])
def test_who_does_not_decide_changes_nothing(name: str, who: str, signed_in: object) -> None:
    allowed = 302 if name == "check-now" and who != "web.bkd" else (403, 404)
    status = ask(signed_in(who), name, "dinkes")  # type: ignore[operator]
    assert status == allowed or (isinstance(allowed, tuple) and status in allowed)


@pytest.mark.parametrize("name", sorted(BY_POST - OPEN_TO_ALL))
def test_changes_are_never_made_by_a_link(name: str, signed_in: object) -> None:
    answer = signed_in("petugas").get(address(name, "dinkes"))  # type: ignore[operator]
    assert answer.status_code == 405


LISTS = ["desk", "sites", "findings", "agencies"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_only_the_agencys_own_rows(name: str, signed_in: object) -> None:
    body = signed_in("web.bkd").get(reverse(name)).content.decode()  # type: ignore[operator]
    assert "bkd" in body.lower() or "Kepegawaian" in body
    for foreign in ("disdikbud.rembulanprov", "e-puskesmas", "Dinas Kesehatan", "dinkesrembulan"):
        assert foreign not in body


def test_search_finds_only_the_agencys_own_rows(signed_in: object) -> None:
    body = signed_in("web.bkd").get("/cari/?q=rembulan").content.decode()  # type: ignore[operator]
    assert "simpeg.rembulanprov.go.id" in body
    assert "dinkes" not in body


def test_an_export_holds_only_the_agencys_own_rows(signed_in: object) -> None:
    answer = signed_in("web.bkd").get("/situs/ekspor.csv")  # type: ignore[operator]
    text = b"".join(answer.streaming_content).decode()
    assert "simpeg.rembulanprov.go.id" in text
    assert "dinkes" not in text


def test_a_person_without_an_agency_sees_nothing(signed_in: object) -> None:
    client = signed_in("web.bkd")  # type: ignore[operator]
    Person.objects.get(username="web.bkd").agencies.clear()
    assert "simpeg" not in client.get("/situs/").content.decode()
    assert client.get("/").status_code == 200
