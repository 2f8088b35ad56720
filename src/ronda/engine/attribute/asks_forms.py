"""What the fields of a form ask for, by what their names are made of.

A field is called "userbrimo", "pin-atm" or "nokartu_debit" by whoever writes the page; what it wants
is a key (PIN, password, user name) of a bank, a card's number, a code that came by SMS. The texts in
the fields are read as sentences: "Masukkan 16 digit kartu Anda" in a field called "f2".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ronda.engine.artifacts import Form
from ronda.engine.attribute.asks_sentences import asked
from ronda.engine.attribute.words import fold

MAX_FIELDS = 60
_KEY = frozenset(
    {
        *("pin", "mpin", "sandi", "katasandi", "password", "passwd", "pass", "pwd", "pw"),
        *("passcode", "user", "username", "userid", "uid", "login", "token", "kunci"),
        *("akses", "kodeakses"),
    }
)
# What is a bank's or a wallet's. "dana" and "kartu" are it beside a key only.
_BANK = frozenset(
    {
        *("bank", "mbank", "mbanking", "ibank", "ibanking", "ebank", "ebanking"),
        *("banking", "netbank", "internetbanking", "mobilebanking", "atm", "brimo"),
        *("livin", "bca", "bni", "bri", "bsi", "btn", "mandiri", "cimb", "danamon"),
        *("wondr", "byond", "octo", "jenius", "seabank", "gopay", "ovo", "dana"),
        *("shopeepay", "linkaja", "ewallet", "wallet", "dompet", "rekening", "norek"),
        *("tabungan", "kartu", "card", "debit", "kredit", "debet", "credit", "ib", "kks"),
    }
)
_CARD = frozenset(
    {
        *("kartu", "card", "cc", "kartuatm", "kartudebit", "kartukredit", "atm", "debit"),
        *("kredit", "debet", "kks"),
    }
)
_NUMBER = frozenset(
    {
        *("no", "nomor", "num", "number", "nomer", "digit", "16digit", "norek16", "pan"),
    }
)
# Cards that no bank gives.
_OTHER_CARD = frozenset(
    {
        *("keluarga", "kk", "bpjs", "jkn", "kis", "peserta", "anggota", "member"),
        *("perpus", "perpustakaan", "pasien", "pelajar", "siswa", "pegawai", "kuning"),
        *("ak1", "pencari", "identitas", "kia", "tani", "nelayan", "nama", "ujian"),
        *("studi", "rencana", "sehat", "pintar", "vaksin", "air"),
    }
)
_HARD = frozenset(
    {
        *("cvv", "cvc", "cvv2", "cvn", "mpin", "mtoken", "keybca", "saldo", "otp"),
        *("pinatm", "pinbank", "sandiemail", "passwordemail", "emailpassword"),
        *("emailpass", "koderahasia", "mbanking", "mobilebanking", "internetbanking"),
        *("ibanking", "ebanking", "brimo", "livin", "ccv", "16digit"),
    }
)
# Of a card, beside its number.
_OF_CARD = frozenset({"masa", "berlaku", "expired", "exp", "valid", "belakang", "cvv", "cvc"})
_CODE_BY = frozenset(["sms", "wa", "whatsapp", "telegram", "tele"])
_CODE = frozenset(
    {
        *("kode", "code", "digit", "angka"),
    }
)
_MOTHER = frozenset(
    ["ibukandung", "namaibu", "gadisibu", "mothername", "mothersname", "maidenname"]
)
_SOFT = frozenset(
    {
        *("expiry", "exp", "validthru", "kodeverifikasi", "verificationcode"),
        *("sandiemail", "passwordemail"),
    }
)
_PIN = frozenset({"pin", "passcode"})
_ACCOUNT = frozenset(
    {
        *("rekening", "norek", "norekening", "nomorrekening", "bank", "namabank"),
        *("ewallet", "dompet", "dana", "ovo", "gopay", "shopeepay", "linkaja", "qris"),
        *("account", "accountno", "accountnumber", "iban", "kartu", "card", "akunbank"),
        *("nomordana", "hpdana", "kks", "nokks", "nomorkks"),
    }
)
_IDENTITY = frozenset(
    {
        *("nik", "ktp", "noktp", "nomorktp", "nokk", "kk", "npwp", "nomorinduk"),
        *("fotoktp", "selfie", "swafoto", "passport", "paspor"),
    }
)
# A code of these is none of a budget's or a bank's own ("kode_rekening", "kode_bank").
_APPS = frozenset(
    {
        *("ovo", "gopay", "shopeepay", "linkaja", "bca", "bni", "bri", "bsi", "brimo", "livin"),
        *("ewallet", "atm", "kartu", "mbank", "ibank"),
    }
)
_DIGITS = frozenset({"digit", "6", "enam", "6digit"})
_USER = frozenset({"user", "username", "userid", "login"})
_NUMBERED = frozenset({"rekening", "norek", "norekening", "npwp", "email", "nib", "sampah"})
_FEW = 5  # fields of a sign-in
_PROOF = frozenset({"bukti", "struk", "slip", "resi"})
_PAID = frozenset({"transfer", "bayar", "pembayaran", "tf", "setor", "setoran"})
# Of what glued names are made.
_MADE_OF = (
    _KEY
    | _BANK
    | _HARD
    | _CODE
    | _CODE_BY
    | _NUMBER
    | _CARD
    | _OF_CARD
    | frozenset({"data", "akun", "kata"})
)
_LONGEST_GLUED = 24

Sign = tuple[str, str, float]
"""(kind, excerpt, strength)."""


def of_form(form: Form) -> Iterator[Sign]:
    """Yield what one form asks for; nothing for a search."""
    named = [(name, _words(name)) for name, _ in form.fields[:MAX_FIELDS] if name]
    hard = [n for n, words in named if _is_hard(words)]
    banks = [n for n, words in named if _is_banks(words)]
    soft = [n for n, words in named if words & (_MOTHER | _SOFT) and n not in hard]
    pin = [n for n, words in named if words & _PIN]
    account = [n for n, words in named if words & _ACCOUNT]
    identity = [n for n, words in named if words & _IDENTITY]
    # A firm has a tax number, a password and an account too.
    person = any(words & (_IDENTITY - {"npwp"}) for _, words in named)
    password = "password" in {kind for _, kind in form.fields[:MAX_FIELDS]}
    said = max(_in_hints(form), default=(0.0, ""))
    money = list(dict.fromkeys([*hard, *soft, *pin, *account]))
    if (hard and (identity or len(money) > 1)) or (pin and account):
        yield "asks_secrets", ", ".join(money[:4]), 1.0
    elif banks or said[0] >= 0.9:
        yield "asks_secrets", ", ".join(banks[:4]) or said[1], 1.0
    elif hard or (person and password and account) or _is_banks_login(named, password):
        yield "asks_secrets", ", ".join([*money[:3], *identity[:3]])[:100], 0.8
    elif soft and account:
        yield "asks_secrets", ", ".join(money[:4]), 0.5
    elif said[0] >= 0.5:
        yield "asks_secrets", said[1], said[0]
    elif pin or (account and identity) or soft:
        # A PIN may be a password; aid is paid to accounts, a mother's name stands in every birth certificate.
        yield "asks_secrets", ", ".join([*money[:3], *identity[:3]])[:100], 0.3
    elif identity:
        yield "asks_identity", ", ".join(identity[:3]), 1.0
    elif password:
        yield "asks_login", "password", 1.0


def _is_banks_login(named: list[tuple[str, frozenset[str]]], password: bool) -> bool:
    """A sign-in where one chooses a bank; who registers a firm or a farmer gives the account's number."""
    if not password or len(named) > _FEW:
        return False
    chooses = any(words & {"bank", "namabank", "pilihbank"} for _, words in named)
    names = any(words & _USER for _, words in named)
    return chooses and names and not any(words & _NUMBERED for _, words in named)


