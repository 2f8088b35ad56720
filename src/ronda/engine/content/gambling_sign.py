"""What speaks for injected content, and what it is looked for in: the three views of one page."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from ronda.engine.artifacts import Failure, HttpArtifact, PageArtifact, View
from ronda.engine.content.gambling_words import Subject
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of, shared_purpose, without_www

VIEWS: tuple[View, ...] = ("visitor", "robot", "phone")
OTHERS: tuple[View, ...] = ("robot", "phone")
ENOUGH = 1.0
# Words that differ between views may be rotating news: they never decide alone.
# Nor do names that merely end like those of gambling sites.
AT_MOST = {"view_text": 0.6, "hidden_text": 1.0, "metadata": 1.0, "lead": 0.9}

Family = Literal["gambling", "spam"]
"""What a finding is about: gambling, or medicine, counterfeits and pages in Japanese for shops."""


class Sign(msgspec.Struct, frozen=True):
    """One thing that speaks for injected content."""

    kind: str  # a key of ``gambling_names.KIND_NAMES``
    view: View
    weight: float
    words: str  # the evidence itself, raw where it can be
    how: str = ""  # how it is hidden or packed: "display:none", "base64"
    subject: Subject | None = None  # None: it does not tell by itself
    place: str = ""  # the part of the page: a value of ``Link.place``
    only: str = ""  # for whom alone a script acts: "search", "robot", "phone"


class Sides(msgspec.Struct, frozen=True):
    """What is compared: the site's host, and per view its answer and page, or the failure."""

    host: str
    answers: Mapping[View, HttpArtifact | Failure]
    pages: Mapping[View, PageArtifact]
    sitemap: bytes = b""
    listed: HostList = EMPTY  # of the operator

    def answer(self, view: View) -> HttpArtifact | None:
        """The answer in a view, when there is one."""
        found = self.answers.get(view)
        return found if isinstance(found, HttpArtifact) else None

    def whole(self, view: View) -> bool:
        """An answer is the site's own proper page, read to its end."""
        got = self.answer(view)
        return got is not None and got.status == 200 and not got.truncated

    def of_others(self, view: View) -> bool:
        """An answer came from another site of the same owner or of a public body: it speaks of that one."""
        got = self.answer(view)
        where = host_of(got.final_url) if got else ""
        if not where or without_www(where) == without_www(self.host):
            return False
        return belongs(where, self.host) or shared_purpose(where)


def total(found: Iterable[Sign]) -> float:
    """Return the sum of the signs, those of words alone within bounds; :data:`ENOUGH` decides."""
    by_kind: dict[str, float] = {}
    for sign in found:
        by_kind[sign.kind] = by_kind.get(sign.kind, 0.0) + sign.weight
    return sum(min(weight, AT_MOST.get(kind, weight)) for kind, weight in by_kind.items())


def of_family(found: Iterable[Sign], family: Family) -> tuple[Sign, ...]:
    """Return the signs that speak for one family.

    What tells no subject goes to the family that weighs more, and so does everything when neither
    is enough alone: the same page is not accused twice for one thing.
    """
    found = tuple(found)
    parts: dict[Family, list[Sign]] = {"gambling": [], "spam": []}
    untold = []
    for sign in found:
        if sign.subject is None:
            untold.append(sign)
        else:
            parts["gambling" if sign.subject == "gambling" else "spam"].append(sign)
    weights = {name: total(part) for name, part in parts.items()}
    leading: Family = "spam" if weights["spam"] > weights["gambling"] else "gambling"
    if max(weights.values()) + total(untold) < ENOUGH <= total(found):
        return found if family == leading else ()
    chosen = parts[family] + (untold if family == leading else [])
    return tuple(sorted(chosen, key=lambda sign: -sign.weight))
