"""A sheet as cells, as read from any file: the one form that the rest of the import knows."""

import msgspec

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_SHEETS = 20
MAX_CELL = 5_000
"""Bounds that no register of agencies and sites comes near; hostile files do."""

Cell = str | float | None
"""Text, a number as the spreadsheet stored it, or nothing. Dates are ISO 8601 texts."""


class Grid(msgspec.Struct):
    """One sheet. Rows and columns count from 1 as a spreadsheet program shows them."""

    name: str
    rows: dict[int, dict[int, Cell]]  # only cells that hold something
    # Merged areas: (first row, first column, last row, last column).
    merged: list[tuple[int, int, int, int]] = []
    # Formulas that were saved without their result.
    unsaved: list[tuple[int, int]] = []


def letter(column: int) -> str:
    """Return a column's letters: 1 is A, 28 is AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
