"""Which entries of a certificate log are worth parsing: a search in their raw bytes.

Names stand in two places of a certificate: the subject alternative names and, where there are none,
common names. The first are found by the bytes of their object identifier, and only what follows it is
searched, for many entries in one call; the second are looked for where the first are missing. What
is taken is a superset of what a :class:`signals.Watch` takes; it judges. A watched word counts wherever
it stands; a weak one (an office's short name, a place) only where a word may begin or end, as the
watch has it: else most entries would be parsed for three letters in a stranger's name.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from operator import lt

import ahocorasick_rs

from ronda.engine.discover.parts.signals import MAX_LABEL, MAX_TEXT, Watch

_NAMES = b"\x06\x03\x55\x1d\x11"  # id-ce-subjectAltName (RFC 5280, 4.2.1.6)
_COMMON = b"\x06\x03\x55\x04\x03"  # id-at-commonName (RFC 5280, appendix A.1)
_PLAIN = b"\x0c\x13\x16"  # UTF8String, PrintableString, IA5String: one byte a character, if ASCII
_OCTETS = 0x04  # OCTET STRING holds the alternative names,
_LIST = b"\x30"  # a SEQUENCE of them
# One needle is found four times as quickly as two.
_PLACES = ahocorasick_rs.BytesAhoCorasick([_NAMES])
_SEPARATOR = b"\xff\xff"  # stands between what does not belong together
_ODD = b"\xff"  # for a common name in characters of several bytes
_DNS = 0x82  # a dNSName's tag (RFC 5280, 4.2.1.6), before its length
_LONG_NAME = re.compile(rb"\x82[\x82-\x88]")  # a dNSName of more than 255 bytes
_GROUP = 128  # entries searched as one: few calls, and what they work on stays in the cache
_MANY = 8  # identifiers an entry; real ones have one
_LOWER = bytes(range(256)).lower()
# Everything in ASCII that is neither letter nor digit is left out, as squeeze() does.
_DROPPED = bytes(c for c in range(128) if not chr(c).isalnum())
# Or it becomes one byte, as everything beyond ASCII: what stands between is one run of a name.
_BREAK = b"."
_RUNS = bytes(c if c < 128 and chr(c).isalnum() else _BREAK[0] for c in range(256)).lower()
_DIGITS = b"0123456789"


class RawFilter:
    """A watch's words, ready to be looked for in raw entries."""

    def __init__(self, watch: Watch, also: Callable[[bytes], None] | None = None) -> None:
        """``also`` is handed all alternative names of each group of entries, a separator between."""
        self._watch = watch
        self._also = also
        self._strong = _automaton(watch.strong)
        self._weak_words = sorted(watch.weak)
        self._weak = _automaton(self._weak_words)

    def takes(self, entry: bytes) -> bool:
        """Say whether a certificate, or an entry that holds one, may carry a watched name."""
        return bool(self.hits((entry,)))

    def hits(self, entries: Sequence[bytes]) -> list[int]:
        """Return the places of the entries that must be parsed, in order."""
        if self._strong is None and self._weak is None and self._also is None:
            return []
        groups = range(0, len(entries), _GROUP)
        return [at + n for at in groups for n in self._among(entries[at : at + _GROUP])]

    def _among(self, entries: Sequence[bytes]) -> list[int]:
        whole = _SEPARATOR.join([*entries, _SEPARATOR])
        marks = [end for _, _, end in _PLACES.find_matches_as_indexes(whole)]
        if len(marks) > _MANY * len(entries):
            return list(range(len(entries)))  # made to be slow to search
        windows = [
            whole[(begin := end + 2) : begin + size]
            if (size := whole[end + 1]) < 0x80 and whole[end] == _OCTETS
            else _window(whole, 0, end)
            for end in marks
        ]
        ends = list(accumulate(map(len(_SEPARATOR).__add__, map(len, entries))))
        joined = _SEPARATOR.join([b"", *windows, b""])
        if self._also is not None:
            self._also(joined)
        taken: set[int] = set()
        plain = len(windows)
        # As a rule each entry has one list of names. Of the others common names are searched too.
        if not (
            len(marks) == len(ends)
            and joined.count(_SEPARATOR + _LIST) == plain
            and all(map(lt, marks, ends))
            and all(map(lt, ends, marks[1:]))
        ):
            lone = _without_names(marks, windows, ends)
            for place in lone:
                for found in _common_names(entries[place]):
                    marks.append(ends[place] - 1)
                    windows.append(found)
                    if not found.isascii():
                        taken.add(len(windows) - 1)
            joined = _SEPARATOR.join([b"", *windows, b""])
        taken.update(self._with_strong(windows))
        taken.update(self._with_weak(windows, joined, plain))
        return sorted({bisect_right(ends, marks[number]) for number in taken})

    def _with_strong(self, windows: Sequence[bytes]) -> Iterator[int]:
        """Yield the windows that carry a word that counts wherever it stands."""
        if self._strong is None:
            return
        flat = _SEPARATOR.join(windows).translate(_LOWER, _DROPPED)
        matches = self._strong.find_matches_as_indexes(flat)
        if not matches:
            return
        if flat.count(_SEPARATOR) != len(windows) - 1:
            # Some window has bytes like a separator: then they cannot be counted.
            for number, window in enumerate(windows):
                if self._strong.find_matches_as_indexes(window.translate(_LOWER, _DROPPED)):
                    yield number
            return
        number = before = 0
        for _, start, _ in matches:
            number += flat.count(_SEPARATOR, before, start)
            before = start
            yield number

    def _with_weak(self, windows: Sequence[bytes], joined: bytes, plain: int) -> Iterator[int]:
        """Yield the windows that carry a weak word where the watch may count it.

        The first ``plain`` windows hold alternative names, the others a common name each.
        """
        if self._weak is None:
            return
        runs = joined.translate(_RUNS)
        matches = self._weak.find_matches_as_indexes(runs, overlapping=True)
        if not matches:
            return
        ends = list(accumulate(map(len(_SEPARATOR).__add__, map(len, windows))))
        last = -1
        for which, start, end in matches:
            number = bisect_right(ends, start - len(_SEPARATOR))
            if number == last:
                continue
            window = windows[number]
            if number >= plain:
                if len(window) <= MAX_TEXT and (b"." not in window or b" " in window):
                    continue  # no name of a host: an authority's, as a rule
                odd = len(window) > MAX_TEXT
            else:
                odd = _LONG_NAME.search(window) is not None
            if odd or self._counts(which, runs, joined, start, end):
                last = number
                yield number

    def _counts(self, which: int, runs: bytes, joined: bytes, start: int, end: int) -> bool:
        """Say whether the watch may count a weak word that was found at a place."""
        word = self._weak_words[which]
        left = runs.rfind(_BREAK, 0, start) + 1
        before = joined[left - 1]
        if before == _DNS:
            left += 1  # the name's length, which looks like a letter or digit
        elif not 0x20 < before < 0x7F and before != _SEPARATOR[0] and joined[left - 2] != _DNS:
            return True  # no name of a host: the parser knows
        if start < left:
            return False
        piece = runs[left : runs.find(_BREAK, end)].strip(_DIGITS).decode("ascii")
        if len(piece) > MAX_LABEL:
            return True
        return self._watch.counts_weak(word, piece)


