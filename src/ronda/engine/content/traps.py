"""Recognises what sends or lures visitors into harm: false captchas, notification traps, hidden forwarding."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.content.hosts import belongs, host_of, shared_purpose
from ronda.engine.content.scripts import scripts_of
from ronda.engine.content.strangers import unrelated
from ronda.engine.content.turned_away import clicks_led, some_led
from ronda.engine.content.unpacking import texts_of

_LIMIT = 250_000
_CODE = 60_000
_TARGETS = 40
_NEAR = 300  # characters after the question in which its answer is dealt with

# "Press Win+R, then Ctrl+V": nobody proves to be human that way.
_RUN = re.compile(
    r"(?:\bwin(?:dows)?\b(?:\s{0,3}(?:key|logo|tombol|button))?\s{0,3}(?:\+|dan|and|&)\s{0,3}['\"]?r\b"
    r"|⊞\s{0,3}\+?\s{0,3}r\b|\b(?:dialog|kotak|jendela|window)\s{1,3}(?:run|jalankan)\b"
    r"|\b(?:run|jalankan) (?:dialog|window|box)\b|\b(?:windows )?powershell\b.{0,60}\badmin)",
    re.IGNORECASE,
)
_PASTE = re.compile(
    r"ctrl\s{0,3}(?:\+|dan|and)\s{0,3}v\b|\b(?:paste|tempel(?:kan)?)\b", re.IGNORECASE
)
_HUMAN = re.compile(
    r"\b(?:bukan|not an?|aren't an?|are not an?) (?:robot|bot)\b|\bcaptcha\b|\bverif(?:y|ikasi|ication)\b"
    r"|\b(?:you are|anda (?:adalah )?) ?(?:human|manusia)\b",
    re.IGNORECASE,
)
_COPIES = re.compile(
    r"clipboard\s{0,2}\.\s{0,2}writeText|execCommand\(\s{0,3}['\"]copy", re.IGNORECASE
)
# What is put on the clipboard starts a program of the system.
_COMMAND = re.compile(
    r"\b(?:powershell|pwsh|mshta|cmd(?:\.exe)?\s{0,3}/[ck]|msiexec|certutil|bitsadmin|rundll32|regsvr32"
    r"|wscript|conhost)\b|\b(?:iwr|irm|invoke-webrequest|invoke-expression)\b|\|\s{0,3}iex\b|\bcurl\b[^'\"\n]{0,200}\|\s{0,3}(?:ba)?sh\b",
    re.IGNORECASE,
)
_FETCHED = re.compile(
    r"(?:writeText\s{0,2}\(|\bvalue\s{0,2}=)\s{0,3}['\"`][^'\"`]{0,80}"
    r"\b(?:mshta|powershell|pwsh|cmd(?:\.exe)?\s{1,3}/[ck]|msiexec|certutil|bitsadmin|rundll32|wscript)\b"
    r"[^'\"`]{0,200}https?:[^'\"`\s]{4,200}",
    re.IGNORECASE,
)
_ASKS_PUSH = re.compile(
    r"Notification\s{0,2}\.\s{0,2}requestPermission|pushManager\s{0,2}\.\s{0,2}subscribe"
)
# "Allow" as the price of going on; an honest page asks for it to send news.
_FORCED = re.compile(
    r"(?:\b(?:klik|tekan|pilih|click|press|tap|hit)\b.{0,12})?['\"“]?\b(?:izinkan|allow|perbolehkan)\b['\"”]?"
    r".{0,50}\b(?:bukan robot|not a robot|not a bot|robot|manusia|human|untuk melanjutkan|to continue|18\+|usia"
    r"|verif\w{0,10}|menonton|to watch|play(?: the)? video|memutar|unduhan|the download|mengunduh|hadiah|prize)",
    re.IGNORECASE | re.DOTALL,
)
_LEADS = re.compile(
    r"(?:\blocation\s{0,3}(?:\.\s{0,3}(?:href|replace|assign)\s{0,3})?[=(]|\bwindow\s{0,2}\.\s{0,2}open\s{0,2}\()"
    r"\s{0,3}\(?\s{0,3}[\"'`]\s{0,3}((?:https?:)?//[^\"'`\s<>]{4,400})",
    re.IGNORECASE,
)
_PHONES = re.compile(
    r"(?:userAgent|navigator\.(?:vendor|platform)|maxTouchPoints).{0,600}?(?:android|iphone|ipad|mobile|mobi\b)"
    r"|(?:android|iphone|mobile).{0,300}?userAgent"
    # A small screen is a phone's.
    r"|(?:screen\s?\.\s?(?:avail)?width|innerWidth|clientWidth)\s{0,2}<=?\s{0,2}\d{3,4}\b"
    r"|matchMedia\(\s{0,2}['\"][^'\"]{0,60}max-width|['\"]ontouchstart['\"]\s{1,2}in\b",
    re.IGNORECASE | re.DOTALL,
)
_REFERRED = re.compile(
    r"document\s{0,2}\.\s{0,2}referrer.{0,300}?(?:google|bing|yahoo|duckduckgo|yandex|baidu)"
    r"|(?:google|bing|yahoo|duckduckgo|yandex|baidu).{0,120}?document\s{0,2}\.\s{0,2}referrer",
    re.IGNORECASE | re.DOTALL,
)
# Parameters by which sellers of visitors count what they send; two of them are a sale.
_SALE = frozenset(
    [
        "clickid",
        "click_id",
        "zoneid",
        "zone_id",
        "subid",
        "sub_id",
        "sub1",
        "sub2",
        "sub3",
        "aff_sub",
        "aff_id",
        "affid",
        "offer_id",
        "offerid",
        "campid",
        "campaignid",
        "banner_id",
        "bannerid",
        "lptoken",
        "cep",
        "cost",
        "bid_price",
        "s1",
        "s2",
        "tid",
        "tds",
        "pubid",
        "pub_id",
        "sourceid",
        "source_id",
        "visitor_id",
        "var",
        "ymid",
    ]
)
# Code that sellers of visitors have a page's owner paste: a zone's number and a tag from elsewhere.
_ZONE = re.compile(
    r"dataset\.zone\s{0,3}=\s{0,3}['\"]?\d{4,12}.{0,200}?\bsrc\s{0,3}=\s{0,3}['\"]((?:https?:)?//[^'\"\s]{4,200})"
    r"|<script\b[^>]{0,200}\bdata-zone=['\"]?\d{4,12}['\"]?[^>]{0,200}\bsrc=['\"]((?:https?:)?//[^'\"\s]{4,200})"
    r"|<script\b[^>]{0,200}\bsrc=['\"]((?:https?:)?//[^'\"\s]{4,200})['\"][^>]{0,200}\bdata-zone=['\"]?\d{4,12}",
    re.IGNORECASE | re.DOTALL,
)
_CLUBS = ".or.id"  # anybody's club, and its host may be a thief's as anybody's
_PUBLIC = re.compile(r"\.(?:go|ac|sch|mil|desa)\.id$|\.gov(?:\.[a-z]{2})?$")
# Where honest pages send phones: shops of applications and the services that choose among them.
_APPS = (
    "onelink.me",
    "app.link",
    "page.link",
    "adjust.com",
    "branch.io",
    "huawei.com",
    "linktr.ee",
)


class Trap(msgspec.Struct, frozen=True):
    """What a page does to its visitors, and the words that show it.

    ``what``: "captcha" (a command for the clipboard), "push" (forced notifications), "phone" (forwards
    phones or who comes from a search), "sale" (forwards or shows to a market of visitors), "click" (turns
    any click, or the way back, to a stranger).
    """

    what: str
    words: str


def trap_of(body: bytes, page: PageArtifact | None, host: str) -> Trap | None:
    """Return the trap in a page's markup, or None. Bounded; nothing is run or followed."""
    text = body[:_LIMIT].decode("utf-8", "replace")
    shown = f"{page.title} {page.text[:20_000]} {page.hidden_text[:20_000]}" if page else ""
    codes = [
        code
        for raw in scripts_of(body[:_LIMIT])
        for code in (one for one, _ in texts_of(raw[:_CODE]))
    ]
    return (
        _captcha(shown, codes)
        or _push(shown, codes, host)
        or next(_forwards(codes, host), None)
        or _zone(text, host)
        or _turned(body[:_LIMIT], codes, page, host)
    )


