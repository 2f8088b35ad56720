"""Finds the header row under titles, blank rows and merged cells, and hands out the rows below."""

import re
from collections.abc import Iterator

import msgspec

from ronda.engine.text import Text
from ronda.register.errors import Refused
from ronda.register.imports.asides import is_group, is_sum
from ronda.register.imports.fields import AGENCIES, IGNORED, Field, Kind, label, recognise
from ronda.register.imports.plan import Problem
from ronda.register.sheets.grid import Cell, Grid, letter

LOOKED_AT = 60
"""Rows from the top of the filled part in which a header is looked for."""

_NUMBERING = re.compile(r"^\(?\d{1,3}\)?$")


class Column(msgspec.Struct, frozen=True):
    """A recognised column."""

    number: int
    heading: str
    field: Field


class Layout(msgspec.Struct):
    """Where a sheet's data stand."""

    grid: Grid
    header_row: int  # the last row of the header
    columns: list[Column]
    unknown: list[tuple[int, str]]  # headings that mean nothing to us


class Record(msgspec.Struct):
    """A row of data by field key; ``cells`` are raw, ``joined`` rows belong to the one above."""

    row: int
    cells: dict[str, Cell]
    columns: dict[str, Column]
    # The cell of the identifying column is merged with the row above.
    joined: bool = False

    def problem(self, key: str, id: str, en: str, /, **values: object) -> Problem:
        """Make an error or a remark about one of the record's cells ("" for the whole row)."""
        column = self.columns.get(key)
        found = self.cells.get(key)
        return Problem(
            row=self.row,
            column=letter(column.number) if column else "",
            title=column.heading if column else "",
            found="" if found is None else str(found)[:200],
            text=Text(id, en).fill(**values),
        )


def find(kind: Kind, grids: list[Grid]) -> tuple[list[Layout], list[Text]]:
    """Return the layouts of the sheets to read, the one that fits best first, and remarks on others.

    An office may keep a sheet for each kind of agency: read with the best are those that have the
    same columns and none of its entries. One with the same entries is an older or a shorter list.

    Raises :class:`Refused` naming the headings that are missing and those that were read.
    """
    layouts = [layout for grid in grids if (layout := _best(kind, grid))]
    complete = [x for x in layouts if not _missing(kind, x)]
    if not complete:
        raise Refused(_nothing_fits(kind, layouts))
    chosen = max(complete, key=lambda x: (len(x.columns), -grids.index(x.grid)))
    taken, entries = [chosen], _entries(kind, chosen)
    for layout in complete:
        more = _entries(kind, layout)
        alike = _fields(layout) == _fields(chosen) and layout is not chosen
        if alike and more and not more & entries:
            taken.append(layout)
            entries |= more
    others = [x.grid.name for x in complete if x not in taken and x.grid.name]
    remarks = []
    if others:
        remarks.append(
            Text(
                "Hanya lembar {name} yang dibaca. Lembar lain dengan judul kolom serupa: {others}.",
                "Only the sheet {name} was read. Other sheets with such headings: {others}.",
            ).fill(name=", ".join(x.grid.name for x in taken), others=", ".join(others))
        )
    return taken, remarks


def _fields(layout: Layout) -> set[str]:
    return {column.field.key for column in layout.columns}


def _entries(kind: Kind, layout: Layout) -> set[str]:
    """What stands in the identifying column of a sheet's rows, comparable."""
    lead = kind.required[0].key
    found = (r.cells.get(lead) for r in records(layout, kind) if isinstance(r, Record))
    return {label(str(value)) for value in found if value is not None}


def _missing(kind: Kind, layout: Layout) -> list[Field]:
    found = {column.field.key for column in layout.columns}
    return [field for field in kind.required if field.key not in found]


def _nothing_fits(kind: Kind, layouts: list[Layout]) -> Text:
    wanted = Text(
        ", ".join(f"“{f.title.id}”" for f in kind.required),
        ", ".join(f"“{f.title.en}”" for f in kind.required),
    )
    text = Text(
        f"Tidak ada baris judul kolom dengan {wanted.id} dalam {LOOKED_AT} baris pertama.",
        f"No row of headings with {wanted.en} in the first {LOOKED_AT} rows.",
    )
    best = max(layouts, key=lambda x: len(x.columns), default=None)
    if best:
        read = ", ".join(f"“{c.heading}”" for c in best.columns)
        text = Text(
            f"{text.id} Yang terbaca di baris {best.header_row}: {read}.",
            f"{text.en} What was read in row {best.header_row}: {read}.",
        )
    return Text(
        f"{text.id} Tambahkan judul kolom itu di atas data.",
        f"{text.en} Add those headings above the data.",
    )


def _best(kind: Kind, grid: Grid) -> Layout | None:
    filled = sorted(grid.rows)[:LOOKED_AT]
    spread = _spread(grid, filled)
    best: Layout | None = None
    for position, row in enumerate(filled):
        below = filled[position + 1] if position + 1 < len(filled) else None
        options = [([row], row)]
        if below == row + 1:
            options.append(([row, below], below))
        for rows, last in options:
            layout = _read_header(kind, grid, [spread[r] for r in rows], last)
            if layout.columns and (best is None or _score(kind, layout) > _score(kind, best)):
                best = layout
    return best


def _score(kind: Kind, layout: Layout) -> tuple[int, int, int]:
    """More required fields, then more fields, then fewer unknown headings."""
    return (-len(_missing(kind, layout)), len(layout.columns), -len(layout.unknown))


