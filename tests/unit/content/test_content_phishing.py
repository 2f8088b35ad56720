"""Forms of offices, which ask for much, and forms of thieves."""

import pytest

from ronda.engine.artifacts import Form
from ronda.engine.checks.examples import HOST, URL, page
from ronda.engine.content.phishing import lures

# What offices' own forms ask for, as they are named in the field.
HONEST = {
    "enrolment": "nisn,nik,nama_ibu_kandung,nomor_kartu_keluarga,kode_verifikasi",
    "aid": "nik,no_rekening,nama_bank,nama_ibu_kandung,kode_otp",
    "a library's reader": "nomor_kartu,pin",
    "a patient": "no_kartu_bpjs,no_kartu_berobat,kode_verifikasi",
    "a loan of books": "kartu_pinjaman,nomor_kartu_anggota,otp",
    "staff": "nip,pin,kode_verifikasi",
    "staff with a second factor": "username,password,otp",
    "points of credit": "nip,angka_kredit,no_kredit,pin",
    "a job seeker": "nomor_kartu_ak1,nik,otp",
    "a ledger": "saldo_awal,saldo_akhir,nomor_kartu",
    "a loan": "pinjam_dana,nomor_kartu_tani",
    "water": "debit_no,debit,pin",
    "a registered visitor": "no_hp,otp,nama_ibu_kandung",
}


@pytest.mark.parametrize("asked", HONEST.values(), ids=HONEST)
@pytest.mark.parametrize("text", ["Klaim bantuan di kantor Dinas Sosial.", "Selamat datang."])
def test_what_offices_ask_for_accuses_nobody(asked: str, text: str) -> None:
    form = Form(f"{URL}kirim", "post", tuple((name, "text") for name in asked.split(",")))
    assert lures(page(text, forms=(form,)), b"", HOST) is None


STOLEN = {
    "a card": "nomor_kartu_debit,masa_berlaku,cvv",
    "a card and its code": "nomor_kartu,cvv",
    "a cash card": "nomor_kk,nik,pin_atm,otp",
    "codes": "hp,pin,otp",
    "a bank's application": "username_mbanking,password_mbanking,otp",
}


@pytest.mark.parametrize("asked", STOLEN.values(), ids=STOLEN)
def test_what_opens_an_account_is_told(asked: str) -> None:
    form = Form(f"{URL}kirim", "post", tuple((name, "text") for name in asked.split(",")))
    assert lures(page("Selamat datang.", forms=(form,)), b"", HOST) is not None


LOGIN = Form(f"{URL}masuk", "post", (("user", "text"), ("password", "password")))


@pytest.mark.parametrize(
    "title",
    ["Bank Sampah Induk - Masuk", "Dana Hibah | Login", "Dana Desa", "Bank Talenta", "Mandiri Pangan", "Jago Tani",
     "Login Bank Soal", "Dana Siaga Bencana"],
)  # fmt: skip
def test_what_is_called_like_a_bank_and_is_none_accuses_nobody(title: str) -> None:
    assert lures(page(title=title, forms=(LOGIN,)), b"", HOST) is None


@pytest.mark.parametrize(
    "title", ["Login BRImo", "DANA - Masuk", "Bank Nusantara", "Dana Kaget", "GoPay"]
)
def test_a_login_in_a_banks_name_is_told(title: str) -> None:
    found = lures(page("Selamat datang.", title=title, forms=(LOGIN,)), b"", HOST)
    assert found is not None
    assert found.why == "brand"


def test_an_offices_small_form_at_a_lent_place_is_its_own() -> None:
    form = Form(
        "https://script.google.com/macros/s/x/exec",
        "post",
        (("nip", "text"), ("sandi", "password")),
    )
    assert lures(page(forms=(form,)), b"", HOST) is None
    codes = Form(form.action, "post", (("hp", "text"), ("otp", "text")))
    assert lures(page(forms=(codes,)), b"", HOST) is not None
