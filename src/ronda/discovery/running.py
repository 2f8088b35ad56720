"""Runs discovery sources: each by itself, its counted funnel and its errors kept in words."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog
from django.conf import settings
from django.utils import timezone

from ronda.discovery.channels import keep
from ronda.discovery.feeding import crawl, name_feeds, zone_feeds
from ronda.discovery.inspecting import undecided
from ronda.discovery.leads import silent
from ronda.discovery.models import SourceRun, SourceState
from ronda.discovery.preparing import read_ours_before
from ronda.discovery.recording import record
from ronda.discovery.searching import search_api
from ronda.discovery.sheets import read_sheet
from ronda.discovery.watching import hint_words, place_words, watched_words
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Control
from ronda.engine.discover.contract import (
    Checkpoint,
    Known,
    KnownPage,
    Note,
    RdapSettings,
    Sighting,
    SourceContext,
)
from ronda.engine.discover.registry import Event, Source, all_sources, get
from ronda.engine.netconfig import NetConfig, from_env
from ronda.engine.text import Text
from ronda.register.models import Site, SiteState

log = structlog.get_logger(__name__)

BATCH = 500  # sightings a transaction
PULL = 2_000  # events taken from a source at once
MAX_UNDECIDED = 20_000
FOLLOWED_AS_ONE = timedelta(hours=24)
MAX_ERRORS = 200  # kept in words a run; more are only counted

Progress = Callable[[str, int], None]
"""Told a source's id and how many names it has sighted so far."""


def run_sources(
    sources: Iterable[str] | None = None,
    *,
    listed: Sequence[tuple[str, str]] = (),
    pages: Sequence[KnownPage] = (),
    gazetteer: Gazetteer,
    net: NetConfig | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
    follow: bool = False,
    control: Control | None = None,
) -> list[SourceRun]:
    """Run sources by id (all when None) and return their runs, in the order in which they ran.

    Without ``control`` no source visits a site; with it those may that do so by themselves.

    With ``follow`` a run goes on where the last one ended, as one run: a source that is asked every
    minute leaves one row for ``FOLLOWED_AS_ONE``.

    A source that fails leaves its error in words in its run; what was found stays, and the
    others go on. Raises ``KeyError`` for an id that no source has.
    """
    chosen = all_sources() if sources is None else [get(s) for s in sources]
    net = net or from_env(os.environ)
    base = SourceContext(
        net=net,
        now=now or timezone.now(),
        zones=zone_feeds(),
        names=name_feeds(gazetteer),
        ct_logs=tuple(settings.RONDA_CT_LOGS),
        ct_log_list=settings.RONDA_CT_LOG_LIST,
        bare_names=settings.RONDA_BARE_LOOKS_A_DAY > 0,
        ct_backfill=settings.RONDA_CT_BACKFILL,
        pages=tuple(pages),
        listed=tuple(listed),
        watched=watched_words(gazetteer),
        folders=dict(settings.RONDA_FOLDERS),
        read_sheet=read_sheet,
        search_api=search_api(gazetteer),
        rdap=RdapSettings(
            settings.RONDA_RDAP_BOOTSTRAP,
            settings.RONDA_RDAP_PER_SECOND,
            settings.RONDA_RDAP_PER_RUN,
        ),
        places=place_words(gazetteer),
        crawl=crawl(),
        control=control,
        known=frozenset(
            Site.objects.exclude(state=SiteState.CANDIDATE).values_list("url", flat=True)
        ),
    )
    runs = []
    for source in sorted(chosen, key=lambda source: source.turn):
        if control is not None:
            read_ours_before(source, gazetteer=gazetteer, control=control, net=net)
        runs.append(_run(source, _with_hints(base, gazetteer), progress, follow))
    return runs


def _with_hints(base: SourceContext, gazetteer: Gazetteer) -> SourceContext:
    """Hints and candidates grow with what an earlier source has just brought."""
    waiting = undecided().order_by("-pk").values_list("url", flat=True)[:MAX_UNDECIDED]
    return msgspec.structs.replace(
        base, hints=hint_words(gazetteer), undecided=tuple(waiting), silent=silent()
    )


