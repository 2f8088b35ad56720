"""What waits for the person who decides: the filters of the queue, and how far one is today."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ronda.accounts.models import Person
from ronda.discovery.selectors import (
    Waiting,
    candidates_visible_to,
    decided_since,
    waiting_for,
)
from ronda.register.models import Agency, Relation, Site, SiteState
from ronda.web.labels import look
from ronda.web.tables import Chip, Filter, filtered

WORDS = 200
KEPT = ("q", "soal", "usul", "opd")  # parameters that narrow the queue and stay with it


def _question(rows: QuerySet[Site], value: str, person: Person) -> QuerySet[Site]:
    if value == "tanya":
        return rows.filter(
            questions__asked_to=person,
            questions__answered_at__isnull=True,
            questions__withdrawn_at__isnull=True,
        ).distinct()
    state = SiteState.CANDIDATE if value == "pemilik" else SiteState.REGISTERED
    return rows.filter(state=state)


def _filters(person: Person) -> list[Filter]:
    def agencies() -> list[tuple[str, str]]:
        waiting = Agency.objects.visible_to(person).filter(
            proposals__site__state=SiteState.CANDIDATE
        )
        return [(a.key, a.name) for a in waiting.distinct().order_by("name")]

    return [
        Filter(
            "soal",
            _("Question"),
            lambda: [
                ("pemilik", _("Whose is it?")),
                ("opd", _("Official, which agency?")),
                ("tanya", _("Asked of me")),
            ],
            lambda rows, value: _question(rows, value, person),
        ),
        Filter(
            "usul",
            _("Proposal"),
            lambda: [(r, look("relation_full", r).word) for r in Relation.values],
            lambda rows, value: rows.filter(proposal__relation=value),
        ),
        Filter(
            "opd",
            _("Agency"),
            agencies,
            lambda rows, value: rows.filter(proposal__agency__key=value),
        ),
    ]


def queue(person: Person, params: QueryDict) -> tuple[QuerySet[Site], list[Chip]]:
    """The candidates in the order of deciding, narrowed by the address's parameters."""
    rows, chips = filtered(candidates_visible_to(person), _filters(person), params)
    words = params.get("q", "").strip()[:WORDS]
    if words:
        rows = rows.filter(Q(host__icontains=words) | Q(title__icontains=words))
    return rows, chips


def rows_of(person: Person, params: QueryDict) -> QuerySet[Site]:
    """The same candidates without what the strip of filters needs, for answers behind the screen."""
    return queue(person, params)[0] if kept(params) else candidates_visible_to(person)


def kept(params: QueryDict) -> str:
    """The part of an address that narrows the queue, to be carried along; "" for none."""
    narrowed = QueryDict(mutable=True)
    for key in KEPT:
        value = str(params.get(key) or "")[:WORDS]
        if value:
            narrowed[key] = value
    return narrowed.urlencode()


@dataclass(frozen=True)
class Progress:
    """How far a person is today: decided since midnight, and what still waits."""

    decided: int
    waiting: Waiting

    @property
    def total(self) -> int:
        """Both together."""
        return self.decided + self.waiting.total


def progress_of(person: Person) -> Progress:
    """Count in two queries; the day begins at midnight in the office's zone."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Progress(decided_since(person, midnight), waiting_for(person))


def narrowing(params: QueryDict, chips: list[Chip]) -> dict[str, Any]:
    """What the strip of filters shows."""
    words = params.get("q", "").strip()[:WORDS]
    others = [(k, params[k]) for k in KEPT if k != "q" and params.get(k)]
    return {
        "chips": chips,
        "words": words,
        "kept": others,
        "any_chosen": any(chip.chosen for chip in chips),
        "search_label": _("Search in address and title"),
    }
