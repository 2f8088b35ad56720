"""The register as an import finds it: read once, looked up by folded names."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from ronda.register.models import Agency, NameKind, Site, System, Zone
from ronda.register.words import fold


class World:
    """All agencies, systems, zones and sites. ``locking``: rows stay ours until the transaction ends."""

    def __init__(self, *, locking: bool) -> None:
        def read(queryset: "QuerySet[Agency]") -> "QuerySet[Agency]":
            return queryset.select_for_update(of=("self",)) if locking else queryset

        agencies = read(Agency.objects.order_by("pk")).prefetch_related(
            "names", "contacts", "predecessors"
        )
        self.agencies: dict[int, Agency] = {a.pk: a for a in agencies}
        self.by_key = {a.key: a for a in self.agencies.values()}
        self.by_name: dict[str, list[Agency]] = defaultdict(list)
        self.by_other_name: dict[str, list[tuple[Agency, str]]] = defaultdict(list)
        for agency in self.agencies.values():
            self.by_name[fold(agency.name)].append(agency)
            for name in agency.names.all():
                if name.kind != NameKind.OFFICIAL:
                    self.by_other_name[fold(name.text)].append((agency, name.kind))
        self.zones = list(Zone.objects.all())
        self.sites: dict[str, Site] = {}
        self.systems: dict[tuple[int, str], System] = {
            (s.agency_id, fold(s.name)): s for s in System.objects.select_related("agency")
        }

    def find(self, text: str) -> list[Agency]:
        """Return the living agencies that a key or any name means; official names go first."""
        if text in self.by_key:
            return [self.by_key[text]]
        wanted = fold(text)
        official = self._living(self.by_name.get(wanted, []))
        if official:
            return official
        others = self.by_other_name.get(wanted, [])
        for kinds in ((NameKind.SHORT,), (NameKind.ALIAS,), (NameKind.FORMER,)):
            found = self._living([a for a, kind in others if kind in kinds])
            if found:
                return found
        return []

    @staticmethod
    def _living(agencies: list[Agency]) -> list[Agency]:
        unique = list({a.pk: a for a in agencies}.values())
        return [a for a in unique if a.dissolved_on is None] or unique

    def load_sites(self, urls: Iterable[str]) -> None:
        """Read those of the sites that stand in the register, in either scheme."""
        wanted = sorted({v for url in urls for v in (url, _other_scheme(url))})
        for start in range(0, len(wanted), 400):
            part = Site.objects.filter(url__in=wanted[start : start + 400])
            self.sites.update({s.url: s for s in part.select_related("agency", "system")})

    def site(self, url: str) -> Site | None:
        """Return the known site of an address: the one in its scheme, or else in the other."""
        return self.sites.get(url) or self.sites.get(_other_scheme(url))

    def place(self, url: str) -> str:
        """Return what both addresses of one site have in common."""
        site = self.site(url)
        return site.url if site is not None else url.partition("://")[2]


_LEVELS = {"province": "provinsi", "regency": "kabupaten", "city": "kota"}


def without_region(name: str) -> str:
    """Return an agency's name, folded, without the region that offices add or leave out.

    Within one list "Dinas Kesehatan" means "Dinas Kesehatan Provinsi X".
    """
    folded = fold(name)
    level = _LEVELS.get(settings.RONDA_REGION_LEVEL, "")
    region = fold(f"{level} {settings.RONDA_REGION_NAME}")
    return folded.removesuffix(f" {region}") if settings.RONDA_REGION_NAME else folded


def _other_scheme(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{'http' if scheme == 'https' else 'https'}://{rest}"
