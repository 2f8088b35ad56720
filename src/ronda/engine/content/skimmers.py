"""Recognises code that reads what visitors type and sends it to a stranger."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ronda.engine.content.hosts import belongs

_MAX_HOSTS = 60
# Card data read from fields and sent off: both must stand in one script.
_CARD = re.compile(
    r"card.?number|cc.?num|\bcvv\b|\bcvc\b|nomor.?kartu|no.?kartu|pin.?atm|\bkode.?otp\b",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"\bfetch\b|XMLHttpRequest|sendBeacon|new\s+Image|\.src\s*=|\.open\s*\(\s*['\"](?:POST|GET)|axios(?:\.post|\()"
    r"|\$\.(?:post|get|ajax)|new\s+WebSocket",
    re.IGNORECASE,
)
_LISTENS = re.compile(
    r"addEventListener\s*\(\s*['\"](?:submit|change|blur|input|keyup|keydown|keypress|click|beforeunload)"
    r"|onsubmit|onkeyup|onkeydown|onkeypress|onblur|\.on\(\s*['\"](?:submit|change|blur|input|key)"
    r"|querySelectorAll\s*\(\s*['\"]input|setInterval\s*\(",
    re.IGNORECASE,
)
# Before the visitor has sent anything: no form needs to know then.
_EARLY = re.compile(
    r"addEventListener\s*\(\s*['\"](?:blur|input|keyup|keydown|keypress|beforeunload)|onkeyup|onkeydown|onkeypress"
    r"|onblur|\.on\(\s*['\"](?:blur|input|key)|setInterval\s*\(",
    re.IGNORECASE,
)
# Every field of a page, put together and sent off as a picture's address: no statistics need that.
_ALL_FIELDS = re.compile(
    r"querySelectorAll\s*\(\s*['\"]input|new\s+FormData|\.elements\b|serialize(?:Array)?\s*\(",
    re.IGNORECASE,
)
_PACKS = re.compile(r"\bbtoa\s*\(|JSON\.stringify\s*\(", re.IGNORECASE)
_HIDDEN_SEND = re.compile(
    r"new\s+Image\b|sendBeacon|\.src\s*=|new\s+WebSocket|no-cors", re.IGNORECASE
)
# A password's value is read, not only its field named: those who leave passwords out name it too.
_PASSWORD = re.compile(
    r"(?:querySelector(?:All)?|\$)\s*\(\s*[\"'`][^\"'`()]{0,60}(?<!not\()(?:type\s*=\s*[\"'\\]{0,3}password|pass(?:word|wd)?\b|sandi)"
    r"|getElementById\s*\(\s*[\"'][\w-]{0,30}(?:pass|pwd|sandi)|\b(?:password|passwd|pwd|sandi)\w{0,12}\.value\b",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"\+=\s*(?:\w{1,12}\.(?:key|which|keyCode|charCode)\b|String\.fromCharCode\()"
    r"|\.push\(\s*\w{1,12}\.(?:key|which|keyCode)\b",
)
_ONKEY = re.compile(r"['\"]key(?:up|down|press)['\"]|onkey(?:up|down|press)", re.IGNORECASE)
_AWAY = re.compile(r"(?:['\"`]|wss?:|https?:)//([\w.-]{4,120})", re.IGNORECASE)
# Bots of messengers take what forms hold, without any server of the thief's own.
_BOT = re.compile(
    r"api\.telegram\.org/bot|discord(?:app)?\.com/api/webhooks/|hooks\.slack\.com/services/",
    re.IGNORECASE,
)
# Who may take a card's number by licence, and whoever serves all pages' common code.
_TRUSTED = re.compile(
    r"(?:^|\.)(?:midtrans\.com|veritrans\.co\.id|xendit\.co|doku\.com|duitku\.com|faspay\.co\.id|ipaymu\.com"
    r"|tripay\.co\.id|ipay88\.co\.id|espay\.id|nicepay\.co\.id|stripe\.com|stripe\.network|paypal\.com|braintreegateway\.com|adyen\.com"
    r"|omise\.co|checkout\.com|2checkout\.com|razorpay\.com|googleapis\.com|gstatic\.com|google\.com"
    r"|google-analytics\.com|googletagmanager\.com|recaptcha\.net|jquery\.com|jsdelivr\.net|cloudflare\.com"
    r"|unpkg\.com|facebook\.net|w3\.org|schema\.org)$|\.(?:go|ac|sch|mil|desa)\.id$|\.gov(?:\.[a-z]{2})?$",
    re.IGNORECASE,
)
# Of these, anybody may own a script or a table: honest as a source of code, not as a target.
_ANYBODYS = re.compile(
    r"^(?:script|docs|sheets|firestore|forms)\.(?:google|googleapis)\.com$", re.IGNORECASE
)


def strange_hosts(text: str, host: str) -> Iterator[str]:
    """Yield the hosts that code names and that are neither the site's, the public's, nor well known."""
    for found in islice(_AWAY.finditer(text), _MAX_HOSTS):
        there = found[1].lower().strip(".-")
        if "." in there and not belongs(there, host) and not _TRUSTED.search(there):
            yield there


def theft(layers: Sequence[tuple[str, str]], host: str) -> tuple[str, str] | None:
    """Return ("skimmer" or "thief", the words) when a script sends what is typed away, or None.

    ``layers`` are the script's text and what is packed in it, with how it is packed. The script must
    read (card fields, all fields, a password, single keys), watch, and send to a stranger. Logins
    send passwords to other hosts as well: so that of a password must be sent out of sight, before
    the form is sent, or to an address that is packed.
    """
    whole = "\n".join(text for text, _ in layers)
    if not _SENDS.search(whole) or not _LISTENS.search(whole):
        return None
    bot = _BOT.search(whole)
    packed = any(how and next(strange_hosts(text, host), "") for text, how in layers)
    target = bot[0] if bot else next(_targets(whole, host), "")
    if not target:
        return None
    card = _CARD.search(whole)
    hidden = bool(_HIDDEN_SEND.search(whole)) or packed or bool(bot)
    if card is None and _PACKS.search(whole) and hidden:
        card = _ALL_FIELDS.search(whole)
    if card:
        return "skimmer", f"{card[0]} -> {target}"[:200]
    password = _PASSWORD.search(whole)
    if password and (hidden or _EARLY.search(whole)):
        return "thief", f"{password[0]} -> {target}"[:200]
    keys = _KEYS.search(whole)
    if keys and _ONKEY.search(whole):
        return "thief", f"{keys[0]} -> {target}"[:200]
    return None


def _targets(text: str, host: str) -> Iterator[str]:
    yield from strange_hosts(text, host)
    for found in islice(_AWAY.finditer(text), _MAX_HOSTS):
        if _ANYBODYS.match(found[1]):
            yield found[1].lower()
