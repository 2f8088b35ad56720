"""Links to strangers are told by how they are placed, whatever they say; honest pages stay quiet."""

import pytest

from ronda.engine.artifacts import Artifact, Observation, PageArtifact, View
from ronda.engine.checks.contract import Case, Outcome
from ronda.engine.checks.examples import URL, http
from ronda.engine.checks.registry import get
from ronda.engine.collect.page import parse_page
from ronda.engine.content.subjects import subject_of
from ronda.engine.content.veiled import veiled_anchors, veiled_anyhow
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

SITE = Case("", {}, Outcome.PASS).site
AT = Case("", {}, Outcome.PASS).at
MENU = "".join(
    f"<a href='/{name}'>{name}</a> " for name in ("profil", "berita", "layanan", "ppid", "kontak")
)


def office(more: str = "", head: str = "<title>Dinas Contoh</title>") -> str:
    news = (
        "Pelayanan keliling berjalan lancar di semua kecamatan; jadwal posyandu bulan depan diumumkan kepala puskesmas, sedangkan pendaftaran pelatihan kader kesehatan ibu dan anak dibuka sampai akhir pekan di kantor dinas lantai dua dengan membawa kartu keluarga. "
        * 4
    )
    return f"<!doctype html><html><head>{head}</head><body><nav>{MENU}</nav><h1>Dinas Contoh</h1><p>{news}</p>{more}</body></html>"


def outcomes(visitor: str, robot: str = "", inner: str = "") -> tuple[Outcome, Outcome]:
    """What the rules for gambling and for other wares say of a visit."""
    found: dict[str, Artifact] = {}
    views: tuple[tuple[View, str], ...] = (
        ("visitor", visitor),
        ("robot", robot or visitor),
        ("phone", visitor),
    )
    for view, body in views:
        found[f"http:{view}"] = answer = http(body, view=view)
        page = parse_page(answer, Limits())
        assert isinstance(page, PageArtifact)
        found[f"page:{view}"] = page
    if inner:
        found["inner:/berita/9"] = answer = http(inner, url=f"{URL}berita/9")
        found["page:/berita/9"] = parse_page(answer, Limits())
    seen = Observation(SITE, AT, AT, found)
    gambling, spam = (judge(get(f"CONTENT.{name}"), seen) for name in ("GAMBLING", "SPAM"))
    return gambling.outcome, spam.outcome


def links(*pairs: tuple[str, str]) -> str:
    return " ".join(f"<a href='https://{host}/'>{text}</a>" for host, text in pairs)


BLOCK = links(
    ("zorvaki.example", "vlimpa harian zun"),
    ("mektolu.example", "trobi kala wisnu"),
    ("zorvaki.example", "prasto mulia jingga"),
    ("mektolu.example", "okani brelu serta"),
)


@pytest.mark.parametrize(
    "style", ["display:none", "position:absolute;left:-9000px", "font-size:0", "opacity:0"]
)
def test_hidden_phrases_for_strangers_are_found_without_a_known_word(style: str) -> None:
    assert outcomes(office(f"<div style='{style}'>{BLOCK}</div>"))[0] is Outcome.FAIL


def test_a_page_of_a_strangers_phrases_for_robots_alone_is_found() -> None:
    there = f"<title>Zorvaki vlimpa</title><h1>Zorvaki</h1><p>{'Vlimpa zun harian trobi. ' * 20}</p>{BLOCK}"
    assert outcomes(office(), robot=there)[0] is Outcome.FAIL


def test_a_page_among_the_news_all_of_whose_links_lead_to_strangers_is_found() -> None:
    assert (
        outcomes(office(), inner=f"<title>Vlimpa zun</title><p>Trobi.</p>{BLOCK}")[0]
        is Outcome.FAIL
    )


def test_comments_that_praise_strangers_are_found() -> None:
    told = "".join(
        f"<li class=comment><p>Mantap, coba <a href='https://zorvaki.example/' rel='ugc'>{text}</a></p></li>"
        for text in ("vlimpa harian zun", "trobi kala wisnu", "prasto mulia jingga")
    )
    assert outcomes(office(f"<ol id=comments>{told}</ol>"))[0] is Outcome.FAIL


def test_a_strangers_home_under_a_title_that_the_page_does_not_speak_of_is_found() -> None:
    head = "<title>Zorvaki vlimpa trobi mulia</title><link rel=canonical href='https://zorvaki.example/'>"
    assert outcomes(office(head=head))[0] is Outcome.FAIL


