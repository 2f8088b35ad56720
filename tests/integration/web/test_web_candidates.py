"""Deciding candidates on the screen: answers, the next card, undo, and what hinders them."""

from collections.abc import Callable

import pytest
from django.test import Client
from support.seed import Seed

from ronda.discovery.models import Decision
from ronda.register.models import Site, SiteState

SignIn = Callable[[str], Client]
CARD = {"X-Ronda-Card": "1"}


@pytest.fixture
def candidate(seed: Seed) -> Site:
    return Site.objects.get(host="uptd-perikanan-rembulan.or.id")


def test_the_card_says_the_proposal_and_its_reasons(signed_in: SignIn, candidate: Site) -> None:
    body = signed_in("petugas").get(f"/calon/{candidate.pk}/").content.decode()
    assert "Kemungkinan 94%: situs tidak resmi milik Dinas Kelautan dan Perikanan" in body
    assert "Judul halaman menyebut nama perangkat daerah." in body
    assert "Melemahkan:" in body


def test_the_next_cards_are_there_before_they_are_needed(signed_in: SignIn, seed: Seed) -> None:
    answer = signed_in("petugas").get("/calon/")
    assert len(answer.context["cards"]) == 3
    assert answer.content.decode().count('<article class="card" data-site=') == 3


def test_yes_registers_the_site_as_proposed(signed_in: SignIn, candidate: Site) -> None:
    signed_in("petugas").post(f"/calon/{candidate.pk}/putuskan/", {"action": "confirm"})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.relation) == (SiteState.REGISTERED, "unofficial")
    assert candidate.agency
    assert candidate.agency.key == "dkp"


def test_another_owner_can_be_chosen(signed_in: SignIn, candidate: Site) -> None:
    answer = {"action": "correct", "relation": "unofficial", "agency": "ketapang"}
    signed_in("petugas").post(f"/calon/{candidate.pk}/putuskan/", answer)
    candidate.refresh_from_db()
    assert candidate.agency
    assert candidate.agency.key == "ketapang"


def test_the_script_gets_only_cards_that_it_lacks(signed_in: SignIn, candidate: Site) -> None:
    client = signed_in("petugas")
    here = [card.site.pk for card in client.get("/calon/").context["cards"]]
    answer = client.post(
        f"/calon/{here[0]}/putuskan/",
        {"action": "reject", "ada": ",".join(map(str, here))},
        headers=CARD,
    )
    fresh = {card.site.pk for card in answer.context["cards"]}
    assert fresh
    assert not fresh & set(here)
    assert "antrean-hitung" in answer.content.decode()


def test_undo_brings_the_card_back(signed_in: SignIn, candidate: Site) -> None:
    client = signed_in("petugas")
    client.post(f"/calon/{candidate.pk}/putuskan/", {"action": "impersonation"})
    answer = client.post("/calon/urungkan/")
    candidate.refresh_from_db()
    assert candidate.state == SiteState.CANDIDATE
    assert answer.headers["Location"] == f"/calon/{candidate.pk}/"


def test_what_somebody_else_decided_is_not_decided_again(
    signed_in: SignIn, candidate: Site
) -> None:
    signed_in("csirt").post(f"/calon/{candidate.pk}/putuskan/", {"action": "confirm"})
    late = signed_in("petugas").post(
        f"/calon/{candidate.pk}/putuskan/", {"action": "reject"}, headers=CARD
    )
    assert late.status_code == 409
    assert "csirt sudah memutuskan situs ini" in late.content.decode()
    assert Decision.objects.filter(site=candidate).count() == 1


@pytest.mark.parametrize("action", ["", "hapus", "correct"])
def test_an_answer_that_says_too_little_changes_nothing(
    action: str, signed_in: SignIn, candidate: Site
) -> None:
    answer = signed_in("petugas").post(
        f"/calon/{candidate.pk}/putuskan/", {"action": action}, headers=CARD
    )
    assert answer.status_code == 409
    assert not Decision.objects.filter(site=candidate).exists()


