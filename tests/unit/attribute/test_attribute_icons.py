"""What an icon says that known sites have too, alone and together with the rest."""

import msgspec
import pytest
from arunika import AT, GAZETTEER, page

from ronda.engine.artifacts import Form, IconArtifact
from ronda.engine.attribute.contract import (
    CandidateFacts,
    Gazetteer,
    KnownLook,
    LookBook,
    Relation,
)
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.from_icons import own_icon
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.model import attribute

OWN, EMBLEM = "1f" * 12, "2e" * 12
OFFICES = ("dinkes", "dikbud", "dishub", "kominfo")
FORM = Form("https://bantuan-warga.com/kirim", "post", (("nik", "text"), ("kode_otp", "text")))


def official(agency: str, icon: str, relation: str = "", at: str = "") -> KnownLook:
    host = at or f"{agency}.arunikaprov.go.id"
    return KnownLook(f"https://{host}/", relation, agency, icon=icon)


def knowing(*looks: KnownLook) -> Gazetteer:
    return msgspec.structs.replace(GAZETTEER, looks=LookBook(looks))


def found(url: str, icon: str, known: Gazetteer, **more: object) -> list[Evidence]:
    shown = page(url, "Layanan", "Selamat datang di layanan kami.", **more)  # type: ignore[arg-type]
    return gather(CandidateFacts(url, pages=(shown,), icon=icon), known)


def icons(url: str, icon: str, known: Gazetteer, **more: object) -> set[tuple[str, str]]:
    return {
        (e.kind, e.agency)
        for e in found(url, icon, known, **more)
        if "icon" in e.kind or e.agency_kind == "icon_of"
    }


MANY = knowing(*(official(key, EMBLEM) for key in OFFICES), official("dinkes", OWN))


def test_an_offices_own_icon_names_it() -> None:
    assert icons("https://simpus.web.id/", OWN, MANY) == {("same_icon", "dinkes")}


def test_an_icon_on_many_offices_sites_is_the_governments_and_names_none() -> None:
    assert icons("https://simpus.web.id/", EMBLEM, MANY) == {("government_icon", "")}


def test_another_icon_or_none_says_nothing() -> None:
    assert icons("https://simpus.web.id/", "3d" * 12, MANY) == set()
    assert icons("https://simpus.web.id/", "", MANY) == set()


def test_a_site_is_not_compared_with_itself() -> None:
    assert icons("https://www.dinkes.arunikaprov.go.id/", OWN, MANY) == set()


def test_inside_the_zone_an_offices_icon_tells_only_the_office() -> None:
    assert icons("https://simpus.arunikaprov.go.id/", OWN, MANY) == {("", "dinkes")}
    assert icons("https://simpus.arunikaprov.go.id/", EMBLEM, MANY) == set()


def test_what_a_stranger_shows_too_is_anybodys() -> None:
    stranger = KnownLook("https://toko.example/", "third_party", icon=OWN)
    known = knowing(official("dinkes", OWN), stranger)
    assert icons("https://simpus.web.id/", OWN, known) == set()


def test_sites_on_one_blog_host_show_that_hosts_icon() -> None:
    blog = official("dinkes", OWN, "unofficial", "dinkes-arunika.blogspot.com")
    assert icons("https://toko-obat.blogspot.com/", OWN, knowing(blog)) == set()
    assert icons("https://simpus.web.id/", OWN, knowing(blog)) == {("same_icon", "dinkes")}


def test_an_icon_whose_holders_nobody_has_settled_names_no_office() -> None:
    one = knowing(official("", OWN, at="a.arunikaprov.go.id"))
    assert icons("https://simpus.web.id/", OWN, one) == {("same_icon", "")}
    many = [official("", EMBLEM, at=f"{n}.arunikaprov.go.id") for n in "abcde"]
    known = knowing(official("dinkes", EMBLEM), *many)
    assert icons("https://simpus.web.id/", EMBLEM, known) == {("government_icon", "")}


@pytest.mark.parametrize(
    "path",
    [
        "/wp-includes/images/w-logo-blue-white-bg.png",
        "/situs/core/misc/favicon.ico",
        "/templates/protostar/favicon.ico",
        "/media/templates/site/cassiopeia/images/joomla-favicon.svg",
        "/base/images/ckan.ico",
        "/theme/image.php/boost/theme/1690000000/favicon",
    ],
)
def test_what_a_program_brings_along_is_nobodys_own(path: str) -> None:
    assert own_icon(IconArtifact(AT, f"https://dinkes.arunikaprov.go.id{path}", "png", OWN)) == ""


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/wp-content/uploads/logo.png", "/templates/dinkes/favicon.ico"]
)
def test_an_icon_elsewhere_is_a_sites_own(path: str) -> None:
    assert own_icon(IconArtifact(AT, f"https://dinkes.arunikaprov.go.id{path}", "png", OWN)) == OWN


def test_an_icon_alone_makes_no_site_an_offices() -> None:
    url = "https://simpus.web.id/"
    shown = page(url, "Layanan", "Selamat datang di layanan kami.")
    for icon in (OWN, EMBLEM):
        said = attribute(CandidateFacts(url, pages=(shown,), icon=icon), MANY)
        assert said.relation is not Relation.UNOFFICIAL


def test_an_offices_icon_beside_what_no_office_asks_is_borrowed() -> None:
    told = icons("https://bantuan-warga.com/", OWN, MANY, forms=(FORM,))
    assert told == {("same_icon", "dinkes"), ("borrowed_icon", "")}


def test_an_offices_icon_under_a_name_made_like_the_zone_is_borrowed() -> None:
    assert ("borrowed_icon", "") in icons("https://arunikaprov-go.id/", EMBLEM, MANY)


def test_a_site_that_an_office_links_has_borrowed_nothing() -> None:
    url = "https://bantuan-warga.com/"
    shown = page(url, "Layanan", "Selamat datang.", forms=(FORM,))
    linked = (("https://dinkes.arunikaprov.go.id/", "Bantuan"),)
    facts = CandidateFacts(url, pages=(shown,), icon=OWN, linked_from=linked)
    assert "borrowed_icon" not in {e.kind for e in gather(facts, MANY)}
