"""Recognises scripts that harm visitors: miners, card skimmers, forged update notices."""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

_LIMIT = 250_000

_MINER = re.compile(
    rb"(?:CoinHive|CoinImp|deepMiner|CryptoLoot|WebMinePool|Client)\.(?:Anonymous|User)\s*\("
    rb"|\b(?:coinhive|coin-hive|cryptoloot|coinimp|webminepool|deepminer|monerominer|minero)[\w.-]{0,40}\.js"
    rb"|\bcryptonight\b.{0,400}\b(?:worker|wasm|threads?|throttle)\b"
    rb"|stratum\+tcp://|wss?://[\w.-]{3,80}/(?:stratum|proxy\?pool)",
    re.DOTALL | re.IGNORECASE,
)
# Card data read from fields and sent off: both must stand close together.
_CARD = re.compile(
    rb"(?:card.?number|cardnumber|cc.?num|cvv|cvc|nomor.?kartu|no.?kartu|pin.?atm)", re.IGNORECASE
)
_SENDS = re.compile(
    rb"(?:fetch|XMLHttpRequest|sendBeacon|new\s+Image|\.src\s*=|\.open\s*\(\s*['\"]POST|axios\.post|\$\.post)",
    re.IGNORECASE,
)
_LISTENS = re.compile(
    rb"addEventListener\s*\(\s*['\"](?:submit|change|blur|input|keyup|keydown)|onsubmit|onkeyup|querySelectorAll\s*\(\s*['\"]input",
    re.IGNORECASE,
)
# Every field of a page, put together and sent off as a picture's address: no statistics need that.
_ALL_FIELDS = re.compile(
    rb"querySelectorAll\s*\(\s*['\"]input|new\s+FormData|\.elements\b|serialize\s*\(", re.IGNORECASE
)
_PACKS = re.compile(rb"\bbtoa\s*\(|JSON\.stringify\s*\(", re.IGNORECASE)
_HIDDEN_SEND = re.compile(rb"new\s+Image\b|sendBeacon|\.src\s*=", re.IGNORECASE)
_AWAY = re.compile(rb"['\"](?:https?:)?//([\w.-]{4,120})", re.IGNORECASE)
_NOTICE = re.compile(
    rb"(?:browser|chrome|firefox|peramban)[^<>\"']{0,60}(?:out of date|outdated|usang|kedaluwarsa|perlu diperbarui)"
    rb"|(?:update|perbarui) (?:your )?(?:browser|chrome|firefox|peramban)[^<>\"']{0,40}(?:now|sekarang|to continue|untuk melanjutkan)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(rb"\.(?:exe|apk|msi|zip|scr|hta)\b", re.IGNORECASE)
_NEAR = 1_500  # bytes after a notice in which its program is offered
_MAX_NOTICES = 20
_MAX_SCRIPTS = 100
_MAX_CODE = 60_000


class Harm(msgspec.Struct, frozen=True):
    """What a script does ("miner", "skimmer", "update") and the words that show it."""

    what: str
    words: str


def harmful(body: bytes, host: str) -> Harm | None:
    """Return what harms a visitor of the page, or None. ``host`` is the site's own.

    A miner is told by its code or its well-known file; a skimmer reads card fields, or packs up all
    fields, listens to them and sends them to another host, all within one script; a forged notice
    offers a program.
    """
    part = body[:_LIMIT]
    if found := _MINER.search(part):
        return Harm("miner", _words(found[0]))
    for code in scripts_of(part):
        card = _CARD.search(code)
        if card is None and _PACKS.search(code) and _HIDDEN_SEND.search(code):
            card = _ALL_FIELDS.search(code)
        if card and _LISTENS.search(code) and _SENDS.search(code):
            away = [h for m in _AWAY.finditer(code) if (h := m[1].decode("ascii", "replace"))]
            strange = next((h for h in away if not _same(h, host)), None)
            if strange:
                return Harm("skimmer", f"{_words(card[0])} -> {strange}"[:200])
    for notice in islice(_NOTICE.finditer(part), _MAX_NOTICES):
        program = _PROGRAM.search(part, notice.end(), notice.end() + _NEAR)
        if program:
            return Harm("update", _words(notice[0]))
    return None


def scripts_of(body: bytes) -> Iterator[bytes]:
    """Return the code between script tags, each bounded. Each byte is looked at once: no pattern looks for the end."""
    lower = body.lower()
    position = 0
    for _ in range(_MAX_SCRIPTS):
        start = lower.find(b"<script", position)
        if start < 0:
            return
        end = lower.find(b"</script", start)
        position = len(body) if end < 0 else end
        yield body[start : min(position, start + _MAX_CODE)]


def _same(one: str, other: str) -> bool:
    one, other = one.lower(), other.lower()
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _words(raw: bytes) -> str:
    return " ".join(raw.decode("utf-8", "replace").split())[:200]
