"""Evidence in what a candidate has in common with known sites of ours: text, build, accounts, profiles.

A copied page is what a swindler shows, and what an office's own second address shows. So likeness
itself says only which office is meant; what else stands there says which of the two it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer, KnownLook
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.profiles import profiles_in
from ronda.engine.attribute.sketch import Sketch, held, sketch
from ronda.engine.attribute.words import read, tokens
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

MIN_TEXT = 0.5  # share of the known page's text that stands in the candidate's too
MIN_OUTLINE = 0.8
# What so many offices' sites have in common is a theme's, a vendor's or the government's own.
COMMON = 3
_MAX_PAGES = 2
_MIN_TITLE = 3  # words; shorter titles are alike by chance
_NEAR = 5  # known sites that are compared in full

_ASKS = frozenset(
    {"asks_secrets", "asks_identity", "asks_login", "asks_money", "sends_elsewhere", "tempts"}
)
_OURS = frozenset({"linked_from_official", "declared", "certificate_with_zone", "dns_with_zone"})


def look_of(page: PageArtifact, agency: str = "", icon: str = "") -> KnownLook:
    """Return what a page looks like. ``agency``: whose it is, where that is known."""
    return KnownLook(
        url=page.url,
        agency=agency,
        title=page.title[:200],
        text=sketch(read(page.text, 40_000).tokens),
        outline=sketch(page.outline.split(), 5),
        icon=icon,
        marks=page.marks,
        profiles=profiles_in(page),
    )


def likeness_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Compare a candidate's first pages with every known site of ours, other addresses than its own."""
    if not gazetteer.looks:
        return
    index = _index(gazetteer)
    host = _host(facts.url)
    for page in facts.pages[:_MAX_PAGES]:
        where = Text(f"halaman {page.url[:200]}", f"page {page.url[:200]}")
        yield from _copied(page, host, index, where)
        yield from _in_common(page.marks, index.marks, host, where, "mark")
        yield from _in_common(profiles_in(page), index.profiles, host, where, "profile")


def together(items: Sequence[Evidence]) -> Iterator[Evidence]:
    """Evidence in what likeness comes together with: what is asked, who links to it."""
    kinds = {item.kind: item for item in items if item.kind}
    asked = next((kinds[k] for k in sorted(_ASKS & kinds.keys())), None)
    owned = bool(_OURS & kinds.keys())
    copied = kinds.get("copied_text") or kinds.get("same_title")
    if copied is not None:
        if owned:
            yield msgspec.structs.replace(copied, kind="mirror", agency="", agency_kind="")
        else:
            kind = "copy_unlinked" if asked is None else "copy_asks"
            seen = copied.excerpt if asked is None else asked.excerpt
            yield Evidence(kind, copied.where, seen, strength=copied.strength)
    imitated = kinds.get("imitates_zone") or kinds.get("looks_like_suffix")
    if imitated is not None and "parked" in kinds:
        yield Evidence("copy_for_sale", imitated.where, imitated.excerpt)


class _Index(msgspec.Struct, frozen=True):
    """Known looks turned around."""

    looks: tuple[KnownLook, ...]
    texts: Mapping[int, tuple[int, ...]]  # a number of a sketch -> the looks that have it
    outlines: Mapping[int, tuple[int, ...]]
    titles: Mapping[tuple[str, ...], tuple[int, ...]]
    marks: Mapping[str, tuple[KnownLook, ...]]
    profiles: Mapping[str, tuple[KnownLook, ...]]


# The gazetteer keeps its hash and is the same for a whole run.
@lru_cache(maxsize=4)
def _index(gazetteer: Gazetteer) -> _Index:
    looks = gazetteer.looks.looks
    texts: dict[int, list[int]] = defaultdict(list)
    outlines: dict[int, list[int]] = defaultdict(list)
    titles: dict[tuple[str, ...], list[int]] = defaultdict(list)
    marks: dict[str, list[KnownLook]] = defaultdict(list)
    profiles: dict[str, list[KnownLook]] = defaultdict(list)
    for number, look in enumerate(looks):
        for value in look.text:
            texts[value].append(number)
        for value in look.outline:
            outlines[value].append(number)
        words = tokens(look.title, 200)
        if len(words) >= _MIN_TITLE:
            titles[words].append(number)
        for mark in look.marks:
            marks[mark].append(look)
        for profile in look.profiles:
            profiles[profile].append(look)
    return _Index(
        looks,
        {k: tuple(v) for k, v in texts.items()},
        {k: tuple(v) for k, v in outlines.items()},
        {k: tuple(v) for k, v in titles.items()},
        {k: tuple(v) for k, v in marks.items()},
        {k: tuple(v) for k, v in profiles.items()},
    )


