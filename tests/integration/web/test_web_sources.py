"""The sources: what each gave at a glance, and one with its funnel, sites and weak signs."""

from collections.abc import Callable

from django.test import Client
from support.seed import Seed

SignIn = Callable[[str], Client]


def body_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().replace("<wbr>", "").split())


def test_sources_that_never_ran_stand_apart_with_their_command(
    signed_in: SignIn, seed: Seed
) -> None:
    answer = signed_in("petugas").get("/sumber/")
    ran = {one["meta"].id for one in answer.context["ran"]}
    resting = {one["meta"].id for one in answer.context["resting"]}
    assert {"zone", "ct", "links"} <= ran
    assert "lookalikes" in resting
    assert "ronda discover --source lookalikes" in answer.content.decode()


def test_what_could_not_be_read_is_said_first(signed_in: SignIn, seed: Seed) -> None:
    body = body_of(signed_in("petugas"), "/sumber/")
    assert body.index("tidak menjawab; periksa alamatnya") < body.index("<table")


def test_a_source_shows_its_funnel_what_it_saw_and_its_weak_signs(
    signed_in: SignIn, seed: Seed
) -> None:
    body = body_of(signed_in("petugas"), "/sumber/ct/")
    assert "18.240" in body
    assert "dinaspendidikanrembulan.id" in body
    assert "tanda-lemah-0.contoh.example" in body
    assert "Menunggu dilihat" in body


def test_weak_signs_are_narrowed_by_their_outcome(signed_in: SignIn, seed: Seed) -> None:
    page = signed_in("petugas").get("/sumber/ct/?keadaan=others").context["page"]
    assert {lead.state for lead in page.rows} == {"others"}
    assert page.total == 2


def test_there_is_no_page_of_an_unknown_source_or_for_an_agency(
    signed_in: SignIn, seed: Seed
) -> None:
    assert signed_in("petugas").get("/sumber/antah/").status_code == 404
    assert signed_in("web.dinkes").get("/sumber/ct/").status_code == 404
