"""Starts and stops rounds; "check now"; judging again what has been seen."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.cases.services import Changes, apply_verdicts
from ronda.engine.artifacts import (
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    Artifact,
    HttpArtifact,
    PageArtifact,
)
from ronda.engine.artifacts import Observation as Seen
from ronda.engine.checks.registry import all_checks
from ronda.engine.collect.page import parse_page
from ronda.engine.content import host_lists
from ronda.engine.judge import judge_all
from ronda.engine.netconfig import from_env
from ronda.engine.text import Text
from ronda.jobs import ledger
from ronda.patrol import bodies, store
from ronda.patrol.facts import site_facts, zone_names
from ronda.patrol.models import (
    Observation,
    Round,
    RoundKind,
    StopSwitch,
    Visit,
    VisitState,
)
from ronda.patrol.schedule import due_sites, visitable
from ronda.patrol.shards import KIND, finish_round, group_of
from ronda.register.models import Site, SiteState


class CannotVisit(ValueError):
    """A site cannot be visited; ``text`` says why and what to do, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


RETIRED = Text(
    "Situs {url} sudah dihentikan, jadi tidak dikunjungi lagi. Kalau situs ini dipakai lagi, "
    "minta petugas mendaftarkannya kembali.",
    "The site {url} is retired, so it is no longer visited. If it is in use again, ask an officer "
    "to register it again.",
)


def start_round(
    kind: str,
    *,
    sites: Iterable[Site] | None = None,
    person: Person | None = None,
    now: datetime | None = None,
) -> Round:
    """Enter a round in the ledger: its visits and shards, all or nothing. ``sites`` None: the due ones.

    Sites that share an address share a shard, so that politeness to it stays in one process.
    """
    now = now or timezone.now()
    with transaction.atomic():
        chosen = (
            due_sites(now) if sites is None else visitable().filter(pk__in=[s.pk for s in sites])
        )
        hosts = dict(chosen.order_by().values_list("pk", "host"))
        made = Round.objects.create(kind=kind, started_at=now, requested_by=person)
        groups = _grouped(hosts)
        visits = {pk: Visit(round=made, site_id=pk) for group in groups for pk in group}
        Visit.objects.bulk_create(visits.values(), batch_size=500)
        payloads = (
            {"round": made.pk, "visits": [visits[pk].pk for pk in shard]}
            for shard in packed(groups, settings.RONDA_SHARD_SIZE)
        )
        urgent = kind == RoundKind.CHECK_NOW
        ledger.add(KIND, group_of(made.pk), payloads, urgent=urgent, deaths_count=False)
        if not visits:
            Round.objects.filter(pk=made.pk).update(finished_at=now)
            made.finished_at = now
    return made


def _grouped(hosts: dict[int, str]) -> list[list[int]]:
    """Sites by last known address, else by host, in a stable order."""
    addresses = _last_addresses(hosts)
    groups: dict[str, list[int]] = {}
    for pk, host in sorted(hosts.items()):
        groups.setdefault(addresses.get(pk, host), []).append(pk)
    return list(groups.values())


def _last_addresses(wanted: dict[int, str]) -> dict[int, str]:
    rows = Observation.objects.filter(key="dns", replaced_at__isnull=True, artifact__type="dns")
    found: dict[int, str] = {}
    for site_id, artifact in rows.values_list("site_id", "artifact").iterator(chunk_size=2000):
        if site_id not in wanted:
            continue
        values = [
            value
            for answer in artifact.get("answers", ())
            if answer.get("name") == artifact.get("host") and answer.get("rdtype") in ("A", "AAAA")
            for value in answer.get("values", ())
        ]
        if values:
            found[site_id] = min(values)
    return found


def packed(groups: Iterable[list[int]], size: int) -> Iterator[list[int]]:
    """Put whole groups together up to ``size``; a group is never parted, however large."""
    shard: list[int] = []
    for group in groups:
        if shard and len(shard) + len(group) > size:
            yield shard
            shard = []
        shard = shard + group
    if shard:
        yield shard


