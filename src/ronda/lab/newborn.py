"""A site is born while Ronda watches: how long until those who decide know of it.

Everything is real but the internet: an installation with its own database and worker process, the
lab's servers, a mail server. Sites are switched on, and with them their certificates are logged.
"""

import contextlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ronda.lab.compile import compile_scenario
from ronda.lab.scenario import load
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.servers.mailbox import Mailbox, running_mailbox
from ronda.lab.world import World

POLL = 0.1  # seconds; no leg is known more exactly
PATIENCE = 180.0
SENDER = "Ronda <ronda@rembulanprov.go.id>"
READER = "petugas@rembulanprov.go.id"
LEGS = ("seen", "looked at", "proposed", "told", "mailed")


class NotBorn(RuntimeError):
    """Something did not come to pass in time; the message says what."""


class Birth(msgspec.Struct, frozen=True):
    """What became of one new site; ``legs`` are seconds since its certificate was logged."""

    host: str
    legs: dict[str, float]
    relation: str
    owner: str
    probability: float
    reasons: tuple[str, ...]
    subject: str  # of the mail


class Watching:
    """An installation at work, and the world that it watches."""

    def __init__(
        self, lab: LabServer, box: Mailbox, whole: World, worker: "subprocess.Popen[bytes]"
    ) -> None:
        self._lab, self._box, self._whole, self._worker = lab, box, whole, worker

    def bear(self, hosts: Sequence[str]) -> list[Birth]:
        """Switch the sites on, and wait until all of them are known; raises :class:`NotBorn`."""
        # Before the switch, so that no leg is shown too short by the time that it takes.
        begin = time.time()
        self._lab.move_from_thread(self._whole)
        legs: dict[str, dict[str, float]] = {host: {} for host in hosts}
        while any(len(found) < len(LEGS) for found in legs.values()):
            if self._worker.poll() is not None or time.time() - begin > PATIENCE:
                raise NotBorn(f"waited in vain: {legs}")
            for host, found in legs.items():
                for leg in LEGS[len(found) :]:
                    if not self._reached(leg, host):
                        break
                    found[leg] = round(time.time() - begin, 1)
            time.sleep(POLL)
        return [self._birth(host, legs[host]) for host in hosts]

    def wait_for_a_search(self) -> None:
        """Wait until the worker has read the log once and told of all that was there before."""
        from ronda.discovery.models import SourceRun
        from ronda.jobs.models import Shard, ShardState

        def done() -> bool:
            read = SourceRun.objects.filter(source="ct", finished_at__isnull=False).exists()
            return read and not Shard.objects.exclude(state=ShardState.DONE).exists()

        _wait(done, self._worker, "the first search did not end")

    def _reached(self, leg: str, host: str) -> bool:
        from ronda.discovery.models import Lead, Proposal, Sighting
        from ronda.engine.attribute.contract import CONCERNS_US
        from ronda.inbox.models import Message

        if leg == "seen":
            led = Lead.objects.filter(place__startswith=host).exists()
            return led or Sighting.objects.filter(site__host=host).exists()
        if leg == "looked at":
            return self._lab.counters.total(host) > 0
        if leg == "proposed":
            made = Proposal.objects.filter(site__host=host)
            return made.filter(relation__in=[r.value for r in CONCERNS_US]).exists()
        if leg == "told":
            bodies = Message.objects.values_list("body", flat=True)
            return any(_names(body["en"], host) for body in bodies)
        return self._mail_of(host) is not None

    def _mail_of(self, host: str) -> str | None:
        found = (m.message for m in self._box.mails if _names(m.message.get_content(), host))
        return next((str(message["Subject"]) for message in found), None)

    def _birth(self, host: str, legs: dict[str, float]) -> Birth:
        from ronda.discovery.models import Proposal

        made = Proposal.objects.select_related("agency").get(site__host=host)
        reasons = tuple(reason["text"]["en"] for reason in made.reasons)
        owner = made.agency.name if made.agency else ""
        subject = self._mail_of(host) or ""
        return Birth(host, legs, made.relation, owner, made.probability, reasons, subject)


