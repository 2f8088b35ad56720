"""Evidence in what a candidate has in common with known sites of ours: text, build, accounts, profiles.

A copied page is what a swindler shows, and what an office's own second address shows. So likeness
itself says only which office is meant; what else stands there says which of the two it is.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.accounts import called
from ronda.engine.attribute.contacts import contacts_in, link_contacts
from ronda.engine.attribute.contacts import together as together_of
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer, KnownLook
from ronda.engine.attribute.item import Evidence, naming_alone
from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.attribute.sketch import Sketch, held, sketch
from ronda.engine.attribute.words import read, tokens
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

_K = TypeVar("_K")
_V = TypeVar("_V")
MIN_TEXT = 0.5  # share of the known page's text that stands in the candidate's too
MIN_OUTLINE = 0.8
# What so many offices' sites have in common is a theme's, a vendor's or the government's own.
COMMON = 3
MIN_SHARE = 0.5  # of the sites with an account or profile: an office's own
_MAX_PAGES = 2
# Tags and classes hold figures and signs; as words of a sketch they are letters.
_AS_LETTERS = str.maketrans("0123456789.-_:/#@![]()%&", "abcdefghijklmnopqrstuvwx")
_MIN_TITLE = 3  # words; shorter titles are alike by chance
_NEAR = 5  # known sites that are compared in full
_MIN_SHARED = 4  # numbers of a sketch, less is chance
_MAX_HOLDERS = 12
ONE_SUSPECT = 0.8  # strength of what is shared with one suspect; with more: 1

_ASKS = frozenset(
    {
        *("asks_secrets", "asks_identity", "asks_login", "asks_money"),
        *("sends_elsewhere", "tempts", "offers_package"),
    }
)
OWNED = frozenset(
    {
        *("linked_from_official", "declared", "holder_is_agency"),
        *("certificate_with_zone", "dns_with_zone"),
    }
)
# What no office does on a page of its own, and how much it takes to say so.
PRESSES = {
    "asks_money": 1.0,
    "asks_secrets": 1.0,
    "tempts": 0.5,
    "hurries": 0.5,
    "offers_package": 0.9,
}
MIN_PRESSED = 0.5
# What comes along with a page that is copied as it is.
_TAKEN_ALONG = ("agency_contact", "zone_mail", "agency_address", "shared_mark", "shared_profile")
# Of an address like a zone's: from the first on it may be meant so, from the second it is: offices hold
# names with the zone's label too.
MIN_ALIKE = 0.6
MIN_IMITATION = 0.9
MIN_WHOLE = 0.8  # share of the known page's text
_TRUE_WAYS = ("agency_contact", "zone_mail", "agency_address")


def look_of(page: PageArtifact, agency: str = "", icon: str = "") -> KnownLook:
    """Return what a page looks like. ``agency``: whose it is, where that is known."""
    return KnownLook(
        url=page.url,
        agency=agency,
        title=page.title[:200],
        text=sketch(read(page.text, 60_000).tokens),
        outline=sketch(_built(page), 5),
        marks=page.marks,
        profiles=page.social,
        contacts=tuple(map(_digest, _private_contacts(page))),
        icon=icon,
    )


def _built(page: PageArtifact) -> list[str]:
    """The tags of a page with their classes, as words."""
    return page.outline.translate(_AS_LETTERS).split(" ")


def _private_contacts(page: PageArtifact) -> tuple[str, ...]:
    """Mobile numbers and mail addresses: who uses them again is the same, or of the same band."""
    found = together_of(
        (contacts_in(page.footer), contacts_in(page.text[:50_000]), link_contacts(page))
    )
    mobiles = [p for p in found.phones if p.startswith("08")]
    return tuple(dict.fromkeys((*mobiles, *(mail for mail, _ in found.mails))))[:20]


def _digest(contact: str) -> str:
    """A private person's number is compared, never kept."""
    return hashlib.sha256(contact.encode("utf-8", "replace")).hexdigest()[:20]


def likeness_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Compare a candidate's first pages with every known site of ours, other addresses than its own."""
    if not gazetteer.looks:
        return
    index = _index(gazetteer)
    host = _host(facts.url)
    yield from _decided_domain(host, index)
    for page in facts.pages[:_MAX_PAGES]:
        where = Text(f"halaman {page.url[:200]}", f"page {page.url[:200]}")
        yield from _copied(page, host, index, where)
        yield from _in_common(page.marks, index.marks, host, where, "mark")
        yield from _in_common(page.social, index.profiles, host, where, "profile")
        yield from _decided_on(page, host, index, where)


