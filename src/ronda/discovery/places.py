"""What two addresses of one site have in common, and lists cut into statements."""

from collections.abc import Iterator
from typing import TypeVar

from ronda.engine.urls import parse

CHUNK = 400  # rows a statement; SQLite bounds the number of its parameters
_DEFAULT_PORTS = (80, 443)
T = TypeVar("T")


def same_place(url: str) -> str:
    """Return what two addresses of one site have in common: scheme and "www." left out."""
    origin = parse(url)
    port = "" if origin.port in _DEFAULT_PORTS else f":{origin.port}"
    return f"{origin.host.removeprefix('www.')}{port}{origin.path}"


def chunks(items: list[T], size: int) -> Iterator[list[T]]:
    """Yield a list in parts of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
