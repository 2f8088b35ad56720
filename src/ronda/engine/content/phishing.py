"""Recognises forms that ask for what only a bank or a thief wants to see."""

import re

import msgspec

from ronda.engine.artifacts import Form, PageArtifact
from ronda.engine.content.hosts import belongs, host_of

# What opens an account at a bank and nothing else.
_MONEY = {
    "PIN ATM": re.compile(
        r"(?:^|[^a-z])pin[^a-z]{0,2}(?:atm|kartu|debit|bank|brimo|dana|ovo|gopay)(?![a-z])"
        r"|(?:atm|kartu|debit|card|banking)[^a-z]{0,2}pin(?![a-z])|(?:^|[^a-z])mpin(?![a-z])"
    ),
    "kartu": re.compile(
        r"(?:kartu|card)[^a-z]{0,2}(?:atm|debit|kredit|credit|bank)(?![a-z])"
        r"|(?:atm|debit|kredit|credit)[^a-z]{0,2}(?:kartu|card)(?![a-z])|^(?:cc|card)[^a-z]{0,2}num"
    ),
    "CVV": re.compile(r"(?:^|[^a-z])c(?:vv|vc|vn)2?(?:[^a-z]|$)"),
    "sandi bank": re.compile(
        r"(?:sandi|password|pass|user\w{0,4}|token|pin).{0,8}(?:bank(?![a-z ]{0,3}(?:data|soal|sampah))|ibank|m.?banking|brimo|klikbca)"
    ),
}
# What a thief asks for as well, and an office may: staff sign in by a PIN, readers by the number of a
# library's card, and the register of births holds the mother's name.
_ALSO = {
    "PIN": re.compile(r"(?:^|[^a-z])pin(?:[^a-z]|$)|^pin\d?$"),
    "OTP": re.compile(r"(?:^|[^a-z])otp(?:[^a-z]|$)|kode.?(?:sms|otp)"),
    "kartu": re.compile(
        r"(?:no|nomor|number|num).{0,3}(?:kartu|card)(?!.{0,3}[a-z])|(?:kartu|card).{0,3}(?:no|num)|^kartu$|^card$"
    ),
    "kode verifikasi": re.compile(r"kode.?verifikasi|verification.?code"),
    "nama ibu kandung": re.compile(r"ibu.?kandung|mother.?maiden"),
    "saldo": re.compile(r"(?:^|[^a-z])saldo(?:[^a-z]|$)"),
}
# Codes that are nobody's business but their owner's, wherever they are asked for.
_CODES = frozenset({"PIN", "OTP"})
_PAIRS = (_CODES,)  # asked for in one form: a service sends the one only after the other was given
_MAX_FORMS = 30
_BODY = 500_000  # bytes of markup in which a bot is looked for
_TEXT = 20_000
_MAX_FIELDS = 60


