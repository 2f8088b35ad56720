"""Which entries of a certificate log are worth parsing: a search in their raw bytes.

Names stand in two places of a certificate: the subject alternative names and common names. Both
are found by the bytes of their object identifiers wherever those stand, and only what follows
them is searched. What is taken is a superset of what a :class:`signals.Watch` takes; it judges.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress

import ahocorasick_rs

from ronda.engine.discover.parts.signals import squeeze

_NAMES = b"\x06\x03\x55\x1d\x11"  # id-ce-subjectAltName (RFC 5280, 4.2.1.6)
_COMMON = b"\x06\x03\x55\x04\x03"  # id-at-commonName (RFC 5280, appendix A.1)
_PLAIN = b"\x0c\x13\x16"  # UTF8String, PrintableString, IA5String: one byte a character, if ASCII
_SHORT = b"\x04" + _PLAIN  # OCTET STRING holds the alternative names
_PLACES = ahocorasick_rs.BytesAhoCorasick([_NAMES, _COMMON])
_SEPARATOR = b"\xff\xff"  # stands between what does not belong together
_ODD = b"\xff"  # for a common name in characters of several bytes
_GROUP = 32
# Lower case; everything in ASCII that is neither letter nor digit is left out, as squeeze() does.
_LOWER = bytes(range(256)).lower()
_DROPPED = bytes(c for c in range(128) if not chr(c).isalnum())


class RawFilter:
    """The watched words, ready to be looked for in raw entries."""

    def __init__(self, words: Iterable[str]) -> None:
        flat = {squeeze(w).encode() for w in words if len(w.strip()) >= 3}
        needles = sorted(n for n in flat if n)
        self._search = ahocorasick_rs.BytesAhoCorasick(needles) if needles else None

    def takes(self, entry: bytes) -> bool:
        """Say whether a certificate, or an entry that holds one, may carry a watched name."""
        return bool(self.hits((entry,)))

    def hits(self, entries: Sequence[bytes]) -> list[int]:
        """Return the places of the entries that must be parsed, in order."""
        if self._search is None:
            return []
        # Many entries are searched as one, in few calls; most batches hold nothing at all.
        whole = _SEPARATOR.join([*entries, _SEPARATOR])
        found = _PLACES.find_matches_as_indexes(whole)
        windows = [
            whole[end + 2 : end + 2 + whole[end + 1]]
            if whole[end] in _SHORT and whole[end + 1] < 0x80
            else _window(whole, kind, end)
            for kind, _, end in found
        ]
        kinds = [kind for kind, _, _ in found]
        if not self._worth(windows, kinds):
            return []
        ends = list(accumulate(len(entry) + len(_SEPARATOR) for entry in entries))
        places = set()
        for at in range(0, len(found), _GROUP):
            if self._worth(windows[at : at + _GROUP], kinds[at : at + _GROUP]):
                for one in range(at, min(at + _GROUP, len(found))):
                    if self._worth(windows[one : one + 1], kinds[one : one + 1]):
                        places.add(bisect_right(ends, found[one][1]))
        return sorted(places)

    def _worth(self, windows: Sequence[bytes], kinds: Sequence[int]) -> bool:
        """Say whether one of them carries a word, or is a common name that is not plain ASCII."""
        if not b"".join(compress(windows, kinds)).isascii():
            return True
        flat = _SEPARATOR.join(windows).translate(_LOWER, _DROPPED)
        return self._search is not None and bool(self._search.find_matches_as_indexes(flat))


def _window(whole: bytes, kind: int, at: int) -> bytes:
    """Return what follows an identifier, in the forms that are not the most common one."""
    if kind and whole[at] not in _PLAIN:
        return _ODD
    if not kind and whole[at] == 0x01:
        at += 3  # "critical"
    begin, size = _length(whole, at + 1)
    return whole[begin : begin + size]


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where a DER value begins and how long it is (X.690, 8.1.3); the rest when that is cut."""
    first = data[at] if at < len(data) else 0
    if first < 0x80:
        return at + 1, first
    octets = first & 0x7F
    return at + 1 + octets, int.from_bytes(data[at + 1 : at + 1 + octets])