def _spread(grid: Grid, rows: list[int]) -> dict[int, dict[int, Cell]]:
    """The given rows with each merged cell's value in all the cells that it covers."""
    wanted = set(rows)
    spread = {row: dict(grid.rows[row]) for row in rows}
    for top, left, bottom, right in grid.merged:
        value = grid.rows.get(top, {}).get(left)
        if value is None or top > max(wanted, default=0):
            continue
        for row in wanted.intersection(range(top, min(bottom, top + 20) + 1)):
            for column in range(left, min(right, left + 300) + 1):
                spread[row].setdefault(column, value)
    return spread


def _read_header(kind: Kind, grid: Grid, rows: list[dict[int, Cell]], last: int) -> Layout:
    """Read one header row, or two of which the upper groups the lower."""
    columns: list[Column] = []
    unknown: list[tuple[int, str]] = []
    for number in sorted(set().union(*rows)):
        parts = list(dict.fromkeys(str(r[number]).strip() for r in rows if r.get(number)))
        options = [" ".join(parts), *reversed(parts)]
        field = next((f for text in options if (f := recognise(kind, text))), None)
        heading = " ".join(" ".join(parts).split())
        if field and all(column.field.key != field.key for column in columns):
            columns.append(Column(number, heading[:80], field))
        elif not any(label(text) in IGNORED for text in options):
            unknown.append((number, heading[:80]))
    return Layout(grid, last, columns, unknown)


def records(layout: Layout, kind: Kind) -> Iterator[Record | Problem]:
    """Yield the rows of data, and remarks on rows that were left out."""
    by_key = {column.field.key: column for column in layout.columns}
    down = _merged_down(layout)
    lead = by_key[kind.required[0].key].number
    headings = {label(column.heading) for column in layout.columns}
    sections = _sections(layout) | _below_the_table(layout, by_key)
    for row in sorted(r for r in layout.grid.rows.keys() | down.keys() if r > layout.header_row):
        values = {**down.get(row, {}), **layout.grid.rows.get(row, {})}
        cells = {key: values.get(column.number) for key, column in by_key.items()}
        filled: dict[str, Cell] = {key: value for key, value in cells.items() if value is not None}
        again = {label(str(v)) for v in filled.values()} <= headings  # on a new printed page
        if _is_numbering(values) or (filled and again):
            continue
        if row in sections or not filled:
            if values and (row in sections or len(values) > 1 or lead not in values):
                yield _left_out(row, values)
            continue
        if is_sum(values, lead) or (
            kind is AGENCIES and is_group(values.get(lead), len(filled)) and lead in values
        ):
            yield _left_out(row, values)
            continue
        joined = lead in down.get(row, {}) and lead not in layout.grid.rows.get(row, {})
        yield Record(row, filled, by_key, joined)


def _below_the_table(layout: Layout, by_key: dict[str, Column]) -> set[int]:
    """Rows of one cell after a blank row at the end: notes, place and date, who signs.

    A table's rows fill at least two of its columns; where none does, every row may be data.
    """
    rows = layout.grid.rows
    numbers = {column.number for column in by_key.values()}
    data = [
        row
        for row, cells in rows.items()
        if row > layout.header_row and len(numbers & set(cells)) > 1
    ]
    end = max(data, default=None)
    if end is None:
        return set()
    for top, left, bottom, _ in layout.grid.merged:
        if top <= end < bottom and left in numbers:
            end = bottom  # its last row is the lower part of a merged cell
    later = sorted(row for row in rows if row > end)
    gap = bool(later) and later[0] > end + 1
    return {row for row in later if len(rows[row]) == 1} if gap else set()


def _left_out(row: int, values: dict[int, Cell]) -> Problem:
    words = " ".join(str(value) for value in values.values())[:120]
    return Problem(
        row,
        "",
        "",
        words,
        Text(
            "dilewati karena bukan baris data: “{words}”.",
            "left out because it is no row of data: “{words}”.",
        ).fill(words=words),
    )


def _is_numbering(values: dict[int, Cell]) -> bool:
    """Row "(1) (2) (3) ..." under the header of an official table."""
    texts = [str(int(v)) if isinstance(v, float) else str(v).strip() for v in values.values()]
    numbers = [int(t.strip("()")) for t in texts if _NUMBERING.match(t)]
    return len(numbers) == len(texts) >= 3 and numbers == sorted(set(numbers))


def _merged_down(layout: Layout) -> dict[int, dict[int, Cell]]:
    """Values that vertically merged cells lend to the rows below their first."""
    lent: dict[int, dict[int, Cell]] = {}
    last = max(layout.grid.rows, default=0)
    budget = 200_000  # cells; a hostile file could merge millions
    for top, left, bottom, right in layout.grid.merged:
        value = layout.grid.rows.get(top, {}).get(left)
        if value is None or top <= layout.header_row or right != left:
            continue
        for row in range(top + 1, min(bottom, last + 50) + 1):
            lent.setdefault(row, {})[left] = value
            budget -= 1
            if budget <= 0:
                return lent
    return lent


def _sections(layout: Layout) -> set[int]:
    """Rows whose first cell is merged over most columns: headings between rows of data."""
    wide = max(2, (len(layout.columns) + 1) // 2)
    return {
        top
        for top, left, bottom, right in layout.grid.merged
        if top == bottom and right - left + 1 >= wide and top > layout.header_row
    }
