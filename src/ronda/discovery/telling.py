"""Tells the people who decide of new candidates: the dangerous at once, the others a search at a time."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ronda.accounts.models import DECIDES, Person
from ronda.discovery.models import Proposal
from ronda.discovery.places import CHUNK, chunks
from ronda.engine.attribute.contract import CONCERNS_US, Relation
from ronda.engine.text import Text
from ronda.inbox.models import Message
from ronda.inbox.services import Telling, tell
from ronda.register.models import SiteState

log = structlog.get_logger(__name__)

TOPIC = "candidates"
AT_ONCE = 5  # urgent messages an hour
SHOWN = 10  # of one search; the others are in the list
REASONS = 3
LONGEST = 240  # characters of a reason; what it cites is a stranger's text
# Evidence that a page takes something from its visitors; see engine.attribute.asks.
_TAKES = frozenset(
    [
        *("asks_secrets", "asks_login", "asks_identity", "asks_money"),
        *("sends_elsewhere", "offers_package"),
    ]
)

_RELATIONS = {
    Relation.OFFICIAL: Text("Resmi", "Official"),
    Relation.UNOFFICIAL: Text("Situs tidak resmi", "Unofficial site"),
    Relation.IMPERSONATION: Text("TIRUAN", "IMPERSONATION"),
    Relation.EX_OFFICIAL: Text("Bekas situs resmi", "Formerly official"),
}


def tell_new(now: datetime | None = None) -> int:
    """Tell of every candidate that concerns the office and that nobody was told of; return how many.

    All of them are one message for each person. Marking them as told and writing the messages are
    one transaction: a process killed anywhere neither tells twice nor forgets.
    """
    now = now or timezone.now()
    with transaction.atomic():
        rows = _untold().select_for_update(of=("self",)).select_related("site", "agency")
        found = sorted(rows, key=_first_things_first)
        if found:
            _tell(found, now)
    return len(found)


def tell_if_urgent(proposal: Proposal, now: datetime) -> None:
    """Tell at once of an impersonation that takes something from visitors; within a transaction.

    Also when the site was told of before as something harmless; never twice as an impersonation.
    After ``AT_ONCE`` of them within an hour the others come with their search, in one message.
    """
    if not _is_dangerous(proposal) or proposal.told_as == Relation.IMPERSONATION:
        return
    if proposal.site.state != SiteState.CANDIDATE:
        return
    lately = Message.objects.filter(topic=TOPIC, urgent=True, made_at__gt=now - timedelta(hours=1))
    if lately.values("made_at").distinct().count() < AT_ONCE:
        _tell([proposal], now)
    elif proposal.told_as:
        Proposal.objects.filter(pk=proposal.pk).update(told_as="")


def _is_dangerous(proposal: Proposal) -> bool:
    return proposal.relation == Relation.IMPERSONATION and any(
        reason.get("kind") in _TAKES and reason.get("weight", 0) > 0 for reason in proposal.reasons
    )


def _untold() -> QuerySet[Proposal]:
    # Office-wide: the people who decide see every agency.
    waiting = Q(site__state=SiteState.CANDIDATE, site__confirmed_at__isnull=True)
    return Proposal.objects.filter(waiting, told_as="", relation__in=[r.value for r in CONCERNS_US])


def _tell(found: Sequence[Proposal], now: datetime) -> None:
    people = Person.objects.filter(is_active=True, role__in=DECIDES)
    for part in chunks([proposal.pk for proposal in found], CHUNK):
        Proposal.objects.filter(pk__in=part).update(told_as=F("relation"))
    dangerous = sum(map(_is_dangerous, found))
    title = _title(found, dangerous)
    told = Telling(TOPIC, title, _body(found), _path(found), urgent=dangerous > 0)
    messages = tell(people.order_by("pk"), told, now=now)
    log.info("candidates_told", candidates=len(found), dangerous=dangerous, people=len(messages))


def _first_things_first(proposal: Proposal) -> tuple[bool, bool, float, int]:
    other = proposal.relation != Relation.IMPERSONATION
    return (not _is_dangerous(proposal), other, -proposal.probability, proposal.pk)


def _path(found: Sequence[Proposal]) -> str:
    return (
        reverse("candidate", args=[found[0].site_id]) if len(found) == 1 else reverse("candidates")
    )


def _title(found: Sequence[Proposal], dangerous: int) -> Text:
    if len(found) == 1 and dangerous:
        said = Text(
            "Mendesak: tiruan yang meminta data warga, {host}",
            "Urgent: an impersonation that asks citizens for data, {host}",
        )
    elif len(found) == 1:
        said = Text("Calon situs baru: {host}", "New candidate: {host}")
    elif dangerous:
        said = Text(
            "Mendesak: {n} calon situs baru, {bad} di antaranya tiruan yang meminta data warga",
            "Urgent: {n} new candidates, {bad} of them impersonations that ask citizens for data",
        )
    else:
        said = Text("{n} calon situs baru untuk diputuskan", "{n} new candidates to decide")
    return said.fill(host=_host(found[0]), n=len(found), bad=dangerous)


def _body(found: Sequence[Proposal]) -> Text:
    shown = [_lines(proposal) for proposal in found[:SHOWN]]
    if len(found) > SHOWN:
        more = Text("… dan {n} lagi di daftar.", "… and {n} more in the list.")
        shown.append(more.fill(n=len(found) - SHOWN))
    shown.append(
        Text(
            "Ini usulan Ronda, bukan keputusan: manusia yang memutuskan.",
            "These are Ronda's proposals, no decisions: people decide.",
        )
    )
    return _joined(shown, "\n\n")


def _lines(proposal: Proposal) -> Text:
    """A candidate in a few lines: what, whose, how sure, why."""
    owner = proposal.agency.name if proposal.agency else ""
    whose = Text(owner, owner) if owner else Text("pemilik belum jelas", "owner unclear")
    relation = _RELATIONS[Relation(proposal.relation)]
    # No "sure" is ever 100 %.
    percent = min(99, round(proposal.probability * 100))
    head = Text(
        f"{_host(proposal)}\n{relation.id} · {whose.id} · keyakinan {percent} %",
        f"{_host(proposal)}\n{relation.en} · {whose.en} · {percent} % sure",
    )
    return _joined([head, *_reasons(proposal.reasons)], "\n")


def _reasons(stored: Iterable[dict[str, Any]]) -> list[Text]:
    weighty = sorted(stored, key=lambda reason: -abs(float(reason.get("weight", 0))))[:REASONS]
    found = []
    for reason in weighty:
        sign = "+" if float(reason.get("weight", 0)) >= 0 else "−"
        text = reason["text"]
        found.append(Text(f"{sign} {_plain(text['id'])}", f"{sign} {_plain(text['en'])}"))
    return found


def _host(proposal: Proposal) -> str:
    """The address without scheme; an impersonation's so that no mail program makes a link of it."""
    address = proposal.site.url.partition("://")[2].rstrip("/")[:200]
    if proposal.relation == Relation.IMPERSONATION:
        address = address.replace(".", "[.]")
    return _plain(address)


def _plain(text: str) -> str:
    """A stranger's text in one short line, without invisible and direction-turning characters."""
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in text[: 4 * LONGEST])
    line = " ".join("".join(kept).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _joined(texts: Sequence[Text], by: str) -> Text:
    return Text(by.join(t.id for t in texts), by.join(t.en for t in texts))
