"""A letterhead says whose paper a document is; whom it is sent to and what it speaks of does not."""

import pytest
from arunika import AT, GAZETTEER

from ronda.engine.artifacts import LetterArtifact
from ronda.engine.attribute.contract import CandidateFacts, Relation
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.from_letters import letter_evidence
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.model import attribute

PLACE = ("Jalan Teratai No. 12 Telepon (0499) 821001", "Laman dinkes.arunikaprov.go.id")
LETTER = ("Nomor : 440/12/2026", "Kepada Yth. Kepala Dinas Perhubungan", "di Tempat")
OURS = "PEMERINTAH PROVINSI TANJUNG ARUNIKA"


def said(*lines: str) -> list[Evidence]:
    letter = LetterArtifact(AT, "https://antrean-kita.com/unduh/surat.pdf", lines)
    facts = CandidateFacts("https://antrean-kita.com/", letter=letter)
    return list(letter_evidence(facts, GAZETTEER))


def issuer(*lines: str) -> list[tuple[str, str]]:
    return [(item.kind, item.agency or item.other) for item in said(*lines)]


def test_the_office_below_its_government_is_whose_paper_it_is() -> None:
    found = said(OURS, "DINAS KESEHATAN", *PLACE, *LETTER)
    assert [(i.kind, i.agency, i.agency_kind) for i in found] == [
        ("letterhead", "dinkes", "letterhead_name")
    ]
    assert found[0].excerpt.startswith("PEMERINTAH PROVINSI TANJUNG ARUNIKA DINAS KESEHATAN")


@pytest.mark.parametrize(
    "head",
    [
        (f"{OURS} DINAS KESEHATAN", *PLACE),
        (f"{OURS} DINAS KESEHATAN {' '.join(PLACE)}",),
        ("1", OURS, "DINAS KESEHATAN", *PLACE),
        ("PEMERINTAH PROVINSI", "TANJUNG ARUNIKA", "DINAS", "KESEHATAN", *PLACE),
        ("DINAS KESEHATAN PROVINSI TANJUNG ARUNIKA", *PLACE),
        ("DINAS KESEHATAN", "PEMERINTAH PROVINSI TANJUNG ARUNIKA", *PLACE),
        (OURS, "SEKRETARIAT DAERAH", "DINAS KESEHATAN", *PLACE),
        (OURS, "DINAS KESEHATAN DAERAH PROVINSI TANJUNG ARUNIKA", *PLACE),
        (OURS, "DINAS KESEHATAN", "Muara Arunika, Gedung Graha Lt. 3, Jl. Mawar 5"),
    ],
)
def test_however_the_lines_are_broken(head: tuple[str, ...]) -> None:
    assert issuer(*head, *LETTER) == [("letterhead", "dinkes")]


def test_a_long_name_on_two_lines_is_one() -> None:
    head = (OURS, "BADAN KEPEGAWAIAN DAN", "PENGEMBANGAN SUMBER DAYA MANUSIA", "Jl. Melati 3")
    assert issuer(*head) == [("letterhead", "bkpsdm")]


def test_the_addressee_is_not_the_sender() -> None:
    assert issuer("Nomor: 12", "Kepada Yth.", "Kepala Dinas Kesehatan", "di Muara Arunika") == []
    assert issuer("Kepada Yth.", "Dinas Kesehatan Provinsi Tanjung Arunika", *PLACE) == []


def test_who_gets_a_copy_is_not_the_sender() -> None:
    assert issuer("Tembusan:", "Dinas Kesehatan Provinsi Tanjung Arunika", *PLACE) == []


def test_what_a_letter_speaks_of_is_a_mention() -> None:
    text = "Menindaklanjuti surat Dinas Kesehatan Provinsi Tanjung Arunika nomor 12"
    assert issuer("PT Maju Terus", "Jalan Mawar 1 Telepon (0411) 123456", text) == []
    assert issuer("Pemerintah Provinsi Tanjung Arunika melalui Dinas Kesehatan membuka posko") == []
    assert issuer("Dinas Kesehatan Provinsi Tanjung Arunika mengundang Bapak dan Ibu") == []


