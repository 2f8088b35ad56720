"""Judges what a page tells machines: description, previews, canonical address, structured data."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import msgspec

from ronda.engine.artifacts import HttpArtifact, PageArtifact, View
from ronda.engine.content.foreign import is_office
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_sign import VIEWS, Sides, Sign
from ronda.engine.content.gambling_words import promotion, text_weight
from ronda.engine.content.host_lists import HostList
from ronda.engine.content.hosts import host_of, is_stranger
from ronda.engine.content.strangers import at_play, kin, thrown_away, unrelated
from ronda.engine.content.subjects import subject_of
from ronda.engine.content.tongues import tongues

_HEAD = 100_000
_NODES = 400
_SOLD = frozenset(
    (
        "product",
        "productgroup",
        "individualproduct",
        "productmodel",
        "offer",
        "aggregateoffer",
        "softwareapplication",
        "mobileapplication",
        "webapplication",
        "videogame",
        "game",
        "casino",
        "onlinestore",
        "review",
    )
)
_PRAISE = ("aggregateRating", "review", "ratingValue", "reviewCount")
_PRICE = ("offers", "price", "lowPrice", "priceCurrency")
_PLACES = (
    "url",
    "@id",
    "sameAs",
    "mainEntityOfPage",
    "brand",
    "offers",
    "seller",
    "potentialAction",
)
_CANONICAL = re.compile(
    rb"<link\b[^<>]{0,300}?\brel\s{0,4}=\s{0,4}[\"']?canonical\b[^<>]{0,2100}+>", re.IGNORECASE
)
_HREF = re.compile(rb"\bhref\s{0,4}=\s{0,4}[\"']?([^\"'\s<>]{3,2000}+)", re.IGNORECASE)
_MICRO = re.compile(
    rb"\bitemtype\s{0,4}=\s{0,4}[\"']?https?://schema\.org/(Product|Offer|SoftwareApplication|Casino|Game)\b[^<>]{0,600}+>"
    rb"(.{0,3000}?)(?=\bitemtype\b|</body|$)",
    re.IGNORECASE | re.DOTALL,
)
_MICRO_LINK = re.compile(
    rb"\bitemprop\s{0,4}=\s{0,4}[\"']?url[\"']?[^<>]{0,200}?(?:href|content)\s{0,4}=\s{0,4}[\"']?(https?://[^\"'\s<>]{3,300})",
    re.IGNORECASE,
)
# A page that calls a stranger's host its home may be a copy of a template; see :func:`_unlike`.
_AWAY = 0.5
_FOREIGN = 0.5
_CHEAP = 0.5
_SHOWN = 25  # different words below which a page says too little to be compared
_NAME = re.compile(r"[^\W\d_]{4,}|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{2,}")
# What tells where a page or its preview is at home.
_HOME_METAS = frozenset({"og:url", "twitter:url", "al:web:url"})


class Sold(msgspec.Struct, frozen=True):
    """A thing that structured data offers: its name, addresses, and whether it is praised and priced."""

    name: str
    urls: tuple[str, ...]
    praised: bool
    priced: bool


def metadata(sides: Sides) -> Iterator[Sign]:
    """Promotion in what machines read, and wares of strangers in it; each kind once."""
    told: set[str] = set()
    for view in VIEWS:
        page, answer = sides.pages.get(view), sides.answer(view)
        if page is None or sides.of_others(view):
            continue
        for sign in (
            *_words(page, view),
            *_wares(page, view, sides.host, sides.listed),
            *_homes(page, answer, view, sides),
        ):
            if sign.kind not in told:
                told.add(sign.kind)
                yield sign


def _words(page: PageArtifact, view: View) -> Iterator[Sign]:
    values = (page.description, *(value for _, value in page.metas[:100]), *page.json_ld[:10])
    said = promotion(" . ".join(value[:5_000] for value in values))
    if said.phrases:
        yield Sign("metadata", view, text_weight(said), said.excerpt, subject=said.subject)


def _wares(page: PageArtifact, view: View, own: str, listed: HostList) -> Iterator[Sign]:
    """A ware with stars and a price at a stranger's address, of which the page itself says nothing."""
    for ware in (sold for text in page.json_ld[:10] for sold in wares(text)):
        strangers = [u for u in ware.urls if _strange(host_of(u), own)]
        if not strangers:
            continue
        forms = [form for u in strangers if (form := gambling_form(host_of(u), listed))]
        said = promotion(ware.name)
        shown = bool(ware.name) and ware.name.lower()[:60] in page.text.lower()
        weight = 0.9 if forms else 0.0
        if any(form.strength == "strong" for form in forms):
            weight = 1.0
        if not shown and not any(kin(host_of(u), own) for u in strangers):
            # A page of an office sells nothing that its own text does not name.
            weight = 1.0 if ware.praised and ware.priced else max(weight, 0.6)
        if weight:
            subject = said.subject or ("gambling" if forms else None)
            subject = subject or subject_of(ware.name, *map(host_of, strangers[:3]))
            yield Sign(
                "ware", view, weight, f"{ware.name} -> {strangers[0]}"[:400], subject=subject
            )


