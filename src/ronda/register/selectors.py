"""Reads of the register, all through ``visible_to(person)``; and who changed what."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ronda.accounts.models import Person
from ronda.register.models import (
    Agency,
    AgencyName,
    Contact,
    Relation,
    Site,
    SiteState,
    System,
    Zone,
)

Viewer = Person | AnonymousUser


def agencies(person: Viewer, *, text: str = "") -> QuerySet[Agency]:
    """Agencies with the numbers of their registered and unofficial sites, by any of their names."""
    found: QuerySet[Agency] = Agency.objects.visible_to(person)
    if text:
        inside = AgencyName.objects.filter(text__icontains=text).values("agency_id")
        found = found.filter(Q(name__icontains=text) | Q(key__icontains=text) | Q(pk__in=inside))
    registered = Q(sites__state=SiteState.REGISTERED)
    return found.select_related("parent").annotate(
        sites_registered=Count("sites", filter=registered),
        sites_unofficial=Count("sites", filter=registered & Q(sites__relation=Relation.UNOFFICIAL)),
    )


def agency(person: Viewer, key: str) -> Agency | None:
    """One agency with names, contacts and relatives at hand; None when not visible."""
    found = Agency.objects.visible_to(person).filter(key=key)
    names = AgencyName.objects.order_by(F("valid_to").desc(nulls_first=True), "kind", "text")
    return (
        found.select_related("parent")
        .prefetch_related(
            Prefetch("names", queryset=names), "contacts", "predecessors", "successors", "units"
        )
        .first()
    )


def systems(person: Viewer, *, agency: Agency | None = None) -> QuerySet[System]:
    """Systems, of one agency when it is given."""
    found: QuerySet[System] = System.objects.visible_to(person).select_related("agency")
    return found if agency is None else found.filter(agency=agency)


def sites(person: Viewer, *, agency: Agency | None = None, text: str = "") -> QuerySet[Site]:
    """Registered sites, of one agency when it is given, by address or title."""
    found = Site.objects.visible_to(person).filter(state=SiteState.REGISTERED)
    if agency is not None:
        found = found.filter(agency=agency)
    if text:
        found = found.filter(Q(host__icontains=text) | Q(url__icontains=text) |
                             Q(title__icontains=text))  # fmt: skip
    return found.select_related("agency", "system", "zone")


def site(person: Viewer, pk: int) -> Site | None:
    """One site in any state; None when not visible."""
    found = Site.objects.visible_to(person).select_related("agency", "system", "zone")
    return found.filter(pk=pk).first()


def zones(person: Viewer) -> QuerySet[Zone]:
    """The official zones: office-wide data, for those who see all."""
    sees = not isinstance(person, AnonymousUser) and person.is_active and person.sees_all
    return Zone.objects.order_by("name") if sees else Zone.objects.none()


class HistoryLine(msgspec.Struct, frozen=True):
    """One field that changed: what, from, to, who (None: the system itself), when and why."""

    at: datetime
    who: str | None
    kind: str  # "created", "changed", "deleted"
    what: str | Promise  # "Agency", "Name", "Contact", ...
    field: str  # key of the field, "" for a whole row
    label: str | Promise  # the field's name on screens
    before: str
    after: str
    reason: str


_WHAT: dict[str, Promise] = {
    "agency": _("Agency"),
    "agencyname": _("Name"),
    "contact": _("Contact"),
    "system": _("System"),
    "zone": _("Official zone"),
    "site": _("Site"),
}
_LABELS: dict[str, Promise] = {
    "key": _("Key"),
    "name": _("Name"),
    "text": _("Name"),
    "kind": _("Kind"),
    "level": _("Level"),
    "parent": _("Parent"),
    "address": _("Address"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "dissolved_on": _("Dissolved on"),
    "valid_from": _("Valid from"),
    "valid_to": _("Valid to"),
    "title": _("Role title"),
    "agency": _("Agency"),
    "lifecycle": _("Status"),
    "purpose": _("Purpose"),
    "hosting": _("Hosting"),
    "url": _("Address"),
    "state": _("Status"),
    "relation": _("Relation"),
    "system": _("System"),
    "zone": _("Official zone"),
    "schedule": _("Schedule"),
    "confirmed_by": _("Confirmed by"),
    "retired_because": _("Why retired"),
    "transfer_from": _("Transfer from"),
    "zone_file": _("Zone file"),
}
_UNTOLD = {"id", "created_at", "host", "confirmed_at", "retired_at"}


def changes(row: models.Model, *, limit: int = 200) -> list[HistoryLine]:
    """Who changed what of a row, newest first; of an agency its names and contacts included.

    Whoever asks has already found ``row`` through ``visible_to``.
    """
    records = _tale(row.__class__, {"id": row.pk}, limit)
    if isinstance(row, Agency):
        for model in (AgencyName, Contact):
            records += _tale(model, {"agency_id": row.pk}, limit)
    records.sort(key=lambda line: line.at, reverse=True)
    return records[:limit]


def _tale(model: type[models.Model], which: dict[str, Any], limit: int) -> list[HistoryLine]:
    """The history of one model's rows as lines, each compared with the state before it."""
    history: Any = model.history  # type: ignore[attr-defined]
    records = history.filter(**which).select_related("history_user").order_by(
        "id", "history_date", "history_id"
    )  # fmt: skip
    lines: list[HistoryLine] = []
    before: Any = None
    for record in records.iterator(chunk_size=500):
        if before is not None and before.id != record.id:
            before = None
        lines += _lines(model, before, record)
        before = record
    return lines[-limit:] if len(which) == 1 and "id" in which else lines


def _lines(model: type[models.Model], before: Any, record: Any) -> Iterator[HistoryLine]:
    what = _WHAT.get(model._meta.model_name or "", model._meta.verbose_name or "")
    common = {
        "at": record.history_date,
        "who": _who(record),
        "what": what,
        "reason": record.history_change_reason or "",
    }
    if record.history_type == "-":
        yield HistoryLine(
            kind="deleted", field="", label="", before=_summary(record), after="", **common
        )
        return
    kind = "created" if before is None else "changed"
    for field in _told(record):
        old = "" if before is None else _shown(before, field)
        new = _shown(record, field)
        if old != new:
            label = _LABELS.get(field.name, field.verbose_name)
            yield HistoryLine(
                kind=kind, field=field.name, label=label, before=old, after=new, **common
            )


def _who(record: Any) -> str | None:
    user = record.history_user
    return (user.get_full_name() or user.get_username()) if user else None


def _told(record: Any) -> "Iterable[models.Field[Any, Any]]":
    for field in record._meta.fields:
        if not field.name.startswith("history_") and field.name not in _UNTOLD:
            yield field


def _shown(record: Any, field: "models.Field[Any, Any]") -> str:
    """A field's value in words: a choice's label, a related row's name even when it is gone."""
    value = getattr(record, field.attname)
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        related = field.related_model._base_manager.filter(pk=value).first()
        return str(related) if related else f"#{value}"
    return str(value)


def _summary(record: Any) -> str:
    return next(
        (str(getattr(record, f)) for f in ("text", "title", "url", "name") if hasattr(record, f)),
        f"#{record.id}",
    )
