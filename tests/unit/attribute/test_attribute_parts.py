"""Names, governments, hosts and contacts: the parts that evidence is made of."""

import pytest
from arunika import GAZETTEER

from ronda.engine.attribute.contacts import contacts_in, national, street
from ronda.engine.attribute.governments import Governments
from ronda.engine.attribute.hostwords import owned_words
from ronda.engine.attribute.names import abbreviations, index_of
from ronda.engine.attribute.sentences import SENTENCES
from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.attribute.weights import shipped
from ronda.engine.attribute.words import read, tokens


def who(text: str) -> list[tuple[str, str]]:
    return [(n.who, n.name) for n in Governments(GAZETTEER).all_in(tokens(text))]


def test_our_region_is_recognised_with_and_without_its_level() -> None:
    assert who("Provinsi Tanjung Arunika") == [("ours", "Tanjung Arunika")]
    assert who("Pemprov Tanjung Arunika") == [("ours", "Tanjung Arunika")]
    assert who("di Tanjung Arunika saja") == [("ours", "Tanjung Arunika")]


def test_the_namesake_is_another_government() -> None:
    assert who("Kabupaten Arunika") == [("other", "Kabupaten Arunika")]
    assert who("Bupati Arunika") == [("other", "Kabupaten Arunika")]


def test_our_name_at_another_level_is_another_government() -> None:
    assert who("Kota Tanjung Arunika")[0][0] == "other"


def test_a_city_is_a_place_in_an_address_and_a_government_as_its_office() -> None:
    assert who("Jl. Melati, Kota Muara Arunika")[0][0] == "town"
    assert who("Pemerintah Kota Muara Arunika")[0][0] == "other"


def test_the_phrase_regency_or_city_names_nobody() -> None:
    assert who("dinas kesehatan kabupaten/kota di seluruh provinsi ini") == []


def test_names_match_whatever_their_case_and_punctuation() -> None:
    words = tokens("DINAS  PENDIDIKAN & KEBUDAYAAN")
    assert [m.agencies for m in index_of(GAZETTEER).find(words)] == [("dikbud",)]


def test_the_regions_own_name_is_no_part_of_an_offices_name() -> None:
    words = tokens("Dinas Perhubungan")
    assert [m.agencies for m in index_of(GAZETTEER).find(words)] == [("dishub",)]


def test_a_quote_is_as_the_site_wrote_it() -> None:
    written = read("Profil  Dinas Pendidikan dan\nKebudayaan, sejak 1990")
    mention = index_of(GAZETTEER).find(written.tokens)[0]
    assert written.quote(mention.start, mention.end) == "Dinas Pendidikan dan Kebudayaan"


def test_abbreviations_follow_what_an_office_does() -> None:
    assert "dinkes" in abbreviations("Dinas Kesehatan")
    assert "dispora" in abbreviations("Dinas Pemuda dan Olahraga")


@pytest.mark.parametrize(
    ("url", "agency", "how"),
    [
        ("https://dinkes.arunikaprov.go.id/", "dinkes", "exact"),
        ("https://dinkes-tanjung-arunika.com/", "dinkes", "exact"),
        ("https://dinkesarunikaprov.blogspot.com/", "dinkes", "exact"),
        ("https://webdishub2024.my.id/", "dishub", "exact"),
        ("https://ceritadishubxyz.com/", "dishub", "part"),
    ],
)
def test_an_office_is_read_from_a_host(url: str, agency: str, how: str) -> None:
    assert owned_words(url, GAZETTEER)[0].agencies.get(agency) == how


def test_a_short_word_within_strange_letters_is_chance() -> None:
    assert not owned_words("https://goodkpop.com/", GAZETTEER)[0].agencies


@pytest.mark.parametrize(
    ("host", "ours", "other"),
    [
        ("dinkes-tanjungarunika.com", True, False),
        ("dinkes-arunikaprov.com", True, False),
        ("dinkes-arunikakab.com", False, True),
        ("dinkes-arunika-kab.com", False, True),
        ("dinkes-arunika.com", False, False),  # both are called so: it says nothing
        ("dinkes-selatbaruna.com", False, True),
    ],
)
def test_a_region_is_read_from_a_host(host: str, ours: bool, other: bool) -> None:
    words = owned_words(f"https://{host}/", GAZETTEER)[0]
    assert (bool(words.ours), bool(words.other)) == (ours, other)


def test_telephone_numbers_are_one_however_they_are_written() -> None:
    assert national("+62 499 821-001") == national("(0499) 821001") == "0499821001"


def test_contacts_are_found_in_running_text() -> None:
    found = contacts_in("Hubungi (0499) 821001 atau dinkes[at]arunikaprov.go.id, kode pos 98712.")
    assert found.phones == ("0499821001",)
    assert found.mails[0][1] == "arunikaprov.go.id"
    assert contacts_in("Kode pos 98712 Muara").postcodes == ("98712",)


def test_a_street_is_one_however_it_is_written() -> None:
    assert street("Jalan Teratai No. 12, Muara Arunika") == street("Jl. Teratai No 12")


def test_sites_on_shared_hosts_begin_at_a_label_or_a_path() -> None:
    shared = shared_hosts(("rumahblog.id",))
    assert shared.site_of("http://dinkes.blogspot.com/2020/a.html") == "http://dinkes.blogspot.com/"
    assert (
        shared.site_of("https://sites.google.com/view/dinkes/kontak")
        == "https://sites.google.com/view/dinkes"
    )
    assert shared.site_of("https://rumahblog.id/dinkes/a") == "https://rumahblog.id/dinkes"
    assert shared.site_of("https://a.rumahblog.id/x") == "https://a.rumahblog.id/"
    assert shared.site_of("https://dinkes.id/opd/x.php?id=1") == "https://dinkes.id/"


def test_a_registered_domain_is_told_from_its_suffix_without_the_network() -> None:
    assert registered_domain("a.b.rembulan.go.id") == "rembulan.go.id"
    assert registered_domain("x.y.my.id") == "y.my.id"


def test_every_weight_has_a_sentence_and_every_relation_is_known() -> None:
    model = shipped()
    shown = set(model.relation) - {"dns_with_zone", "asks_login"}
    assert shown <= set(SENTENCES)
    relations = set(model.prior)
    assert all(set(table) <= relations for table in model.relation.values())
    assert {k for k in model.agency if k not in SENTENCES} == {"none", "none_at_apex"}
