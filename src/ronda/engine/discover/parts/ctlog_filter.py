"""Which entries of a certificate log are worth parsing: a search in their raw bytes.

Names stand in two places of a certificate: the subject alternative names and common names. Both
are found by the bytes of their object identifiers wherever those stand, and only what follows
them is searched. What is taken is a superset of what a :class:`signals.Watch` takes; it judges.
"""

from collections.abc import Iterable, Sequence

import ahocorasick_rs

from ronda.engine.discover.parts.signals import squeeze

_NAMES = b"\x06\x03\x55\x1d\x11"  # id-ce-subjectAltName (RFC 5280, 4.2.1.6)
_COMMON = b"\x06\x03\x55\x04\x03"  # id-at-commonName (RFC 5280, appendix A.1)
_PLAIN = b"\x0c\x13\x16"  # UTF8String, PrintableString, IA5String: one byte a character, if ASCII
# Lower case; everything in ASCII that is neither letter nor digit is left out, as squeeze() does.
_LOWER = bytes(range(256)).lower()
_DROPPED = bytes(c for c in range(128) if not chr(c).isalnum())


class RawFilter:
    """The watched words, ready to be looked for in raw entries."""

    def __init__(self, words: Iterable[str]) -> None:
        flat = {squeeze(w).encode() for w in words if len(w.strip()) >= 3}
        needles = sorted(n for n in flat if n)
        # A word within another says nothing more.
        self._needles = [n for n in needles if not any(o in n for o in needles if o != n)]
        self._search = ahocorasick_rs.BytesAhoCorasick(self._needles) if self._needles else None

    def takes(self, entry: bytes) -> bool:
        """Say whether a certificate, or an entry that holds one, may carry a watched name."""
        return bool(self.hits((entry,)))

    def hits(self, entries: Sequence[bytes]) -> list[int]:
        """Return the places of the entries that must be parsed."""
        if self._search is None:
            return []
        places, windows, odd = [], [], []
        for place, entry in enumerate(entries):
            window, strange = _window(entry)
            if strange:
                odd.append(place)
            elif window:
                places.append(place)
                windows.append(window)
        found = odd
        # Most batches hold nothing at all, which one search tells.
        if self._carries(b"\xff".join(windows)):
            found = sorted(
                odd + [p for p, w in zip(places, windows, strict=True) if self._carries(w)]
            )
        return found

    def _carries(self, data: bytes) -> bool:
        flat = data.translate(_LOWER, _DROPPED)
        return self._search is not None and bool(self._search.find_matches_as_indexes(flat))


def _window(entry: bytes) -> tuple[bytes, bool]:
    """Return the bytes of an entry that hold its names; True when they are written strangely."""
    parts = []
    at = entry.find(_NAMES)
    while at >= 0:
        at += 5
        start = at + 3 if entry[at : at + 1] == b"\x01" else at  # "critical"
        begin, size = _length(entry, start + 1)
        parts.append(entry[begin : begin + size])
        at = entry.find(_NAMES, at)
    at = entry.find(_COMMON)
    while at >= 0:
        at += 5
        begin, size = _length(entry, at + 1)
        value = entry[begin : begin + size]
        if entry[at : at + 1] not in _PLAIN or not value.isascii():
            return b"", True
        parts.append(value)
        at = entry.find(_COMMON, at)
    return b"\xff".join(parts), False


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where a DER value begins and how long it is (X.690, 8.1.3); the rest when that is cut."""
    first = data[at] if at < len(data) else 0
    if first < 0x80:
        return at + 1, first
    octets = first & 0x7F
    return at + 1 + octets, int.from_bytes(data[at + 1 : at + 1 + octets])
