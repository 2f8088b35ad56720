"""Whom a short text names, such as a title or a footer: an office, the region, another government."""

from collections.abc import Iterator

from ronda.engine.attribute.governments import Named
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import Mention, NameIndex
from ronda.engine.attribute.words import Tokens, read
from ronda.engine.text import Text

_NAME_STRENGTH = {
    "official": 1.0,
    "short": 0.9,
    "alias": 0.9,
    "former": 0.9,
    "token": 0.8,
    "part": 0.7,
}
_AGENCY_KINDS = {
    "title": ("agency_in_title", "title_name"),
    "heading": ("agency_in_heading", "heading_name"),
    "footer": ("agency_in_footer", "footer_name"),
    "description": ("agency_in_heading", "description_name"),
}


def named_in(place: str, text: str, where: Text, index: NameIndex) -> Iterator[Evidence]:
    """Yield which offices and governments a short text names.

    ``place``: title, heading, description or footer, which says how much it counts; ``where``: in words.
    """
    written = read(text, 4_000)
    words = written.tokens
    if not words:
        return
    named = list(index.governments.all_in(words))
    ours = any(n.who == "ours" for n in named)
    others = [n for n in named if n.who == "other" and (n.with_level or n.as_office)]
    kind, agency_kind = _AGENCY_KINDS[place]
    for mention in index.find(words):
        next_to = after(mention, words, index)
        foreign = next_to if next_to is not None and next_to.who == "other" else None
        if foreign is None and others and not ours and place in ("title", "heading"):
            foreign = others[0]
        excerpt = written.quote(mention.start, (foreign or mention).end)
        if foreign is not None:
            yield Evidence("other_named_office", where, excerpt, other=foreign.name)
            continue
        strength = _NAME_STRENGTH.get(mention.kind, 0.7)
        for key in mention.agencies:
            yield Evidence(kind, where, excerpt, key, agency_kind, strength)
    if ours:
        found = next(n for n in named if n.who == "ours")
        strong = place in ("title", "heading", "description")
        relation = "region_in_title" if strong else "region_in_text"
        strength = 1.0 if found.with_level or not index.governments.shares_name else 0.7
        yield Evidence(relation, where, written.quote(found.start, found.end), strength=strength)
    elif others and place != "description":
        relation = "other_in_footer" if place == "footer" else "other_in_title"
        office = others[0].as_office or any(m.end <= others[0].start for m in index.find(words))
        strength = 1.0 if office or place == "title" else 0.4
        excerpt = written.quote(others[0].start, others[0].end)
        yield Evidence(relation, where, excerpt, strength=strength, other=others[0].name)


def after(mention: Mention, words: Tokens, index: NameIndex) -> Named | None:
    """The government named right after an office: "Dinas Kesehatan Kabupaten X"."""
    start = mention.end
    if words[start : start + 1] == ("daerah",):
        start += 1
    return index.governments.at(words, start) if start < len(words) else None
