"""Sites that a row lists for an agency: what is new, what stands already, what contradicts."""

from collections.abc import Callable

from ronda.accounts.models import Person
from ronda.engine.urls import parse
from ronda.register.holdings import create_site, zone_of
from ronda.register.imports.cells import Values
from ronda.register.imports.fields import SITES
from ronda.register.imports.plan import Changes
from ronda.register.imports.world import World
from ronda.register.models import Agency, Relation, Site, SiteState, System


def plan_listed(
    world: World,
    values: Values,
    column: str,
    urls: list[str],
    owner: Agency | None,
    owner_name: str,
    changes: Changes,
    *,
    get_agency: Callable[[], Agency],
    get_system: Callable[[], System | None] = lambda: None,
    reason: str,
    phase: int,
    claimed: dict[str, int],
) -> None:
    """Plan the registration of listed sites as official ones of the agency.

    ``owner`` None: the agency is new in this import. ``claimed``: address -> row of this file.
    """
    for url in urls:
        first = claimed.setdefault(world.place(url), values.row)
        if first != values.row:
            values.error(
                column,
                "{url} sudah disebut di baris {first}. Satu situs satu pemilik; hapus salah satu.",
                "{url} stands in row {first} already. One site, one owner; remove one of them.",
                url=url,
                first=first,
            )
            continue
        site = world.site(url)
        if site is not None and not _may_take(values, column, site, owner):
            continue
        if site is None and zone_of(parse(url).host, world.zones) is None:
            values.warn(
                column,
                "{url} di luar domain resmi, tetapi tercatat sebagai situs resmi {owner}. "
                "Periksa sekali lagi.",
                "{url} is outside the official zones, yet listed as an official site of {owner}. "
                "Look at it once more.",
                url=url,
                owner=owner_name,
            )
        title = SITES.field("url").title
        changes.add("sites", title, "", url if site is None else site.url)

        def step(person: Person, url: str = site.url if site else url) -> None:
            create_site(
                url,
                relation=Relation.OFFICIAL,
                agency=get_agency(),
                system=get_system(),
                person=person,
                reason=reason,
            )

        changes.do(phase, step)


def _may_take(values: Values, column: str, site: Site, owner: Agency | None) -> bool:
    """The known site is a candidate that the import may register; else say why not, or nothing."""
    if site.state == SiteState.CANDIDATE:
        return True
    mine = owner is not None and site.agency_id == owner.pk
    if site.state == SiteState.RETIRED:
        values.warn(
            column,
            "{url} sudah dihentikan dan dibiarkan begitu. Aktifkan kembali di halaman situsnya.",
            "{url} is retired and left so. Reopen it on the site's page.",
            url=site.url,
        )
    elif not mine:
        holder = site.agency.name if site.agency else str(site.get_relation_display())
        values.error(
            column,
            "{url} sudah terdaftar ({holder}). Ubah dulu pemiliknya di halaman situs itu.",
            "{url} is registered already ({holder}). Change its owner on the site's page first.",
            url=site.url,
            holder=holder,
        )
    return False