def test_a_report_about_an_office_does_not_begin_with_its_letterhead() -> None:
    assert issuer("SKRIPSI", "DINAS KESEHATAN", "PROVINSI TANJUNG ARUNIKA") == []

    title = "ANALISIS KINERJA PEGAWAI"
    assert issuer(title, "DINAS KESEHATAN PROVINSI TANJUNG ARUNIKA", "Jl. Melati") == []


def test_the_cover_of_a_yearly_report_names_who_wrote_it() -> None:
    cover = ("RENCANA STRATEGIS (RENSTRA)", "DINAS KESEHATAN", "PROVINSI TANJUNG ARUNIKA")
    assert issuer(*cover, "TAHUN 2024-2026") == [("letterhead", "dinkes")]
    assert issuer("LAPORAN KINERJA", "TAHUN 2025", "DINAS KESEHATAN", OURS) == [
        ("letterhead", "dinkes")
    ]


def test_another_governments_paper_speaks_against_us() -> None:
    head = ("PEMERINTAH KABUPATEN ARUNIKA", "DINAS KESEHATAN", "Jalan Merdeka 1, (0498) 21001")
    assert issuer(*head, *LETTER) == [("other_letterhead", "Kabupaten Arunika")]
    assert issuer("DINAS KESEHATAN KABUPATEN SUKAMAJU", "Jalan Merdeka 1") == [
        ("other_letterhead", "Kabupaten Sukamaju")
    ]


def test_an_office_with_mail_in_another_governments_zone_is_that_governments() -> None:
    found = issuer("DINAS KESEHATAN", "Jalan Merdeka 1", "Surel: dinkes@sukamajukab.go.id")
    assert found == [("other_letterhead", "sukamajukab.go.id")]


def test_an_office_without_its_government_is_ours_only_by_where_it_stands() -> None:
    assert issuer("DINAS KESEHATAN", "Jalan Teratai 12 Telepon (0499) 821001") == [
        ("letterhead", "dinkes")
    ]
    assert issuer("DINAS KESEHATAN", "Jalan Teratai 12 Kode Pos 98712") == [
        ("letterhead", "dinkes")
    ]
    assert issuer("DINAS KESEHATAN", "Jalan Merdeka 1 Telepon (0341) 551234") == []
    assert issuer("DINAS KESEHATAN", "Jalan Merdeka 1") == []


def test_the_addressees_contacts_are_not_the_offices() -> None:
    to = ("Kepada Yth. Kepala Dinas Kesehatan", "Telepon (0499) 821001")
    assert issuer("DINAS KESEHATAN", "Jalan Merdeka 1", *to) == []


def test_a_school_below_the_education_office_is_a_school() -> None:
    head = (OURS, "DINAS PENDIDIKAN DAN KEBUDAYAAN", "SMA NEGERI 3 BATU SARI", "Jl. Kenanga 5")
    assert issuer(*head) == [("school", "")]


def test_without_street_or_telephone_it_is_weaker() -> None:
    (whole,) = said(OURS, "DINAS KESEHATAN", *PLACE)
    (bare,) = said(OURS, "DINAS KESEHATAN", "PERJANJIAN KINERJA TAHUN 2026")
    assert bare.strength < whole.strength


def test_a_letterhead_alone_does_not_decide() -> None:
    letter = LetterArtifact(AT, "https://x.com/a.pdf", (OURS, "DINAS KESEHATAN", *PLACE))
    facts = CandidateFacts("https://x.com/", letter=letter)
    assert any(item.kind == "letterhead" for item in gather(facts, GAZETTEER))
    assert attribute(facts, GAZETTEER).relation is Relation.UNDECIDED


def test_no_text_says_nothing() -> None:
    letter = LetterArtifact(AT, "https://x.com/a.pdf", no_text="image_only")
    facts = CandidateFacts("https://x.com/", letter=letter)
    assert list(letter_evidence(facts, GAZETTEER)) == []
