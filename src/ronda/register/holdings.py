"""Writes to what agencies hold: systems, zones and sites."""

import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from ronda.accounts.models import Person
from ronda.engine.urls import BadUrl, normalise_host, parse
from ronda.register.errors import Refused, refused
from ronda.register.models import Agency, Lifecycle, Relation, Site, SiteState, System, Zone
from ronda.register.record import must_decide, store
from ronda.register.words import clean, fold

OF_AN_AGENCY = (Relation.OFFICIAL, Relation.UNOFFICIAL)
"""Relations that say whose the site is; the others may leave the agency open."""


@transaction.atomic
def create_system(
    agency: Agency, name: str, *, person: Person, reason: str = "", **fields: Any
) -> System:
    """Add an information system; ``fields``: lifecycle, purpose, hosting."""
    must_decide(person)
    name = clean(name)
    if not name:
        raise refused("Nama sistem wajib diisi.", "The system's name is required.")
    if any(fold(s.name) == fold(name) for s in System.objects.filter(agency=agency)):
        raise refused(
            "{name} sudah tercatat pada {agency}.",
            "{name} is registered already for {agency}.",
            name=name,
            agency=agency.name,
        )
    system = System(agency=agency, name=name, **fields)
    store(system, person, reason)
    return system


@transaction.atomic
def update_system(system: System, *, person: Person, reason: str = "", **fields: Any) -> System:
    """Change name, lifecycle, purpose, hosting or agency."""
    must_decide(person)
    unknown = fields.keys() - {"name", "lifecycle", "purpose", "hosting", "agency"}
    if unknown:
        raise TypeError(f"not fields of a system: {sorted(unknown)}")
    if "lifecycle" in fields and fields["lifecycle"] not in Lifecycle.values:
        raise ValueError(f"not a lifecycle: {fields['lifecycle']!r}")
    if any(getattr(system, k) != v for k, v in fields.items()):
        for field, value in fields.items():
            setattr(system, field, value)
        store(system, person, reason)
    return system


def zone_of(host: str, zones: "list[Zone] | None" = None) -> Zone | None:
    """Return the most specific official zone that the host stands in, or None."""
    found = [
        zone
        for zone in (Zone.objects.all() if zones is None else zones)
        if host == zone.name or host.endswith(f".{zone.name}")
    ]
    return max(found, key=lambda zone: len(zone.name), default=None)


@transaction.atomic
def create_zone(
    name: str,
    *,
    person: Person | None,
    transfer_from: str = "",
    zone_file: str = "",
    reason: str = "",
) -> Zone:
    """Add an official zone and tie the sites that stand in it. ``person`` None: the set-up."""
    if person is not None:
        must_decide(person)
    try:
        host = normalise_host(name.strip())
    except BadUrl as error:
        raise refused(
            "{name!r} bukan nama domain. Contoh yang benar: contohprov.go.id",
            "{name!r} is not a domain name ({error}). Write for example contohprov.go.id",
            name=name,
            error=error,
        ) from error
    if Zone.objects.filter(name=host).exists():
        raise refused(
            "Domain resmi {name} sudah terdaftar.", "The zone {name} is registered.", name=host
        )
    zone = Zone(name=host, transfer_from=transfer_from, zone_file=zone_file)
    store(zone, person, reason)  # type: ignore[arg-type]
    zones = list(Zone.objects.all())
    inside = re.compile(rf"(^|\.){re.escape(host)}$")
    tied = [
        site
        for site in Site.objects.filter(host__endswith=host).only("pk", "host")
        if inside.search(site.host) and zone_of(site.host, zones) == zone
    ]
    for start in range(0, len(tied), 500):
        part = [site.pk for site in tied[start : start + 500]]
        Site.objects.filter(pk__in=part).update(zone=zone)
    return zone


@transaction.atomic
def update_zone(
    zone: Zone, *, person: Person | None, transfer_from: str, zone_file: str, reason: str = ""
) -> bool:
    """Change where the zone is read from. Returns whether anything changed."""
    if person is not None:
        must_decide(person)
    if (zone.transfer_from, zone.zone_file) == (transfer_from, zone_file):
        return False
    zone.transfer_from, zone.zone_file = transfer_from, zone_file
    store(zone, person, reason)  # type: ignore[arg-type]
    return True


