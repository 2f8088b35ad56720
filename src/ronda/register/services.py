"""Writes to agencies: their names over time, contacts, mergers. Every change knows its person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.register.errors import refused
from ronda.register.holdings import (
    create_site,
    create_system,
    create_zone,
    reopen_site,
    retire_site,
    update_system,
    update_zone,
    zone_of,
)
from ronda.register.models import Agency, AgencyName, Contact, Level, NameKind
from ronda.register.record import erase, must_decide, store
from ronda.register.words import clean, fold, key_for

__all__ = [
    "add_name",
    "create_agency",
    "create_site",
    "create_system",
    "create_zone",
    "dissolve_agency",
    "merge_agencies",
    "remove_contact",
    "remove_name",
    "rename_agency",
    "reopen_site",
    "retire_site",
    "set_contact",
    "update_agency",
    "update_system",
    "update_zone",
    "zone_of",
]


@transaction.atomic
def create_agency(
    *,
    name: str,
    person: Person,
    key: str = "",
    short: str = "",
    level: str = Level.PROVINCE,
    parent: Agency | None = None,
    valid_from: date | None = None,
    reason: str = "",
    namesake: bool = False,
    **fields: Any,
) -> Agency:
    """Add an agency with its official and short name; ``fields``: address, phone, email.

    Raises :class:`Refused` when the key is taken, or when the same name stands at the same level
    under the same parent and ``namesake`` does not say that this is known.
    """
    must_decide(person)
    name = clean(name)
    if not name:
        raise refused("Nama perangkat daerah wajib diisi.", "The agency's name is required.")
    if key and Agency.objects.filter(key=key).exists():
        raise refused(
            "Kode {key} sudah dipakai. Pilih kode lain.",
            "The key {key} is taken. Choose another.",
            key=key,
        )
    twin = None if namesake else _namesake(name, level, parent)
    if twin:
        raise refused(
            "{name} sudah terdaftar dengan kode {key}.",
            "{name} is registered already under the key {key}.",
            name=name,
            key=twin.key,
        )
    # Keys of the past are not given again either: letters and links may still carry them.
    taken = {*Agency.history.values_list("key", flat=True)} if not key else set()
    agency = Agency(
        key=key or key_for(short, name, taken), name=name, level=level, parent=parent, **fields
    )
    store(agency, person, reason)
    add_name(agency, name, NameKind.OFFICIAL, person=person, valid_from=valid_from, reason=reason)
    if short:
        add_name(agency, short, NameKind.SHORT, person=person, reason=reason)
    return agency


def _namesake(name: str, level: str, parent: Agency | None) -> Agency | None:
    """Another living agency with this name at this level under this parent."""
    wanted = fold(name)
    peers = Agency.objects.filter(level=level, parent=parent, dissolved_on=None)
    return next((a for a in peers if fold(a.name) == wanted), None)


@transaction.atomic
def update_agency(agency: Agency, *, person: Person, reason: str = "", **fields: Any) -> Agency:
    """Change address, phone, email, level, parent or dissolved_on. A name: :func:`rename_agency`."""
    must_decide(person)
    allowed = {"address", "phone", "email", "level", "parent", "dissolved_on"}
    unknown = fields.keys() - allowed
    if unknown:
        raise TypeError(f"not fields of an agency that may be set here: {sorted(unknown)}")
    if fields.get("parent") is not None:
        _no_loop(agency, fields["parent"])
    if any(getattr(agency, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(agency, name, value)
        store(agency, person, reason)
    return agency


def _no_loop(agency: Agency, parent: Agency) -> None:
    above: Agency | None = parent
    while above is not None:
        if above.pk == agency.pk:
            raise refused(
                "{name} tidak dapat menjadi bagian dari dirinya sendiri.",
                "{name} cannot be part of itself.",
                name=agency.name,
            )
        above = above.parent


@transaction.atomic
def rename_agency(
    agency: Agency, name: str, *, person: Person, valid_from: date | None = None, reason: str = ""
) -> Agency:
    """Give the agency a new official name; the old one becomes a former name until that day."""
    must_decide(person)
    name = clean(name)
    if not name:
        raise refused("Nama baru wajib diisi.", "The new name is required.")
    if name == agency.name:
        return agency
    day = valid_from or timezone.localdate()
    for old in AgencyName.objects.filter(agency=agency, kind=NameKind.OFFICIAL):
        before = AgencyName.objects.filter(agency=agency, text=old.text, kind=NameKind.FORMER)
        known = before.first()
        if known:  # the office bears a name for the second time
            known.valid_to = day
            store(known, person, reason)
            erase(old, person, reason)
        else:
            old.kind, old.valid_to = NameKind.FORMER, day
            store(old, person, reason)
    agency.name = name
    store(agency, person, reason)
    add_name(agency, name, NameKind.OFFICIAL, person=person, valid_from=day, reason=reason)
    return agency


@transaction.atomic
def add_name(
    agency: Agency,
    text: str,
    kind: str,
    *,
    person: Person,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> AgencyName:
    """Record another name of the agency; the same name of the same kind is kept once."""
    must_decide(person)
    text = clean(text)
    if not text:
        raise refused("Nama tidak boleh kosong.", "A name cannot be empty.")
    wanted = fold(text)
    for known in AgencyName.objects.filter(agency=agency, kind=kind):
        if fold(known.text) == wanted:
            return known
    name = AgencyName(agency=agency, text=text, kind=kind, valid_from=valid_from, valid_to=valid_to)
    store(name, person, reason)
    return name


@transaction.atomic
def remove_name(name: AgencyName, *, person: Person, reason: str = "") -> None:
    """Remove a short name, alias or former name that was recorded by mistake."""
    must_decide(person)
    if name.kind == NameKind.OFFICIAL:
        raise refused(
            "Nama resmi tidak dapat dihapus. Ganti namanya.",
            "The official name cannot be removed. Rename the agency instead.",
        )
    erase(name, person, reason)


@transaction.atomic
def set_contact(
    agency: Agency, title: str, *, person: Person, reason: str = "", **fields: str
) -> Contact:
    """Record or change the contact with this role title; ``fields``: name, email, phone."""
    must_decide(person)
    title = clean(title)
    if not title:
        raise refused("Jabatan kontak wajib diisi.", "The contact's role title is required.")
    unknown = fields.keys() - {"name", "email", "phone"}
    if unknown:
        raise TypeError(f"not fields of a contact: {sorted(unknown)}")
    known = (c for c in Contact.objects.filter(agency=agency) if fold(c.title) == fold(title))
    contact = next(known, None) or Contact(agency=agency, title=title)
    if contact.pk is None or any(getattr(contact, k) != v for k, v in fields.items()):
        for field, value in fields.items():
            setattr(contact, field, value)
        store(contact, person, reason)
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, person: Person, reason: str = "") -> None:
    """Remove a contact; its history stays."""
    must_decide(person)
    erase(contact, person, reason)


@transaction.atomic
def dissolve_agency(agency: Agency, *, person: Person, on: date, reason: str = "") -> Agency:
    """Record that the agency ended on a day. Its sites stay its own until somebody takes them."""
    return update_agency(agency, person=person, dissolved_on=on, reason=reason)


@transaction.atomic
def merge_agencies(
    into: Agency, others: Iterable[Agency], *, person: Person, on: date, reason: str = ""
) -> Agency:
    """Make ``into`` the successor of ``others`` from a day on.

    Their systems, sites, units and people go over to it, all their names become its former
    names, and they are dissolved, not deleted: what was known when stays readable.
    """
    must_decide(person)
    for other in others:
        if other.pk == into.pk:
            raise refused("{name} digabung ke dirinya sendiri.", "{name} merged into itself.",
                          name=into.name)  # fmt: skip
        why = reason or f"{other.key} -> {into.key}"
        into.predecessors.add(other)
        for name in AgencyName.objects.filter(agency=other):
            add_name(
                into, name.text, NameKind.FORMER, person=person, valid_from=name.valid_from,
                valid_to=name.valid_to or on, reason=why,
            )  # fmt: skip
        _hand_over(other, into, person, why)
        update_agency(other, person=person, dissolved_on=on, reason=why)
    return into


def _hand_over(other: Agency, into: Agency, person: Person, why: str) -> None:
    mine = {fold(s.name): s for s in into.systems.all()}
    for system in other.systems.all():
        if fold(system.name) in mine:  # names are unique within an agency
            system.name = f"{system.name} ({other.key})"[:300]
        system.agency = into
        store(system, person, why)
    for site in other.sites.all():
        site.agency = into
        store(site, person, why)
    for unit in other.units.exclude(pk=into.pk):
        update_agency(unit, person=person, parent=into, reason=why)
    for member in other.people.all():
        member.agencies.add(into)