def sold(url: str, host: str) -> str:
    """Return the address when a visitor of ``host`` is sold there: away, and counted by a market; or ""."""
    there = host_of(url)
    if not there or belongs(there, host) or (_honest(there) and not there.endswith(_CLUBS)):
        return ""
    try:
        names = {
            name.lower() for name, _ in parse_qsl(urlsplit(url).query[:2_000], max_num_fields=50)
        }
    except ValueError:
        return ""
    return url[:300] if len(names & _SALE) >= 2 else ""


def sent_elsewhere(there: str, host: str) -> bool:
    """Tell whether a host is none of the site's, of the public's, and none that phones are sent to."""
    return bool(there) and not belongs(there, host) and not _honest(there)


def _honest(host: str) -> bool:
    apps = any(host == one or host.endswith(f".{one}") for one in _APPS)
    return shared_purpose(host) or bool(_PUBLIC.search(host)) or apps


def _captcha(shown: str, codes: list[str]) -> Trap | None:
    copying = [code for code in codes if _COPIES.search(code)]
    if not copying:
        return None
    told = f"{shown} {' '.join(_untagged(code) for code in copying)}"
    command = next((found for code in copying if (found := _COMMAND.search(code))), None)
    run = _RUN.search(told)
    if run and (command or (_PASTE.search(told) and _HUMAN.search(told))):
        return Trap("captcha", _around(told, run))
    if command and _PASTE.search(told) and _HUMAN.search(told):
        return Trap("captcha", command[0][:200])
    # Whatever the page says: what is put on the clipboard fetches a program and starts it.
    fetching = next((found for code in copying if (found := _FETCHED.search(code))), None)
    return Trap("captcha", fetching[0][:200]) if fetching else None


