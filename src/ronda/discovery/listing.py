"""Reads a list of addresses from a spreadsheet or text file, row by row."""

from ipaddress import IPv4Address

from ronda.engine.urls import BadUrl, parse
from ronda.register.sheets.files import read_file
from ronda.register.sheets.grid import Cell, Grid

MAX_ROWS = 50_000


def read_list(file_name: str, content: bytes) -> list[tuple[str, str]]:
    """Return (address as written, "file row 7") of each row for ``run_sources(listed=...)``.

    The address is the first cell of a row that looks like one; a row without is passed on as it
    stands, so that the source names it, but for the first row, which may be a heading. Raises
    :class:`ronda.register.errors.Refused` in words when the file cannot be read at all.
    """
    grids, _ = read_file(file_name, content)
    workbook = len({g.name for g in grids}) > 1
    if not workbook:
        # A text file comes once for each delimiter it may have: take the one with most addresses.
        grids = sorted(grids, key=_addresses, reverse=True)[:1]
    found: list[tuple[str, str]] = []
    for grid in grids:
        place = f"{file_name} {grid.name}".strip() if workbook else file_name
        found += _rows(grid, place)
    return found[:MAX_ROWS]


def _rows(grid: Grid, place: str) -> list[tuple[str, str]]:
    found = []
    first = min(grid.rows, default=0)
    for number, row in sorted(grid.rows.items()):
        texts = [text for text in (_text(cell) for _, cell in sorted(row.items())) if text]
        if not texts or texts[0].startswith("#"):
            continue
        # A cell with a name first: "1.2.3.4" may be a number of the list.
        addresses = sorted(filter(looks_like_address, texts), key=_is_ipv4)
        address = addresses[0] if addresses else None
        if address is None and number == first:
            continue
        found.append((address or " ".join(texts), f"{place} baris {number}"))
    return found


def looks_like_address(text: str) -> bool:
    """A host with a dot in it, a whole IPv4 address ("10.5" is a number), or a URL."""
    if " " in text or "@" in text:
        return False
    try:
        host = parse(text).host
    except BadUrl:
        return False
    last = host.rpartition(".")[2]
    named = bool(host.partition(".")[2]) and not last.isdigit()
    return "://" in text or named or _is_ipv4(host)


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _addresses(grid: Grid) -> int:
    return sum(
        any(looks_like_address(_text(cell)) for cell in row.values()) for row in grid.rows.values()
    )


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