# What opens an account here rather than at a bank: not theft by itself, as every login asks for it.
_PASSWORD = re.compile(r"pass(?:word|wd)?|sandi|kata.?kunci|(?:^|[^a-z])pwd(?:[^a-z]|$)")
_PERSON = re.compile(r"(?:^|[^a-z])(?:nik|no.?ktp|nomor.?ktp)(?:[^a-z]|$)")
# Bots of messengers and boxes that anybody may rent by the minute: no office receives forms there.
_BOXES = re.compile(
    r"(?:^|\.)(?:api\.telegram\.org|discord(?:app)?\.com|hooks\.slack\.com|webhook\.site|requestbin\.(?:com|net)"
    r"|pipedream\.net|beeceptor\.com|formspree\.io|formsubmit\.co|getform\.io|formcarry\.com"
    r"|ngrok(?:-free)?\.(?:app|dev|io)|trycloudflare\.com|loca\.lt|000webhostapp\.com)$"
)
# Where offices have small forms of their own run as well, but none that asks for codes.
_LENT = re.compile(r"(?:^|\.)script\.google\.com$")
_BOT = re.compile(
    rb"api\.telegram\.org/bot|discord(?:app)?\.com/api/webhooks/|hooks\.slack\.com/services/"
    rb"|webhook\.site/[0-9a-f-]{8}",
    re.IGNORECASE,
)
# A page in the name of who keeps money; what follows is the name or a verb of logging in.
_BRAND = re.compile(
    r"^\W{0,5}(?:login |masuk |verifikasi |aktivasi |selamat datang di )?"
    r"(?:bank [a-z]{3,20}|dompet ?[a-z]{3,20}|(?:bri|bca|bni|mandiri|btn|bsi|cimb|permata|danamon|jago|jenius|seabank)\b"
    r"|dana(?! [a-z]{3,})\b|dana (?:kaget|gratis|premium|cashback)\b|(?:ovo|gopay|shopeepay|linkaja|brimo|livin|paypal)\b)"
)
_PUBLIC_WORDS = re.compile(
    r"\b(?:dinas|badan|bappenda|bapenda|pemerintah|pemprov|pemkab|pemkot|pemda|provinsi|kabupaten|kota|desa|kecamatan"
    r"|kelurahan|rsud|puskesmas|samsat|retribusi|ppid|layanan publik|uptd?|skpd|opd|asn|pegawai|biro|sekretariat)\b"
)
# Of everything that is called so, a bank is the rarest in an office; and funds are no wallet.
_NO_BANK = re.compile(
    r"\bbank (?:data|soal|sampah|darah|indonesia|benih|bibit|pohon|asi|ide|inovasi|konten|naskah|talenta|aset|gambar|foto"
    r"|video|materi|pangan|beras|air|mata|jurnal|skripsi|judul|tanah|genetik|sperma|dunia|makanan|buku)\b"
    r"|\bdana (?:desa|hibah|bos|bergulir|alokasi|bagi|bansos|sosial|abadi|cadangan|pensiun|otonomi|insentif|kelurahan|umat|pendidikan|darurat|siap)\b"
    r"|\bmandiri (?:pangan|belajar|pajak|energi|sejahtera|pelayanan|hitung|bayar)\b|\bjago \w{3,}|\bpajak\b"
)
# Pressure that no office needs for its own forms.
_THREAT = re.compile(
    r"\b(?:akun|rekening|kartu|saldo)\b.{0,40}\b(?:di ?blokir|dibekukan|ditangguhkan|dinonaktifkan|hangus)\b"
    r"|\baccount\b.{0,40}\b(?:suspended|blocked|locked)\b",
    re.DOTALL,
)
_LURE = re.compile(
    r"\bklaim\b.{0,30}\b(?:saldo|hadiah|bonus|undian)\b|\bklaim\b.{0,20}\b(?:bantuan|dana)\b.{0,20}\brp|\bpemenang undian\b"
    r"|\bclaim (?:your )?(?:prize|reward|bonus)\b",
    re.DOTALL,
)
_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_PAID = re.compile(
    r"(?:^|\.)(?:midtrans\.com|veritrans\.co\.id|xendit\.co|doku\.com|duitku\.com|faspay\.co\.id|nicepay\.co\.id"
    r"|espay\.id|stripe\.com|paypal\.com)$|\.(?:go|ac|sch|mil|desa)\.id$|\.gov(?:\.[a-z]{2})?$"
)


class Asked(msgspec.Struct, frozen=True):
    """What a form asks for, and where it sends it.

    ``why`` adds what made it suspicious: "" (what it asks for is enough), "box" (it ends in a
    messenger's bot, a rented box or at a bare address), "abroad" (secrets go to a stranger's host),
    "brand" (in the name of a bank or wallet whose host this is not), "pressure".
    """

    secrets: tuple[str, ...]
    action: str
    why: str = ""


def asks_for_secrets(page: PageArtifact) -> Asked | None:
    """Return the first form that asks for what opens an account at a bank, or None.

    That is two things of which one is a bank's own, or PIN and one-time code together. One alone (an
    OTP at a login, a card number at a counter) is not enough to accuse anybody, nor are two that an
    office may ask for.
    """
    for form in page.forms[:_MAX_FORMS]:
        money, also = _of(form)
        codes = any(pair <= also for pair in _PAIRS)
        if codes or (money and len(money | also - {"saldo"}) >= 2):
            return Asked(_in_order(money | also), form.action[:300])
    return None


