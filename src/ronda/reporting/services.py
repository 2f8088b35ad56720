"""Takes reports and declarations in: bounded, merged, and only ever a lead for people to decide."""

import hashlib
import os
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.discovery.models import SourceRun
from ronda.discovery.places import same_place
from ronda.discovery.recording import record, site_at
from ronda.engine.discover import declared, reported
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import from_env
from ronda.register.models import Agency
from ronda.reporting.addresses import site_in
from ronda.reporting.models import Attempt, Kind, Report
from ronda.reporting.tokens import check_token

HOUR = timedelta(hours=1)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that are mistaken for another on the telephone
_LOCK = 0x526F6E6461  # any number that only this room uses


class TooMany(Exception):
    """More reports than are read: ``whose`` is "sender" or "all"; try again after ``seconds``."""

    def __init__(self, whose: str, seconds: int) -> None:
        super().__init__(whose)
        self.whose = whose
        self.seconds = seconds


def report_site(
    written: str,
    *,
    remark: str = "",
    contact: str = "",
    token: str,
    sender: str,
    now: datetime | None = None,
) -> Report:
    """Take in what a citizen says about a site; the same form sent twice is one report.

    Nothing is fetched. ``sender``: see :func:`ronda.reporting.senders.sender_key`. Raises
    :class:`ronda.reporting.addresses.NoSite`, :class:`ronda.reporting.tokens.BadToken` and
    :class:`TooMany`.
    """
    now = now or timezone.now()
    address, url = site_in(written, _shared())
    used = check_token(token)
    try:
        with transaction.atomic():
            _one_at_a_time()
            again = Attempt.objects.filter(token=used).select_related("report").first()
            if again is not None:
                return again.report
            _within_limits(sender, now)
            report = _store(Kind.PUBLIC, address, url, now, remark=remark, contact=contact)
            Attempt.objects.create(token=used, address=sender, at=now, report=report)
    except TooMany:
        with transaction.atomic():
            _one_at_a_time()
            _count(reported.META.id, now, {"read": 1, "over_limit": 1})
        raise
    return report


def declare_site(
    person: Person, agency: Agency, written: str, *, remark: str = "", now: datetime | None = None
) -> Report:
    """Take in that an agency calls a site its own; a person of the office still decides.

    Raises :class:`ronda.reporting.addresses.NoSite`; ``PermissionError`` when the person neither
    belongs to the agency nor decides.
    """
    if not (person.decides or person.agencies.filter(pk=agency.pk).exists()):
        raise PermissionError(f"{person} does not speak for {agency.key}")
    now = now or timezone.now()
    address, url = site_in(written, _shared())
    with transaction.atomic():
        _one_at_a_time()
        return _store(Kind.DECLARED, address, url, now, remark=remark, agency=agency, person=person)


def _shared() -> tuple[str, ...]:
    return from_env(os.environ).extra_shared_hosts


def _one_at_a_time() -> None:
    """Counting and storing is one step; SQLite's transactions take turns by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _within_limits(sender: str, now: datetime) -> None:
    recent = Attempt.objects.filter(at__gt=now - HOUR).order_by("at")
    bounds = (
        ("sender", recent.filter(address=sender), settings.RONDA_REPORTS_PER_SENDER),
        ("all", recent, settings.RONDA_REPORTS_PER_HOUR),
    )
    for whose, rows, most in bounds:
        times = list(rows.values_list("at", flat=True)[: most + 1])
        if len(times) >= most:
            oldest = times[0] if times else now
            raise TooMany(whose, max(1, int((oldest + HOUR - now).total_seconds())))


def _store(
    kind: Kind,
    address: str,
    url: str,
    now: datetime,
    *,
    remark: str,
    contact: str = "",
    agency: Agency | None = None,
    person: Person | None = None,
) -> Report:
    """Write the report and its sighting; a report in the same words only counts once more."""
    meta = reported.META if kind == Kind.PUBLIC else declared.META
    facts = {"written": address[:300]}
    if "://" in address:
        facts["scheme"] = url.partition(":")[0]
    if agency is not None:
        facts |= {"agency": agency.key, "agency_name": agency.name}
    where = "formulir warga" if agency is None else f"halaman {agency.name}"
    new = record([Sighting(meta.id, url, now, where[:500], facts)])
    site = site_at(url)
    if site is None:  # pragma: no cover - recorded just now, in this transaction
        raise RuntimeError(url)
    remark, contact = _tidy(remark, 1000), _tidy(contact, 200)
    said = (kind, same_place(url), remark.casefold(), contact.casefold(), agency and agency.key)
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    known = Report.objects.filter(digest=digest)
    if known.update(times=F("times") + 1, last_at=now, site=site):
        _count(meta.id, now, {"read": 1, "duplicate": 1}, new)
        return known.get()
    _count(meta.id, now, {"read": 1, "sighted": 1}, new)
    return Report.objects.create(
        kind=kind,
        number=_number(),
        site=site,
        written=address,
        remark=remark,
        contact=contact,
        agency=agency,
        person=person,
        digest=digest,
        first_at=now,
        last_at=now,
    )


def _tidy(text: str, most: int) -> str:
    """One line of words without control characters; whoever shows it escapes it."""
    printable = "".join(c if c.isprintable() else " " for c in text[: most * 4])
    return " ".join(printable.split())[:most]


def _number() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _count(source: str, now: datetime, steps: dict[str, int], new_sites: int = 0) -> None:
    """Add to the day's funnel of the source, so that the page of sources shows it like a run."""
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = SourceRun.objects.filter(source=source, started_at=day).order_by("pk")
    run = rows.first() or SourceRun(source=source, started_at=day)
    for step, count in steps.items():
        run.funnel[step] = run.funnel.get(step, 0) + count
    run.new_sites += new_sites
    run.finished_at = now
    run.save()
