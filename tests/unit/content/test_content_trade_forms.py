"""What strangers sell is told from gambling by forms of trade, when no word of it is known."""

import time

import pytest

from ronda.engine.content import subjects
from ronda.engine.content.subjects import subject_of, told
from ronda.engine.content.trade_forms import forms_of

PHARMACY = [
    "norvitol 100mg rezeptfrei",
    "brelazol 50 mg x 90 pills",
    "avanafil generic",
    "lorazepam overnight",
    "rosuvastatin no rx",
    "tirzepatide vials, semaglutide 2,4 mg",
]


@pytest.mark.parametrize("text", PHARMACY)
def test_doses_and_stems_of_medicines_names_tell_medicine(text: str) -> None:
    assert forms_of(text, ()).pharmacy > 0
    assert subject_of(text, "zorvaki.example") == "pharmacy"


@pytest.mark.parametrize(
    "text",
    ["zorvaki parka womens jackets", "zorvaki from $49", "zorvaki ukuran 42", "zorvaki 80% off"],
)
def test_prices_sizes_and_cut_prices_tell_goods(text: str) -> None:
    assert subject_of(text, "zorvaki.example") == "wares"


@pytest.mark.parametrize("text", ["write my essay", "payday loans bad credit", "buy followers"])
def test_services_of_other_kinds_are_wares_and_no_gambling(text: str) -> None:
    assert subject_of(text, "zorvaki.example") == "wares"


@pytest.mark.parametrize(
    "host", ["zorvaki-shop.example", "mektolustore.example", "toko-trobi.example"]
)
def test_a_host_that_calls_itself_a_shop_tells_goods(host: str) -> None:
    assert subject_of("vlimpa kala", host) == "wares"


@pytest.mark.parametrize(
    "host", ["zorvaki-rx.example", "trobipharma.example", "apotek-vlimpa.example"]
)
def test_a_host_that_calls_itself_a_chemists_tells_medicine(host: str) -> None:
    assert subject_of("vlimpa kala", host) == "pharmacy"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("zorvaki x1000 malam ini", "trobi.example"),
        ("zorvaki 98% menang", "trobi.example"),
        ("deposit 10rb zorvaki", "trobi.example"),
        ("beli spin zorvaki", "trobi.example"),
        ("vlimpa kala", "zorvaki88.example"),
        ("vlimpa kala", "zorvaki.casino"),
        ("bonus buy slot, shop now", "zorvaki-store.example"),
    ],
)
def test_multiples_stakes_and_numbers_of_luck_tell_play(text: str, host: str) -> None:
    assert subject_of(text, host) == "gambling"


def test_what_neither_words_nor_forms_tell_has_no_subject() -> None:
    assert subject_of("vlimpa kala wisnu", "zorvaki.example") is None


def test_japanese_among_other_tongues_is_no_shop_in_japanese() -> None:
    assert subject_of("ツロベカ ミクナ . ルソム ケタ", "zorvaki.example") == "japanese"
    assert subject_of("ツロベカ ミクナ . vlimpa kala . trobi wisnu", "zorvaki.example") is None


def test_japanese_at_a_host_of_players_is_no_shop() -> None:
    assert subject_of("ツロベカ ミクナ", "zorvakiplays.casino") == "gambling"
    assert subject_of("ツロベカ 送料無料", "zorvakiplays.casino") == "japanese"


def test_forms_tell_what_is_sold_and_never_that_anything_is() -> None:
    """What weighs as selling, and what names a partner, is asked of words alone, as ever."""
    plain = told("vlimpa kala", ("zorvaki-shop.example",))
    assert plain.subject == "wares"
    assert plain.named is None
    assert not plain.sells
    assert not told("doorstep checkout").sells


def test_every_list_of_words_is_read() -> None:
    assert {"gambling", "pharmacy", "counterfeit", "japanese", "other", "goods"} <= set(
        subjects._lists()
    )


@pytest.mark.parametrize("text", ["a" * 4_000, "1 to " * 800, "mens " * 800, "x1 mg 5 " * 500])
def test_long_texts_are_read_in_time(text: str) -> None:
    began = time.process_time()
    forms_of(text, ("a" * 60 + ".example",) * 30)
    assert time.process_time() - began < 2
