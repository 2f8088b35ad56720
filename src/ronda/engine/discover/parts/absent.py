"""Names that were not there lately, remembered in little room until they are asked for again."""

import base64
import binascii
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

MAX_REMEMBERED = 200_000
_SIZE = 6  # bytes of a name's hash: one in 10**9 names is taken for another
_SOONEST, _SPREAD = 3, 7  # days


class Absent:
    """A set of names, each until a day of its own, so that not all come due at once."""

    def __init__(self, state: object, now: datetime) -> None:
        """Read what :meth:`state` gave; what is due, or of another form, is left out."""
        self._today = now.date().toordinal()
        self._days: dict[int, set[bytes]] = defaultdict(set)
        for day, packed in state.items() if isinstance(state, Mapping) else ():
            if isinstance(day, str) and day.isdigit() and isinstance(packed, str):
                due = int(day)
                if self._today < due <= self._today + _SOONEST + _SPREAD:
                    self._days[due] = _unpacked(packed)
        self._all = {one for some in self._days.values() for one in some}

    def __contains__(self, name: str) -> bool:
        return _hash(name) in self._all

    def __len__(self) -> int:
        return len(self._all)

    def add(self, name: str) -> None:
        """Remember a name; nothing when too many are remembered."""
        one = _hash(name)
        if one not in self._all and len(self._all) < MAX_REMEMBERED:
            self._all.add(one)
            self._days[self._today + _SOONEST + one[0] % _SPREAD].add(one)

    def state(self) -> dict[str, str]:
        """Return everything for a checkpoint."""
        return {
            str(day): base64.b64encode(b"".join(sorted(some))).decode("ascii")
            for day, some in sorted(self._days.items())
            if some
        }


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:_SIZE]


def _unpacked(packed: str) -> set[bytes]:
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return set()
    return {raw[at : at + _SIZE] for at in range(0, len(raw) - _SIZE + 1, _SIZE)}
