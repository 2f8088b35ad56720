"""One piece of evidence, before it is weighed."""

from collections.abc import Collection, Iterable

import msgspec

from ronda.engine.text import Text


class Evidence(msgspec.Struct, frozen=True):
    """Something seen that speaks for or against relations (``kind``) or for an office.

    ``kind`` and ``agency_kind`` are keys of weights.toml; either may be "". ``strength`` between 0
    and 1 scales the weight. ``once``: however often it is seen, it counts once.
    """

    kind: str
    where: Text
    excerpt: str = ""
    agency: str = ""
    agency_kind: str = ""
    strength: float = 1.0
    once: bool = True
    # Names another government, or a relative's host, for the sentence.
    other: str = ""


class Item(msgspec.Struct, frozen=True, array_like=True):
    """A piece of evidence without its words; see :class:`Evidence`."""

    kind: str
    agency_kind: str
    agency: str
    strength: float


def items_of(evidence: Iterable[Evidence]) -> tuple[Item, ...]:
    """Return evidence without its words, each once."""
    found = (Item(e.kind, e.agency_kind, e.agency, e.strength) for e in evidence)
    return tuple(dict.fromkeys(found))


_NOWHERE = Text("", "")


def evidence_of(items: Iterable[Item]) -> list[Evidence]:
    """Return evidence as the model takes it, of items that were kept without their words."""
    return [Evidence(i.kind, _NOWHERE, "", i.agency, i.agency_kind, i.strength) for i in items]


def naming_alone(items: Iterable[Evidence], kinds: Collection[str]) -> list[Evidence]:
    """Return evidence where these kinds say only which office is meant, and nothing of who holds the site."""
    plain = (msgspec.structs.replace(i, kind="") if i.kind in kinds else i for i in items)
    return [i for i in plain if i.kind or i.agency]