def _copied(page: PageArtifact, host: str, index: _Index, where: Text) -> Iterator[Evidence]:
    text = sketch(read(page.text, 40_000).tokens)
    found = _alike(text, index.texts, [k.text for k in index.looks], MIN_TEXT)
    near = [(likeness, k) for likeness, k in _others(found, index, host)]
    if near and _whose(k for _, k in near):
        likeness, known = near[0]
        for key in _agencies(k for s, k in near if s >= likeness - 0.1):
            yield Evidence("copied_text", where, known.url[:150], key, "copy_of", likeness)
        if not _agencies(k for _, k in near):
            yield Evidence("copied_text", where, known.url[:150], strength=likeness)
    outline = sketch(page.outline.split(), 5)
    built = _alike(outline, index.outlines, [k.outline for k in index.looks], MIN_OUTLINE)
    alike = [(likeness, k) for likeness, k in _others(built, index, host)]
    if alike and _whose(k for _, k in alike):
        likeness, known = alike[0]
        yield Evidence("copied_outline", where, known.url[:150], strength=likeness)
    words = tokens(page.title, 200)
    titled = [index.looks[n] for n in index.titles.get(words, ())]
    titled = [k for k in titled if _host(k.url) != host]
    if titled and _whose(titled):
        yield Evidence("same_title", where, page.title[:150])


def _alike(
    found: Sketch, turned: Mapping[int, tuple[int, ...]], sketches: Sequence[Sketch], least: float
) -> list[tuple[float, int]]:
    """Known looks that a sketch holds, the likest first."""
    counts: Counter[int] = Counter()
    for value in found:
        counts.update(turned.get(value, ())[:200])
    # Compared in full are only those with the most in common.
    near = [(held(sketches[n], found), n) for n, _ in counts.most_common(_NEAR)]
    return sorted((pair for pair in near if pair[0] >= least), reverse=True)


def _others(
    found: Iterable[tuple[float, int]], index: _Index, host: str
) -> Iterator[tuple[float, KnownLook]]:
    for likeness, number in found:
        known = index.looks[number]
        if _host(known.url) != host:
            yield round(likeness, 2), known


def _agencies(looks: Iterable[KnownLook]) -> list[str]:
    return list(dict.fromkeys(k.agency for k in looks if k.agency))


def _whose(looks: Iterable[KnownLook]) -> bool:
    """They are few enough to be one office's: what many have is no office's own."""
    known = list(looks)
    return len(_agencies(known)) < COMMON and len({_host(k.url) for k in known}) <= COMMON + 1


def _in_common(
    said: Iterable[str],
    known: Mapping[str, tuple[KnownLook, ...]],
    host: str,
    where: Text,
    what: str,
) -> Iterator[Evidence]:
    """Accounts or profiles that known sites have too: one office's, or many offices'."""
    for name in said:
        holders = [k for k in known.get(name, ()) if _host(k.url) != host]
        if not holders:
            continue
        agencies = _agencies(holders)
        if len(agencies) >= COMMON:
            if what == "mark":
                yield Evidence("vendor_mark", where, name[:100])
            continue
        strength = 1.0 if len(agencies) == 1 else 0.6
        if not agencies:
            yield Evidence(f"shared_{what}", where, name[:100], strength=strength)
        for key in agencies:
            yield Evidence(f"shared_{what}", where, name[:100], key, f"{what}_of", strength)


@lru_cache(maxsize=4_096)
def _host(url: str) -> str:
    try:
        return parse(url).host.removeprefix("www.")
    except BadUrl:
        return ""