def lures(page: PageArtifact, body: bytes, host: str) -> Asked | None:
    """Return a form that steals, or None: what it asks for, and one more thing that speaks against it.

    What opens a bank account is enough by itself, see :func:`asks_for_secrets`. A password, or one such
    thing, needs a box of strangers, a stranger's host, a bank's name on a host that is not the bank's,
    or pressure. Honest logins on a vendor's host have none of these.
    """
    found = asks_for_secrets(page)
    if found is not None:
        return found
    for form in page.forms[:_MAX_FORMS]:
        money, also = _of(form)
        secrets = _in_order(money | (also & _CODES))
        asked = (*secrets, *_login(form))
        if secrets or "sandi" in asked:
            if target := _ends_with_strangers(form, host, body, bool(secrets)):
                return Asked(asked, target[:300], "box")
            there = host_of(form.action)
            if secrets and there and not belongs(there, host) and not _PAID.search(there):
                return Asked(asked, form.action[:300], "abroad")
            if brand := _brand_of(page, host):
                return Asked((*asked, brand), form.action[:300], "brand")
        if pressed := _pressed(page, bool(secrets), "kartu" in also):
            more = () if secrets else ("kartu",)
            return Asked((*asked, *more, pressed), form.action[:300], "pressure")
    return None


def _ends_with_strangers(form: Form, host: str, body: bytes, secrets: bool) -> str:
    """The bot, the rented box or the bare address where a form ends, or ""."""
    if bot := _BOT.search(body[:_BODY]):
        return bot[0].decode("ascii", "replace")
    there = host_of(form.action)
    boxed = _BOXES.search(there) or (secrets and _LENT.search(there))
    return form.action if boxed or (_ADDRESS.match(there) and there != host) else ""


def _pressed(page: PageArtifact, secrets: bool, card: bool) -> str:
    """The words by which a page that asks for codes, or threatening for a card, presses its visitors."""
    text = page.text[:_TEXT].lower()
    found = _THREAT.search(text) if secrets or card else None
    found = found or (_LURE.search(text) if secrets else None)
    return " ".join(found[0].split())[:80] if found else ""


def _login(form: Form) -> tuple[str, ...]:
    """Passwords ("sandi") and numbers of identity ("NIK") that a form asks for."""
    fields = [
        (name.lower()[:80].replace("_", " "), kind) for name, kind in form.fields[:_MAX_FIELDS]
    ]
    found = []
    if any(kind == "password" or _PASSWORD.search(name) for name, kind in fields):
        found.append("sandi")
    if any(_PERSON.search(name) for name, _ in fields):
        found.append("NIK")
    return tuple(found)


def _brand_of(page: PageArtifact, host: str) -> str:
    """The bank's or wallet's name that title and heading begin with, when the host is another's."""
    title = page.title.lower()[:200]
    shown = f"{title} {' '.join(page.headings[:2]).lower()[:400]}"
    if _PUBLIC_WORDS.search(shown) or _NO_BANK.search(shown):
        return ""
    for line in (title, *(heading.lower()[:200] for heading in page.headings[:1])):
        if found := _BRAND.search(line):
            name = found[0].split()[-1].strip("-|:. ")
            return "" if name in host else found[0].strip()
    return ""


def _in_order(asked: frozenset[str]) -> tuple[str, ...]:
    return tuple(what for what in dict.fromkeys((*_MONEY, *_ALSO)) if what in asked)


def _of(form: Form) -> tuple[frozenset[str], frozenset[str]]:
    """What a form asks for that only a bank may see, and what an office may ask for as well."""
    names = [name.lower()[:80].replace("_", " ") for name, _ in form.fields[:_MAX_FIELDS]]
    spelt = [one for name in names for one in (name, name.replace(" ", ""))]
    money = frozenset(what for what, known in _MONEY.items() if any(map(known.search, spelt)))
    also = frozenset(what for what, known in _ALSO.items() if any(map(known.search, spelt)))
    return money, also - money
