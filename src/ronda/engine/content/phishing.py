"""Recognises forms that ask for what only a bank or a thief wants to see."""

import re
from collections.abc import Sequence
from itertools import islice

import msgspec

from ronda.engine.artifacts import Form, PageArtifact
from ronda.engine.content.hosts import belongs, host_of
from ronda.engine.content.phishing_brand import brand_of

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
_NEAR = 120  # characters around a threat in which its condition or its term stands
_INPUT = re.compile(rb"<(?:input|textarea)\b[^>]{1,600}>", re.IGNORECASE)
_CALLED = re.compile(rb"\b(?:name|id|placeholder)\s?=\s?[\"']([^\"'<>]{1,80})[\"']", re.IGNORECASE)
_HIDDEN_WORD = re.compile(rb"\btype\s?=\s?[\"']?password\b", re.IGNORECASE)


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
# Sites say as well what becomes of an account after wrong passwords.
_IF_WRONG = re.compile(
    r"\b(?:jika|apabila|bila|kalau|setelah|sesudah|if|after)\b.{0,80}\b(?:salah|gagal|keliru|percobaan|kali|attempts?|fail\w{0,3}|wrong|incorrect)\b",
    re.DOTALL,
)
# A card is an insured person's too, whose office writes how many were made inactive.
_HURRY = re.compile(
    r"\b(?:dalam|within) (?:waktu )?\d{1,3} ?x? ?\d{0,2} ?(?:jam|hari|menit|hours?|days?|minutes?)\b|\b(?:segera|sekarang|immediately|hari ini)\b"
)
_YOURS = re.compile(r"\b(?:anda|your)\b")
# Who signs in with the number of a servant of the state is no customer of a bank.
_STAFF = re.compile(
    r"(?:^|[^a-z])(?:nip|nrp|nuptk|nidn|nik.?karyawan|(?:no|nomor|id|kode).?pegawai)(?:[^a-z]|$)"
)
_PHONE = re.compile(
    r"(?:^|[^a-z])(?:hp|handphone|phone|telp|telepon|wa|whatsapp|msisdn|ponsel)(?:[^a-z]|$)|^no ?hp"
)
# The words that open a wallet of coins, all of it, for ever.
_SEED = re.compile(
    r"(?:seed|recovery|secret|backup).?phrase|mnemonic|frasa.?(?:pemulihan|rahasia|benih)|private.?key.?wallet"
)
# Folders of programs and pictures in which no program has a page for people.
_ODD_PLACE = re.compile(
    r"^/(?:[^/]{1,60}/){0,3}?(?:\.well-known/(?!change-password)|wp-includes/|wp-content/(?:uploads|languages|upgrade)/"
    r"|wp-admin/(?:css|js|images|includes|maint)/|(?:assets/)?(?:images|img|css|fonts)/)[^?#]{1,300}$"
)
_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
# RFC 1918 and 1122: an office's own inner network; nothing of it reaches a thief.
_INNER = re.compile(r"^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")
_PAID = re.compile(
    r"(?:^|\.)(?:midtrans\.com|veritrans\.co\.id|xendit\.co|doku\.com|duitku\.com|faspay\.co\.id|nicepay\.co\.id"
    r"|espay\.id|stripe\.com|paypal\.com)$|\.(?:go|ac|sch|mil|desa)\.id$|\.gov(?:\.[a-z]{2})?$"
)


