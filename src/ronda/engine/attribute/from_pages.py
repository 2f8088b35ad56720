"""Evidence in the pages of a candidate: who is named, how to reach them, what is asked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute import signs
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.fields import after, named_in
from ronda.engine.attribute.from_contacts import contact_evidence
from ronda.engine.attribute.from_network import host_holders
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import OFFICE_TYPES, Mention, NameIndex, index_of
from ronda.engine.attribute.reached import reached
from ronda.engine.attribute.words import Tokens, read
from ronda.engine.attribute.zones import ZoneKind, among, in_zones, regional_zones, zone_kind
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

MAX_PAGES = 5
_PLACES = {
    "title": Text("judul {url}", "title of {url}"),
    "heading": Text("tajuk di {url}", "heading on {url}"),
    "footer": Text("kaki halaman {url}", "footer of {url}"),
    "text": Text("isi {url}", "text of {url}"),
    "description": Text("keterangan {url}", "description of {url}"),
    "form": Text("formulir di {url}", "form on {url}"),
}

# These tell how a site is built or reached, not that it speaks of an office or the region.
_SAYS_NOTHING = frozenset({"", "strange_contact", "links_to_zone", "other_contact"})

# Whatever a page with these signs does not say is no sign that it never belonged to anybody.
_SILENCED = frozenset({"parked", "gambling", "shell"})
# These tie what is said to the region or the government.
_ANCHORS = frozenset(
    {
        *("region_in_title", "region_in_text", "town", "area_code", "postcode", "zone_mail"),
        *(
            "agency_contact",
            "agency_address",
            "links_to_zone",
            "redirects_to_zone",
            "other_named_office",
        ),
        *("other_in_title", "other_in_footer", "other_in_text", "other_contact"),
    }
)


def page_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Evidence of the first five pages. Inside our own zones only what tells the office."""
    pages = facts.pages[:MAX_PAGES]
    index = index_of(gazetteer)
    said = [
        [
            *_fields(page, index),
            *_running_text(page, index),
            *contact_evidence(page, facts.url, gazetteer),
            *_elsewhere(page, facts.url, gazetteer),
        ]
        for page in pages
    ]
    for page, items in zip(pages, said, strict=True):
        yield from _branded(page, items, index)
    if pages and zone_kind(facts.url, gazetteer) is not ZoneKind.OURS:
        kinds = frozenset(item.kind for items in said for item in items)
        yield from _looks(pages, kinds)
        yield from reached(pages, facts.url, kinds, gazetteer)


def _looks(pages: Sequence[PageArtifact], kinds: frozenset[str]) -> Iterator[Evidence]:
    """What kind of site it is. ``kinds``: what its pages say of offices, regions and contacts."""
    signed, silent = bool(kinds - _SAYS_NOTHING), False
    for page in pages:
        if signs.speaks_of_office(page):
            signed = True
            yield Evidence("speaks_of_office", _where("text", page))
        for kind, place, excerpt, strength in signs.of_page(page):
            # What is for sale, taken over or out of order is silent about its owner for that reason.
            silent = silent or kind in _SILENCED
            yield Evidence(kind, _where(place, page), excerpt[:150], strength=strength)
    if not signed and not silent:
        yield Evidence("no_sign", _where("text", pages[0]), pages[0].title[:100])
    named = any(kind.startswith("agency_in") for kind in kinds)
    if named and not kinds & _ANCHORS and not all(map(signs.is_shell, pages)):
        yield Evidence("no_region", _where("text", pages[0]), pages[0].title[:100])


def _branded(page: PageArtifact, items: list[Evidence], index: NameIndex) -> Iterator[Evidence]:
    """What a page says, but that a firm called "Bapperida Group" does not name the office.

    Only a short name can be a brand: with a word of a trade in one title, or on a page that does
    not speak of government at all; and only while nothing on the page speaks of the region.
    """
    brand = _brand(page, index)
    if brand is None or any(i.kind in _ANCHORS for i in items):
        yield from items
        return
    yield Evidence("agency_as_brand", _where("title", page), brand)
    for item in items:
        if item.kind.startswith("agency_in"):
            yield msgspec.structs.replace(item, kind="", strength=item.strength * 0.5)
        else:
            yield item


def _brand(page: PageArtifact, index: NameIndex) -> str | None:
    """The title, where an office's short name in it is a name of trade or one like any other."""
    words = read(page.title, 1_000).tokens
    if not any(_is_short(m, words) for m in index.find(words)):
        return None
    trades = any(True for _ in signs.trade(page.title))
    # A page that is not there yet, or broken, speaks of nothing for that reason.
    silent = not signs.speaks_of_office(page) and not signs.is_shell(page)
    return " ".join(words)[:100] if trades or silent else None


