"""What tells a stranger's site in an office's name from the office's own. One made-up site a test."""

import msgspec
import pytest
from arunika import AT, GAZETTEER, agency, page

from ronda.engine.artifacts import Form
from ronda.engine.attribute.contract import Attribution, CandidateFacts, Relation
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.model import attribute
from ronda.engine.registration import Registration

TITLE = "Dinas Kesehatan Provinsi Tanjung Arunika"
PORTAL = "https://www.arunikaprov.go.id/"
SOLD = "Domain ini dijual. Ajukan penawaran Anda lewat formulir penjual di bawah ini."


def facts(url: str, title: str = "", text: str = "", **more: object) -> CandidateFacts:
    linked = more.pop("linked_from", ())
    return CandidateFacts(url, pages=(page(url, title, text, **more),), linked_from=linked)  # type: ignore[arg-type]


def kinds(url: str, title: str = "", text: str = "", **more: object) -> set[str]:
    return {e.kind for e in gather(facts(url, title, text, **more), GAZETTEER)}


def judge(url: str, title: str = "", text: str = "", **more: object) -> Attribution:
    return attribute(facts(url, title, text, **more), GAZETTEER)


def test_a_copied_street_does_not_hide_whose_mail_it_is() -> None:
    seen = facts(
        "https://portal-dinkes-arunika.com/",
        TITLE,
        "Bayar lewat transfer ke rekening petugas. Layanan hanya melalui WhatsApp 0899-0000-1234.",
        footer="Dinas Kesehatan, Jl. Teratai No. 12, Muara Arunika. Surel: panitia@surat-8812.com",
    )
    assert attribute(seen, GAZETTEER).relation is Relation.IMPERSONATION
    assert {"third_mail", "asks_money"} <= {e.kind for e in gather(seen, GAZETTEER)}


@pytest.mark.parametrize(
    ("footer", "strength"),
    [
        ("Dinas Kesehatan. Surel: dinkes-layanan@surat-8812.com", 1.0),
        ("Surel: dinkes@arunikaprov.go.id, cadangan: dinkes-layanan@surat-8812.com", 0.5),
    ],
)
def test_a_spare_mailbox_beside_the_offices_own_weighs_half(footer: str, strength: float) -> None:
    seen = facts("https://portal-dinkes-arunika.com/", TITLE, "Jadwal posyandu.", footer=footer)
    found = [e.strength for e in gather(seen, GAZETTEER) if e.kind == "third_mail"]
    assert found == [strength]


def test_a_name_that_says_to_be_official_asks_for_nothing() -> None:
    footer = "Dinas Kesehatan, telepon 0499-821001, dinkes@arunikaprov.go.id"
    url = "https://dinkes-arunika-official.com/"
    seen = kinds(url, TITLE, "Jadwal posyandu bulan ini.", footer=footer)
    assert "bait_in_host" in seen
    assert "borrowed_contact" not in seen