def together(items: Sequence[Evidence]) -> Iterator[Evidence]:
    """Evidence in what likeness comes together with: what is asked, who links to it."""
    kinds = {item.kind: item for item in items if item.kind}
    asked = next((kinds[k] for k in sorted(_ASKS & kinds.keys())), None)
    owned = bool(OWNED & kinds.keys())
    copied = kinds.get("copied_text") or kinds.get("same_title")
    if copied is not None:
        if owned:
            yield msgspec.structs.replace(copied, kind="mirror", agency="", agency_kind="")
        else:
            kind = "copy_unlinked" if asked is None else "copy_asks"
            seen = copied.excerpt if asked is None else asked.excerpt
            yield Evidence(kind, copied.where, seen, strength=copied.strength)
        taken = next((kinds[k] for k in _TAKEN_ALONG if k in kinds), None)
        whole = copied.kind == "copied_text" and copied.strength >= MIN_WHOLE
        if taken is not None and not owned and whole:
            yield Evidence("copied_along", taken.where, taken.excerpt, strength=copied.strength)
    pressed = sum(s * kinds[k].strength for k, s in PRESSES.items() if k in kinds)
    office = next((kinds[k] for k in _TRUE_WAYS if k in kinds), None)
    if office is not None and pressed >= MIN_PRESSED and not owned:
        first = next(kinds[k] for k in PRESSES if k in kinds)
        yield Evidence("borrowed_contact", first.where, first.excerpt, strength=min(1.0, pressed))
    imitated = kinds.get("imitates_zone") or kinds.get("looks_like_suffix")
    alike = kinds.get("looks_like_suffix") or imitated
    shown = office or copied
    if alike is not None and shown is not None and not owned and alike.strength >= MIN_ALIKE:
        yield Evidence(
            "contact_under_imitation", alike.where, shown.excerpt, strength=alike.strength
        )
    if imitated is not None and "parked" in kinds:
        yield Evidence("copy_for_sale", imitated.where, imitated.excerpt)