def _is_short(mention: Mention, words: Tokens) -> bool:
    """ "Bapperida", or "Satpol PP": what people say, without "dinas", "badan" and their like."""
    if mention.end - mention.start == 1:
        return True
    said = words[mention.start : mention.end]
    return mention.kind in ("short", "alias") and len(said) <= 3 and not OFFICE_TYPES & set(said)


def _where(place: str, page: PageArtifact) -> Text:
    return _PLACES[place].fill(url=page.url[:200])


def _fields(page: PageArtifact, index: NameIndex) -> Iterator[Evidence]:
    """Title, description, headings and footer, each by itself."""
    site_names = [v for k, v in page.metas[:100] if k.lower() in ("og:site_name", "author")]
    yield from named_in("title", page.title, _where("title", page), index)
    for name in (*site_names[:3], page.description):
        yield from named_in("description", name, _where("description", page), index)
    for heading in page.headings[:20]:
        yield from named_in("heading", heading, _where("heading", page), index)
    yield from named_in("footer", page.footer, _where("footer", page), index)


def _running_text(page: PageArtifact, index: NameIndex) -> Iterator[Evidence]:
    written = read(page.text, 60_000)
    words = written.tokens
    where = _where("text", page)
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    foreign: Counter[str] = Counter()
    for mention in index.find(words)[:400]:
        next_to = after(mention, words, index)
        if next_to is not None and next_to.who == "other":
            foreign[next_to.name] += 1
            continue
        for key in mention.agencies:
            counts[key] += 1
            if key not in examples:
                examples[key] = written.quote(mention.start, mention.end)
        if _managed(words, mention.start):
            quote = written.quote(max(0, mention.start - 2), mention.end)
            yield from (Evidence("", where, quote, key, "managed_by") for key in mention.agencies)
    top = max(counts.values(), default=0)
    for key, count in counts.most_common(8):
        strength = min(1.0, count / top) * (1.0 if top > 1 else 0.7)
        yield Evidence("agency_in_text", where, examples[key], key, "text_name", strength)
    if len(counts) >= 5:
        yield Evidence("many_offices", where, ", ".join(list(examples.values())[:4]))
    named = list(index.governments.all_in(words))[:400]
    ours = [n for n in named if n.who == "ours"]
    towns = [n for n in named if n.who == "town"]
    others = Counter(n.name for n in named if n.who == "other" and n.as_office)
    if ours:
        yield Evidence("region_in_text", where, written.quote(ours[0].start, ours[0].end))
    if towns:
        yield Evidence("town", where, towns[0].name)
    for other, count in (others + foreign).most_common(1):
        if count > len(ours):
            strength = min(1.0, count / 3)
            yield Evidence("other_in_text", where, other, strength=strength, other=other)
    if foreign and not counts:
        other = foreign.most_common(1)[0][0]
        yield Evidence("other_named_office", where, other, strength=0.7, other=other)


def _managed(words: Tokens, start: int) -> bool:
    """ "Dikelola oleh", "penanggung jawab" before an office: who answers for the site."""
    before = words[max(0, start - 3) : start]
    return (
        before[-2:] in (("dikelola", "oleh"), ("diterbitkan", "oleh"), ("penanggung", "jawab"))
        or before[-1:] == ("pengelola",)
        or before[-2:] == ("diselenggarakan", "oleh")
    )


def _elsewhere(page: PageArtifact, site: str, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Links, pictures and redirects that lead into our zones or another government's."""
    host = _host(site)
    if in_zones(host, gazetteer.zones):
        return
    if in_zones(_host(page.url), gazetteer.zones):
        where = Text(f"pengalihan dari {site}", f"redirect from {site}")
        yield Evidence("redirects_to_zone", where, page.url[:150])
        return
    hosts = Counter(_host(link.url) for link in page.links[:600])
    into = [h for h in hosts if in_zones(h, gazetteer.zones)]
    where = Text(f"tautan di {page.url[:200]}", f"links on {page.url[:200]}")
    if into:
        yield Evidence("links_to_zone", where, ", ".join(into[:3]))
    holders = host_holders(gazetteer)
    for key in dict.fromkeys(k for h in into for k in holders.get(h, ())):
        yield Evidence("", where, ", ".join(into[:3]), key, "link_to_agency")
    regional = regional_zones(gazetteer)
    foreign = [h for h in hosts if h != host and among(h, regional)]
    if foreign and not into:
        yield Evidence(
            "other_contact", where, ", ".join(foreign[:3]), strength=0.6, other=foreign[0]
        )
    sources = [url for url, _ in page.images[:200]] + list(page.scripts[:100])
    copied = next((u for u in sources if in_zones(_host(u), gazetteer.zones)), None)
    if copied:
        place = Text(f"gambar di {page.url[:200]}", f"pictures on {page.url[:200]}")
        yield Evidence("copies_layout", place, copied[:150])


@lru_cache(maxsize=4_096)
def _host(url: str) -> str:
    try:
        return parse(url).host
    except BadUrl:
        return ""
