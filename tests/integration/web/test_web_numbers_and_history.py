"""The desk's numbers lead to their rows; changes say who made them, and are told once."""

from collections.abc import Callable

from django.test import Client
from support.seed import Seed

from ronda.accounts.models import Person
from ronda.patrol.numbers import numbers
from ronda.register.models import Agency, AgencyName, NameKind, Site
from ronda.web import changes, selectors

SignIn = Callable[[str], Client]


def test_the_first_steps_go_away_when_done(signed_in: SignIn) -> None:
    assert "Langkah pertama" not in signed_in("petugas").get("/").content.decode()


def test_the_last_day_of_a_trend_is_the_number_itself(seed: Seed) -> None:
    found = numbers(seed.people["petugas"], now=seed.now)
    for one in (found.known, found.off_zone, found.undecided, found.open_findings):
        assert one.days[-1] == one.now
        assert min(day for day in one.days if day is not None) >= 0


def test_each_number_leads_to_as_many_rows(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    tiles = client.get("/").context["six"]
    for tile in tiles[:5]:
        assert client.get(tile.url).context["page"].total == tile.value, tile.label


def test_a_line_is_drawn_only_when_there_is_something_to_see() -> None:
    from ronda.patrol.numbers import Number

    assert selectors.line(Number(3, (3, 3, 3))) == ""
    assert selectors.line(Number(3, (None, None, 3))) == ""
    assert selectors.line(Number(4, (0, 2, 4))) == "0.0,19.0 50.0,10.0 100.0,1.0"


def rename(agency: Agency, who: Person) -> None:
    agency.name = "Dinas Kesehatan dan Keluarga Berencana"
    agency._history_user = who  # type: ignore[attr-defined]
    agency._change_reason = "Perda 4/2026"  # type: ignore[attr-defined]
    agency.save()


def test_the_agencys_page_says_who_changed_what_and_why(signed_in: SignIn, seed: Seed) -> None:
    rename(seed.agencies["dinkes"], seed.people["petugas"])
    for who in ("petugas", "web.dinkes"):
        body = signed_in(who).get("/opd/dinkes/").content.decode()
        assert "<del>Dinas Kesehatan</del> → Dinas Kesehatan dan Keluarga Berencana" in body
        assert "Perda 4/2026" in body
    newest = changes.of(seed.agencies["dinkes"])[0]
    assert newest.who == "petugas"


def test_a_removed_name_stays_in_the_history(seed: Seed) -> None:
    agency = seed.agencies["bkd"]
    AgencyName.objects.get(agency=agency, kind=NameKind.FORMER).delete()
    newest = changes.of(agency)[0]
    assert newest.kind == "deleted"
    assert "Badan Kepegawaian dan Diklat Daerah" in newest.words


def test_the_sites_history_tells_a_change_in_the_readers_language(
    signed_in: SignIn, seed: Seed
) -> None:
    site = Site.objects.get(host="ppid.rembulanprov.go.id")
    site.schedule = "hot"
    site._history_user = seed.people["petugas"]  # type: ignore[attr-defined]
    site.save()
    client = signed_in("petugas")
    assert "Harian → Setiap 6 jam" in client.get(f"/situs/{site.pk}/riwayat/").content.decode()
    client.post("/bahasa/", {"language": "en"})
    body = client.get(f"/situs/{site.pk}/riwayat/").content.decode()
    assert "Daily → Every 6 hours" in body


def test_a_decision_is_told_once(signed_in: SignIn, seed: Seed) -> None:
    site = Site.objects.get(host="uptd-perikanan-rembulan.or.id")
    client = signed_in("petugas")
    client.post(f"/calon/{site.pk}/putuskan/", {"action": "confirm"})
    moments = client.get(f"/situs/{site.pk}/riwayat/").context["moments"]
    assert [m.kind for m in moments].count("decision") == 1
    assert not [m for m in moments if m.kind == "register" and "→" in m.words]


def test_the_import_preview_speaks_the_readers_words(signed_in: SignIn, seed: Seed) -> None:
    seed.make_imports()
    from ronda.register.models import ImportBatch

    batch = ImportBatch.objects.get(file_name="situs-galat.csv")
    body = signed_in("petugas").get(f"/impor/{batch.pk}/").content.decode()
    assert "Hubungan:</span> Resmi" in body
    assert "no dot in" not in body