def _push(shown: str, codes: list[str], host: str) -> Trap | None:
    asking = [code for code in codes if _ASKS_PUSH.search(code)]
    if not asking:
        return None
    told = f"{shown} {' '.join(_untagged(code) for code in asking)}"
    if forced := _FORCED.search(told):
        return Trap("push", _around(told, forced))
    # Whatever the page says: whoever has answered is sent to a stranger.
    for code in asking:
        for asked in islice(_ASKS_PUSH.finditer(code), _TARGETS):
            led = _LEADS.search(code, asked.end(), asked.end() + _NEAR)
            url = led[1] if led else ""
            there = host_of(url if url.startswith("http") else f"https:{url}") if url else ""
            if sent_elsewhere(there, host):
                return Trap("push", url[:300])
    return None


def _forwards(codes: list[str], host: str) -> Iterator[Trap]:
    for code in codes:
        for found in islice(_LEADS.finditer(code), _TARGETS):
            url = found[1] if found[1].startswith("http") else f"https:{found[1]}"
            if not sent_elsewhere(host_of(url), host):
                continue
            if sold(url, host):
                yield Trap("sale", url[:300])
            before = code[max(0, found.start() - 1_500) : found.start()]
            if _PHONES.search(before) or _REFERRED.search(before):
                yield Trap("phone", url[:300])


def _turned(body: bytes, codes: list[str], page: PageArtifact | None, host: str) -> Trap | None:
    if b"userAgent" in body or b"referrer" in body:
        url = page.url if page else f"https://{host}/"
        if led := next(some_led(body, page, url, host), ""):
            return Trap("phone", led[:300])
    for code in codes:
        if led := next(clicks_led(code, lambda there: unrelated(there, host)), ""):
            return Trap("click", led[:300])
    return None


def _zone(text: str, host: str) -> Trap | None:
    for found in islice(_ZONE.finditer(text), _TARGETS):
        url = found[1] or found[2] or found[3]
        there = host_of(url if url.startswith("http") else f"https:{url}")
        if sent_elsewhere(there, host):
            return Trap("sale", " ".join(found[0].split())[:300])
    return None


def _untagged(code: str) -> str:
    return re.sub(r"<[^<>]{0,200}>", " ", code)


def _around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[max(0, found.start() - 40) : found.end() + 80].split())[:200]
