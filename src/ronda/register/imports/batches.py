"""An upload's life: previewed, then applied as a whole or refused as a whole."""

from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.engine.text import Text
from ronda.register.errors import Refused, refused
from ronda.register.imports import agencies, fields, layout, sites, systems
from ronda.register.imports.layout import Layout, Record
from ronda.register.imports.plan import Plan, Planned, Problem
from ronda.register.imports.world import World
from ronda.register.models import ImportBatch
from ronda.register.record import must_decide
from ronda.register.sheets import files
from ronda.register.sheets.grid import MAX_FILE_BYTES, MAX_ROWS, letter

_PLANNERS = {"agencies": agencies.plan, "systems": systems.plan, "sites": sites.plan}


def preview(kind: str, file_name: str, content: bytes, person: Person) -> ImportBatch:
    """Say what importing a file would do, and keep it to be applied. Changes nothing else.

    ``kind``: agencies, systems or sites. What is wrong with rows, or with the file as a whole,
    stands in the batch's ``preview["errors"]``. ``preview`` holds:

    * ``counts``: new, changed, same, errors, warnings;
    * ``header`` (of the first sheet that is read): row, sheet, columns [{column, title, field, label}], ignored [{column, title}];
    * ``rows``: [{row, sheet (where several are read), action, title, key, changes: [{field, label, before, after}]}];
    * ``errors``, ``warnings``: [{row, column, title, found, text, sentence}].

    All ``label``, ``text`` and ``sentence`` are {"id": ..., "en": ...}. Row 0 is the whole file.
    """
    must_decide(person)
    if kind not in _PLANNERS:
        raise ValueError(f"no such kind of import: {kind!r}; one of {sorted(_PLANNERS)}")
    batch = ImportBatch(
        uploaded_by=person,
        kind=kind,
        file_name=file_name.replace("\\", "/").rpartition("/")[2][:255],
        content=content[:MAX_FILE_BYTES],
    )
    try:
        found = _read(kind, batch.file_name, content)
    except Refused as error:
        plan = Plan(errors=[Problem(0, "", "", "", error.text)])
        batch.content = b""  # nothing of it can be applied
        batch.preview = _as_json(plan, {})
    else:
        plan = _plan(kind, batch.file_name, found, World(locking=False))
        batch.preview = _as_json(plan, _header(found), _names(found))
    batch.save()
    return batch


def apply(batch: ImportBatch, person: Person) -> dict[str, int]:
    """Do what the preview said, in one transaction, and return its counts.

    Raises :class:`Refused`, and leaves the register as it was, when errors remain, when the batch
    was applied before, or when the register changed since the preview so that a row would now do
    something else. A row that somebody else has meanwhile done is no contradiction.
    """
    must_decide(person)
    try:
        with transaction.atomic():
            return _apply(ImportBatch.objects.select_for_update().get(pk=batch.pk), person)
    except IntegrityError as error:
        raise refused(
            "Orang lain mengubah register pada saat yang sama. Tidak ada yang berubah; buat "
            "pratinjau lagi.",
            "Somebody else changed the register at the same moment. Nothing was changed; preview "
            "it again.",
        ) from error
    finally:
        batch.refresh_from_db()


def _apply(batch: ImportBatch, person: Person) -> dict[str, int]:
    if batch.applied_at is not None:
        raise refused(
            "Berkas ini sudah diterapkan. Unggah lagi bila isinya berubah.",
            "This file was applied already. Upload it again when it has changed.",
        )
    if batch.preview["errors"]:
        raise refused(
            "Masih ada {n} galat. Perbaiki di berkas, lalu unggah lagi.",
            "{n} errors remain. Mend them in the file and upload it again.",
            n=len(batch.preview["errors"]),
        )
    found = _read(batch.kind, batch.file_name, bytes(batch.content))
    plan = _plan(batch.kind, batch.file_name, found, World(locking=True))
    _same_as_previewed(batch.preview, plan, _names(found))
    steps = [step for row in plan.rows for step in row.steps]
    for _, step in sorted(steps, key=lambda pair: pair[0]):  # stable: rows stay in order
        step(person)
    batch.applied_at = timezone.now()
    batch.save(update_fields=["applied_at"])
    return plan.counts()


