"""Addresses with their titles in what search engines export or answer, whatever its shape."""

from collections.abc import Iterator

import msgspec

MAX_VALUES = 500_000  # looked at in one file
_ADDRESS_KEYS = ("link", "url", "page", "address", "alamat", "halaman", "tautan", "keys")
_TITLE_KEYS = ("title", "name", "judul", "pagetitle")
_WORDS_KEYS = ("snippet", "description", "cuplikan")
# Addresses that an answer holds about itself, not as results.
_NOT_RESULTS = frozenset(
    ["search_metadata", "search_parameters", "pagination", "serpapi_pagination", "context",
     "querycontext", "queries", "thumbnail", "favicon", "image", "pagemap", "deeplinks"]
)  # fmt: skip


class Result(msgspec.Struct, frozen=True):
    """One result: the address as written, the title and the words below it."""

    url: str
    title: str = ""
    words: str = ""


class BadResults(ValueError):
    """A file or answer is no JSON; the message (English) says where it breaks."""


def in_json(content: bytes) -> Iterator[Result]:
    """Yield the results of a JSON answer: Google's, Bing's, SerpAPI's or any like them.

    An object with an address under a telling key is a result. Raises :class:`BadResults`.
    """
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadResults(str(error)[:200] or type(error).__name__) from error
    waiting = [document]
    looked = 0
    while waiting and looked < MAX_VALUES:
        value = waiting.pop()
        looked += 1
        if isinstance(value, dict):
            told = {str(k).lower(): v for k, v in value.items()}
            address = _address(told)
            if address:
                yield Result(address, _first(told, _TITLE_KEYS), _first(told, _WORDS_KEYS))
            inner = [v for k, v in told.items() if k not in _NOT_RESULTS]
        else:
            inner = value if isinstance(value, list) else []
        # Reversed, so that results come in their own order.
        waiting.extend(v for v in reversed(inner) if isinstance(v, dict | list))


def in_rows(rows: list[list[str]]) -> Iterator[Result]:
    """Yield the results of a table with headings or without, in whatever order its columns stand.

    The address is in the column with most addresses; cells of other columns that are web addresses
    do not count twice.
    """
    width = max((len(row) for row in rows[:5_000]), default=0)
    votes = [
        sum(is_address(row[column]) for row in rows[:5_000] if column < len(row))
        for column in range(min(width, 200))
    ]
    if not any(votes):
        return
    best = votes.index(max(votes))
    titles = _title_column(rows, best)
    for row in rows:
        if best < len(row) and is_address(row[best]):
            yield Result(row[best].strip(), row[titles] if 0 <= titles < len(row) else "")


def is_address(cell: str) -> bool:
    """A web address, or a bare host name such as reports of linking sites list."""
    cell = cell.strip()
    if cell[:8].lower().startswith(("http://", "https://")):
        return " " not in cell
    last = cell.rpartition(".")[2]
    bare = "." in cell.strip(".") and last.isalpha() and len(last) >= 2 and len(cell) <= 253
    return bare and all(c.isalnum() or c in "-._" for c in cell)


def _title_column(rows: list[list[str]], best: int) -> int:
    for row in rows[:20]:
        if best < len(row) and not is_address(row[best]):
            for number, cell in enumerate(row):
                if cell.strip().lower().replace(" ", "") in _TITLE_KEYS:
                    return number
    return -1


def _address(told: dict[str, object]) -> str:
    for key in _ADDRESS_KEYS:
        value = told.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one[:8].lower().startswith(("http://", "https://")):
                return one
    return ""


def _first(told: dict[str, object], keys: tuple[str, ...]) -> str:
    return next((v for k in keys if isinstance(v := told.get(k), str)), "")[:300]
