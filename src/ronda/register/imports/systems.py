"""Plans the import of information systems and the sites that they show themselves on."""

from ronda.accounts.models import Person
from ronda.register import services
from ronda.register.imports.cells import Values
from ronda.register.imports.fields import SYSTEMS
from ronda.register.imports.layout import Record
from ronda.register.imports.owner import find_owner
from ronda.register.imports.plan import Changes, Plan, Planned, Step
from ronda.register.imports.sitecells import plan_listed
from ronda.register.imports.world import World
from ronda.register.models import Agency, Lifecycle, System
from ronda.register.words import fold

_LIFECYCLES = {
    **{fold(str(value)): value for value in Lifecycle.values},
    **{fold(str(label)): value for value, label in Lifecycle.choices},
    "usulan": Lifecycle.PROPOSED, "rencana": Lifecycle.PROPOSED,
    "pembangunan": Lifecycle.BUILDING, "pengembangan": Lifecycle.BUILDING,
    "aktif digunakan": Lifecycle.ACTIVE, "digunakan": Lifecycle.ACTIVE, "ya": Lifecycle.ACTIVE,
    "nonaktif": Lifecycle.INACTIVE, "non aktif": Lifecycle.INACTIVE, "tidak": Lifecycle.INACTIVE,
    "dihapus": Lifecycle.RETIRED, "terminasi": Lifecycle.RETIRED,
}  # fmt: skip


def plan(
    records: list[Record], world: World, source: str, unsaved: frozenset[tuple[int, int]]
) -> Plan:
    """Return what importing the records would do to the register."""
    result = Plan()
    read = [Values(record, unsaved) for record in records]
    urls = {values.row: values.urls("sites") for values in read}
    world.load_sites(url for found in urls.values() for url in found)
    seen: dict[tuple[int, str], int] = {}
    claimed: dict[str, int] = {}
    for values in read:
        planned = _row(values, world, source, seen, claimed, urls[values.row])
        if planned and not values.errors:
            result.rows.append(planned)
        result.errors += values.errors
        result.warnings += values.warnings
    return result


def _row(
    values: Values,
    world: World,
    source: str,
    seen: dict[tuple[int, str], int],
    claimed: dict[str, int],
    urls: list[str],
) -> Planned | None:
    name = values.text("name", 300)
    agency = find_owner(values, world, required=True)
    fields = _fields(values)
    if not name:
        values.error("name", "nama sistem kosong. Isi namanya.", "the system's name is empty.")
    if agency is None or not name:
        return None
    first = seen.setdefault((agency.pk, fold(name)), values.row)
    if first != values.row and not values.record.joined:
        values.error(
            "name",
            "“{name}” milik {agency} sudah ada di baris {first}. Hapus salah satu.",
            "“{name}” of {agency} stands in row {first} already. Remove one of them.",
            name=name,
            agency=agency.name,
            first=first,
        )
        return None
    known = world.systems.get((agency.pk, fold(name)))
    changes = Changes()
    reason = f"{source}, {values.row}"
    holder: dict[str, System] = {"system": known} if known else {}
    if known is None and first == values.row:
        changes.add("name", SYSTEMS.field("name").title, "", name)
        for field, value in fields.items():
            changes.add(field, SYSTEMS.field(field).title, "", value)
        changes.do(0, _create(agency, name, fields, reason, holder))
    elif known is not None:
        differing = {k: v for k, v in fields.items() if getattr(known, k) != v}
        for field, value in differing.items():
            changes.add(field, SYSTEMS.field(field).title, getattr(known, field), value)
        if differing:
            changes.do(1, _update(known, differing, reason))
    plan_listed(
        world, values, "sites", urls, agency, agency.name, changes,
        get_agency=lambda: agency, get_system=lambda: holder.get("system"),
        reason=reason, phase=3, claimed=claimed,
    )  # fmt: skip
    action = "new" if known is None else "changed" if changes.changes else "same"
    return Planned(values.row, action, name, agency.key, changes.changes, changes.steps)  # type: ignore[arg-type]


def _fields(values: Values) -> dict[str, str]:
    lifecycle = values.text("lifecycle", 60)
    fields = {
        "lifecycle": _LIFECYCLES.get(fold(lifecycle), ""),
        "purpose": values.block("purpose", 4_000),
        "hosting": values.text("hosting", 200),
    }
    if lifecycle and not fields["lifecycle"]:
        values.error(
            "lifecycle",
            "“{found}” bukan status sistem. Pilih {choices}.",
            "“{found}” is no status of a system. Choose {choices}.",
            found=lifecycle,
            choices=", ".join(str(label) for label in Lifecycle.labels),
        )
    return {key: value for key, value in fields.items() if value}


def _create(
    agency: Agency, name: str, fields: dict[str, str], reason: str, holder: dict[str, System]
) -> Step:
    def step(person: Person) -> None:
        holder["system"] = services.create_system(
            agency, name, person=person, reason=reason, **fields
        )

    return step


def _update(system: System, fields: dict[str, str], reason: str) -> Step:
    def step(person: Person) -> None:
        services.update_system(system, person=person, reason=reason, **fields)

    return step