def test_a_skipped_card_goes_to_the_end(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    first = client.get("/calon/").context["cards"][0].site
    client.post(f"/calon/{first.pk}/putuskan/", {"action": "skip"})
    assert client.get("/calon/").context["cards"][0].site != first
    rows = client.get("/calon/daftar/").context["page"].rows
    assert first.pk in {row.pk for row in rows}


def test_a_leader_looks_but_has_no_buttons(signed_in: SignIn, candidate: Site) -> None:
    body = signed_in("kadis").get(f"/calon/{candidate.pk}/").content.decode()
    assert 'data-key="y"' not in body
    assert "Petugas atau tim keamanan yang memutuskan" in body


@pytest.fixture
def unassigned(seed: Seed) -> Site:
    return Site.objects.get(host="arsip.rembulanprov.go.id")


def test_an_official_site_asks_only_for_its_agency(signed_in: SignIn, unassigned: Site) -> None:
    body = signed_in("petugas").get(f"/calon/{unassigned.pk}/").content.decode()
    card = body.split('<article class="card"')[1].split("</article>")[0]
    assert "Situs resmi ini milik siapa?" in body
    assert "Pilih perangkat daerah" in card
    assert 'data-key="y"' not in card  # nothing is proposed that could be right
    assert 'data-key="t"' not in card
    assert 'class="button main" data-key="g"' in card


def test_an_official_site_gets_its_agency(signed_in: SignIn, unassigned: Site) -> None:
    answer = {"action": "correct", "relation": "official", "agency": "bpbd"}
    signed_in("petugas").post(f"/calon/{unassigned.pk}/putuskan/", answer)
    unassigned.refresh_from_db()
    assert unassigned.agency
    assert (unassigned.relation, unassigned.agency.key) == ("official", "bpbd")


def test_an_official_site_may_belong_to_no_single_agency(
    signed_in: SignIn, unassigned: Site
) -> None:
    client = signed_in("petugas")
    answer = {"action": "correct", "relation": "official", "agency": ""}
    forgot = client.post(f"/calon/{unassigned.pk}/putuskan/", answer, headers=CARD)
    assert forgot.status_code == 409
    client.post(f"/calon/{unassigned.pk}/putuskan/", answer | {"agency": "-"})
    unassigned.refresh_from_db()
    assert unassigned.confirmed_at
    assert unassigned.agency is None


def test_the_two_questions_are_counted_apart(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    waiting = client.get("/calon/").context["waiting"]
    assert (waiting.candidates, waiting.unassigned) == (8, 1)
    body = client.get("/").content.decode()
    assert "8 calon situs menunggu pemilik" in body
    assert "1 situs resmi belum punya perangkat daerah" in body
    listed = client.get("/calon/daftar/?soal=opd").context["page"].rows
    assert [row.host for row in listed] == ["arsip.rembulanprov.go.id"]


def test_the_card_shows_what_the_patrol_saw(signed_in: SignIn, unassigned: Site) -> None:
    body = signed_in("petugas").get(f"/calon/{unassigned.pk}/").content.decode()
    assert "Layanan tatap muka buka Senin sampai Jumat" in body


def test_before_the_first_visit_only_the_title_is_known(signed_in: SignIn, candidate: Site) -> None:
    body = signed_in("petugas").get(f"/calon/{candidate.pk}/").content.decode()
    assert "Halaman ini belum dikunjungi ronda" in body


def test_a_page_that_could_not_be_read_says_why(
    signed_in: SignIn, seed: Seed, candidate: Site
) -> None:
    seed.observations(candidate, dead=True, gambling=False)
    body = signed_in("petugas").get(f"/calon/{candidate.pk}/").content.decode()
    assert "situs tidak menjawab sampai batas waktu" in body


def test_a_site_outside_the_zones_cannot_be_called_official(
    signed_in: SignIn, candidate: Site
) -> None:
    body = signed_in("petugas").get(f"/calon/{candidate.pk}/").content.decode()
    card = body.split('<article class="card"')[1].split("</article>")[0]
    assert 'value="official"' not in card
    assert 'value="unofficial" checked' in card