def _same_as_previewed(preview: dict[str, Any], plan: Plan, sheets: list[str]) -> None:
    if plan.errors:
        raise _changed_meanwhile(_placed(plan.errors[0], sheets).sentence())
    before = {(row.get("sheet", ""), row["row"], row["title"]): row for row in preview["rows"]}
    for row in plan.rows:
        now = _row_json(row, sheets)
        if row.action != "same" and now != before.get(
            (now.get("sheet", ""), now["row"], row.title)
        ):
            raise _changed_meanwhile(Text(f"baris {now['row']} ({row.title})",
                                          f"row {now['row']} ({row.title})"))  # fmt: skip


def _changed_meanwhile(where: Text) -> Refused:
    return refused(
        "Register berubah sejak pratinjau: {id}. Tidak ada yang diterapkan; buat pratinjau lagi.",
        "The register changed since the preview: {en}. Nothing was applied; preview it again.",
        id=where.id,
        en=where.en,
    )


class _Found(msgspec.Struct):
    layouts: list[Layout]
    records: list[Record]
    left_out: list[Problem]
    remarks: list[Text]


def _read(kind_key: str, file_name: str, content: bytes) -> _Found:
    kind = fields.KINDS[kind_key]
    grids, remarks = files.read_file(file_name, content)
    taken, more = layout.find(kind, grids)
    records: list[Record] = []
    left_out: list[Problem] = []
    for number, part in enumerate(taken):
        for item in layout.records(part, kind):
            # Rows of further sheets are counted on, so that each row has one number inside.
            item = msgspec.structs.replace(item, row=item.row + number * MAX_ROWS)
            if isinstance(item, Problem):
                left_out.append(item)
            else:
                records.append(item)
    if not records:
        raise refused(
            "Tidak ada baris data di bawah judul kolom (baris {row}).",
            "There is no row of data below the headings (row {row}).",
            row=taken[0].header_row,
        )
    return _Found(taken, records, left_out, remarks + more)


def _plan(kind: str, file_name: str, found: _Found, world: World) -> Plan:
    unsaved = frozenset(
        (row + number * MAX_ROWS, column)
        for number, part in enumerate(found.layouts)
        for row, column in part.grid.unsaved
    )
    plan = _PLANNERS[kind](found.records, world, file_name, unsaved)
    whole = [Problem(0, "", "", "", text) for text in found.remarks]
    plan.warnings = [*whole, *found.left_out, *plan.warnings]
    return plan


def _header(found: _Found) -> dict[str, Any]:
    return {
        "row": found.layouts[0].header_row,
        "sheet": found.layouts[0].grid.name,
        "columns": [
            {
                "column": letter(column.number),
                "title": column.heading,
                "field": column.field.key,
                "label": msgspec.to_builtins(column.field.title),
            }
            for column in found.layouts[0].columns
        ],
        "ignored": [{"column": letter(n), "title": text} for n, text in found.layouts[0].unknown],
    }


def _names(found: _Found) -> list[str]:
    """The names of the sheets that are read, where there is more than one."""
    names = [part.grid.name for part in found.layouts]
    return names if len(names) > 1 else []


def _placed(problem: Problem, sheets: list[str]) -> Problem:
    """A problem with the row as its sheet shows it."""
    if not sheets or not problem.row:
        return problem
    number, row = divmod(problem.row - 1, MAX_ROWS)
    return msgspec.structs.replace(problem, row=row + 1, sheet=sheets[number])


def _row_json(row: Planned, sheets: list[str]) -> dict[str, Any]:
    number, place = divmod(row.row - 1, MAX_ROWS) if sheets else (0, row.row - 1)
    sheet = {"sheet": sheets[number]} if sheets else {}
    return {
        "row": place + 1,
        **sheet,
        "action": row.action,
        "title": row.title,
        "key": row.key,
        "changes": [msgspec.to_builtins(change) for change in row.changes],
    }


def _as_json(plan: Plan, header: dict[str, Any], sheets: list[str] | None = None) -> dict[str, Any]:
    named = sheets or []

    def problems(found: list[Problem]) -> list[dict[str, Any]]:
        placed = (_placed(p, named) for p in found)
        return [
            {**msgspec.to_builtins(p), "sentence": msgspec.to_builtins(p.sentence())}
            for p in placed
        ]

    return {
        "counts": plan.counts(),
        "header": header,
        "rows": [_row_json(row, named) for row in plan.rows],
        "errors": problems(plan.errors),
        "warnings": problems(plan.warnings),
    }
