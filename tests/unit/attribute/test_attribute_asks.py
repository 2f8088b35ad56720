"""What a page asks of its visitors, and what it only warns of."""

import pytest
from arunika import page
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import Form
from ronda.engine.attribute import asks

URL = "https://contoh-arunika.com/"


def asked(text: str = "", *fields: str, action: str = URL) -> dict[str, float]:
    forms = (Form(action, "post", tuple((f, "text") for f in fields)),) if fields else ()
    found = asks.of_page(page(URL, "Layanan", text, forms=forms))
    return {kind: strength for kind, _, _, strength in found}


@pytest.mark.parametrize(
    "fields",
    [
        ("nik", "kode_otp"),
        ("noRekening", "pin"),
        ("nama", "nomor-kartu", "cvv"),
        ("nik", "namaIbu", "saldo"),
    ],
)
def test_a_form_that_wants_what_a_bank_keeps_secret(fields: tuple[str, ...]) -> None:
    assert asked("", *fields)["asks_secrets"] == 1.0


@pytest.mark.parametrize("fields", [("klinik", "opini"), ("nama", "email", "pesan"), ("teknik",)])
def test_letters_within_a_word_are_no_secret(fields: tuple[str, ...]) -> None:
    assert asked("", *fields) == {}


def test_a_pin_alone_may_be_a_password() -> None:
    assert asked("", "nip", "pin")["asks_secrets"] < 0.5


def test_the_words_of_a_page_count_whatever_its_fields_are_called() -> None:
    text = "Nomor rekening. Kode OTP."
    assert "asks_secrets" in asked(text, "f1", "f2")
    assert "asks_secrets" not in asked(text)


def test_money_hurry_and_promises_are_seen() -> None:
    said = asked(
        "Selamat, nama Anda terpilih. Biaya pencairan dibayar ke rekening panitia. "
        "Sisa kuota 12 orang, ditutup malam ini."
    )
    assert {"asks_money", "hurries", "tempts"} <= said.keys()


@pytest.mark.parametrize(
    "text",
    [
        "Waspada penipuan: kami tidak pernah meminta transfer ke rekening pribadi.",
        "Permohonan selesai dalam lima hari dan tidak dipungut biaya administrasi.",
        "Jangan percaya pesan yang menyebut Anda terpilih dalam undian.",
    ],
)
def test_a_warning_asks_for_nothing(text: str) -> None:
    assert asked(text) == {}


def test_a_form_that_sends_identity_to_another_site() -> None:
    assert "sends_elsewhere" in asked("", "nik", action="https://kumpul.example.net/x")
    assert "sends_elsewhere" not in asked("", "nik")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.lists(st.text(max_size=30), max_size=5))
def test_whatever_a_page_holds_it_is_judged_within_bounds(text: str, fields: list[str]) -> None:
    assert all(0 < strength <= 1 for strength in asked(text, *fields).values())
