"""Reads spreadsheets for sources of the engine, with the register's own guarded reader."""

from ronda.discovery.listing import looks_like_address
from ronda.engine.discover.parts.sheet import SheetRefused
from ronda.register.errors import Refused
from ronda.register.sheets.files import read_file
from ronda.register.sheets.grid import Grid


def read_sheet(name: str, content: bytes) -> list[list[str]]:
    """Return the rows of the sheet with most addresses; raises :class:`SheetRefused`.

    An export has one sheet of pages beside others of words or dates; a text file comes once for
    each delimiter that it may have been written with.
    """
    try:
        grids, _ = read_file(name, content)
    except Refused as refused:
        raise SheetRefused(refused.text) from refused
    best = max(grids, key=_addresses, default=None)
    return [] if best is None else _rows(best)


def _rows(grid: Grid) -> list[list[str]]:
    rows = []
    for _, row in sorted(grid.rows.items()):
        width = max(row, default=-1) + 1
        cells = ("" if (cell := row.get(n)) is None else str(cell) for n in range(width))
        rows.append(list(cells))
    return rows


def _addresses(grid: Grid) -> int:
    return sum(
        looks_like_address(str(cell)) for row in grid.rows.values() for cell in row.values() if cell
    )
