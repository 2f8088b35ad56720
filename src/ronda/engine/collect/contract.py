"""What collectors are given by whoever runs them: control from outside, and shared politeness."""

from collections.abc import Callable
from typing import Protocol


class Control(Protocol):
    """Asked before every connection and at least twice a second while one is open."""

    def stopped(self) -> bool:
        """The global stop switch is engaged, or this visit was cancelled."""
        ...

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """Return the reason when the do-not-visit list holds the host or an address, else None."""
        ...


class Free:
    """Control that never stops and forbids nothing: for the command line and tests."""

    def stopped(self) -> bool:
        """Never."""
        return False

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """Nothing."""
        return None


Progress = Callable[[str], None]
"""Told the key of each artifact as its collection begins."""