def check_now(site: Site, person: Person | None) -> Visit:
    """Enter an urgent visit to one site; asked twice while one waits, the same visit is returned.

    ``person`` None: the command line. Raises ``PermissionDenied`` when the person may not see the
    site and :class:`CannotVisit` when the site is retired. While the stop switch is engaged the
    visit waits.
    """
    if person is not None and not Site.objects.visible_to(person).filter(pk=site.pk).exists():
        raise PermissionDenied
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site.pk)
        if site.state == SiteState.RETIRED:
            raise CannotVisit(RETIRED.fill(url=site.url))
        waiting = Visit.objects.filter(
            site=site, state=VisitState.PENDING, round__kind=RoundKind.CHECK_NOW
        ).first()
        if waiting is not None:
            return waiting
        made = start_round(RoundKind.CHECK_NOW, sites=[site], person=person)
        return made.visits.get()


def cancel_round(round_: Round) -> int:
    """Cancel what still waits of a round; visits under way end unrecorded. Returns how many."""
    with transaction.atomic():
        ledger.cancel(group_of(round_.pk))
        count = Visit.objects.filter(round=round_, state=VisitState.PENDING).update(
            state=VisitState.CANCELLED, finished_at=timezone.now(), progress=""
        )
        finish_round(round_.pk)
    return count


def engage_stop(person: Person | AnonymousUser | None, reason: str) -> StopSwitch:
    """Stop every visit within a second; what is under way goes back and is measured another time.

    ``person`` None: the command line. Raises ``PermissionDenied`` unless the person decides.
    """
    return _switch(person, True, reason)


def release_stop(person: Person | AnonymousUser | None) -> StopSwitch:
    """Let visits go on. Raises ``PermissionDenied`` unless the person decides."""
    return _switch(person, False, "")


def _switch(person: Person | AnonymousUser | None, engaged: bool, reason: str) -> StopSwitch:
    if person is not None and not getattr(person, "decides", False):
        raise PermissionDenied
    by = person if isinstance(person, Person) else None
    with transaction.atomic():
        switch, _ = StopSwitch.objects.update_or_create(
            pk=1, defaults={"engaged": engaged, "by": by, "reason": reason[:300]}
        )
        Round.objects.filter(finished_at=None).update(stopped=engaged)
    return switch


def stopped() -> bool:
    """The stop switch is engaged."""
    return StopSwitch.objects.filter(engaged=True).exists()


def rejudge(site: Site) -> Changes | None:
    """Judge a site's last visit again with today's rules, without the network; None: never visited.

    A finding that the new rules no longer make is withdrawn, not mended.
    """
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site.pk)
        at = site.last_visit_at
        if at is None or site.state == SiteState.RETIRED:
            return None
        rows = _last_rows(site, at)
        seen = _seen(site, at, rows)
        verdicts = judge_all(all_checks(), seen, host_lists.from_env(os.environ))
        store.store_measurements(site, verdicts, at)
        cited = {row.key: row.body_id for row in rows if row.body_id}
        return apply_verdicts(site, verdicts, at=at, bodies=cited, rejudged=True)


def last_seen(site: Site) -> Seen | None:
    """Return what the last visit saw, as far as it is stored; None: never visited.

    Of further pages only those are stored that an injection was found on.
    """
    at = site.last_visit_at
    return None if at is None else _seen(site, at, _last_rows(site, at))


def _last_rows(site: Site, at: datetime) -> list[Observation]:
    rows = Observation.objects.filter(site=site, replaced_at__isnull=True, last_seen_at=at)
    return list(rows.select_related("body"))


def _seen(site: Site, at: datetime, rows: list[Observation]) -> Seen:
    artifacts = _with_pages({row.key: bodies.artifact_of(row) for row in rows})
    return Seen(site_facts(site, zone_names()), at, at, artifacts)


def _with_pages(artifacts: dict[str, Artifact]) -> dict[str, Artifact]:
    """Derive the pages anew, as a visit would; a failed answer has a failed page."""
    found = dict(artifacts)
    limits = from_env(os.environ).limits
    for key, artifact in artifacts.items():
        if key.startswith(INNER_PREFIX) and isinstance(artifact, HttpArtifact):
            page = f"{INNER_PAGE_PREFIX}{key.removeprefix(INNER_PREFIX).lstrip('/')}"
            parsed = parse_page(artifact, limits)
            if isinstance(parsed, PageArtifact):
                found[page] = parsed
        if key in ("http:visitor", "http:robot", "http:phone"):
            page = key.replace("http:", "page:")
            if isinstance(artifact, HttpArtifact):
                found[page] = parse_page(artifact, limits)
            else:
                found[page] = artifact
    return found
