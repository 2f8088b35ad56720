"""Reads of this room: what waits for a decision, how right proposals were, how sources fared."""

from datetime import datetime, timedelta

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ronda.accounts.models import Person
from ronda.discovery.inspecting import undecided
from ronda.discovery.models import Action, Decision, Lead, LeadState, Question
from ronda.engine.attribute.contract import CONCERNS_US
from ronda.register.models import Relation, Site, SiteState

Viewer = Person | AnonymousUser


def candidates_visible_to(person: Viewer) -> QuerySet[Site]:
    """Sites to decide, in the order of deciding, with their proposal.

    First what a colleague asks the person, or has answered; then what matters most: who passes
    for an agency, then what is likely an agency's, the surest first; then what is undecided; then
    official names that only lack their agency; then what is likely nobody's. What the person
    skipped, or asked a colleague about, comes last. ``site.proposal`` may be missing while a site
    is new.
    """
    skips = Decision.objects.filter(
        person_id=person.pk or 0, action=Action.SKIP, undone_at__isnull=True
    )
    skipped = skips.filter(site=OuterRef("pk"))
    since = skips.filter(
        site=OuterRef("site"),
        decided_at__gt=Coalesce(OuterRef("answered_at"), OuterRef("asked_at")),
    )
    asked = Question.objects.filter(site=OuterRef("pk"), withdrawn_at__isnull=True)
    back = asked.filter(
        Q(asked_to_id=person.pk or 0, answered_at__isnull=True)
        | Q(asked_by_id=person.pk or 0, answered_at__isnull=False),
        ~Exists(since),
    )
    away = asked.filter(asked_by_id=person.pk or 0, answered_at__isnull=True)
    urgency = Case(
        When(Exists(back), then=Value(0)),
        When(state=SiteState.REGISTERED, then=Value(4)),
        When(proposal__relation__in=_POSING, then=Value(1)),
        When(proposal__relation__in=CONCERNS_US, then=Value(2)),
        When(proposal__relation=Relation.UNDECIDED, then=Value(3)),
        When(proposal__isnull=True, then=Value(5)),
        default=Value(6),
        output_field=IntegerField(),
    )
    ids = undecided().values("pk")
    return (
        Site.objects.visible_to(person)
        .filter(pk__in=ids)
        .select_related("proposal", "proposal__agency", "zone")
        .annotate(
            skipped=Case(
                When(Exists(back), then=Value(False)), default=Exists(skipped) | Exists(away)
            ),
            urgency=urgency,
            sureness=Coalesce(F("proposal__probability"), Value(0.0), output_field=FloatField()),
        )
        .order_by("skipped", "urgency", "-sureness", "pk")
    )


class Waiting(msgspec.Struct, frozen=True):
    """How many sites wait for an answer, by the question that each asks."""

    candidates: int  # whose is it, and is it official at all?
    unassigned: int  # official by its zone; which agency's is it?

    @property
    def total(self) -> int:
        """Both together: the cards in the queue."""
        return self.candidates + self.unassigned


def waiting_for(person: Viewer) -> Waiting:
    """Count what waits for a decision, in one query."""
    counts = (
        Site.objects.visible_to(person)
        .filter(pk__in=undecided().values("pk"))
        .order_by()
        .aggregate(
            candidates=Count("pk", filter=Q(state=SiteState.CANDIDATE)),
            unassigned=Count("pk", filter=Q(state=SiteState.REGISTERED)),
        )
    )
    return Waiting(**counts)


class LeadCounts(msgspec.Struct, frozen=True):
    """What became of the weak signs that a source brought."""

    waiting: int = 0
    ours: int = 0
    others: int = 0
    silent: int = 0
    # Of all of them, those without any sign: looked at, and become candidates.
    bare: int = 0
    bare_looked: int = 0
    bare_ours: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.waiting + self.ours + self.others + self.silent