def test_the_same_page_with_the_offices_own_contacts_is_the_offices() -> None:
    said = judge(
        "https://portal-dinkes-arunika.com/",
        TITLE,
        "Jadwal posyandu bulan ini.",
        footer="Dinas Kesehatan, Jl. Teratai No. 12, telepon 0499-821001, dinkes@arunikaprov.go.id",
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dinkes")


def test_a_swindle_is_known_without_any_form() -> None:
    said = judge(
        "https://bantuan-arunika.site/",
        "Cek Penerima Bantuan Tanjung Arunika",
        "Dinas Kesehatan Provinsi Tanjung Arunika menyalurkan bantuan tunai. Nama Anda terpilih. "
        "Biaya administrasi dikirim ke rekening panitia, sisa kuota 9 orang, ditutup malam ini.",
        footer="Dinas Kesehatan Provinsi Tanjung Arunika, WhatsApp 0812 0000 7788",
    )
    assert said.relation is Relation.IMPERSONATION


def test_opening_hours_are_no_telephone() -> None:
    seen = kinds("https://dinkesarunika.com/", TITLE, footer="Senin - Jumat 08.00 - 15.30")
    assert not seen & {"mobile_contact", "foreign_contact", "strange_contact"}


@pytest.mark.parametrize(
    "host",
    [
        "arunikaprov.com",
        "dinkes.arunikaprov-go.id",
        "arunikaprovgoid.net",
        "arunikapr0v.id",
        "arunikaprof.com",
    ],
)
def test_addresses_made_like_the_zone(host: str) -> None:
    assert "imitates_zone" in kinds(f"https://{host}/", "x")


@pytest.mark.parametrize("host", ["arunika.com", "dinkes-arunika.id", "arunikatravel.com"])
def test_the_regions_name_alone_imitates_nothing(host: str) -> None:
    assert "imitates_zone" not in kinds(f"https://{host}/", "x")


def test_an_old_application_that_sells_shoes_was_once_ours() -> None:
    said = judge(
        "https://sigapmedis-tanjungarunika.com/",
        "Grosir Sepatu Murah",
        "Stok terbatas, gratis ongkir, bayar di tempat. Pesan sekarang.",
        linked_from=((PORTAL, "SIGAP"),),
    )
    assert said.relation is Relation.EX_OFFICIAL
    assert {"once_ours", "unsaid_name"} <= {r.kind for r in said.reasons}


def test_a_shop_that_says_its_name_was_never_ours() -> None:
    seen = kinds(
        "https://kopitanjungarunika.com/",
        "Kopi Tanjung Arunika",
        "Gratis ongkir, bayar di tempat. Pesan sekarang.",
    )
    assert not seen & {"once_ours", "unsaid_name"}


def test_a_name_written_in_another_order_is_said() -> None:
    assert "unsaid_name" not in kinds("https://esportsbatusari.com/", "Batu Sari Esports")


def test_a_short_name_on_a_page_without_government_is_a_brand() -> None:
    words = "Hello and welcome to us. We print shirts and bags for your team, any number of them."
    seen = kinds("https://dishub-official.com/", "Dishub Indonesia", words)
    assert "agency_as_brand" in seen
    assert "agency_in_title" not in seen


def test_a_short_name_of_two_words_can_be_a_brand() -> None:
    order = agency("satpolpp", "Satuan Polisi Pamong Praja", ("Satpol PP", "short"))
    known = msgspec.structs.replace(GAZETTEER, agencies=(*GAZETTEER.agencies, order))
    words = "Satpol PP Tech Solutions is a software company with offices on three continents."
    seen = facts("https://satpolpptech.com/", "Satpol PP Tech Solutions", words)
    found = {e.kind for e in gather(seen, known)}
    assert "agency_as_brand" in found
    assert "agency_in_title" not in found


def test_an_offices_name_in_words_is_no_brand() -> None:
    seen = kinds(
        "https://kesehatan-kita.com/", "Dinas Kesehatan Indonesia", "Hello and welcome to us."
    )
    assert "agency_as_brand" not in seen


@pytest.mark.parametrize(
    "words",
    ["Kami bukan dinas apa pun!", "Situs ini bukan milik pemerintah.", "Kami bukan instansi."],
)
def test_who_says_to_be_no_office_disclaims(words: str) -> None:
    assert "disclaims" in kinds("https://dinkes-kain.com/", "Dinkes Kain", f"{words} Kain meteran.")


def test_what_is_no_office_by_the_way_disclaims_nothing() -> None:
    text = "Yang berutang itu kami, bukan dinas. Surat ini bukan dokumen pemerintah."
    assert "disclaims" not in kinds("https://dinkes-kita.com/", TITLE, text)


def test_a_page_that_is_not_there_yet_is_not_blamed_for_its_silence() -> None:
    seen = kinds("https://rambu-kita.com/", "Coming Soon - Rambu Kita | Dishub")
    assert {"shell", "agency_in_title"} <= seen
    assert not seen & {"agency_as_brand", "no_region", "no_sign"}


def test_a_server_that_says_the_same_without_end_says_nothing_of_who_holds_the_name() -> None:
    seen = kinds("https://dishubarunika.id/", "", "dan seterusnya " * 3_000)
    assert "shell" in seen
    assert not seen & {"once_ours", "no_sign", "unsaid_name"}


def test_a_long_text_is_read_however_often_it_names_its_wares() -> None:
    wares = "Promo sepatu murah, grosir sepatu, sepatu anak, gratis ongkir ke seluruh kota. " * 40
    assert "shell" not in kinds("https://dishubarunika.id/", "Sepatu", wares)


def test_what_strangers_show_on_a_name_that_an_office_holds_makes_it_no_strangers() -> None:
    url = "https://dishub-arunika.com/"
    words = "Sepatu murah, gratis ongkir, bayar di tempat. Pesan sekarang, stok terbatas."
    held = Registration(
        "dishub-arunika.com",
        AT,
        "https://rdap.example/",
        holder=TITLE.replace("Kesehatan", "Perhubungan"),
    )
    facts = CandidateFacts(url, pages=(page(url, "Toko Sepatu", words),))
    sold = {e.kind for e in gather(facts, GAZETTEER)}
    ours = {e.kind for e in gather(msgspec.structs.replace(facts, registration=held), GAZETTEER)}
    assert {"once_ours", "commerce"} <= sold
    assert not ours & {"once_ours", "commerce", "no_sign"}
    assert "holder_is_agency" in ours


def test_a_label_below_a_firms_domain_is_a_guests() -> None:
    assert "guest_of" in kinds("https://dinkes.nusakode.co.id/", "x")
    assert "guest_of" not in kinds("https://dinkes.arunika.id/", "x")
    assert "guest_of" not in kinds("https://dinkes.blogspot.com/", "x")


def test_an_office_beside_its_shortened_region_is_read_whole() -> None:
    found = gather(facts("https://dinkestjar.com/", "x"), GAZETTEER)
    host = next(e for e in found if e.kind == "agency_in_host")
    assert (host.agency, host.agency_kind, host.strength) == ("dinkes", "host_exact", 1.0)
    assert "region_in_host" in {e.kind for e in found}


def test_a_street_is_found_after_its_town_and_in_another_spelling() -> None:
    found = gather(
        facts("https://x-y.com/", "x", footer="Muara Arunika, JALAN TERATAI NOMOR 12 (98711)"),
        GAZETTEER,
    )
    assert ("agency_address", "dinkes") in {(e.kind, e.agency) for e in found}


def test_secret_fields_never_outweigh_alone_what_ties_a_site_to_its_office() -> None:
    said = judge(
        "https://dinkes-arunika.id/",
        TITLE,
        footer="dinkes@arunikaprov.go.id, 0499-821001",
        forms=(Form("/masuk", "post", (("nip", "text"), ("pin", "password"))),),
    )
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dinkes")


def test_a_parked_name_made_like_the_governments_was_never_the_offices() -> None:
    seen = kinds("https://dinkes-arunikaprov-go.id/", "Domain ini dijual", SOLD)
    assert "looks_like_suffix" in seen
    assert "once_ours" not in seen


def test_a_name_made_like_the_governments_that_an_official_site_links_was_once_ours() -> None:
    seen = kinds(
        "https://dinkes-arunikaprov-go.id/",
        "Domain ini dijual",
        SOLD,
        linked_from=((PORTAL, "Dinas Kesehatan"),),
    )
    assert "once_ours" in seen


def test_the_words_of_the_zone_in_another_order_are_a_name_rebuilt() -> None:
    found = gather(facts("https://dinkes-provarunika.net/", "x"), GAZETTEER)
    rebuilt = next(e for e in found if e.kind == "rebuilt_name")
    assert rebuilt.excerpt == "provarunika"


def test_the_words_of_the_zone_are_rebuilt_with_the_other_word_of_its_level_too() -> None:
    assert "rebuilt_name" in kinds("https://pemprovarunika-dinkes.com/", "x")
    assert "rebuilt_name" not in kinds("https://pemkabarunika-dinkes.com/", "x")


@pytest.mark.parametrize("zone", ["pemprovlbd.go.id", "provlbd.go.id"])
def test_a_short_name_of_the_region_rebuilds_a_name_as_a_whole_word(zone: str) -> None:
    region = msgspec.structs.replace(GAZETTEER, zones=(zone,))

    def rebuilt(url: str) -> set[str]:
        return {e.excerpt for e in gather(facts(url, "x"), region) if e.kind == "rebuilt_name"}

    assert rebuilt("https://lbdprov-dinkes.com/") == {"lbdprov"}
    assert rebuilt("https://dinkes.lbdprov.com/") == {"lbdprov"}
    assert rebuilt("https://albdprovider.com/") == set()


@pytest.mark.parametrize("host", ["dinkes-arunika.net", "provinsiarunika.net", "arunikaprov.net"])
def test_a_region_without_its_level_rebuilds_no_name(host: str) -> None:
    assert "rebuilt_name" not in kinds(f"https://{host}/", "x")


def test_a_parked_name_like_an_offices_that_nothing_official_links_has_no_history() -> None:
    url = "https://dinkes-arunika.net/"
    linked = ((PORTAL, "Dinas Kesehatan"),)
    assert "no_history" in kinds(url, "Domain ini dijual", SOLD)
    assert "no_history" not in kinds(url, "Domain ini dijual", SOLD, linked_from=linked)


def test_a_name_like_an_offices_with_an_offices_page_is_not_asked_for_history() -> None:
    assert "no_history" not in kinds("https://dinkes-arunika.net/", TITLE)


@pytest.mark.parametrize("host", ["gov-arunika.net", "dinkes.arunikaprovgo.id", "arunikago.id"])
def test_a_government_suffix_in_front_or_run_on_is_an_imitation(host: str) -> None:
    assert "looks_like_suffix" in kinds(f"https://{host}/", "x")


@pytest.mark.parametrize("host", ["indigo.id", "mangga.id", "govinda.id"])
def test_a_brand_that_ends_or_begins_alike_is_none(host: str) -> None:
    assert "looks_like_suffix" not in kinds(f"https://{host}/", "x")


def test_the_offices_contact_under_an_imitated_address_is_borrowed() -> None:
    footer = "Telepon 0499-821001, dinkes@arunikaprov.go.id"
    url, plain = "https://dinkes-arunikaprov-go-id.com/", "https://dinkes-arunika.com/"
    linked = ((PORTAL, "Dinas Kesehatan"),)
    assert "contact_under_imitation" in kinds(url, TITLE, footer=footer)
    assert "contact_under_imitation" not in kinds(plain, TITLE, footer=footer)
    assert "contact_under_imitation" not in kinds(url, TITLE, footer=footer, linked_from=linked)


def test_a_suffix_that_costs_next_to_nothing_is_seen_outside_shared_hosts() -> None:
    assert "cheap_suffix" in kinds("https://dinkes-arunika.site/", "x")
    assert "cheap_suffix" not in kinds("https://dinkes-arunika.my.id/", "x")