def _homes(
    page: PageArtifact, answer: HttpArtifact | None, view: View, sides: Sides
) -> Iterator[Sign]:
    """The page calls a gambling host its own address."""
    urls = [value for name, value in page.metas[:100] if name in _HOME_METAS]
    if answer is not None:
        tags = islice(_CANONICAL.finditer(answer.body[:_HEAD]), 5)
        homes = [href[1] for tag in tags if (href := _HREF.search(tag[0]))]
        urls += [_joined(page.url, unescape(raw.decode("utf-8", "replace"))) for raw in homes]
        for item in islice(_MICRO.finditer(answer.body[: 2 * _HEAD]), 20):
            urls += [m.decode("utf-8", "replace") for m in _MICRO_LINK.findall(item[2])[:3]]
    told = list(dict.fromkeys(url for url in urls if _strange(host_of(url), sides.host)))
    for url in told:
        host = host_of(url)
        form = gambling_form(host, sides.listed)
        if form is not None and not kin(host, sides.host):
            weight = 1.0 if form.strength == "strong" else 0.8
            yield Sign("home", view, weight, url[:400], subject="gambling")
            return
    away = next((url for url in told if unrelated(host_of(url), sides.host)), "")
    if away and (weight := _AWAY + _unlike(page) + _odd(page, host_of(away))) > _AWAY:
        subject = subject_of(f"{page.title} . {page.description}", host_of(away))
        yield Sign("home", view, weight, away[:400], subject=subject)


def _unlike(page: PageArtifact) -> float:
    """How much title and description speak of something of which the page itself says nothing."""
    shown = frozenset(_NAME.findall(f"{' '.join(page.headings)} {page.text[:50_000]}".lower()))
    if len(shown) < _SHOWN:
        return 0.0
    weight = 0.0
    for said, share in ((page.title, 0.5), (page.description, 0.25)):
        names = frozenset(_NAME.findall(said.lower()))
        common = len(names & shown)
        if len(names) >= 2 and common <= len(names) / 4 and not is_office(said):
            weight += share
    return weight


def _odd(page: PageArtifact, home: str) -> float:
    """How odd a home is for an office: a name of players, or of whom is told in a tongue the page does not use."""
    said = tongues(f"{page.title}, {page.description}".split(",")[:40])
    weight = _FOREIGN if said - tongues((page.text[:300],)) else 0.0
    return weight + (_CHEAP if thrown_away(home) else (_CHEAP / 2 if at_play(home) else 0.0))


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def _strange(host: str, own: str) -> bool:
    return host != "schema.org" and is_stranger(host, own)


def wares(text: str) -> Iterator[Sold]:
    """Return what a JSON-LD text offers for sale (schema.org Product, Offer and their like).

    Text that is no JSON says nothing. Bounded in nodes; deep nesting is given up.
    """
    try:
        data = json.loads(text[:20_000])
    except (ValueError, RecursionError):
        return
    left, seen = [data], 0
    while left and seen < _NODES:
        node = left.pop()
        seen += 1
        if isinstance(node, list):
            left += node[:100]
        elif isinstance(node, dict):
            left += [value for value in list(node.values())[:60] if isinstance(value, dict | list)]
            kinds = node.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            if any(
                isinstance(kind, str) and kind.rpartition("/")[2].lower() in _SOLD for kind in named
            ):
                yield _sold(node)


def _sold(node: dict[str, Any]) -> Sold:
    name = node.get("name")
    return Sold(
        name[:200] if isinstance(name, str) else "",
        tuple(_urls(node, 2)),
        any(key in node for key in _PRAISE),
        any(key in node for key in _PRICE),
    )


def _urls(node: dict[str, Any], depth: int) -> Iterator[str]:
    for key in _PLACES:
        value = node.get(key)
        for one in (value if isinstance(value, list) else [value])[:10]:
            if isinstance(one, str) and one.startswith(("http://", "https://")):
                yield one[:500]
            elif isinstance(one, dict) and depth:
                yield from _urls(one, depth - 1)