def leads_by_source() -> dict[str, LeadCounts]:
    """Return for every source what became of its leads, in one query."""
    counts: dict[str, dict[str, int]] = {}
    bare = Q(hunch__isnull=False)
    rows = Lead.objects.values_list("source", "state").annotate(
        n=Count("pk"),
        bare=Count("pk", filter=bare),
        looked=Count("pk", filter=bare & Q(looked_at__isnull=False)),
    )
    for source, state, n, without, looked in rows:
        found = counts.setdefault(source, {"bare": 0, "bare_looked": 0})
        found[state] = n
        found["bare"] += without
        found["bare_looked"] += looked
        if state == LeadState.OURS:
            found["bare_ours"] = without
    return {source: LeadCounts(**found) for source, found in counts.items()}


class Precision(msgspec.Struct, frozen=True):
    """How right proposals were, by the answers of people."""

    answered: int  # proposals that a person has answered, abstentions left out
    right: int  # relation and agency both as proposed
    abstained: int  # answered sites for which Ronda had not dared a proposal

    @property
    def share(self) -> float | None:
        """Right of answered, between 0 and 1; None before the first answer."""
        return self.right / self.answered if self.answered else None


class RightBy(msgspec.Struct, frozen=True):
    """How right proposals of one relation were, by the answers of people."""

    relation: str
    answered: int
    right: int

    @property
    def share(self) -> float | None:
        """Right of answered, between 0 and 1; None before the first answer."""
        return self.right / self.answered if self.answered else None


class Track(msgspec.Struct, frozen=True):
    """How Ronda's proposals fared lately: all together, and by the relation that was proposed."""

    days: int
    overall: Precision
    relations: tuple[RightBy, ...]  # the most answered first


def precision_of_proposals() -> Precision:
    """Compare proposals with the decisions that stand; skips and undone answers do not count."""
    counts = _answered().aggregate(
        answered=Count("pk", filter=_DARED),
        right=Count("pk", filter=_right()),
        abstained=Count("pk", filter=~_DARED),
    )
    return Precision(**counts)


def track_record(now: datetime, days: int = 90) -> Track:
    """How proposals fared against the answers of the last days, in one query.

    Of sites that were answered twice each answer counts: each was a proposal that a person met.
    """
    rows = (
        _answered()
        .filter(decided_at__gte=now - timedelta(days=days))
        .order_by()
        .values("proposed_relation")
        .annotate(n=Count("pk"), right=Count("pk", filter=_right()))
    )
    abstained = sum(row["n"] for row in rows if row["proposed_relation"] == Relation.UNDECIDED)
    by = [
        RightBy(row["proposed_relation"], row["n"], row["right"])
        for row in rows
        if row["proposed_relation"] != Relation.UNDECIDED
    ]
    overall = Precision(sum(b.answered for b in by), sum(b.right for b in by), abstained)
    return Track(days, overall, tuple(sorted(by, key=lambda b: (-b.answered, b.relation))))


def decided_since(person: Viewer, moment: datetime) -> int:
    """How many sites the person has decided since a moment; skips and undone answers left out."""
    standing = Decision.objects.filter(undone_at__isnull=True).exclude(action=Action.SKIP)
    mine = standing.filter(person_id=person.pk or 0, decided_at__gte=moment)
    return mine.order_by().values("site").distinct().count()


def _answered() -> QuerySet[Decision]:
    """Answers that stand, to sites for which something had been proposed."""
    standing = Decision.objects.filter(undone_at__isnull=True).exclude(action=Action.SKIP)
    return standing.exclude(proposed_relation="")


_DARED = ~Q(proposed_relation=Relation.UNDECIDED)


def _right() -> Q:
    same_agency = Q(agency=F("proposed_agency")) | Q(
        agency__isnull=True, proposed_agency__isnull=True
    )
    # An agency proposed for a site that nobody holds is only who is meant.
    relation = Q(relation=F("proposed_relation"))
    return _DARED & relation & (same_agency | ~Q(relation__in=_HELD))


_HELD = (Relation.OFFICIAL, Relation.UNOFFICIAL)
_POSING = (Relation.IMPERSONATION, Relation.EX_OFFICIAL)
