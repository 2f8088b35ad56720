"""Keeps the social profiles and applications that sites of ours link to, and reads them back."""

from collections.abc import Iterable

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.discovery.models import Channel
from ronda.discovery.places import CHUNK, chunks
from ronda.engine.content.channels import APPS, package_domain
from ronda.engine.discover.contract import Known
from ronda.register.models import Site

MAX_OF_A_SITE = 200
"""Channels kept of one site; an intruder may plant thousands."""


def keep(seen: Iterable[Known]) -> int:
    """Store channels, each once a site; seen again, only the time moves. Return how many are new.

    A site that is not registered any more loses its rows here, silently: nothing of it is kept.
    """
    rows = list(seen)
    with transaction.atomic():
        urls = sorted({row.site for row in rows})
        sites: dict[str, int] = {}
        for part in chunks(urls, CHUNK):
            sites |= dict(Site.objects.filter(url__in=part).values_list("url", "pk"))
        known: dict[tuple[int, str, str], int] = {}
        counts: dict[int, int] = {}
        for ids in chunks(sorted(sites.values()), CHUNK):
            for pk, site, network, handle in Channel.objects.filter(site_id__in=ids).values_list(
                "pk", "site_id", "network", "handle"
            ):
                known[(site, network, handle)] = pk
                counts[site] = counts.get(site, 0) + 1
        fresh: dict[tuple[int, str, str], Channel] = {}
        again: set[int] = set()
        for row in rows:
            if row.site not in sites:
                continue
            pk = sites[row.site]
            key = (pk, row.network, row.handle[:300])
            if key in known:
                again.add(known[key])
            elif key not in fresh and counts.get(pk, 0) < MAX_OF_A_SITE:
                counts[pk] = counts.get(pk, 0) + 1
                fresh[key] = _row(key, row)
        Channel.objects.bulk_create(fresh.values(), batch_size=CHUNK, ignore_conflicts=True)
        at = max((row.seen_at for row in rows), default=timezone.now())
        for ids in chunks(sorted(again), CHUNK):
            Channel.objects.filter(pk__in=ids).update(last_seen_at=at)
    return len(fresh)


class Shown(msgspec.Struct, frozen=True):
    """A channel as a page shows it, once for all sites that link to it."""

    network: str
    handle: str
    url: str
    sites: tuple[Site, ...]
    domain: str  # that a package's name is made of, or ""

    @property
    def is_app(self) -> bool:
        """An application rather than a profile."""
        return self.network in APPS


def shown(
    person: Person | AnonymousUser, sites: "QuerySet[Site] | list[Site]", most: int = 60
) -> list[Shown]:
    """Return the channels of sites that a person may see, profiles first, each once."""
    rows = (
        Channel.objects.visible_to(person)
        .filter(site__in=sites)
        .select_related("site")
        .order_by("network", "handle", "site__host", "pk")[: most * 10]
    )
    groups: dict[tuple[str, str], list[Channel]] = {}
    for row in rows:
        groups.setdefault((row.network, row.handle), []).append(row)
    found = [
        Shown(
            network,
            handle,
            group[0].url,
            tuple(row.site for row in group),
            package_domain(handle) if network == "play" else "",
        )
        for (network, handle), group in groups.items()
    ]
    return sorted(found, key=lambda one: one.is_app)[:most]


def _row(key: tuple[int, str, str], seen: Known) -> Channel:
    site, network, handle = key
    return Channel(
        site_id=site,
        network=network,
        handle=handle,
        url=seen.url[:500],
        page=seen.page[:500],
        place=seen.place[:16],
        words=seen.words[:300],
        first_seen_at=seen.seen_at,
        last_seen_at=seen.seen_at,
    )
