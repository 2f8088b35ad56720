"""Whose is it, and is it official? One made-up site a test."""

from datetime import UTC, datetime, timedelta

import pytest
from arunika import GAZETTEER, page

from ronda.engine.artifacts import Form
from ronda.engine.attribute.contract import Attribution, CandidateFacts, Relation
from ronda.engine.attribute.model import attribute
from ronda.engine.checks.examples import answer, dns
from ronda.engine.discover.contract import Sighting
from ronda.engine.registration import Registration

PORTAL = "https://www.arunikaprov.go.id/"


def judge(url: str, title: str = "", text: str = "", **more: object) -> Attribution:
    linked = more.pop("linked_from", ())
    pages = (page(url, title, text, **more),) if title or text else ()  # type: ignore[arg-type]
    return attribute(CandidateFacts(url, pages=pages, linked_from=linked), GAZETTEER)  # type: ignore[arg-type]


def test_an_offices_site_outside_the_zone_is_unofficial() -> None:
    said = judge(
        "https://dinkes-tanjungarunika.com/",
        "Dinas Kesehatan Provinsi Tanjung Arunika",
        footer="Dinas Kesehatan, Jl. Teratai No. 12, telepon 0499-821001",
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dinkes")
    assert said.probability > 0.9


def test_a_name_in_the_official_zone_is_official_and_its_label_names_the_office() -> None:
    said = judge("https://dinkes.arunikaprov.go.id/")
    assert (said.relation, said.agency) == (Relation.OFFICIAL, "dinkes")


def test_gambling_planted_in_the_official_zone_stays_official() -> None:
    said = judge(
        "https://dishub.arunikaprov.go.id/",
        "Slot gacor maxwin",
        "situs slot gampang menang maxwin deposit pulsa",
    )
    assert (said.relation, said.agency) == (Relation.OFFICIAL, "dishub")


def test_an_official_name_that_names_no_office_waits_for_a_person() -> None:
    said = judge("https://arsip.arunikaprov.go.id/")
    assert (said.relation, said.agency) == (Relation.UNDECIDED, None)
    assert "no_office" in {r.kind for r in said.reasons}


def test_the_office_that_runs_a_portal_is_named_by_the_portal() -> None:
    said = judge(
        PORTAL,
        "Pemerintah Provinsi Tanjung Arunika",
        "Kabar Dinas Kesehatan dan Dinas Perhubungan. Portal ini dikelola oleh "
        "Dinas Komunikasi, Informatika dan Statistik.",
    )
    assert (said.relation, said.agency) == (Relation.OFFICIAL, "kominfo")


@pytest.mark.parametrize(
    "url",
    [
        "https://dinkes.arunikakab.go.id/",
        "https://dinkesarunika.com/",
        "https://dinkes-arunikakab.id/",
    ],
)
def test_the_namesake_regencys_office_is_another_governments(url: str) -> None:
    said = judge(
        url,
        "Dinas Kesehatan Kabupaten Arunika",
        "Pemkab Arunika melayani warga",
        footer="Dinas Kesehatan Kabupaten Arunika, telp (0498) 22113",
    )
    assert (said.relation, said.agency) == (Relation.OTHER_GOVERNMENT, None)


def test_a_government_that_nobody_told_us_of_is_still_another() -> None:
    said = judge(
        "https://dinkes-mekarwangi.com/",
        "Dinas Kesehatan Kabupaten Mekarwangi",
        "Selamat datang di Dinas Kesehatan Kabupaten Mekarwangi",
    )
    assert said.relation == Relation.OTHER_GOVERNMENT


def test_a_known_zone_of_a_real_government_is_another_governments() -> None:
    assert judge("https://dinkes.baliprov.go.id/").relation == Relation.OTHER_GOVERNMENT


def test_a_copy_that_asks_for_secrets_is_an_impersonation() -> None:
    form = Form("https://terima.example/", "post", (("nik", "text"), ("pin_atm", "password")))
    said = judge(
        "https://dinkes-arunikaprov.com/",
        "Dinas Kesehatan Provinsi Tanjung Arunika",
        "Ambil bantuan Anda",
        forms=(form,),
    )
    assert (said.relation, said.agency) == (Relation.IMPERSONATION, "dinkes")


def test_an_office_that_asks_for_an_identity_number_is_no_impersonation() -> None:
    form = Form("https://dikbud-tanjungarunika.id/daftar", "post", (("nik", "text"),))
    said = judge(
        "https://dikbud-tanjungarunika.id/",
        "Pendaftaran siswa baru, Dinas Pendidikan dan Kebudayaan Provinsi Tanjung Arunika",
        footer="Dinas Pendidikan dan Kebudayaan Provinsi Tanjung Arunika (0499) 821777",
        forms=(form,),
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dikbud")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Slot Gacor Maxwin", "situs slot gacor gampang menang maxwin deposit pulsa"),
        ("dishubarunika.id", "This domain is for sale. Buy this domain."),
    ],
)
def test_an_offices_expired_name_in_strangers_hands_is_ex_official(title: str, text: str) -> None:
    said = judge(
        "https://dishubarunika.id/", title, text, linked_from=((PORTAL, "Dinas Perhubungan"),)
    )
    assert (said.relation, said.agency) == (Relation.EX_OFFICIAL, "dishub")


