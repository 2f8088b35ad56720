"""Reads a transfer's records in order: a whole zone, or what changed since a serial (RFC 1995)."""

from typing import Literal

Place = Literal["mark", "added", "removed"]


class Sequence:
    """Told each record in order, says what it is and whether the transfer is over.

    A whole zone stands between its SOA twice. Changes stand between the new SOA twice, each as the
    old SOA, what went, the next SOA, what came. One SOA that is not newer means "nothing changed".
    """

    def __init__(self, since: int | None) -> None:
        self._since = since
        self._phase: Literal["start", "first", "whole", "removing", "adding"] = "start"
        self._at = -1  # the serial that what came leads to
        self.serial = -1  # of the zone as it is now
        self.incremental = self.unchanged = self.over = False

    def take(self, kind: str, value: str) -> Place:
        """Take one record; ``value`` is its text, of a SOA with the serial as the third word."""
        if kind != "SOA":
            if self._phase == "first":
                self._phase = "whole"
            return "removed" if self._phase == "removing" else "added"
        serial = _serial(value)
        if self._phase == "start":
            self.serial, self._phase = serial, "first"
        elif self._phase == "first" and (self._since is None or serial != self._since):
            # The zone holds nothing but its SOA.
            self._phase, self.over = "whole", True
        elif self._phase == "first":
            self.incremental, self._phase = True, "removing"
        elif self._phase == "removing":
            self._at, self._phase = serial, "adding"
        elif self._phase == "adding" and not (serial == self.serial == self._at):
            self._phase = "removing"
        else:
            self.over = True
        return "mark"

    def message_ends(self) -> None:
        """A message that held nothing but one SOA, which is not newer, ends the transfer."""
        if self._phase == "first" and self._since is not None:
            newer = 0 < (self.serial - self._since) % 2**32 < 2**31  # RFC 1982
            if not newer:
                self.unchanged = self.over = True


def _serial(value: str) -> int:
    words = value.split()
    return int(words[2]) if len(words) > 2 and words[2].isdigit() else -1