def _automaton(words: Iterable[str]) -> ahocorasick_rs.BytesAhoCorasick | None:
    # As a table of states: some hundred KB for a province's words, and twice as quick.
    kind = ahocorasick_rs.Implementation.DFA
    needles = [word.encode() for word in words]
    return ahocorasick_rs.BytesAhoCorasick(needles, implementation=kind) if needles else None


def _without_names(
    marks: Sequence[int], windows: Sequence[bytes], ends: Sequence[int]
) -> Iterator[int]:
    """Yield the entries that have no list of names, or something odd in its place."""
    marked = Counter(
        bisect_right(ends, mark)
        for mark, window in zip(marks, windows, strict=True)
        if _is_list(window)
    )
    return (place for place in range(len(ends)) if marked[place] != 1)


def _is_list(window: bytes) -> bool:
    if not window.startswith(_LIST):
        return False
    begin, size = _length(window, 1)
    return begin + size == len(window)


def _common_names(entry: bytes) -> Iterator[bytes]:
    """Yield what follows the identifiers of common names in an entry."""
    at = entry.find(_COMMON)
    while at >= 0:
        at += len(_COMMON)
        yield _window(entry, 1, at)
        at = entry.find(_COMMON, at)


def _window(whole: bytes, kind: int, at: int) -> bytes:
    """Return what follows an identifier, in the forms that are not the most common one."""
    if at >= len(whole):
        return b""
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
