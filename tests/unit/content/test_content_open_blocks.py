"""Links side by side in plain sight: advertisements for strangers, and the lists of honest offices."""

import pytest
from unit.checks.test_checks_gambling_pages import html, look

from ronda.engine.checks.contract import Outcome

TEXT = (
    "<p>Dinas melayani pembuatan kartu, surat pindah dan akta kelahiran di kantor dan di balai kecamatan. Berkas "
    "diperiksa petugas, lalu dokumen dapat diambil pada hari yang sama atau dikirim melalui pos.</p>"
    * 2
)


def block(*links: tuple[str, str]) -> str:
    return " ".join(f"<a href='{url}'>{text}</a>" for url, text in links)


ONE = "https://qarvento.example/"
TO_ONE = block(
    *((ONE, said) for said in ("vurmo plint resmi", "tempat plint", "zemka terbaik", "vurmo asli"))
)
TO_TWO = block(
    (ONE, "vurmo plint resmi"), ("https://zemkari.example/", "tempat plint"), (ONE, "zemka terbaik"),
    ("https://zemkari.example/", "vurmo asli"), (ONE, "plint murah"),
)  # fmt: skip
CAPITALS = block(
    *((ONE, said) for said in ("Vurmo Plint Resmi", "Tempat Plint", "Zemka Terbaik", "Vurmo Asli", "Plint Zemka",
      "Situs Vurmo"))
)  # fmt: skip
THREE = block(
    *((ONE, said) for said in ("vurmo plint resmi", "tempat plint", "plint zemka terbaik"))
)
THAI = block(*((ONE, said) for said in ("เว็บใหม่ล่าสุด", "สมัครวันนี้", "ทดลองเล่นฟรี", "เครดิตฟรี")))


@pytest.mark.parametrize(
    "links",
    [TO_ONE, TO_TWO, CAPITALS, THREE, THAI],
    ids=["one", "two", "capitals", "three of one", "thai"],
)
@pytest.mark.parametrize(
    "place", ["<div class='promo'><strong>VURMO</strong> {}</div>", "<footer>{}</footer>"]
)
def test_phrases_for_a_stranger_side_by_side_are_told(links: str, place: str) -> None:
    assert look(html(TEXT + place.format(links))).outcome is Outcome.FAIL


HONEST = {
    "partners by name": block(
        ("https://katringibusari.example/", "Katering Ibu Sari"), ("https://kabarpesisir.example/", "Kabar Pesisir"),
        ("https://banknusa.example/", "Bank Nusa"), ("https://hotelbahari.example/", "Hotel Bahari"),
        ("https://radiokita.example/", "radio kita"),
    ),
    "applications of vendors": block(
        ("https://karyadigital.example/", "Rumah Aspirasi"), ("https://solusitama.example/", "Tani Juara"),
        ("https://ringkasapp.example/", "Guru Keren"), ("https://ruangdata.example/", "Karirhub Daerah"),
    ),
    "places within a partner's site": block(
        *((f"{ONE}jurnal/{n}", said) for n, said in enumerate(("ilmu kelautan", "hukum adat", "ekonomi desa", "ilmu tanah")))
    ),
    "articles of a newspaper": block(
        *((f"{ONE}2026/02/{n}/berita-{n}.html", said) for n, said in enumerate(
            ("harga cabai turun", "jalan baru dibuka", "pasar malam ramai", "panen raya dimulai")))
    ),
    "services of a vendor, of which the page speaks": block(
        (ONE, "pembuatan kartu"), (ONE, "surat pindah"), (ONE, "akta kelahiran"), (ONE, "dokumen dikirim")
    ),
    "pointers to one application": block(
        (ONE, "klik di sini"), (ONE, "daftar sekarang"), (ONE, "unduh aplikasi"), (ONE, "baca selengkapnya")
    ),
    "the office's own words": block(
        (ONE, "layanan warga kota"), (ONE, "aduan masyarakat"), (ONE, "data desa"), (ONE, "kinerja asn")
    ),
    "public bodies and platforms": block(
        ("https://bps.go.id/", "statistik harga"), ("https://www.lapor.go.id/", "ruang keluhan"),
        ("https://www.youtube.com/", "rekaman kegiatan"), ("https://play.google.com/", "unduhan gawai"),
    ),
    "three for one": block((ONE, "peta sebaran rusa"), (ONE, "foto udara"), (ONE, "bahan ajar guru")),
    "five names for one": block(
        *((ONE, said) for said in ("Rumah Aspirasi", "Tani Juara", "Guru Keren", "Karirhub", "Kas Cermat"))
    ),
    "four for four": block(
        (ONE, "kebun kopi lereng"), ("https://zemkari.example/", "rumah baca pelangi"),
        ("https://tolvane.example/", "kolam pancing murni"), ("https://murkasa.example/", "bengkel kayu jati"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("links", HONEST.values(), ids=HONEST)
def test_honest_lists_of_links_stay_quiet(links: str) -> None:
    assert look(html(TEXT + f"<div>{links}</div>")).outcome is Outcome.PASS


def test_a_menu_of_a_vendors_applications_stays_quiet() -> None:
    assert look(html(TEXT + f"<nav>{CAPITALS}</nav>")).outcome is Outcome.PASS


def comments(*links: tuple[str, str]) -> str:
    said = "".join(
        f"<li class='comment'><p>Artikel bagus. <a href='{url}' rel='ugc nofollow'>{text}</a></p></li>"
        for url, text in links
    )
    return html(TEXT + f"<section id='comments'><ol>{said}</ol></section>")


def test_comments_that_each_advertise_another_stranger_are_told() -> None:
    page = comments(
        ("https://qarvento.example/", "vurmo plint resmi hari ini"),
        ("https://zemkari.example/", "tempat plint zemka"),
        ("https://murkasa.example/", "zemka murah"),
    )
    assert look(page).outcome is Outcome.FAIL


HONEST_COMMENTS = {
    "names with sites": (
        ("https://qarvento.example/", "agus salim"), ("https://zemkari.example/", "siti aminah"),
        ("https://murkasa.example/", "pak wayan"),
    ),
    "names in capitals": (
        ("https://qarvento.example/", "Agus Salim Wirawan"), ("https://zemkari.example/", "Siti Nur Aminah"),
        ("https://murkasa.example/", "Wayan Gede Putra"),
    ),
    "one long advertisement": (
        ("https://qarvento.example/", "belajar menulis aksara kuno"), ("https://zemkari.example/", "Siti Aminah"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("links", HONEST_COMMENTS.values(), ids=HONEST_COMMENTS)
def test_visitors_who_sign_with_their_site_stay_quiet(links: tuple[tuple[str, str], ...]) -> None:
    assert look(comments(*links)).outcome is Outcome.PASS
