"""Recognises forms that ask for what only a bank or a thief wants to see."""

import re

import msgspec

from ronda.engine.artifacts import Form, PageArtifact

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
_MAX_FIELDS = 60


class Asked(msgspec.Struct, frozen=True):
    """What a form asks for, and where it sends it."""

    secrets: tuple[str, ...]
    action: str


def asks_for_secrets(page: PageArtifact) -> Asked | None:
    """Return the first form that asks for two or more things that open an account, or None.

    One alone (an OTP at a login, a card number at a counter) is not enough to accuse anybody.
    """
    for form in page.forms[:_MAX_FORMS]:
        secrets = _of(form)
        if len(secrets) >= 2 and set(secrets) != {"saldo"}:
            return Asked(secrets, form.action[:300])
    return None


def _of(form: Form) -> tuple[str, ...]:
    names = [name.lower()[:80].replace("_", " ") for name, _ in form.fields[:_MAX_FIELDS]]
    return tuple(
        what
        for what, pattern in _SECRETS.items()
        if any(pattern.search(name) or pattern.search(name.replace(" ", "")) for name in names)
    )