@contextmanager
def watching(
    scenario: Path,
    unborn: Sequence[str],
    folder: Path,
    *,
    follow_seconds: int,
    others: int | None = None,
) -> Iterator[Watching]:
    """Set an installation up in a folder and let it watch a province without some of its sites.

    ``others``: how many of the province's other hosts there are (None: all).
    This process uses the installation's database itself, so it may be done once in a process.
    """
    whole = compile_scenario(load(scenario), 1, datetime.now(UTC))
    if others is not None:
        rest = [host for host in whole.hosts if host.name not in unborn][:others]
        born = [host for host in whole.hosts if host.name in unborn]
        whole = msgspec.structs.replace(whole, hosts=(*rest, *born), log_entries=())
    with (
        running_mailbox() as box,
        running_lab(_without(whole, unborn), folder / "lab") as lab,
        _own_environment(_settings(lab, box, folder, follow_seconds)),
    ):
        _ronda("init")
        _ronda("import", "agencies", str(scenario / "agencies.xlsx"))
        _prepare()
        with _worker() as worker:
            watched = Watching(lab, box, whole, worker)
            watched.wait_for_a_search()
            yield watched


def _without(whole: World, unborn: Sequence[str]) -> World:
    """The world before some hosts are born: neither served nor in the DNS nor certified."""
    missing = set(unborn) - {host.name for host in whole.hosts}
    if missing:
        raise NotBorn(f"the scenario has no {', '.join(sorted(missing))}")
    hosts = tuple(host for host in whole.hosts if host.name not in unborn)
    zones = tuple(zone for zone in whole.zones if zone.name not in unborn)
    return msgspec.structs.replace(whole, hosts=hosts, zones=zones)


def _settings(lab: LabServer, box: Mailbox, folder: Path, follow_seconds: int) -> Mapping[str, str]:
    return {
        **lab.env,
        "RONDA_VAR": str(folder / "var"),
        "RONDA_ENV_FILE": os.devnull,
        "RONDA_DATABASE_URL": f"sqlite:///{folder / 'var' / 'ronda.sqlite3'}",
        "RONDA_FOLLOW_SECONDS": str(follow_seconds),
        "RONDA_SMTP": box.setting,
        "RONDA_MAIL_FROM": SENDER,
        "RONDA_ORIGINS": "https://ronda.rembulanprov.go.id",
        "DJANGO_SETTINGS_MODULE": "ronda.settings",
    }


@contextmanager
def _own_environment(env: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _ronda(*arguments: str) -> None:
    """Run a command of Ronda in this process."""
    from click.exceptions import Exit

    from ronda.cli import app

    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = app(list(arguments), standalone_mode=False)
    except Exit as ended:
        code = ended.exit_code
    if code:
        raise NotBorn(f"ronda {' '.join(arguments)}: {said.getvalue()}")


def _prepare() -> None:
    """Give the first officer an address; let the day's whole search be over, as most of a day it is."""
    import django

    django.setup()
    from django.utils import timezone

    from ronda.accounts.models import Person
    from ronda.jobs.cron import slot_of
    from ronda.jobs.models import CronSlot
    from ronda.patrol.searching import DAILY

    Person.objects.update(email=READER)
    CronSlot.objects.create(name=DAILY.name, slot=slot_of(DAILY, timezone.now()))


@contextmanager
def _worker() -> "Iterator[subprocess.Popen[bytes]]":
    command = [sys.executable, "-m", "ronda", "work"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as worker:
        try:
            yield worker
        finally:
            worker.terminate()


def _wait(done: Callable[[], bool], worker: "subprocess.Popen[bytes]", what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if worker.poll() is not None or time.monotonic() > end:
            raise NotBorn(what)
        time.sleep(POLL)


def _names(text: str, host: str) -> bool:
    return host in text.replace("[.]", ".")
