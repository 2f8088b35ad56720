"""Which words of links on our own pages are taken for names of applications."""

import pytest

from ronda.engine.artifacts import Link
from ronda.engine.attribute.appnames import MAX_NAMES, named_on
from ronda.engine.attribute.calledafter import called_after
from ronda.engine.checks.examples import page

ZONES = ("arunikaprov.go.id",)


def words(*links: tuple[str, str]) -> set[str]:
    shown = page("<p>Portal</p>", url="https://www.arunikaprov.go.id/")
    made = tuple(Link(url=url, text=text) for text, url in links)
    shown = type(shown)(
        **{f: getattr(shown, f) for f in shown.__struct_fields__ if f != "links"}, links=made
    )
    return {named.word for named in named_on(shown, ZONES)}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Tanya Kami", "tanyakami"),
        ("TanyaKami", "tanyakami"),
        ("Calendar of Events", "calendarofevents"),
        ("E-SPJ", "espj"),
        ("iBaca", "ibaca"),
        ("Sidesma", "sidesma"),
    ],
)
def test_what_a_portal_calls_another_site_of_the_zone_is_a_name(text: str, word: str) -> None:
    assert words((text, "https://opd.arunikaprov.go.id/")) == {word}


@pytest.mark.parametrize(
    "text",
    [
        "Selengkapnya",
        "Layanan Publik",
        "Kesehatan",
        "Website Resmi",
        "Data",
        "",
        "2026",
        "Jadwal lengkap pelayanan keliling bulan ini",
    ],
)
def test_everyday_words_and_sentences_are_no_names(text: str) -> None:
    assert words((text, "https://opd.arunikaprov.go.id/")) == set()


def test_elsewhere_only_what_is_written_as_an_application_is_a_name() -> None:
    assert words(("Tanya Kami", "https://x.example/"), ("E-KAPAL", "https://y.example/")) == {
        "ekapal"
    }


def test_links_within_the_page_s_own_site_name_its_pages() -> None:
    assert words(("Sambutan Kami", "https://www.arunikaprov.go.id/sambutan")) == set()


def test_what_leads_to_many_sites_is_no_name() -> None:
    many = [("Klik Dulu", f"https://opd{n}.arunikaprov.go.id/") for n in range(3)]
    assert words(*many) == set()


def test_a_page_of_thousands_of_links_names_few() -> None:
    many = [
        (f"Nama {chr(97 + n // 26)}{chr(97 + n % 26)}zqx", f"https://o{n}.arunikaprov.go.id/")
        for n in range(600)
    ]
    assert len(words(*many)) <= MAX_NAMES


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("eksporhubku.my.id", "eksporhub"),
        ("ekspor-hub.id", "eksporhub"),
        ("info-eksporhub.web.id", "eksporhub"),
        ("www.eksporhub.com", "eksporhub"),
        ("eksporhub25.my.id", "eksporhub"),
        ("eksporhubindah.com", None),  # a word of its own beside it: anybody's
        ("eksporhub.lain.com", None),  # a label below somebody's domain
        ("juara.id", None),  # so short a name may be anybody's
    ],
)
def test_a_domain_is_called_after_an_application_when_nothing_else_is_said(
    host: str, name: str | None
) -> None:
    assert called_after(host, {"eksporhub", "juara"}) == name