@pytest.mark.parametrize(
    ("url", "title", "text"),
    [
        (
            "https://kabararunika.com/",
            "Kabar Arunika",
            "Gubernur Tanjung Arunika dan Dinas Kesehatan. Redaksi. Pedoman media siber. Wartawan",
        ),
        (
            "https://smkn2batusari.sch.id/",
            "SMK Negeri 2 Batu Sari",
            "kepala sekolah, siswa siswi, Dinas Pendidikan dan Kebudayaan",
        ),
        (
            "https://simpeg.vendorsoftware.co.id/",
            "Demo SIMPEG BKPSDM Provinsi Tanjung Arunika",
            "versi demo dengan data contoh, hubungi sales",
        ),
    ],
)
def test_who_only_speaks_of_an_office_is_a_third_party(url: str, title: str, text: str) -> None:
    assert judge(url, title, text).relation == Relation.THIRD_PARTY


def test_a_page_builders_path_is_a_site_of_its_own() -> None:
    said = judge(
        "https://sites.google.com/view/dikbud-arunika",
        "Dinas Pendidikan dan Kebudayaan",
        "Profil dinas Provinsi Tanjung Arunika",
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dikbud")


def test_a_bare_address_speaks_by_its_page() -> None:
    said = judge(
        "http://198.18.3.4/",
        "E-Kinerja BKPSDM",
        "Sistem kinerja pegawai Provinsi Tanjung Arunika",
        footer="BKPSDM Tanjung Arunika",
        linked_from=((PORTAL, "E-Kinerja"),),
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "bkpsdm")


def test_a_short_name_of_two_offices_is_an_abstention() -> None:
    said = judge("https://dkp-tanjungarunika.blogspot.com/", "DKP Tanjung Arunika", "Profil dinas")
    assert said.relation == Relation.UNDECIDED
    assert said.agency in ("dkp-ikan", "dkp-pangan")
    assert said.probability < 0.8


def test_the_page_tells_two_offices_of_one_short_name_apart() -> None:
    said = judge(
        "https://dkp-tanjungarunika.blogspot.com/",
        "DKP Tanjung Arunika",
        "Dinas Kelautan dan Perikanan Provinsi Tanjung Arunika melayani nelayan",
        footer="Dinas Kelautan dan Perikanan, surel: pesisir@arunikaprov.go.id",
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dkp-ikan")


def test_a_name_alone_without_a_page_is_an_abstention_with_a_guess() -> None:
    said = judge("https://dinkes-tanjungarunika.com/")
    assert (said.relation, said.agency) == (Relation.UNDECIDED, "dinkes")


def test_a_shop_is_unrelated() -> None:
    assert judge("https://tokobunga.com/", "Toko Bunga", "murah").relation == Relation.UNRELATED


def test_a_former_name_still_names_the_office() -> None:
    said = judge(
        "https://kominfo-tanjungarunika.web.id/",
        "Dinas Komunikasi dan Informatika Provinsi Tanjung Arunika",
        "Layanan informatika",
    )
    assert said.agency == "kominfo"


def test_a_certificate_shared_with_the_zone_speaks_for_the_office() -> None:
    facts = {"names": "simpeg-arunika.id, bkpsdm.arunikaprov.go.id"}
    sighting = Sighting("ct", "https://simpeg-arunika.id/", page("x").at, "log", facts)
    said = attribute(CandidateFacts("https://simpeg-arunika.id/", sightings=(sighting,)), GAZETTEER)
    assert "certificate_with_zone" in {r.kind for r in said.reasons}


def test_every_reason_is_said_in_both_languages_and_names_where_it_was_seen() -> None:
    said = judge(
        "https://dinkesarunika.com/", "Dinas Kesehatan Kabupaten Arunika", "Pemkab Arunika"
    )
    assert 3 <= len(said.reasons) <= 8
    for reason in said.reasons:
        assert reason.text.id
        assert reason.text.en
        assert reason.text.id != reason.text.en
        assert reason.where.id


def test_the_strongest_reason_comes_first_and_what_speaks_against_is_told_too() -> None:
    said = judge(
        "https://dinkes-tanjungarunika.com/",
        "Dinas Kesehatan Provinsi Tanjung Arunika",
        "Berita Dinas Perhubungan",
        footer="Dinas Kesehatan (0499) 821001",
    )
    weights = [r.weight for r in said.reasons if r.weight > 0]
    assert weights == sorted(weights, reverse=True)
    assert any(r.weight < 0 for r in said.reasons)


def test_what_a_site_wrote_is_quoted_as_data_even_with_braces() -> None:
    said = judge("https://dinkes-tanjungarunika.com/", "Dinas Kesehatan {0} {agency}", "{x}")
    assert said.reasons


@pytest.mark.parametrize(
    ("linked", "addresses", "said"),
    [
        (True, ("203.0.113.9",), Relation.UNOFFICIAL),
        (True, (), Relation.UNDECIDED),  # let go: whoever wants it may have it
        (False, ("203.0.113.9",), Relation.UNDECIDED),  # somebody has it; nothing says who
    ],
)
def test_an_unread_site_is_an_offices_when_a_page_of_ours_leads_there_and_dns_knows_it(
    linked: bool, addresses: tuple[str, ...], said: Relation
) -> None:
    host = "dinkes-tanjungarunika.com"
    found = attribute(
        CandidateFacts(
            f"https://{host}/",
            dns=dns(answer(host, "A", *addresses), host=host, apex=host),
            linked_from=((PORTAL, "Dinas Kesehatan"),) if linked else (),
        ),
        GAZETTEER,
    )
    assert found.relation is said


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("arunikapr0v.com", Relation.IMPERSONATION),
        ("arunikaprov-go.id", Relation.IMPERSONATION),
        ("arunikaprov.com", Relation.UNDECIDED),  # the very label: it may have been the office's
    ],
)
def test_an_unread_address_all_but_like_the_zones_is_an_impersonation(
    host: str, said: Relation
) -> None:
    assert attribute(CandidateFacts(f"https://{host}/"), GAZETTEER).relation is said


