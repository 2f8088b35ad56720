"""Plans the import of sites with their relation, owner and system."""

from ronda.accounts.models import Person
from ronda.engine.urls import parse
from ronda.register import services
from ronda.register.holdings import OF_AN_AGENCY, create_sites, new_site, zone_of
from ronda.register.imports.cells import Values
from ronda.register.imports.fields import SITES
from ronda.register.imports.layout import Record
from ronda.register.imports.owner import find_owner
from ronda.register.imports.plan import Changes, Plan, Planned, Step
from ronda.register.imports.world import World
from ronda.register.models import Agency, Relation, Site, SiteState, System, Zone
from ronda.register.record import mark, store
from ronda.register.words import fold

_RELATIONS = {
    **{fold(value): value for value in Relation.values},
    **{fold(str(label)): value for value, label in Relation.choices},
    "tidak resmi": Relation.UNOFFICIAL, "palsu": Relation.IMPERSONATION,
    "instansi lain": Relation.OTHER_GOVERNMENT, "ya": Relation.OFFICIAL,
    "official": Relation.OFFICIAL, "unofficial": Relation.UNOFFICIAL,
    "other government": Relation.OTHER_GOVERNMENT, "third party": Relation.THIRD_PARTY,
    "ex official": Relation.EX_OFFICIAL,
}  # fmt: skip
_STATES = {
    **{fold(value): value for value in SiteState.values},
    **{fold(str(label)): value for value, label in SiteState.choices},
    "aktif": SiteState.REGISTERED, "active": SiteState.REGISTERED,
    "tidak aktif": SiteState.RETIRED, "nonaktif": SiteState.RETIRED,
}  # fmt: skip


def plan(
    records: list[Record], world: World, source: str, unsaved: frozenset[tuple[int, int]]
) -> Plan:
    """Return what importing the records would do to the register."""
    result = Plan()
    read = [Values(record, unsaved) for record in records]
    urls = {values.row: values.urls("url") for values in read}
    world.load_sites(url for found in urls.values() for url in found)
    seen: dict[str, int] = {}
    fresh: list[Site] = []
    for values in read:
        found = urls[values.row]
        if not found and not values.errors:
            values.error(
                "url", "alamat situs kosong. Isi alamatnya.", "the site's address is empty."
            )
        shared = _shared(values, world)
        for url in found if shared else []:
            first = seen.setdefault(world.place(url), values.row)
            if first != values.row:
                values.error(
                    "url",
                    "{url} sudah ada di baris {first}. Hapus salah satu.",
                    "{url} stands in row {first} already. Remove one of them.",
                    url=url,
                    first=first,
                )
            elif shared and not values.errors:
                result.rows += _row(values, world, source, url, fresh, *shared)
        result.errors += values.errors
        result.warnings += values.warnings
    return result


_Shared = tuple[str, Agency | None, System | None, str]


def _shared(values: Values, world: World) -> _Shared | None:
    """What holds for all addresses of a row: relation, agency, system, state."""
    relation = _choice(values, "relation", _RELATIONS, Relation)
    state = _choice(values, "state", _STATES, SiteState)
    agency = find_owner(values, world, required=not relation or relation in OF_AN_AGENCY)
    name = values.text("system", 300)
    system = world.systems.get((agency.pk, fold(name))) if agency and name else None
    if name and agency and system is None:
        values.error(
            "system",
            "“{name}” bukan sistem milik {agency}. Daftarkan dulu sistemnya.",
            "“{name}” is no system of {agency}. Register the system first.",
            name=name,
            agency=agency.name,
        )
    return None if values.errors else (relation, agency, system, state)


def _choice(values: Values, key: str, known: dict[str, str], choices: type) -> str:
    text = values.text(key, 60)
    if text and fold(text) not in known:
        values.error(
            key,
            "“{text}” tidak kami kenal. Pilih {choices}.",
            "“{text}” is not known. Choose {choices}.",
            text=text,
            choices=", ".join(str(label) for label in choices.labels),  # type: ignore[attr-defined]
        )
    return str(known.get(fold(text), "")) if text else ""


