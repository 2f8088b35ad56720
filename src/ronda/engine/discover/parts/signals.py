"""Does an address or a text carry a word that makes it worth a look?"""

import re
import unicodedata
from collections.abc import Iterable

from ronda.engine.attribute.shared import SharedHosts
from ronda.engine.urls import Origin

# Kinds of offices; a link that names one in words leads to an office's site more often than not.
_OFFICE_WORDS = re.compile(
    r"\b(?:dinas|badan|biro|inspektorat|sekretariat|uptd?|balai|satpol|samsat|ppid|rsud)\b"
)
MAX_TEXT = 500


def squeeze(text: str) -> str:
    """Lower case, letters and digits only: "Dinas Kesehatan" and "dinas-kesehatan" are one."""
    folded = unicodedata.normalize("NFKC", text[:MAX_TEXT]).lower()
    return "".join(c for c in folded if c.isalnum())


class Watch:
    """The watched words, ready to be looked for."""

    def __init__(self, words: Iterable[str], shared: SharedHosts) -> None:
        kept = sorted({w.strip().lower() for w in words if len(w.strip()) >= 3})
        self._zones = tuple(w for w in kept if "." in w)
        self._words = tuple(w for w in (squeeze(w) for w in kept if "." not in w) if len(w) >= 3)
        self._shared = shared
        # For a search in raw bytes; squeezed words may stand with hyphens in a host.
        self.has_words = bool(self._zones or self._words)

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

    def in_text(self, text: str) -> str | None:
        """Return the watched word or the kind of office that a text names, or None."""
        flat = squeeze(text)
        found = next((w for w in self._words if w in flat), None)
        if found is None:
            office = _OFFICE_WORDS.search(text[:MAX_TEXT].lower())
            found = office[0] if office else None
        return found
