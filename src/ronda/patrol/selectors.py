"""Reads over rounds, visits and a site's history; what is an agency's passes ``visible_to``."""

from datetime import datetime
from typing import Literal, TypedDict

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Min, Q, Sum

from ronda.accounts.models import Person
from ronda.cases.models import FindingEvent
from ronda.cases.selectors import event_words
from ronda.engine.artifacts import FailureKind
from ronda.engine.judge import FAILURES
from ronda.engine.text import Text
from ronda.patrol.models import Observation, Round, RoundKind, Visit, VisitState
from ronda.register.models import Site

Viewer = Person | AnonymousUser

CRASHED = Text(
    "kunjungannya gagal karena kesalahan Ronda sendiri", "the visit failed by an error of Ronda's"
)


class Progress(TypedDict):
    """How far a round is, in numbers of visits. ``unreachable``: the site itself did not answer.

    ``not_measured``: the failure was not the site's (stopped, not permitted, out of time), or the
    visit failed.
    """

    total: int
    pending: int
    done: int
    failed: int
    cancelled: int
    reachable: int
    unreachable: int
    not_measured: int
    requests: int
    bytes_received: int
    percent: int
    finished: bool
    stopped: bool


def round_progress(round_: Round) -> Progress:
    """Count a round's visits."""
    states = {f"in_{state.value}": Count("pk", filter=Q(state=state)) for state in VisitState}
    done = Q(state=VisitState.DONE)
    counts = Visit.objects.filter(round=round_).aggregate(
        total=Count("pk"),
        up=Count("pk", filter=done & Q(reachable=True)),
        down=Count("pk", filter=done & Q(reachable=False)),
        unknown=Count("pk", filter=done & Q(reachable=None)),
        asked=Sum("requests", default=0),
        received=Sum("bytes_received", default=0),
        **states,
    )
    total, pending = counts["total"], counts["in_pending"]
    fresh = Round.objects.filter(pk=round_.pk).values_list("finished_at", "stopped").get()
    return Progress(
        total=total,
        pending=pending,
        done=counts["in_done"],
        failed=counts["in_failed"],
        cancelled=counts["in_cancelled"],
        reachable=counts["up"],
        unreachable=counts["down"],
        not_measured=counts["unknown"] + counts["in_failed"],
        requests=counts["asked"],
        bytes_received=counts["received"],
        percent=100 if not total else 100 * (total - pending) // total,
        finished=fresh[0] is not None,
        stopped=fresh[1],
    )


def last_round() -> Round | None:
    """The newest round over many sites (a "check now" is none)."""
    return Round.objects.exclude(kind=RoundKind.CHECK_NOW).order_by("-started_at", "-pk").first()


class Unmeasured(msgspec.Struct, frozen=True):
    """Visits of a round that brought nothing, for one reason."""

    failure: str  # FailureKind, or "bug" for a visit that failed
    reason: Text
    of_the_site: bool  # the site itself did not answer; else it is ours or somebody's wish
    count: int
    sites: tuple[tuple[int, str], ...]  # (id, URL) of the first few


def unmeasured(round_: Round, person: Viewer | None = None, *, show: int = 20) -> list[Unmeasured]:
    """What of a round could not be measured and why, most frequent first.

    ``person`` limits it to sites that the person may see; None: the command line sees all.
    """
    visits = Visit.objects.filter(round=round_) if person is None else (
        Visit.objects.visible_to(person).filter(round=round_)
    )  # fmt: skip
    missed = visits.filter(
        Q(state=VisitState.FAILED) | Q(state=VisitState.DONE) & ~Q(reachable=True)
    ).order_by()
    groups = missed.values("failure", "reachable").annotate(count=Count("pk"))
    found = []
    for group in groups:
        of_group = missed.filter(failure=group["failure"], reachable=group["reachable"])
        sites = of_group.order_by("site__host", "pk").values_list("site_id", "site__url")[:show]
        found.append(
            Unmeasured(
                failure=group["failure"],
                reason=failure_words(group["failure"]),
                of_the_site=group["reachable"] is False,
                count=group["count"],
                sites=tuple(sites),
            )
        )
    return sorted(found, key=lambda u: (-u.count, u.failure))


def failure_words(failure: str) -> Text:
    """A failure's kind in words, as the end of a sentence about the site."""
    try:
        return FAILURES[FailureKind(failure)]
    except ValueError:
        return CRASHED


def findings_of(round_: Round) -> dict[str, int]:
    """What a round's visits did to findings, by event: opened, confirmed, mended, ...

    A visit's events carry the visit's own time, which ties them together.
    """
    events = FindingEvent.objects.filter(
        finding__site__visits__round=round_,
        finding__site__visits__started_at=F("at"),
        finding__site__visits__state=VisitState.DONE,
    )
    return {
        row["kind"]: row["count"]
        for row in events.order_by().values("kind").annotate(count=Count("pk", distinct=True))
    }


class Entry(msgspec.Struct, frozen=True):
    """One line of a site's history. ``key`` is an artifact key, a check id or a visit's state."""

    at: datetime
    kind: Literal["observation", "finding", "visit"]
    key: str
    event: str  # "seen", "changed", a finding's event, a failure
    text: Text | str = ""  # in both languages where that is known
    who: str = ""  # the person who asked or decided
    pk: int = 0  # of the observation, finding or visit


def timeline(site: Site, person: Viewer, *, limit: int = 200) -> list[Entry]:
    """A site's history, newest first: what was seen to change, findings, asked-for visits.

    What checks said is told by the findings. Empty when the person may not see the site.
    """
    if not Site.objects.visible_to(person).filter(pk=site.pk).exists():
        return []
    entries = _observed(site, limit) + _found(site, limit) + _visited(site, limit)
    return sorted(entries, key=lambda e: (e.at, e.kind, e.pk), reverse=True)[:limit]


def _observed(site: Site, limit: int) -> list[Entry]:
    rows = Observation.objects.filter(site=site).order_by("-first_seen_at", "-pk")[:limit]
    firsts = Observation.objects.filter(site=site).order_by().values("key")
    first = {row["oldest"] for row in firsts.annotate(oldest=Min("pk"))}
    return [
        Entry(
            row.first_seen_at,
            "observation",
            row.key,
            "seen" if row.pk in first else "changed",
            failure_words(str(row.artifact.get("kind", "")))
            if row.artifact.get("type") == "failure"
            else "",
            pk=row.pk,
        )
        for row in rows
    ]


def _found(site: Site, limit: int) -> list[Entry]:
    events = FindingEvent.objects.filter(finding__site=site).select_related("finding", "person")
    return [
        Entry(
            e.at,
            "finding",
            e.finding.check_id,
            e.kind,
            event_words(e),
            who=str(e.person or ""),
            pk=e.finding_id,
        )
        for e in events.order_by("-at", "-pk")[:limit]
    ]


def _visited(site: Site, limit: int) -> list[Entry]:
    asked = Visit.objects.filter(site=site, round__requested_by__isnull=False)
    asked = asked.select_related("round__requested_by").order_by("-pk")[:limit]
    return [
        Entry(
            v.started_at or v.round.started_at,
            "visit",
            v.state,
            v.failure,
            failure_words(v.failure) if v.failure else "",
            who=str(v.round.requested_by or ""),
            pk=v.pk,
        )
        for v in asked
    ]
