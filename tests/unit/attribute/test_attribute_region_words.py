"""How regions are shortened: the real habits, as anybody in Indonesia writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.attribute.contract import Gazetteer, OtherGovernment, Region
from ronda.engine.attribute.governments import Governments
from ronda.engine.attribute.regionwords import abbreviates, abbreviations, core, zone_stems
from ronda.engine.attribute.words import tokens


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Jawa Barat", "jabar"),
        ("Jawa Tengah", "jateng"),
        ("Sumatera Utara", "sumut"),
        ("Sulawesi Tenggara", "sultra"),
        ("Kalimantan Utara", "kaltara"),
        ("Kepulauan Riau", "kepri"),
        ("Bangka Belitung", "babel"),
        ("Nusa Tenggara Barat", "ntb"),
        ("Kutai Kartanegara", "kukar"),
        ("Hulu Sungai Tengah", "hst"),
    ],
)
def test_a_region_s_common_short_form_is_made(name: str, short: str) -> None:
    assert short in abbreviations(name)


def test_a_name_of_one_word_makes_no_word_to_look_for() -> None:
    assert abbreviations("Semarang") == frozenset()


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("smg", "Semarang", True),
        ("sby", "Surabaya", True),
        ("jbr", "Jawa Barat", True),
        ("jw", "Jawa Barat", False),
        ("bdg", "Semarang", False),
        ("s", "Semarang", False),
    ],
)
def test_letters_in_order_may_stand_for_a_region(short: str, name: str, fits: bool) -> None:
    assert abbreviates(short, name) is fits


@given(st.text(max_size=80), st.text(max_size=12))
def test_any_text_is_read_without_failing(name: str, short: str) -> None:
    assert all(word.isalnum() for word in abbreviations(name))
    assert abbreviates(short, name) in (True, False)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Kepulauan Bangka Belitung", ("bangka", "belitung")),
        ("Daerah Istimewa Yogyakarta", ("yogyakarta",)),
        ("Jawa Barat", ("jawa",)),
        ("Tanah Laut", ()),
        ("Semarang", ()),
    ],
)
def test_the_core_of_a_name_is_what_other_names_do_not_share(
    name: str, kept: tuple[str, ...]
) -> None:
    assert core(name) == kept


def test_a_zone_tells_what_its_region_calls_itself() -> None:
    assert zone_stems(("jabarprov.go.id", "pemkabmalang.go.id", "contoh.go.id")) == {
        "jabar",
        "malang",
    }


BABEL = Governments(
    Gazetteer(
        Region("province", "Kepulauan Bangka Belitung"),
        ("babelprov.go.id",),
        (),
        others=(OtherGovernment("regency", "Belitung"),),
    )
)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Pemprov Babel", ["ours"]),
        ("Dinas Kesehatan Provinsi Bangka Belitung", ["ours"]),
        ("Pemerintah Provinsi Kepulauan Bangka Belitung", ["ours"]),
        ("warga Bangka Belitung", ["ours"]),
        ("Babel", ["ours"]),
        ("Pemkab Babel", ["other"]),
        ("Kabupaten Belitung", ["other"]),
        ("Provinsi Jawa Barat", ["other"]),
        ("kebel", []),
    ],
)
def test_a_government_is_known_by_its_short_names(text: str, who: list[str]) -> None:
    assert [named.who for named in BABEL.all_in(tokens(text))] == who