def _row(
    values: Values,
    world: World,
    source: str,
    url: str,
    fresh: list[Site],
    relation: str,
    agency: Agency | None,
    system: System | None,
    state: str,
) -> list[Planned]:
    site = world.site(url)
    reason = f"{source}, {values.row}"
    if site is not None and site.state != SiteState.CANDIDATE:
        return _known(values, site, relation, agency, system, state, reason)
    if site is None and state in (SiteState.CANDIDATE, SiteState.RETIRED):
        values.error(
            "state",
            "situs baru tidak dapat diimpor sebagai {state}. Untuk calon situs, pakai sumber "
            "penemuan “daftar”; selain itu tulis Terdaftar.",
            "a new site cannot be imported as {state}. For candidates use the discovery source "
            "“list”; else write registered.",
            state=SiteState(state).label,
        )
        return []
    if site is not None and state == SiteState.CANDIDATE:
        return [Planned(values.row, "same", site.url, "")]
    relation = relation or Relation.OFFICIAL
    if relation == Relation.OFFICIAL and zone_of(_host(url), world.zones) is None:
        values.warn(
            "url",
            "{url} di luar domain resmi, tetapi akan tercatat sebagai resmi. Periksa sekali lagi.",
            "{url} is outside the official zones, yet will be official. Look at it once more.",
            url=url,
        )
    changes = Changes()
    changes.add("url", SITES.field("url").title, "", site.url if site else url)
    changes.add("relation", SITES.field("relation").title, "", relation)
    if agency:
        changes.add("agency", SITES.field("agency").title, "", agency.key)
    if system:
        changes.add("system", SITES.field("system").title, "", system.name)
    if site is None:
        zone = zone_of(_host(url), world.zones)
        changes.do(0, _gather(fresh, url, relation, agency, system, zone, reason))
        changes.do(1, _save(fresh))
    else:
        changes.do(0, _create(site.url, relation, agency, system, reason))
    key = agency.key if agency else ""
    return [
        Planned(values.row, "new", site.url if site else url, key, changes.changes, changes.steps)
    ]


def _known(
    values: Values,
    site: Site,
    relation: str,
    agency: Agency | None,
    system: System | None,
    state: str,
    reason: str,
) -> list[Planned]:
    """A registered or retired site: its owner and relation are a person's decision, kept."""
    if (agency and site.agency_id != agency.pk) or (relation and site.relation != relation):
        owner = site.agency.name if site.agency else "-"
        values.error(
            "url",
            "{url} sudah terdaftar sebagai {relation}, pemilik {owner}. Ubah di halaman situs itu.",
            "{url} is registered already as {relation}, owner {owner}. Change it on its page.",
            url=site.url,
            relation=site.get_relation_display(),
            owner=owner,
        )
        return []
    if state and state != site.state:
        values.error(
            "state",
            "{url} berstatus {now}. Menghentikan atau mengaktifkan situs perlu alasan: lakukan di "
            "halaman situs itu.",
            "{url} is {now}. Retiring or reopening a site needs a reason: do it on its page.",
            url=site.url,
            now=site.get_state_display(),
        )
        return []
    changes = Changes()
    if system and site.system_id != system.pk:
        before = site.system.name if site.system else ""
        changes.add("system", SITES.field("system").title, before, system.name)
        changes.do(1, _tie(site, system, reason))
    key = site.agency.key if site.agency else ""
    action = "changed" if changes.changes else "same"
    return [Planned(values.row, action, site.url, key, changes.changes, changes.steps)]  # type: ignore[arg-type]


def _host(url: str) -> str:
    return parse(url).host


def _gather(
    fresh: list[Site],
    url: str,
    relation: str,
    agency: Agency | None,
    system: System | None,
    zone: Zone | None,
    reason: str,
) -> Step:
    """Thousands of sites are saved together: one by one they would hold the database for a minute."""

    def step(person: Person) -> None:
        site = new_site(url, relation=relation, agency=agency, person=person, zone=zone)
        site.system = system
        mark(site, person, reason)
        fresh.append(site)

    return step


def _save(fresh: list[Site]) -> Step:
    """Save what was gathered; the first of these steps does it, the others find nothing left."""

    def step(person: Person) -> None:
        if fresh:
            create_sites(fresh, person=person)
            fresh.clear()

    return step


def _create(
    url: str, relation: str, agency: Agency | None, system: System | None, reason: str
) -> Step:
    def step(person: Person) -> None:
        services.create_site(
            url, relation=relation, agency=agency, system=system, person=person, reason=reason
        )

    return step


def _tie(site: Site, system: System, reason: str) -> Step:
    def step(person: Person) -> None:
        site.system = system
        store(site, person, reason)

    return step
