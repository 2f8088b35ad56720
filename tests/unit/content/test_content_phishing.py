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


@pytest.mark.parametrize("title", ["Login BRImo", "Dana Kaget", "GoPay", "Facebook - Masuk"])
def test_a_login_in_a_banks_name_is_told(title: str) -> None:
    found = lures(page("Selamat datang.", title=title, forms=(LOGIN,)), b"", HOST)
    assert found is not None
    assert found.why == "brand"


MAYBE = ["DANA - Masuk", "Bank Nusantara", "Mandiri", "Dompet Arsip", "JAGO | Login", "Permata"]


@pytest.mark.parametrize("title", MAYBE)
def test_a_name_that_an_office_may_give_to_an_application_is_not_enough(title: str) -> None:
    text = "Masuk dengan akun pegawai. Hak cipta 2024."
    assert lures(page(text, title=title, forms=(LOGIN,)), b"", HOST) is None
    staff = Form(f"{URL}masuk", "post", (("nip", "text"), ("pin", "password"), ("otp", "text")))
    assert lures(page(text, title=title, forms=(staff,)), b"", HOST) is None


@pytest.mark.parametrize("title", MAYBE)
@pytest.mark.parametrize(
    "text", ["Masuk ke mobile banking Anda.", "Layanan berizin dan diawasi oleh OJK."]
)
def test_such_a_name_is_told_where_the_page_speaks_as_who_keeps_money(
    title: str, text: str
) -> None:
    found = lures(page(text, title=title, forms=(LOGIN,)), b"", HOST)
    assert found is not None
    assert found.why == "brand"


@pytest.mark.parametrize("title", MAYBE)
def test_such_a_name_is_told_where_a_customers_code_is_asked(title: str) -> None:
    form = Form(f"{URL}p.php", "post", (("no_hp", "tel"), ("otp", "text")))
    found = lures(page(title=title, forms=(form,)), b"", HOST)
    assert found is not None
    assert found.why == "brand"


CODE = Form(f"{URL}masuk", "post", (("user", "text"), ("sandi", "password"), ("otp", "text")))
CARD = Form(f"{URL}cek", "post", (("nama", "text"), ("nomor_kartu", "text")))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Akun akan diblokir apabila salah memasukkan kode OTP sebanyak tiga kali.", CODE),
        ("Your account will be locked after 5 failed attempts.", CODE),
        ("Sebanyak 4.012 peserta dengan kartu yang dinonaktifkan dapat mengajukan kembali.", CARD),
        ("Kartu tani hangus bila petani tidak menebus pupuk.", CARD),
    ],
)
def test_what_offices_say_of_accounts_and_cards_is_no_pressure(text: str, form: Form) -> None:
    assert lures(page(text, forms=(form,)), b"", HOST) is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Rekening Anda akan diblokir. Isi kode di bawah.", CODE),
        ("Your account has been suspended, verify now.", CODE),
        ("Kartu Anda dinonaktifkan dalam 1x24 jam. Segera isi data.", CARD),
    ],
)
def test_a_threat_to_whoever_reads_it_is_pressure(text: str, form: Form) -> None:
    found = lures(page(text, forms=(form,)), b"", HOST)
    assert found is not None
    assert found.why == "pressure"


@pytest.mark.parametrize(
    "action",
    ["http://10.12.0.4/simpeg/login", "http://192.168.1.9/login", "http://203.0.113.40/login"],
)
def test_a_login_at_the_offices_own_server_is_its_own(action: str) -> None:
    form = Form(action, "post", (("nip", "text"), ("password", "password")))
    assert lures(page(forms=(form,)), b"", HOST, address="203.0.113.7") is None


def test_a_login_at_a_strangers_bare_address_is_told() -> None:
    form = Form("http://198.51.100.9/p.php", "post", (("nik", "text"), ("password", "password")))
    found = lures(page(forms=(form,)), b"", HOST, address="203.0.113.7")
    assert found is not None
    assert found.why == "box"


def test_staff_may_sign_in_with_a_code_at_a_vendors_host() -> None:
    to = "https://sso.vendorabsensi.co.id/masuk"
    staff = Form(to, "post", (("nip", "text"), ("sandi", "password"), ("otp", "text")))
    assert lures(page(forms=(staff,)), b"", HOST) is None
    citizen = Form(to, "post", (("nik", "text"), ("sandi", "password"), ("otp", "text")))
    assert lures(page(forms=(citizen,)), b"", HOST) is not None


@pytest.mark.parametrize("name", ["seed_phrase", "mnemonic", "frasa_pemulihan"])
def test_words_that_open_a_wallet_are_enough(name: str) -> None:
    form = Form(f"{URL}wallet", "post", ((name, "textarea"),))
    assert lures(page(forms=(form,)), b"", HOST) is not None


LOOSE = (
    b'<input id="nohp" placeholder="Nomor HP"><input id="pin" type="password" maxlength="6">'
    b'<input id="kodeotp" placeholder="Kode OTP"><button onclick="kirim()">Lanjut</button>'
)


def test_fields_that_stand_in_no_form_are_read() -> None:
    found = lures(page(), LOOSE, HOST)
    assert found is not None
    assert found.secrets == ("PIN", "OTP")


def test_fields_in_no_form_that_ask_for_little_accuse_nobody() -> None:
    body = b'<input id="cari" placeholder="Cari layanan"><input id="pin" placeholder="Pin lokasi">'
    assert lures(page(), body, HOST) is None


ODD = [
    "wp-includes/css/mail/",
    "wp-content/uploads/2024/05/login.html",
    ".well-known/x/",
    "images/web/",
]


@pytest.mark.parametrize("path", ODD)
def test_a_login_where_programs_put_no_pages_is_told(path: str) -> None:
    inner = page(title="Webmail", url=f"{URL}{path}", forms=(LOGIN,))
    found = lures(inner, b"", HOST, front=page())
    assert found is not None
    assert found.why == "place"


@pytest.mark.parametrize(
    "path", ["masuk", "upload/", "login/images", ".well-known/change-password"]
)
def test_a_login_where_pages_stand_is_the_sites(path: str) -> None:
    inner = page(title="Masuk", url=f"{URL}{path}", forms=(LOGIN,))
    assert lures(inner, b"", HOST, front=page()) is None


def test_the_sites_own_login_on_its_page_for_lost_addresses_is_the_sites() -> None:
    front = page(forms=(LOGIN,))
    lost = page(title="Halaman tidak ada", url=f"{URL}wp-includes/x/", forms=(LOGIN,))
    assert lures(lost, b"", HOST, front=front) is None


def test_an_offices_small_form_at_a_lent_place_is_its_own() -> None:
    form = Form(
        "https://script.google.com/macros/s/x/exec",
        "post",
        (("nip", "text"), ("sandi", "password")),
    )
    assert lures(page(forms=(form,)), b"", HOST) is None
    codes = Form(form.action, "post", (("hp", "text"), ("otp", "text")))
    assert lures(page(forms=(codes,)), b"", HOST) is not None