HOME = (
    "<title>{}</title><meta name=description content='{}'><link rel=canonical href='https://{}/'>"
)


@pytest.mark.parametrize(
    ("title", "said", "home", "outcome"),
    [
        ("Dinas Contoh", "Dinas Contoh, 老虎机 真人娱乐, tài xỉu", "zorvaki.example", Outcome.FAIL),
        ("Dinas Contoh", "Situs Dinas Contoh", "zorvaki.cfd", Outcome.FAIL),
        ("Dinas Contoh", "Situs Dinas Contoh", "zorvaki.site", Outcome.PASS),
        ("Dinas Contoh", "Dinas Contoh, 老虎机 真人娱乐", "dinas.contohprov.go.id", Outcome.PASS),
    ],
)
def test_how_odd_a_home_is_that_a_page_names(
    title: str, said: str, home: str, outcome: Outcome
) -> None:
    assert outcomes(office(head=HOME.format(title, said, home)))[0] is outcome


def test_what_is_sold_is_told_by_single_words() -> None:
    block = links(
        ("zorvaki.example", "potenzmittel tabletten"),
        ("mektolu.example", "100 mg kapsul"),
        ("zorvaki.example", "rezeptfrei bestellen"),
    )
    page = office(f"<div style='left:-9000px;position:absolute'>{block}</div>")
    assert outcomes(page) == (Outcome.PASS, Outcome.FAIL)


HONEST = {
    "a hidden menu for phones that names partners": "<div style='display:none'>"
    + links(("lestari-alam.example", "Lestari Alam"), ("kawanusaha.example", "Kawan Usaha"), ("griyadata.example", "Griya Data"))
    + "</div>",
    "a theme's credit": "<footer>Theme by <a href='https://zorvaki.example/'>Zorvaki Themes</a>, "
    "<a href='https://wordpress.org/'>powered by WordPress</a></footer>",
    "an application on a vendor's host": links(
        ("antreanku.example", "Daftar poli umum"), ("antreanku.example", "Cek nomor antrean"), ("antreanku.example", "Jadwal dokter jaga")
    ),
    "a list of newspapers in a closed tab": "<div style='display:none'>"
    + links(("detik.com", "kabar terkini nasional"), ("kompas.com", "berita pagi ini"), ("tempo.co", "laporan utama pekan"))
    + "</div>",
    "commenters with sites of their own": "<ol id=comments>"
    + "".join(f"<li><cite><a href='https://{h}.example/'>{w}</a></cite> Terima kasih.</li>" for h, w in (("rinamarlina", "Rina Marlina"), ("budisantoso", "Budi Santoso"), ("catatanjaya", "Jaya")))
    + "</ol>",
    "one link for readers of screens": "<a style='position:absolute;left:-9000px' href='#isi'>Langsung ke isi</a>",
    "a canonical address left over from a copy": "<p><link rel=canonical href='https://zorvaki.example/'></p>",
    "a copy for the mirror": links(("cermin-arsip.example", "Cermin arsip"), ("cermin-arsip.example", "Arsip lama")),
}  # fmt: skip


@pytest.mark.parametrize("more", HONEST.values(), ids=HONEST)
def test_honest_links_are_quiet(more: str) -> None:
    assert outcomes(office(more)) == (Outcome.PASS, Outcome.PASS)


@pytest.mark.parametrize(
    "text", ["vl1mpa h4rian tr0bi", "vlim\u200bpa zun", "vl\u0456mpa z\u0443n", "v l i m p a"]
)
def test_disguised_words_are_told_whatever_they_are(text: str) -> None:
    assert veiled_anyhow(text)


@pytest.mark.parametrize(
    "text", ["Seleksi P3K 2026", "Rapat Bappeda", "UMKM go digital 4.0", "PM2.5 dan CO2"]
)
def test_codes_and_years_are_no_disguise(text: str) -> None:
    assert not veiled_anyhow(text)


def test_letters_spelt_as_numbers_are_read() -> None:
    spelt = "".join(f"&#x{ord(c):x};" for c in "vlimpa zun")
    found = list(veiled_anchors(f"<a href='https://zorvaki.example/'>{spelt}</a>".encode()))
    assert [one.text for one in found] == ["vlimpa zun"]


def test_an_honest_text_has_no_subject() -> None:
    assert subject_of("Rapat koordinasi pelayanan publik") is None
