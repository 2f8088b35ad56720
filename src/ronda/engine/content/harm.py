"""Recognises scripts that harm visitors: miners, thieves of what is typed, loaders, forged updates."""

import re
from itertools import islice

import msgspec

from ronda.engine.content.scripts import scripts_of
from ronda.engine.content.skimmers import strange_hosts, theft
from ronda.engine.content.unpacking import texts_of

_LIMIT = 250_000
_MINER = re.compile(
    rb"(?:CoinHive|CoinImp|deepMiner|CryptoLoot|WebMinePool|Client)\.(?:Anonymous|User)\s*\("
    rb"|\b(?:coinhive|coin-hive|cryptoloot|coinimp|webminepool|deepminer|monerominer|minero)[\w.-]{0,40}\.js"
    rb"|\bcryptonight\b.{0,400}\b(?:worker|wasm|threads?|throttle)\b"
    rb"|stratum\+(?:tcp|ssl)://|wss?://[\w.-]{3,80}/(?:stratum|proxy\?pool)",
    re.DOTALL | re.IGNORECASE,
)
# Words of mining's protocols and libraries; in a script that also opens a channel or a worker.
_MINES = re.compile(
    r"\bmining\.(?:subscribe|authorize|submit|notify)\b|\bforceASMJS\b|\bget(?:Total|Accepted)?Hashes(?:PerSecond)?\b"
    r"|\bhashesPerSecond\b|\b(?:cryptonight|cn-?(?:lite|heavy|pico|upx)|randomx|yespower\w{0,6}|verushash|ghostrider|minotaurx|power2b)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\bWebSocket\s*\(|\bnew\s+(?:Shared)?Worker\b|\bWebAssembly\b|wss?://", re.IGNORECASE
)
# A channel to a pool: its name or its first words say what it is for.
_POOL = re.compile(
    r"wss?://[\w.-]{0,60}(?:pool|xmr|monero|miner?|hash)[\w.-]{0,60}\.[a-z]{2,18}(?::\d{2,5})?",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"[\"'](?:nonce|job_id|blob|hashrate|throttle|wallet)[\"']|\b(?:job_id|nonce)\s{0,3}:"
)
_MAX_POOLS = 20
# A stranger's code fetched by code that hides where from.
_LOADS = re.compile(
    r"createElement\(\s*[\"'`]script|<script[^>]{0,80}\bsrc|document\.write|\.src\s*=|importScripts|\bimport\s*\(|\blocation\b",
    re.IGNORECASE,
)
_RUNS = re.compile(
    rb"\beval\b|\bFunction\b|document\.write|createElement|appendChild|\blocation\b|\.src\b"
)
_HANDLER = re.compile(
    rb"\bon(?:error|load)\s{0,3}=\s{0,3}[\"']?[^\"'>]{0,80}?\b(?:eval|Function|setTimeout)\s{0,3}\(\s{0,3}(?:window\.)?atob\s{0,3}\(",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    rb"(?:browser|chrome|firefox|peramban)[^<>\"']{0,60}(?:out of date|outdated|usang|kedaluwarsa|perlu diperbarui)"
    rb"|(?:update|perbarui) (?:your )?(?:browser|chrome|firefox|peramban)[^<>\"']{0,40}(?:now|sekarang|to continue|untuk melanjutkan)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(rb"\.(?:exe|apk|msi|zip|scr|hta)\b", re.IGNORECASE)
_NEAR = 1_500  # bytes after a notice in which its program is offered
_MAX_NOTICES = 20


class Harm(msgspec.Struct, frozen=True):
    """What a script does ("miner", "skimmer", "thief", "loader", "update") and what shows it."""

    what: str
    words: str


def harmful(body: bytes, host: str) -> Harm | None:
    """Return what harms a visitor of the page, or None. ``host`` is the site's own.

    A miner is told by its code, its channel or its well-known file; a thief by one script that reads
    what is typed and sends it to a stranger, see :func:`theft`; a loader by packed text that fetches
    code from a stranger; a forged notice offers a program. Bounded; nothing is run.
    """
    part = body[:_LIMIT]
    if found := _MINER.search(part):
        return Harm("miner", _words(found[0]))
    for raw in scripts_of(part):
        harm = _of_script(raw, host)
        if harm:
            return harm
    if found := _HANDLER.search(part):
        return Harm("loader", _words(found[0]))
    for notice in islice(_NOTICE.finditer(part), _MAX_NOTICES):
        program = _PROGRAM.search(part, notice.end(), notice.end() + _NEAR)
        if program:
            return Harm("update", _words(notice[0]))
    return None


def _of_script(raw: bytes, host: str) -> Harm | None:
    layers = [(text, how) for text, how in texts_of(raw)]
    whole = "\n".join(text for text, _ in layers)
    mined = _MINES.search(whole)
    if mined and _WORKS.search(whole):
        return Harm("miner", _words(mined[0]))
    for pool in islice(_POOL.finditer(whole), _MAX_POOLS):
        if _JOB.search(whole, pool.end(), pool.end() + 2_000):
            return Harm("miner", _words(pool[0]))
    stolen = theft(layers, host)
    if stolen:
        return Harm(*stolen)
    if not _RUNS.search(raw):
        return None
    for text, how in layers:
        # Percent signs and escapes are how old counters of visits write their own tags.
        if how not in ("base64", "fromCharCode") or not _LOADS.search(text):
            continue
        if strange := next(strange_hosts(text, host), ""):
            return Harm("loader", f"{how}: {_words(text)} -> {strange}"[:300])
    return None


def _words(raw: bytes | str) -> str:
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return " ".join(text[:600].split())[:200]