def without_taken(items: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence where contacts and accounts that came along with a copy say only who is meant.

    A page that is copied whole, or shown under an imitated address, has the office's own: that they
    stand there says nothing of who holds it.
    """
    along = any(
        i.kind == "copied_along"
        or (i.kind == "contact_under_imitation" and i.strength >= MIN_IMITATION)
        for i in items
    )
    return naming_alone(items, _TAKEN_ALONG) if along else list(items)


class _Index(msgspec.Struct, frozen=True):
    """Known looks turned around."""

    looks: tuple[KnownLook, ...]
    hosts: tuple[str, ...]  # of the looks
    texts: Mapping[int, tuple[int, ...]]  # a number of a sketch -> the looks that have it
    outlines: Mapping[int, tuple[int, ...]]
    titles: Mapping[tuple[str, ...], tuple[int, ...]]
    marks: Mapping[str, tuple[KnownLook, ...]]
    profiles: Mapping[str, tuple[KnownLook, ...]]
    # Of sites that are others', by people's decisions or all but certainly: registered domains, and
    # accounts and contacts that no site of ours has.
    domains: Mapping[str, tuple[KnownLook, ...]]
    others: Mapping[str, tuple[KnownLook, ...]]


# The gazetteer keeps its hash and is the same for a whole run.
@lru_cache(maxsize=4)
def _index(gazetteer: Gazetteer) -> _Index:
    looks = tuple(k for k in gazetteer.looks.looks if k.ours)
    strangers = [k for k in gazetteer.looks.looks if not k.ours]
    shared = shared_hosts(gazetteer.shared_hosts)
    hosts = ((k, _host(k.url)) for k in strangers)
    numbers = range(len(looks))
    titles = [(tokens(k.title, 200), n) for n, k in enumerate(looks)]
    # What a copy brought along from a site of ours is no stranger's.
    own = {x for k in looks for x in shared_keys(k)}
    return _Index(
        looks,
        tuple(_host(k.url) for k in looks),
        _rare(_turned((v, n) for n in numbers for v in looks[n].text)),
        _rare(_turned((v, n) for n in numbers for v in looks[n].outline)),
        _turned((words, n) for words, n in titles if len(words) >= _MIN_TITLE),
        _turned((mark, k) for k in looks for mark in k.marks),
        _turned((profile, k) for k in looks for profile in k.profiles),
        _turned((registered_domain(h), k) for k, h in hosts if h and shared.host_of(h) is None),
        _turned((x, k) for k in strangers for x in shared_keys(k) if x not in own),
    )


def shared_keys(look: KnownLook) -> tuple[str, ...]:
    """Return what tells a site's relatives: its accounts, profiles and private contacts."""
    return (*look.marks, *look.profiles, *look.contacts)


def _turned(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, tuple[_V, ...]]:
    found: dict[_K, list[_V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _rare(turned: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Without what so many sites have that it tells none of them."""
    return {value: holders for value, holders in turned.items() if len(holders) <= _MAX_HOLDERS}


def _decided_domain(host: str, index: _Index) -> Iterator[Evidence]:
    """What people decided on other names in the same registered domain."""
    domain = registered_domain(host) if host else ""
    where = Text(f"alamat {host}", f"address {host}")
    yield from _decisions(index.domains.get(domain, ()), host, where, domain)


def _decided_on(page: PageArtifact, host: str, index: _Index, where: Text) -> Iterator[Evidence]:
    """What people decided on sites with the same account, profile or private contact."""
    if not index.others:
        return
    said = {name: name for name in (*page.marks, *page.social)}
    said |= {_digest(contact): contact for contact in _private_contacts(page)}
    for key, seen in said.items():
        yield from _decisions(index.others.get(key, ()), host, where, called(seen))


def _decisions(looks: Iterable[KnownLook], host: str, where: Text, seen: str) -> Iterator[Evidence]:
    """Only where all decisions on what is shared agree: a vendor's account says nothing else.

    Where nobody has decided on any of them, all that are suspected have to agree.
    """
    others = [k for k in looks if _host(k.url) != host]
    decided = {k.relation: _host(k.url) for k in others if not k.suspected}
    if len(decided) == 1:
        relation, first = decided.popitem()
        yield Evidence(f"near_{relation}", where, seen[:100], other=first)
        return
    suspects = {_host(k.url): k.relation for k in others}
    if not decided and len(set(suspects.values())) == 1:
        strength = 1.0 if len(suspects) > 1 else ONE_SUSPECT
        first, relation = next(iter(suspects.items()))
        yield Evidence(f"beside_{relation}", where, seen[:100], strength=strength, other=first)


def _copied(page: PageArtifact, host: str, index: _Index, where: Text) -> Iterator[Evidence]:
    text = sketch(read(page.text, 60_000).tokens)
    found = _alike(text, index.texts, lambda n: index.looks[n].text, MIN_TEXT)
    near = [(likeness, k) for likeness, k in _others(found, index, host)]
    if near and _whose(k for _, k in near):
        likeness, known = near[0]
        for key in _agencies(k for s, k in near if s >= likeness - 0.1):
            yield Evidence("copied_text", where, known.url[:150], key, "copy_of", likeness)
        if not _agencies(k for _, k in near):
            yield Evidence("copied_text", where, known.url[:150], strength=likeness)
    outline = sketch(_built(page), 5)
    built = _alike(outline, index.outlines, lambda n: index.looks[n].outline, MIN_OUTLINE)
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
    found: Sketch,
    turned: Mapping[int, tuple[int, ...]],
    sketch_of: Callable[[int], Sketch],
    least: float,
) -> list[tuple[float, int]]:
    """Known looks that a sketch holds, the likest first."""
    counts = Counter([n for value in found if value in turned for n in turned[value]])
    # Compared in full are only those with the most in common.
    most = [(n, count) for n, count in counts.most_common(_NEAR) if count >= _MIN_SHARED]
    numbers = frozenset(found)
    near = [(held(sketch_of(n), found, numbers), n) for n, _ in most]
    return sorted((pair for pair in near if pair[0] >= least), reverse=True)


def _others(
    found: Iterable[tuple[float, int]], index: _Index, host: str
) -> Iterator[tuple[float, KnownLook]]:
    for likeness, number in found:
        if index.hosts[number] != host:
            yield round(likeness, 2), index.looks[number]


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
                yield Evidence("vendor_mark", where, called(name)[:100])
            continue
        yield from _shared(name, agencies, holders, where, what)


def _shared(
    name: str, agencies: Sequence[str], holders: Sequence[KnownLook], where: Text, what: str
) -> Iterator[Evidence]:
    """What one or two offices' sites have, and sites of which nobody has said whose they are.

    These may be the same office's, or a vendor's work, or link the government's own profile: where
    they are most of the holders, nobody is named.
    """
    shares = {key: sum(k.agency == key for k in holders) / len(holders) for key in agencies}
    named = {key: share for key, share in shares.items() if share >= MIN_SHARE or len(holders) < 3}
    if not named:
        yield Evidence(f"shared_{what}", where, called(name)[:100], strength=0.7)
    for key, share in named.items():
        excerpt = called(name)[:100]
        yield Evidence(f"shared_{what}", where, excerpt, key, f"{what}_of", round(share, 2))


@lru_cache(maxsize=4_096)
def _host(url: str) -> str:
    try:
        return parse(url).host.removeprefix("www.")
    except BadUrl:
        return ""