def new_site(
    url: str, *, relation: str, agency: Agency | None, person: Person, zone: Zone | None
) -> Site:
    """Return an unsaved confirmed site, or raise :class:`Refused` with what is wrong with it."""
    try:
        origin = parse(url)
    except BadUrl as error:
        raise refused(
            "{url!r} bukan alamat situs; tulis misalnya dinas.contohprov.go.id.",
            "{url!r} is not a site's address ({error}).",
            url=url,
            error=error,
        ) from error
    if relation not in Relation.values or relation == Relation.UNDECIDED:
        raise refused(
            "Pilih hubungan situs {url} dengan pemerintah.",
            "Choose how the site {url} stands to the government.",
            url=origin.url,
        )
    if relation in OF_AN_AGENCY and agency is None:
        raise refused(
            "Pilih perangkat daerah pemilik {url}.",
            "Choose the agency that owns {url}.",
            url=origin.url,
        )
    return Site(
        url=origin.url,
        host=origin.host,
        state=SiteState.REGISTERED,
        relation=relation,
        agency=agency,
        zone=zone or zone_of(origin.host),
        confirmed_by=person,
        confirmed_at=timezone.now(),
    )


@transaction.atomic
def create_site(
    url: str,
    *,
    relation: str,
    agency: Agency | None,
    person: Person,
    zone: Zone | None = None,
    system: System | None = None,
    reason: str = "",
) -> Site:
    """Register a site as a fact that this person confirms.

    A candidate with this address becomes the registered site; a registered or retired one is
    refused, with whose it is.
    """
    must_decide(person)
    site = new_site(url, relation=relation, agency=agency, person=person, zone=zone)
    known = Site.objects.select_for_update().filter(url=site.url).first()
    if known is not None:
        refuse_taken(known)
        site.pk, site.created_at = known.pk, known.created_at
        site.title, site.schedule = known.title, known.schedule
        site.due_at, site.last_visit_at = known.due_at, known.last_visit_at
        site.reachable = known.reachable
        site._state.adding = False
    site.system = system or (known.system if known else None)
    store(site, person, reason)
    return site


@transaction.atomic
def create_sites(fresh: list[Site], *, person: Person) -> None:
    """Save many of :func:`new_site` at once, each with its history line.

    Their addresses must be unknown to the register; one that is not raises ``IntegrityError``.
    """
    must_decide(person)
    bulk_create_with_history(fresh, Site, batch_size=500, default_user=person)


def refuse_taken(known: Site) -> None:
    """Raise :class:`Refused` unless the site is a mere candidate."""
    owner = known.agency.name if known.agency else str(known.get_relation_display())
    if known.state == SiteState.REGISTERED:
        raise refused(
            "{url} sudah terdaftar ({owner}). Ubah pemiliknya di halaman situs itu.",
            "{url} is registered already ({owner}). Change its owner on the site's page.",
            url=known.url,
            owner=owner,
        )
    if known.state == SiteState.RETIRED:
        raise refused(
            "{url} sudah dihentikan ({owner}). Aktifkan kembali di halaman situs itu.",
            "{url} is retired ({owner}). Reopen it on the site's page.",
            url=known.url,
            owner=owner,
        )


@transaction.atomic
def retire_site(site: Site, person: Person, because: str) -> Site:
    """Take a site out of the patrol for a reason. The caller withdraws its findings (cases)."""
    must_decide(person)
    because = clean(because)
    if not because:
        raise refused("Tulis alasan menghentikan situs ini.", "Say why this site is being retired.")
    locked = Site.objects.select_for_update().get(pk=site.pk)
    if locked.state != SiteState.RETIRED:
        locked.state, locked.retired_at = SiteState.RETIRED, timezone.now()
        locked.retired_because = because[:300]
        store(locked, person, because)
    site.refresh_from_db()
    return site


@transaction.atomic
def reopen_site(site: Site, person: Person, reason: str = "") -> Site:
    """Take a retired site back into the patrol; it is due at once."""
    must_decide(person)
    locked = Site.objects.select_for_update().get(pk=site.pk)
    if locked.state == SiteState.RETIRED:
        confirmed = locked.confirmed_at is not None
        locked.state = SiteState.REGISTERED if confirmed else SiteState.CANDIDATE
        locked.retired_at, locked.retired_because, locked.due_at = None, "", None
        store(locked, person, reason)
    site.refresh_from_db()
    return site


__all__ = [
    "OF_AN_AGENCY",
    "Refused",
    "create_site",
    "create_system",
    "create_zone",
    "new_site",
    "refuse_taken",
    "reopen_site",
    "retire_site",
    "update_system",
    "update_zone",
    "zone_of",
]
