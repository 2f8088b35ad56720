"""Recognises forms that ask for what only a bank or a thief wants to see."""

import re

import msgspec

from ronda.engine.artifacts import Form, PageArtifact
from ronda.engine.content.hosts import belongs, host_of

# What opens an account: asked for together, on a page that is no bank's, it is theft.
_SECRETS = {
    "PIN": re.compile(r"(?:^|[^a-z])m?pin(?:[^a-z]|$)|pin.?atm|^pin\d?$"),
    "OTP": re.compile(r"(?:^|[^a-z])otp(?:[^a-z]|$)|kode.?(?:sms|verifikasi|otp)"),
    "kartu": re.compile(
        r"(?:no|nomor|number|num).{0,3}(?:kartu|card)|(?:kartu|card).{0,3}(?:no|num|atm|debit|kredit|credit)|^kartu$|^card$"
    ),
    "CVV": re.compile(r"(?:^|[^a-z])c(?:vv|vc|vn)2?(?:[^a-z]|$)"),
    "nama ibu kandung": re.compile(r"ibu.?kandung|mother.?maiden"),
    "sandi bank": re.compile(r"(?:sandi|password|pass|user).{0,8}(?:bank|ibank|mbank|brimo|klik)"),
    "saldo": re.compile(r"(?:^|[^a-z])saldo(?:[^a-z]|$)"),
}
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
    r"|ngrok(?:-free)?\.(?:app|dev|io)|trycloudflare\.com|loca\.lt|script\.google\.com|000webhostapp\.com)$"
)
_BOT = re.compile(
    rb"api\.telegram\.org/bot|discord(?:app)?\.com/api/webhooks/|hooks\.slack\.com/services/"
    rb"|webhook\.site/[0-9a-f-]{8}",
    re.IGNORECASE,
)
# A page in the name of who keeps money; what follows is the name or a verb of logging in.
_BRAND = re.compile(
    r"^\W{0,5}(?:login |masuk |verifikasi |aktivasi |selamat datang di )?"
    r"(?:bank [a-z]{3,20}|dompet ?[a-z]{3,20}|(?:bri|bca|bni|mandiri|btn|bsi|cimb|permata|danamon|jago|jenius|seabank)\b"
    r"|(?:dana|ovo|gopay|shopeepay|linkaja|brimo|livin|paypal)\b)"
)
_PUBLIC_WORDS = re.compile(
    r"\b(?:dinas|badan|bappenda|bapenda|pemerintah|pemprov|pemkab|pemkot|provinsi|kabupaten|kota|desa|kecamatan"
    r"|kelurahan|bank data|bank soal|bank sampah|bank darah|bank indonesia|rsud|puskesmas|samsat|pajak|retribusi|ppid|layanan publik)\b"
)
# Pressure that no office needs for its own forms.
_PRESSURE = re.compile(
    r"\b(?:akun|rekening|kartu|saldo)\b.{0,40}\b(?:di ?blokir|dibekukan|ditangguhkan|dinonaktifkan|hangus)\b"
    r"|\bklaim\b.{0,30}\b(?:saldo|hadiah|bantuan|bonus|undian|dana)\b|\bpemenang undian\b"
    r"|\baccount\b.{0,40}\b(?:suspended|blocked|locked)\b|\bclaim (?:your )?(?:prize|reward|bonus)\b",
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
    """Return the first form that asks for two or more things that open an account, or None.

    One alone (an OTP at a login, a card number at a counter) is not enough to accuse anybody.
    """
    for form in page.forms[:_MAX_FORMS]:
        secrets = _of(form)
        if len(secrets) >= 2 and set(secrets) != {"saldo"}:
            return Asked(secrets, form.action[:300])
    return None


def lures(page: PageArtifact, body: bytes, host: str) -> Asked | None:
    """Return a form that steals, or None: what it asks for, and one more thing that speaks against it.

    Two things that open a bank account are enough by themselves, see :func:`asks_for_secrets`. A
    password, or one such thing, needs a box of strangers, a stranger's host, a bank's name on a host
    that is not the bank's, or pressure. Honest logins on a vendor's host have none of these.
    """
    found = asks_for_secrets(page)
    if found is not None:
        return found
    bot = _BOT.search(body[:_BODY])
    for form in page.forms[:_MAX_FORMS]:
        secrets = tuple(what for what in _of(form) if what != "saldo")
        asked = (*secrets, *_login(form))
        if not secrets and "sandi" not in asked:
            continue
        there = host_of(form.action)
        if bot or _BOXES.search(there) or (_ADDRESS.match(there) and there != host):
            target = bot[0].decode("ascii", "replace") if bot else form.action
            return Asked(asked, target[:300], "box")
        if secrets and there and not belongs(there, host) and not _PAID.search(there):
            return Asked(asked, form.action[:300], "abroad")
        if brand := _brand_of(page, host):
            return Asked((*asked, brand), form.action[:300], "brand")
        if secrets and (pressed := _PRESSURE.search(page.text[:_TEXT].lower())):
            words = " ".join(pressed[0].split())[:80]
            return Asked((*asked, words), form.action[:300], "pressure")
    return None


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
    if _PUBLIC_WORDS.search(f"{title} {' '.join(page.headings[:2]).lower()[:400]}"):
        return ""
    for line in (title, *(heading.lower()[:200] for heading in page.headings[:1])):
        if found := _BRAND.search(line):
            name = found[0].split()[-1].strip("-|:. ")
            return "" if name in host else found[0].strip()
    return ""


def _of(form: Form) -> tuple[str, ...]:
    names = [name.lower()[:80].replace("_", " ") for name, _ in form.fields[:_MAX_FIELDS]]
    return tuple(
        what
        for what, pattern in _SECRETS.items()
        if any(pattern.search(name) or pattern.search(name.replace(" ", "")) for name in names)
    )