def wants_proof(form: Form) -> str:
    """The field in which somebody shows that they have paid, or nothing."""
    named = ((name, _words(name)) for name, _ in form.fields[:MAX_FIELDS] if name)
    return next((n for n, words in named if words & _PROOF and words & _PAID), "")


def wants_something(form: Form) -> bool:
    """Whether what is filled in is worth stealing: money, identity or a password."""
    fields = form.fields[:MAX_FIELDS]
    if any(kind == "password" for _, kind in fields):
        return True
    words = [_words(name) for name, _ in fields if name]
    return any(_is_hard(w) or w & (_PIN | _ACCOUNT | _IDENTITY | _MOTHER | _SOFT) for w in words)


def _is_banks(words: frozenset[str]) -> bool:
    """A key of a bank: "user_brimo", "passwordMandiri", "pin_kartu"."""
    return bool(words & _KEY and words & _BANK and not words & _OTHER_CARD) or (
        _is_card(words) and bool(words & {"cvv", "cvc"})
    )


def _is_card(words: frozenset[str]) -> bool:
    return bool(words & _CARD and words & (_NUMBER | _OF_CARD) and not words & _OTHER_CARD)


def _is_hard(words: frozenset[str]) -> bool:
    return (
        bool(words & _HARD)
        or _is_banks(words)
        or _is_card(words)
        or bool(words & _CODE and words & (_CODE_BY | _APPS) and not words & _OTHER_CARD)
        or bool(words & {"kode", "code"} and words & _DIGITS)
        or bool(words & {"atm", "kartudebit", "kartukredit", "kartuatm"})
    )


def _in_hints(form: Form) -> Iterator[tuple[float, str]]:
    """What the texts in the fields ask for."""
    for hint in form.hints[:MAX_FIELDS]:
        for found in asked(f"isi {fold(hint[:200])}."):
            if found.kind == "asks_secrets":
                yield found.strength, found.said


@lru_cache(maxsize=2_048)
def _words(name: str) -> frozenset[str]:
    """The words of a field's name, alone and two together: "nomorKartu", "kode_otp", "pin-atm"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:60])
    parts = [p for p in re.split(r"[\W_]+", fold(spaced)) if p][:8]
    pairs = ["".join(parts[i : i + 2]) for i in range(len(parts) - 1)]
    alone = [*parts, *(p.rstrip("0123456789") for p in parts)]
    glued = [word for part in alone for word in _pieces(part)]
    return frozenset({*alone, *pairs, *glued})


def _pieces(word: str) -> list[str]:
    """The known words that a glued one is made of from end to end: "pinbrimo"; else nothing."""
    if len(word) > _LONGEST_GLUED or word in _MADE_OF:
        return []
    ways: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 15), end):
            before = ways[start]
            if before is not None and word[start:end] in _MADE_OF:
                ways[end] = [*before, word[start:end]]
                break
    return ways[-1] or []
