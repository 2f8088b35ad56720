"""The register as attribution knows it: agencies with all their names, zones, neighbours."""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Prefetch

from ronda.engine.attribute.contract import (
    Gazetteer,
    KnownAgency,
    KnownName,
    OtherGovernment,
    Region,
)
from ronda.engine.netconfig import BadSetting, from_env
from ronda.register.appnames import names_by_agency
from ronda.register.looks import known_looks
from ronda.register.models import Agency, Contact, Relation, Site, SiteState, Zone
from ronda.register.taught import taught_weights


class Neighbours(msgspec.Struct, frozen=True):
    """The file of other governments, as TOML or JSON.

    ``zones``: zones of other governments of which nothing else is known;
    ``government``: tables with level, name, zone, area_codes, towns.
    """

    zones: tuple[str, ...] = ()
    government: tuple[OtherGovernment, ...] = ()


def gazetteer(env: Mapping[str, str] | None = None) -> Gazetteer:
    """Build the gazetteer from the register and the settings; office-wide, for no one person.

    Only hosts of confirmed sites count as an agency's: what was merely proposed teaches nothing.
    Raises :class:`BadSetting` when the file of neighbours cannot be read.
    """
    env = os.environ if env is None else env
    neighbours = read_neighbours(settings.RONDA_OTHER_GOVERNMENTS)
    confirmed = Site.objects.filter(
        state=SiteState.REGISTERED,
        confirmed_at__isnull=False,
        relation__in=(Relation.OFFICIAL, Relation.UNOFFICIAL),
    ).only("host", "agency_id")
    contacts: Prefetch[Any] = Prefetch("contacts", queryset=Contact.objects.order_by("pk"))
    agencies = Agency.objects.prefetch_related(
        "names",
        contacts,
        Prefetch("sites", queryset=confirmed, to_attr="confirmed_sites"),
    ).order_by("key")
    known = Gazetteer(
        region=Region(
            level=settings.RONDA_REGION_LEVEL,
            name=settings.RONDA_REGION_NAME,
            area_codes=settings.RONDA_REGION_AREA_CODES,
            postcodes=settings.RONDA_REGION_POSTCODES,
            towns=settings.RONDA_REGION_TOWNS,
        ),
        zones=tuple(Zone.objects.order_by("name").values_list("name", flat=True)),
        agencies=tuple(_known(agency) for agency in agencies),
        others=neighbours.government,
        other_zones=tuple(
            sorted({*neighbours.zones, *(g.zone for g in neighbours.government if g.zone)})
        ),
        shared_hosts=from_env(env).extra_shared_hosts,
        looks=known_looks(),
        weights=taught_weights(),
    )
    return _with_applications(known)


def _with_applications(known: Gazetteer) -> Gazetteer:
    names = names_by_agency(known)
    if not names:
        return known
    told = (
        msgspec.structs.replace(agency, applications=names.get(agency.key, ()))
        for agency in known.agencies
    )
    return msgspec.structs.replace(known, agencies=tuple(told))


def _known(agency: Agency) -> KnownAgency:
    names = {KnownName(agency.name, "official"): None}
    names |= {KnownName(name.text, name.kind): None for name in agency.names.all()}
    contacts = list(agency.contacts.all())
    sites: list[Site] = agency.confirmed_sites  # type: ignore[attr-defined]
    return KnownAgency(
        key=agency.key,
        names=tuple(names),
        phones=_filled(agency.phone, *(c.phone for c in contacts)),
        emails=_filled(agency.email, *(c.email for c in contacts)),
        addresses=_filled(agency.address),
        hosts=tuple(sorted({site.host for site in sites})),
    )


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def read_neighbours(path: str) -> Neighbours:
    """Read the file of other governments; "" gives none. Raises :class:`BadSetting`."""
    if not path:
        return Neighbours()
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        raw: Any = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
        return msgspec.convert(raw, Neighbours, strict=True)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise BadSetting(
            f"RONDA_OTHER_GOVERNMENTS: cannot read {path!r} ({error}); write TOML with "
            "zones = [...] and tables [[government]] with level, name, zone, area_codes, towns"
        ) from error
