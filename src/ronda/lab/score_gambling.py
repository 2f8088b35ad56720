"""Scores injected gambling and other spam: by the form in which it was injected, and who was accused wrongly."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

import msgspec

from ronda.lab import classes
from ronda.lab.claims import ClaimedSite
from ronda.lab.score_findings import Judged
from ronda.lab.score_parts import Rate
from ronda.lab.truth import TrueSite


class FormScore(msgspec.Struct, frozen=True):
    """How many sites with one form of injection were found out.

    A site with two forms counts for both: a finding says that something was injected, not how, so
    an easy form may carry a hard one. ``alone`` counts sites with this form only.
    """

    form: str
    recall: Rate
    alone: Rate

    key: ClassVar[str] = "form"


class Accused(Rate, frozen=True):
    """Honest sites that were accused: ``right`` is how many, lower is better."""

    derived: ClassVar[tuple[str, ...]] = ("value", "low", "high", "per_1000", "per_1000_high")

    @property
    def per_1000(self) -> float | None:
        """How many of 1,000 honest sites were accused."""
        return None if self.value is None else self.value * 1000

    @property
    def per_1000_high(self) -> float | None:
        """How many it may be at worst: the upper end of the 95 % interval."""
        return None if self.high is None else self.high * 1000


class Gambling(msgspec.Struct, frozen=True):
    """How gambling was told from what is honest."""

    forms: tuple[FormScore, ...]
    honest: Accused  # judged sites on which no gambling has stood so far
    tempting: Accused  # of these, sites whose page tempts a hasty judge


def score_gambling(judged: Sequence[Judged]) -> Gambling:
    """Score the gambling findings of sites that Ronda may look at fully."""
    honest = honest_of(judged)
    return Gambling(forms(judged), accused(honest), accused(j for j in honest if tempts(j[0])))


def honest_of(judged: Iterable[Judged]) -> list[Judged]:
    """The sites on which no gambling has stood so far; of a dead one nobody can say."""
    return [(site, claim) for site, claim in judged if not planted(site)]


def planted(site: TrueSite) -> bool:
    """Injected content stood on a site up to now, or nobody can measure now whether it does."""
    of_it = site.expects | site.held | site.hides | site.allows | site.mended
    return bool(classes.INJECTED & of_it)


def tempts(site: TrueSite) -> bool:
    """An honest page that a hasty judge would accuse."""
    return bool(classes.INJECTED & site.tempts)


def accuses(claim: ClaimedSite) -> bool:
    """A site holds an open finding of injected content, of whatever kind."""
    return any(claim.has_open(name) for name in classes.INJECTED)


def _found(site: TrueSite, claim: ClaimedSite) -> bool:
    """What was injected was found, and called what it is."""
    return any(claim.has_open(name) for name in classes.INJECTED & site.expects)


def accused(honest: Iterable[Judged]) -> Accused:
    """Count honest sites with an open finding of injected content."""
    opened = [accuses(claim) for _, claim in honest]
    return Accused(sum(opened), len(opened))


def forms(judged: Sequence[Judged]) -> tuple[FormScore, ...]:
    """Return the recall of each form that stands."""
    found = []
    for form in sorted({form for site, _ in judged for form in site.forms}):
        rows = [(s, _found(s, c)) for s, c in judged if form in s.forms]
        only = [opened for site, opened in rows if site.forms == {form}]
        every = [opened for _, opened in rows]
        found.append(FormScore(form, Rate(sum(every), len(every)), Rate(sum(only), len(only))))
    return tuple(found)
