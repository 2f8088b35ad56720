"""Attribution learns from the office's own answers: what was seen of a site, beside what was decided.

A decision itself is never touched by what is learned from it; only sites that still wait are judged
by it.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec
from django.utils import timezone

from ronda.discovery.deciding import HELD
from ronda.discovery.models import Action, Decision
from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.learning.local import MAX_ANSWERS, learn
from ronda.engine.attribute.weights import shipped
from ronda.register.models import Relation, TaughtWeights
from ronda.register.taught import keep_taught, latest_taught


def lessons() -> list[Example]:
    """Return the answers that stand, one a site, the latest last; at most ``MAX_ANSWERS``.

    Without evidence (nothing had been proposed) an answer teaches nothing.
    """
    # office-wide: attribution works for the office, no person asks here
    rows = (
        Decision.objects.filter(undone_at__isnull=True)
        .exclude(action=Action.SKIP)
        .exclude(relation=Relation.UNDECIDED)
        .exclude(items=[])
        .select_related("site", "agency")
        .order_by("-decided_at", "-pk")
    )
    found: dict[int, Example] = {}
    for row in rows.iterator():
        if row.site_id not in found:
            found[row.site_id] = _example(row)
        if len(found) >= MAX_ANSWERS:
            break
    return list(found.values())[::-1]


def _example(row: Decision) -> Example:
    meant = row.relation in HELD or row.relation in (Relation.IMPERSONATION, Relation.EX_OFFICIAL)
    agencies = (row.agency.key,) if row.agency is not None and meant else ()
    # What an older version weighed and this one does not know teaches nothing.
    known = shipped().agency
    seen = msgspec.convert(row.items, tuple[Item, ...])
    items = tuple(i for i in seen if not i.agency_kind or i.agency_kind in known)
    return Example("", row.site.url, str(row.relation), agencies, items)


def learn_from_answers(
    *, progress: Callable[[], None] = lambda: None, now: datetime | None = None
) -> TaughtWeights | None:
    """Learn from the answers that stand and keep what came of it.

    None while there are too few. When nothing was answered or taken back since, what was learned
    then is returned and nothing is done.
    """
    known = lessons()
    said = hashlib.sha256(msgspec.json.encode(known)).hexdigest()
    last = latest_taught()
    if last is not None and last.digest == said:
        return last
    taught = learn(known, shipped(), progress=progress)
    if taught is None:
        return None
    return keep_taught(taught, said, now or timezone.now())