def test_an_unread_slip_that_a_page_of_ours_leads_to_is_left_to_a_person() -> None:
    linked = ((PORTAL, "Portal lama"),)
    found = attribute(CandidateFacts("https://arunikapr0v.com/", linked_from=linked), GAZETTEER)
    assert found.relation is Relation.UNDECIDED


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize(
    ("years", "said"),
    [(6, Relation.UNOFFICIAL), (0, Relation.UNDECIDED)],  # a name let go is registered anew
)
def test_an_unread_site_is_an_offices_when_the_registry_has_had_the_name_for_long(
    years: int, linked: bool, said: Relation
) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    since = now - timedelta(days=366 * years)
    found = attribute(
        CandidateFacts(
            "https://dinkes-tanjungarunika.com/",
            registration=Registration(
                "dinkes-tanjungarunika.com", now, "https://rdap.example/", registered_on=since
            ),
            linked_from=((PORTAL, "Dinas Kesehatan"),) if linked else (),
        ),
        GAZETTEER,
    )
    assert found.relation is said


@pytest.mark.parametrize(
    ("linking", "whose"),
    [
        ("https://dinkes.arunikaprov.go.id/", "dinkes"),
        ("https://web-dinkes.arunikaprov.go.id/", "dinkes"),
        ("https://dinkes.arunikaprov.go.id/berita/dishub-buka-posko", "dinkes"),
        ("https://arunikaprov.go.id/berita/dinkes-buka-posko", None),  # what it tells of
        ("https://layanan-publik.arunikaprov.go.id/", None),
    ],
)
def test_a_link_without_a_name_points_to_the_office_whose_page_it_stands_on(
    linking: str, whose: str | None
) -> None:
    found = attribute(
        CandidateFacts("https://selumbung.id/", linked_from=((linking, "Klik di sini"),)), GAZETTEER
    )
    assert found.agency == whose
