"""The screen of deciding: filters, questions, several alike, any answer taken back, its cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from support.seed import Seed

from ronda.accounts.models import Person
from ronda.discovery.models import Decision, Proposal, Question
from ronda.register.models import Site, SiteState

SignIn = Callable[[str], Client]
CARD = {"X-Ronda-Card": "1"}


@pytest.fixture
def candidate(seed: Seed) -> Site:
    return Site.objects.get(host="dinaspendidikanrembulan.id")


def body_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_card_shows_the_page_its_contacts_and_what_it_asks_for(
    signed_in: SignIn, candidate: Site
) -> None:
    body = body_of(signed_in("petugas"), f"/calon/{candidate.pk}/")
    assert "Pelayanan tatap muka" in body
    assert "halo@contoh.example" in body
    assert "Ada formulir yang meminta kata sandi" in body
    assert "Akibat jawaban Anda" in body


def test_who_poses_as_ours_comes_first_but_for_what_colleagues_ask(
    signed_in: SignIn, seed: Seed
) -> None:
    cards = signed_in("petugas").get("/calon/").context["cards"]
    assert [card.site.host for card in cards][:2] == [
        "demo-simpeg.vendorsatu.co.id",
        "pmb-rembulanprov.com",
    ]
    assert "csirt bertanya kepada Anda" in body_of(signed_in("petugas"), "/calon/")


def test_the_queue_stays_within_its_filter(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    cards = client.get("/calon/?usul=third_party").context["cards"]
    assert {card.site.proposal.relation for card in cards} == {"third_party"}
    answer = client.post(
        f"/calon/{cards[0].site.pk}/putuskan/",
        {"action": "reject", "saring": "usul=third_party&lain=x"},
    )
    assert answer.headers["Location"] == "/calon/?usul=third_party"
    assert len(client.get("/calon/?usul=third_party").context["cards"]) == len(cards) - 1
    assert "Tidak ada yang cocok" in body_of(client, "/calon/?q=tidakada")


def test_progress_counts_what_was_decided_today(signed_in: SignIn, candidate: Site) -> None:
    client = signed_in("petugas")
    client.post(f"/calon/{candidate.pk}/putuskan/", {"action": "confirm"})
    assert "<strong>1 dari 9</strong> diputuskan hari ini" in body_of(client, "/calon/")


def test_the_record_of_proposals_is_told_by_relation(signed_in: SignIn, seed: Seed) -> None:
    track = signed_in("petugas").get("/calon/").context["track"]
    assert (track.overall.right, track.overall.answered) == (10, 11)
    assert sum(row.answered for row in track.relations) == 11


@pytest.mark.parametrize(
    ("words", "key"),
    [("ketap", "ketapang"), ("dinas keta", "ketapang"), ("DKP", "dkp"), ("bpbd", "bpbd")],
)
def test_a_few_letters_name_an_agency(
    words: str, key: str, signed_in: SignIn, candidate: Site
) -> None:
    answer = {"action": "correct", "relation": "unofficial", "agency": words}
    signed_in("petugas").post(f"/calon/{candidate.pk}/putuskan/", answer)
    candidate.refresh_from_db()
    assert candidate.agency
    assert candidate.agency.key == key


@pytest.mark.parametrize(
    ("words", "said"),
    [("dinas", "Tulis namanya lebih lengkap"), ("dinas pajak", "Tidak ada perangkat daerah")],
)
def test_letters_that_fit_none_or_several_change_nothing(
    words: str, said: str, signed_in: SignIn, candidate: Site
) -> None:
    answer = {"action": "correct", "relation": "unofficial", "agency": words}
    told = signed_in("petugas").post(f"/calon/{candidate.pk}/putuskan/", answer, headers=CARD)
    assert told.status_code == 409
    assert said in told.content.decode()
    assert not Decision.objects.filter(site=candidate).exists()


def test_who_is_late_gets_the_next_card_with_the_news(signed_in: SignIn, candidate: Site) -> None:
    signed_in("csirt").post(f"/calon/{candidate.pk}/putuskan/", {"action": "reject"})
    late = signed_in("petugas").post(
        f"/calon/{candidate.pk}/putuskan/", {"action": "confirm", "ada": ""}, headers=CARD
    )
    assert late.headers["X-Ronda-Gone"] == "1"
    assert "csirt sudah memutuskan situs ini, baru saja: Bukan milik kami" in late.content.decode()
    assert late.context["cards"]


def test_a_question_is_asked_answered_and_read(signed_in: SignIn, candidate: Site) -> None:
    officer, security = signed_in("petugas"), signed_in("csirt")
    who = Person.objects.get(username="csirt")
    asked = {"colleague": str(who.pk), "note": "Masih <b>aktif</b>?"}
    officer.post(f"/calon/{candidate.pk}/tanya/", asked)
    assert "Masih &lt;b&gt;aktif&lt;/b&gt;?" in body_of(security, "/calon/")
    assert [r.pk for r in security.get("/calon/daftar/?soal=tanya").context["page"].rows] == [
        candidate.pk
    ]
    question = Question.objects.get(site=candidate)
    security.post(f"/calon/pertanyaan/{question.pk}/", {"words": "Ya, milik Disdikbud."})
    assert "csirt menjawab:" in body_of(officer, f"/calon/{candidate.pk}/")
    assert officer.get("/calon/").context["cards"][0].question


def test_strangers_to_a_question_cannot_answer_it(signed_in: SignIn, seed: Seed) -> None:
    question = Question.objects.get()
    assert (
        signed_in("inspektur").post(f"/calon/pertanyaan/{question.pk}/", {"words": "x"}).status_code
        == 403
    )
    assert (
        signed_in("web.dinkes")
        .post(f"/calon/pertanyaan/{question.pk}/", {"words": "x"})
        .status_code
        == 403
    )


def test_several_alike_are_shown_before_one_answer_goes_to_them(
    signed_in: SignIn, candidate: Site
) -> None:
    client = signed_in("petugas")
    first = Site.objects.get(url="https://uptd-perikanan-rembulan.or.id/")
    path = f"/calon/{first.pk}/serupa/?ikatan=server"
    shown = client.get(path)
    keys = [site.pk for site in shown.context["sites"]]
    assert len(keys) == 3
    assert "3 situs untuk diputuskan sekaligus" in shown.content.decode()
    client.post(path, {"situs": [str(k) for k in keys[:2]], "action": "impersonation"})
    states = dict(Site.objects.filter(pk__in=keys).values_list("pk", "relation"))
    assert [states[k] for k in keys] == ["impersonation", "impersonation", "undecided"]
    client.post("/calon/urungkan/")
    assert set(Site.objects.filter(pk__in=keys).values_list("state", flat=True)) == {"candidate"}


def test_of_several_what_cannot_be_confirmed_is_named(signed_in: SignIn, seed: Seed) -> None:
    first = Site.objects.get(url="https://uptd-perikanan-rembulan.or.id/")
    Proposal.objects.filter(server="198.18.7.7").exclude(site=first).update(
        relation="undecided", agency=None
    )
    client = signed_in("petugas")
    path = f"/calon/{first.pk}/serupa/?ikatan=server"
    keys = [str(site.pk) for site in client.get(path).context["sites"]]
    body = client.post(path, {"situs": keys, "action": "confirm"}, follow=True).content.decode()
    assert "1 situs diputuskan" in body
    assert body.count("tetap menunggu:") == 2


@pytest.mark.parametrize("query", ["", "?ikatan=holder", "?ikatan=x"])
def test_without_a_tie_there_is_nothing_to_decide_together(
    query: str, signed_in: SignIn, candidate: Site
) -> None:
    assert signed_in("petugas").get(f"/calon/{candidate.pk}/serupa/{query}").status_code == 404


def test_any_decision_of_the_list_is_taken_back(signed_in: SignIn, candidate: Site) -> None:
    signed_in("csirt").post(f"/calon/{candidate.pk}/putuskan/", {"action": "reject"})
    decision = Decision.objects.get(site=candidate)
    client = signed_in("petugas")
    assert "dinaspendidikanrembulan.id" in body_of(client, "/calon/putusan/")
    assert "dinaspendidikanrembulan.id" not in body_of(client, "/calon/putusan/?siapa=saya")
    client.post(f"/calon/putusan/{decision.pk}/urungkan/")
    candidate.refresh_from_db()
    assert candidate.state == SiteState.CANDIDATE
    assert "diurungkan: petugas" in " ".join(body_of(client, "/calon/putusan/").split())


def test_a_leader_reads_decisions_and_takes_none_back(signed_in: SignIn, seed: Seed) -> None:
    decision = Decision.objects.first()
    assert decision
    client = signed_in("kadis")
    assert "/urungkan/" not in body_of(client, "/calon/putusan/")
    assert client.post(f"/calon/putusan/{decision.pk}/urungkan/").status_code == 403
    assert signed_in("web.dinkes").get("/calon/putusan/").status_code == 404


def test_thousands_of_candidates_cost_no_more_queries(
    signed_in: SignIn, seed: Seed, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    made = Site.objects.bulk_create(
        Site(url=f"https://calon-{n}.contoh.example/", host=f"calon-{n}.contoh.example")
        for n in range(2_000)
    )
    Proposal.objects.bulk_create(
        Proposal(
            site=site, relation="unofficial", agency=seed.agencies["dkp"], probability=0.9,
            model="uji", made_at=seed.now, root="contoh.example", server="198.18.9.9",
        )
        for site in made
    )  # fmt: skip
    client = signed_in("petugas")
    for path, most in (("/calon/", 30), ("/calon/daftar/", 20), ("/calon/putusan/", 12)):
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            assert client.get(path).status_code == 200


def test_an_answer_costs_a_bounded_number_of_queries(
    signed_in: SignIn, candidate: Site, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = signed_in("petugas")
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        answer = client.post(
            f"/calon/{candidate.pk}/putuskan/",
            {"action": "confirm", "ada": str(candidate.pk), "sisa": "2"},
            headers=CARD,
        )
    assert len(answer.context["cards"]) == 2
