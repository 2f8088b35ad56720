"""Does an address or a text carry a word that makes it worth a look?"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import msgspec

from ronda.engine.attribute.calledafter import FILLERS
from ronda.engine.attribute.names import field_words
from ronda.engine.attribute.shared import SharedHosts, chosen_labels
from ronda.engine.urls import Origin

# Kinds of offices; a link that names one in words leads to an office's site more often than not.
_OFFICE_WORDS = re.compile(
    r"\b(?:dinas|badan|biro|inspektorat|sekretariat|uptd?|balai|satpol|samsat|ppid|rsud)\b"
)
_LONG_WORD = 6  # so long a word may stand within others ("sipuskakesehatan")
_PIECES = re.compile(r"[a-z0-9]+")
_LETTERS = re.compile(r"[a-z]+(?:[0-9]+[a-z]+)*")  # "dp3a" is one piece, "dinkes2024" is not
_INSTITUTIONS = (".sch.id", ".ac.id", ".desa.id", ".mil.id", ".ponpes.id")
MAX_TEXT = 500
MAX_LABEL = 63
MAX_PIECES = 12
MIN_WORD = 3


def squeeze(text: str) -> str:
    """Lower case, letters and digits only: "Dinas Kesehatan" and "dinas-kesehatan" are one."""
    folded = unicodedata.normalize("NFKC", text[:MAX_TEXT]).lower()
    return "".join(c for c in folded if c.isalnum())


def office_in_address(origin: Origin, shared: SharedHosts) -> str | None:
    """Return the field of some office that an address names, in the part that is a site's own.

    On a host of one owner that is the host: the paths of newspapers speak of every office.
    """
    own = shared.host_of(origin.host) is None
    words = chosen_labels(origin.host) if own else shared.owned_words(origin)
    pieces = _PIECES.findall(words[:MAX_TEXT].lower())
    found = next((p for p in pieces if p in field_words()), None)
    return found or next((w for w in _long_words() if any(w in p for p in pieces)), None)


def of_institution(host: str) -> bool:
    """A name under a suffix that only schools, universities, villages and the army may have."""
    return host.endswith(_INSTITUTIONS)


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(w for w in field_words() if len(w) >= _LONG_WORD))


class Signs(msgspec.Struct, frozen=True):
    """The weak signs in a name: what looks like an office or service, and like our region."""

    office: str = ""
    place: str = ""


class Watch:
    """The watched words, ready to be looked for.

    ``words`` make a host worth a person's look. ``hints`` (offices, applications, services) and
    ``places`` (our region and towns) are shorter or more common: a host that carries one is only
    worth Ronda's own look; one that carries both is as good as a watched word.
    """

    def __init__(
        self,
        words: Iterable[str],
        shared: SharedHosts,
        hints: Iterable[str] = (),
        places: Iterable[str] = (),
    ) -> None:
        kept = sorted({w.strip().lower() for w in words if len(w.strip()) >= MIN_WORD})
        self._zones = tuple(w for w in kept if "." in w)
        self._words = tuple(
            w for w in (squeeze(w) for w in kept if "." not in w) if len(w) >= MIN_WORD
        )
        self._places = frozenset(p for p in map(squeeze, places) if len(p) >= MIN_WORD)
        self._offices = frozenset(h for h in map(squeeze, hints) if len(h) >= MIN_WORD)
        # Everyday words of offices say something only beside our region: "kelautanjabar".
        self._fields = field_words() if self._places else frozenset()
        self._telling = self._offices | self._fields
        self._known = self._telling | self._places | FILLERS
        self._longest = max(map(len, self._known))
        self._shared = shared

    @property
    def strong(self) -> frozenset[str]:
        """What a host must carry, squeezed, for :meth:`in_host` to find something."""
        return frozenset(w for w in (*map(squeeze, self._zones), *self._words) if w)

    @property
    def weak(self) -> frozenset[str]:
        """The words of which :meth:`signs_in_host` must find one."""
        return self._offices | self._places

    def zone_of(self, host: str) -> str | None:
        """Return the watched zone that a host stands in."""
        return next((z for z in self._zones if host == z or host.endswith("." + z)), None)

    def in_host(self, host: str) -> str | None:
        """Return the watched word that a host carries, or None."""
        zone = self.zone_of(host)
        if zone is not None:
            return zone
        shared = self._shared.host_of(host)
        chosen = host.removesuffix(shared) if shared else host
        flat = squeeze(chosen)
        return next((w for w in self._words if w in flat), None)

    def in_address(self, origin: Origin) -> str | None:
        """Return the watched word in the part of an address that its owner chose."""
        found = self.in_host(origin.host)
        if found is None and origin.path != "/":
            flat = squeeze(self._shared.owned_words(origin))
            found = next((w for w in self._words if w in flat), None)
        return found

    def signs_in_host(self, host: str) -> Signs:
        """Return the weak signs that a host carries where a word may begin or end.

        A word counts when the piece between dots and hyphens that it stands in consists of known
        words alone; else at the beginning or end of the piece (an office's from four letters on, a
        place's from three), or anywhere from six letters on.
        """
        shared = self._shared.host_of(host)
        chosen = host.removesuffix(shared) if shared else chosen_labels(host)
        office = place = field = ""
        for piece in _LETTERS.findall(chosen[:MAX_TEXT].lower())[:MAX_PIECES]:
            for word in self._words_of(piece[:MAX_LABEL]):
                if word in self._places:
                    place = place or word
                elif word in self._offices:
                    office = office or word
                elif word in self._fields:
                    field = field or word
        return Signs(office or (field if place else ""), place)

    def counts_weak(self, word: str, piece: str) -> bool:
        """Say whether :meth:`signs_in_host` may count a weak word in a piece that contains it.

        True more often than it does, never less: the same rules, without looking for the best.
        """
        size = len(word)
        if size >= _LONG_WORD:
            return True
        outer = piece.startswith(word) or piece.endswith(word)
        if outer and (size > MIN_WORD or word in self._places):
            return True
        return self._is_made_of_words(piece)

    def _is_made_of_words(self, piece: str) -> bool:
        """Say whether known words fill a piece; quicker than finding the fewest of them."""
        reached = {0}
        for start in range(len(piece)):
            if start in reached:
                longest = min(len(piece), start + self._longest)
                sizes = range(start + 1, longest + 1)
                reached.update(end for end in sizes if piece[start:end] in self._known)
        return len(piece) in reached

    def _words_of(self, piece: str) -> list[str]:
        """Return the known words of a piece that it may be made of."""
        whole = self._split(piece)
        if whole:
            return whole
        found: list[str] = []
        for size in range(min(len(piece), MAX_LABEL) - 1, MIN_WORD - 1, -1):
            ends = (piece[:size], piece[-size:])
            found += [
                p for p in ends if p in self._places or (size > MIN_WORD and p in self._telling)
            ]
            if size >= _LONG_WORD:
                inner = (piece[i : i + size] for i in range(1, len(piece) - size))
                found += [p for p in inner if p in self._offices or p in self._places]
        return found

    def _split(self, piece: str) -> list[str]:
        """Return a piece as known words without a letter left, the fewest; [] when there is none."""
        best: list[list[str] | None] = [[]]
        for end in range(1, len(piece) + 1):
            choices = [
                [*before, piece[start:end]]
                for start in range(end)
                if (before := best[start]) is not None and piece[start:end] in self._known
            ]
            best.append(min(choices, key=len, default=None))
        return best[-1] or []

    def in_text(self, text: str) -> str | None:
        """Return the watched word or the kind of office that a text names, or None."""
        flat = squeeze(text)
        found = next((w for w in self._words if w in flat), None)
        if found is None:
            office = _OFFICE_WORDS.search(text[:MAX_TEXT].lower())
            found = office[0] if office else None
        return found
