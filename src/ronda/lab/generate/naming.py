"""Gives each site an address that no other has, in memory that does not grow with their number."""

import hashlib
import re
from collections.abc import Callable

from ronda.lab.standing import apex_of

_BITS = 1 << 27  # 16 MB: a million names give about one needless second try in 5,000
_LABEL = 55
_TRIES = 8


class Taken:
    """A set of texts in fixed memory: it may say "taken" for a new one, never "free" for a taken one."""

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)

    def __contains__(self, text: str) -> bool:
        return all(self._bits[i >> 3] >> (i & 7) & 1 for i in _places(text))

    def add(self, text: str) -> None:
        """Remember a text."""
        for i in _places(text):
            self._bits[i >> 3] |= 1 << (i & 7)


def _places(text: str) -> tuple[int, int]:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4]) % _BITS, int.from_bytes(digest[4:]) % _BITS


class Names:
    """Hands out places (a host, or a host with a path) by order of asking."""

    def __init__(self, own_zones: tuple[str, ...], shared_hosts: tuple[str, ...]) -> None:
        self._places, self._lone, self._crowded = Taken(), Taken(), Taken()
        self._zones, self._shared = own_zones, shared_hosts
        for host in (*own_zones, *shared_hosts):
            self._places.add(host)

    def claim(self, draw: Callable[[int], str], *, lone: bool = False) -> str:
        """Return the first of the drawn places that is free; ``draw`` gets the number of the try.

        ``lone``: when it is a registered domain itself, nothing else will stand in it.
        """
        for number in range(10_000):
            place = clean(draw(min(number, _TRIES)))
            if number > _TRIES:
                place = _numbered(place, number - _TRIES)
            if self.reserve(place, lone=lone):
                return place
        raise RuntimeError(f"no free name after 10,000 tries; the last was {place}")

    def reserve(self, place: str, *, lone: bool = False) -> bool:
        """Take a place; False when it is another's already."""
        if place in self._places:
            return False
        host = place.partition("/")[0]
        own = any(
            host == zone or host.endswith(f".{zone}") for zone in (*self._zones, *self._shared)
        )
        if not own and not host.replace(".", "").isdigit():
            apex = apex_of(host)
            if lone and host == apex:
                if apex in self._crowded:
                    return False
                self._lone.add(apex)
            elif apex in self._lone:
                return False
            else:
                self._crowded.add(apex)
        self._places.add(place)
        return True


def _numbered(place: str, number: int) -> str:
    if "/" in place:
        return f"{place}-{number}"
    head, _, tail = place.partition(".")
    return f"{head}{number}.{tail}"


def clean(place: str) -> str:
    """Return a drawn place in small letters with sound labels of bounded length."""
    host, mark, path = place.lower().partition("/")
    labels = [_label(label) for label in host.split(".")]
    return ".".join(label for label in labels if label) + mark + re.sub(r"[^a-z0-9-]+", "-", path)


def _label(label: str) -> str:
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "", label)).strip("-")[:_LABEL].strip("-")