def _row(source: str, follow: bool) -> SourceRun:
    """Return a new run's row, or with ``follow`` the last one when it is done and young."""
    now = timezone.now()
    last = SourceRun.objects.filter(source=source).order_by("-started_at", "-pk").first()
    done = follow and last is not None and last.finished_at is not None
    if last is not None and done and last.started_at > now - FOLLOWED_AS_ONE:
        return last
    return SourceRun.objects.create(source=source, started_at=now)


def _run(source: Source, base: SourceContext, progress: Progress | None, follow: bool) -> SourceRun:
    state = SourceState.objects.filter(source=source.meta.id).first()
    context = SourceContext(
        **{f: getattr(base, f) for f in base.__struct_fields__ if f != "checkpoint"},
        checkpoint=state.checkpoint if state else {},
    )
    run = _Run(_row(source.meta.id, follow), progress)
    stream = source.discover(context)
    # One loop for the whole source, entered between writes: the database is used outside it.
    with asyncio.Runner() as runner:
        try:
            more = True
            while more:
                events: list[Event] = []
                try:
                    more = runner.run(_pull(stream, events))
                finally:
                    # What a source said before it failed counts.
                    for event in events:
                        run.take(event)
        except Exception as error:  # a source's own bug must not stop the others
            log.exception("source_failed", source=source.meta.id)
            run.take(Note("bug", level="error", text=_bug(source.meta.id, error)))
    return run.finish()


async def _pull(stream: AsyncIterator[Event], events: list[Event]) -> bool:
    """Fill ``events`` up to a checkpoint or a full batch; return whether there may be more."""
    async for event in stream:
        events.append(event)
        if isinstance(event, Checkpoint) or len(events) >= PULL:
            return True
    return False


class _Run:
    """Collects what a source says and writes it, batch by batch."""

    def __init__(self, row: SourceRun, progress: Progress | None) -> None:
        self._row = row
        self._progress = progress
        self._waiting: list[Sighting] = []
        self._channels: list[Known] = []
        self._new_channels = 0
        self._counts: Counter[str] = Counter(row.funnel)
        self._errors: list[dict[str, str]] = []
        self._sighted = 0

    def take(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event, Sighting):
            self._waiting.append(event)
            self._sighted += 1
            if len(self._waiting) >= BATCH:
                self._write(None)
        elif isinstance(event, Checkpoint):
            self._write(event)
        elif isinstance(event, Known):
            self._channels.append(event)
            if len(self._channels) >= BATCH:
                self._keep_channels()
        else:
            self._note(event)

    def finish(self) -> SourceRun:
        """Write what is left and close the run."""
        self._write(None)
        if self._new_channels:
            self._counts["channels_new"] += self._new_channels
        self._row.finished_at = timezone.now()
        self._save()
        return self._row

    def _note(self, note: Note) -> None:
        if note.count:
            self._counts[note.step] += note.count
        if note.level == "error":
            self._counts["errors"] += 1
            text = note.text or Text(f"Langkah {note.step} gagal.", f"Step {note.step} failed.")
            if len(self._errors) < MAX_ERRORS:
                self._errors.append({"id": text.id, "en": text.en})

    def _keep_channels(self) -> None:
        known, self._channels = self._channels, []
        self._new_channels += keep(known)

    def _write(self, checkpoint: Checkpoint | None) -> None:
        if self._channels:
            self._keep_channels()
        if self._waiting or checkpoint is not None:
            state = None if checkpoint is None else checkpoint.state
            new = record(self._waiting, source=self._row.source, checkpoint=state)
            self._row.new_sites += new
            self._waiting = []
            self._save()
        if self._progress is not None:
            self._progress(self._row.source, self._sighted)

    def _save(self) -> None:
        self._row.funnel = dict(self._counts)
        self._row.errors = self._errors
        self._row.save()


def _bug(source: str, error: Exception) -> Text:
    detail = f"{type(error).__name__}: {error}"[:300]
    return Text(
        "Sumber {source} berhenti karena kesalahan Ronda sendiri ({detail}). Yang sudah "
        "ditemukan tetap disimpan; laporkan kesalahan ini.",
        "Source {source} stopped through an error of Ronda's own ({detail}). What was found is "
        "kept; please report this error.",
    ).fill(source=source, detail=detail)