class Asked(msgspec.Struct, frozen=True):
    """What a form asks for, and where it sends it.

    ``why`` adds what made it suspicious: "" (what it asks for is enough), "box" (it ends in a
    messenger's bot, a rented box or at a bare address), "abroad" (secrets go to a stranger's host),
    "brand" (in the name of a bank or wallet whose host this is not), "place" (a folder in which no page
    for people belongs), "pressure".
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
    return _secrets_in(page.forms[:_MAX_FORMS])


def _secrets_in(forms: Sequence[Form]) -> Asked | None:
    for form in forms:
        money, also = _of(form)
        codes = any(pair <= also for pair in _PAIRS) and not _has(form, _STAFF)
        if _has(form, _SEED):
            return Asked(("frasa pemulihan",), form.action[:300])
        if codes or (money and len(money | also - {"saldo"}) >= 2):
            return Asked(_in_order(money | also), form.action[:300])
    return None


def lures(
    page: PageArtifact,
    body: bytes,
    host: str,
    *,
    address: str = "",
    front: PageArtifact | None = None,
) -> Asked | None:
    """Return a form that steals, or None: what it asks for, and one more thing that speaks against it.

    What opens a bank account is enough by itself, see :func:`asks_for_secrets`. A password, or one such
    thing, needs a box of strangers, a stranger's host, a bank's name on a host that is not the bank's,
    pressure, or a place where no page belongs. Honest logins on a vendor's host have none of these.
    ``address``: where the site's own server is. ``front``: the front page, for further pages.
    """
    forms = page.forms[:_MAX_FORMS]
    if not any(name for form in forms for name, _ in form.fields):
        forms = (*forms, *_loose(page, body))
    found = _secrets_in(forms)
    if found is not None:
        return found
    for form in forms:
        money, also = _of(form)
        secrets = _in_order(money | (also & _CODES))
        asked = (*secrets, *_login(form))
        if secrets or "sandi" in asked:
            if target := _ends_with_strangers(form, host, body, bool(secrets), address):
                return Asked(asked, target[:300], "box")
            there = host_of(form.action)
            away = there and not belongs(there, host) and not _PAID.search(there)
            if secrets and away and (money or not _has(form, _STAFF)):
                return Asked(asked, form.action[:300], "abroad")
            if brand := brand_of(page, host, codes=_of_a_customer(form, money, also)):
                return Asked((*asked, brand), form.action[:300], "brand")
            if _odd(page, form, front):
                return Asked(asked, form.action[:300], "place")
        if pressed := _pressed(page, bool(secrets), "kartu" in also):
            more = () if secrets else ("kartu",)
            return Asked((*asked, *more, pressed), form.action[:300], "pressure")
    return None


def _of_a_customer(form: Form, money: frozenset[str], also: frozenset[str]) -> bool:
    """It asks for what a customer of a bank has: more than a password and a code of one sign-in."""
    return bool(money or "PIN" in also or ("OTP" in also and _has(form, _PHONE))) and not _has(
        form, _STAFF
    )


def _odd(page: PageArtifact, form: Form, front: PageArtifact | None) -> bool:
    """The page lies where no page for people belongs, and is not the site's own page in its stead.

    A site that answers every address with its front page shows its own login there as well.
    """
    path = page.url.split("://", 1)[-1].partition("/")[2]
    if front is None or not _ODD_PLACE.match(f"/{path.lower()[:400]}"):
        return False
    fields = [name for name, _ in form.fields]
    own = [[name for name, _ in known.fields] for known in front.forms[:_MAX_FORMS]]
    return fields not in own and page.title != front.title


def _loose(page: PageArtifact, body: bytes) -> tuple[Form, ...]:
    """The fields that stand in no form, or have no name but an id: scripts read and send them."""
    fields = []
    for found in islice(_INPUT.finditer(body[:_BODY]), _MAX_FIELDS):
        named = _CALLED.findall(found[0])
        kind = "password" if _HIDDEN_WORD.search(found[0]) else "text"
        if named:
            name = " ".join(one.decode("utf-8", "replace") for one in named[:3])
            fields.append((name[:80], kind))
    return (Form(page.url, "post", tuple(fields)),) if fields else ()


def _ends_with_strangers(form: Form, host: str, body: bytes, secrets: bool, address: str) -> str:
    """The bot, the rented box or the bare address where a form ends, or ""."""
    if bot := _BOT.search(body[:_BODY]):
        return bot[0].decode("ascii", "replace")
    there = host_of(form.action)
    boxed = _BOXES.search(there) or (secrets and _LENT.search(there))
    bare = _ADDRESS.match(there) and there != host and not _INNER.match(there)
    # Applications are often told their server's address for their own, or their neighbour's.
    near = there.rpartition(".")[0] == address.rpartition(".")[0]
    return form.action if boxed or (bare and not near) else ""


def _pressed(page: PageArtifact, secrets: bool, card: bool) -> str:
    """The words by which a page that asks for codes, or threatening for a card, presses its visitors."""
    text = page.text[:_TEXT].lower()
    found = _threat(text, hurried=not secrets) if secrets or card else None
    found = found or (_LURE.search(text) if secrets else None)
    return " ".join(found[0].split())[:80] if found else ""


def _threat(text: str, *, hurried: bool) -> re.Match[str] | None:
    for found in islice(_THREAT.finditer(text), 20):
        around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if _IF_WRONG.search(around):
            continue
        if not hurried or (_HURRY.search(around) and _YOURS.search(around)):
            return found
    return None


def _has(form: Form, known: re.Pattern[str]) -> bool:
    return any(
        known.search(name.lower()[:80].replace("_", " ")) for name, _ in form.fields[:_MAX_FIELDS]
    )


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


def _in_order(asked: frozenset[str]) -> tuple[str, ...]:
    return tuple(what for what in dict.fromkeys((*_MONEY, *_ALSO)) if what in asked)


def _of(form: Form) -> tuple[frozenset[str], frozenset[str]]:
    """What a form asks for that only a bank may see, and what an office may ask for as well."""
    names = [name.lower()[:80].replace("_", " ") for name, _ in form.fields[:_MAX_FIELDS]]
    spelt = [one for name in names for one in (name, name.replace(" ", ""))]
    money = frozenset(what for what, known in _MONEY.items() if any(map(known.search, spelt)))
    also = frozenset(what for what, known in _ALSO.items() if any(map(known.search, spelt)))
    return money, also - money
