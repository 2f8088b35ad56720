"""What swindlers write in an office's name is seen, and what offices write is not, text by text."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from arunika import page

from ronda.engine.artifacts import Form, Link
from ronda.engine.attribute import asks

URL = "https://contoh-arunika.com/"
SEEN = 0.5  # strength from which a sign is one


def table(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(Path(__file__).with_name(name).read_text())["text"])


def asked(text: str = "", *forms: Form, links: tuple[Link, ...] = ()) -> dict[str, float]:
    found: dict[str, float] = {}
    seen = msgspec.structs.replace(page(URL, "Layanan", text, forms=forms), links=links)
    for kind, _, _, strength in asks.of_page(seen):
        found[kind] = max(strength, found.get(kind, 0.0))
    return found


def form(*fields: str, hints: tuple[str, ...] = ()) -> Form:
    return Form(URL, "post", tuple((name, "text") for name in fields), hints)


@pytest.mark.parametrize("one", table("swindles.toml"), ids=lambda one: one["says"][:40])
def test_what_a_swindler_writes_is_seen(one: dict[str, Any]) -> None:
    found = asked(one["says"])
    assert {kind for kind in one["asks"] if found.get(kind, 0.0) >= SEEN} == set(one["asks"])


@pytest.mark.parametrize("one", table("honest_requests.toml"), ids=lambda one: one["says"][:40])
def test_what_an_office_writes_is_not(one: dict[str, Any]) -> None:
    may = one.get("may", ())
    strong = {k: s for k, s in asked(one["says"]).items() if s > (SEEN if k in may else 0.49)}
    assert strong == {}


@pytest.mark.parametrize(
    "fields",
    [
        ("nama", "user_brimo", "password_brimo"),
        ("pinbrimo",),
        ("nohp", "nokart", "exp", "cvv"),
        ("userid", "passwordmbanking"),
        ("noKartuDebit", "masa_berlaku"),
        ("nama", "kodeSms"),
        ("nik", "saldo"),
        ("pin_dana", "nomor_hp"),
        ("login-ibanking", "token-bank"),
        ("kode_wa", "telepon"),
        ("nama", "rekening", "ibu_kandung", "pin"),
        ("no_kks", "pin"),
        ("username_ib", "password_ib"),
        ("masaberlakukartu",),
        ("sandi_email",),
        ("angka_sms",),
    ],
)
def test_fields_of_a_swindlers_form(fields: tuple[str, ...]) -> None:
    assert asked("", form(*fields))["asks_secrets"] >= 0.8


@pytest.mark.parametrize(
    "fields",
    [
        ("nik", "nama", "nama_ibu"),
        ("nik", "no_rekening", "nama_kelompok"),
        ("username", "password"),
        ("nip", "pin"),
        ("nopol", "nik", "no_rangka"),
        ("npwp", "nama_perusahaan", "bank", "rekening"),
        ("no_kartu_keluarga", "nik"),
        ("no_kartu_bpjs", "tanggal_lahir"),
        ("nomor_kartu_anggota", "kata_sandi"),
        ("nama", "email", "kode_verifikasi"),
        ("debit_air", "lokasi"),
        ("kode_rekening", "uraian", "pagu"),
        ("kode_bank", "nama_bank", "norek"),
        ("username_bpd", "password_bpd"),
        ("nama_bank_sampah", "alamat"),
        ("jenis_kartu_identitas", "nomor_identitas"),
    ],
)
def test_fields_of_an_honest_form(fields: tuple[str, ...]) -> None:
    assert asked("", form(*fields)).get("asks_secrets", 0.0) < SEEN


@pytest.mark.parametrize(
    "hint", ["16 digit nomor di kartu debit Anda", "Masukkan PIN ATM", "Kata sandi mobile banking"]
)
def test_what_stands_in_the_fields_counts_where_their_names_say_nothing(hint: str) -> None:
    assert asked("", form("f1", "f2", hints=("Nama", hint)))["asks_secrets"] >= SEEN


def test_a_sign_in_with_a_choice_of_banks() -> None:
    login = Form(URL, "post", (("bank", "select"), ("user", "text"), ("sandi", "password")))
    firm = Form(URL, "post", (*login.fields, ("norek", "text"), ("npwp", "text")))
    assert asked("", login)["asks_secrets"] >= SEEN
    assert asked("", firm).get("asks_secrets", 0.0) < SEEN


def test_an_honest_hint_asks_for_no_secret() -> None:
    assert asked("", form("f1", hints=("16 digit NIK", "Nama ibu kandung"))) == {}


@pytest.mark.parametrize(
    ("file", "text", "least", "most"),
    [
        ("https://contoh-arunika.com/surat-tilang.apk", "Lihat surat", 0.8, 1.0),
        ("https://contoh-arunika.com/f.apk?x=1", "Unduh undangan", 0.8, 1.0),
        ("https://contoh-arunika.com/surat%20tilang.apk", "Lihat", 0.8, 1.0),
        ("https://contoh-arunika.com/github.com/presensi.apk", "Unduh aplikasi", 0.1, 0.5),
        ("https://github.com/contoh/presensi/presensi.apk", "Unduh aplikasi", 0.0, 0.0),
        ("https://contoh-arunika.com/presensi.apk", "Unduh aplikasi", 0.1, 0.5),
        ("https://play.google.com/store/apps/details?id=id.go.contoh.apk", "Unduh", 0.0, 0.0),
        ("https://contoh-arunika.com/panduan.pdf", "Unduh undangan", 0.0, 0.0),
    ],
)
def test_a_linked_package(file: str, text: str, least: float, most: float) -> None:
    found = asked("", links=(Link(file, text),)).get("offers_package", 0.0)
    assert least <= found <= most


def test_a_code_to_type_in_is_a_theft_where_somebody_hurries() -> None:
    code = "Masukkan kode OTP yang dikirim ke ponsel Anda."
    assert asked(code)["asks_secrets"] < SEEN
    hurried = f"{code} Bagikan ke 10 grup WhatsApp agar bantuan cair."
    assert asked(hurried)["asks_secrets"] >= SEEN


def test_a_list_under_a_warning_asks_for_nothing() -> None:
    text = (
        "Waspada penipuan! Ciri pesan palsu: 1. Masukkan PIN ATM. 2. Kirim kode OTP ke petugas. "
        "3. Transfer biaya administrasi ke rekening pribadi."
    )
    assert asked(text) == {}


def test_a_warning_far_away_does_not_excuse_a_request() -> None:
    text = (
        "Waspada penipuan. "
        + "Layanan kami buka setiap hari kerja. " * 12
        + "Masukkan PIN ATM Anda."
    )
    assert asked(text)["asks_secrets"] == 1.0
