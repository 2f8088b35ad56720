"""How agencies' hosts are named in our zones: patterns around an agency's word, and their use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SEEN_FOR = 3
"""A pattern that so many agencies follow is one that the others may follow too."""
MAX_PATTERN = 40
# What offices of any region put around their name; asked for without having been seen.
USUAL = ("{}", "ppid.{}", "ppid-{}", "e-{}", "sim{}", "si{}", "data.{}", "jdih.{}")
_AFFIXES = ("e", "si", "sim")  # written without a hyphen


class Agencies:
    """Agencies by the words that stand for them in hosts."""

    def __init__(self, words: tuple[tuple[str, ...], ...]) -> None:
        self.words = words
        self._of: dict[str, set[int]] = defaultdict(set)
        for number, group in enumerate(words):
            for word in group:
                self._of[word].add(number)

    def patterns_in(self, left: str) -> Iterator[tuple[str, int]]:
        """Yield (pattern, agency) for each agency's word in the part of a host before its zone.

        "ppid.dinkes" follows "ppid.{}". A word that several agencies bear says nothing.
        """
        at = 0
        for piece in left.replace("-", ".").split("."):
            for affix in ("", *_AFFIXES):
                bearers = self._of.get(piece[len(affix) :], ())
                if piece.startswith(affix) and len(bearers) == 1:
                    before, after = left[: at + len(affix)], left[at + len(piece) :]
                    if len(before) + len(after) <= MAX_PATTERN and "{" not in before + after:
                        yield f"{before}{{}}{after}", next(iter(bearers))
            at += len(piece) + 1

    def learned(self, lefts: Iterable[str]) -> list[str]:
        """Return the patterns that enough agencies follow, the most followed first."""
        followers: dict[str, set[int]] = defaultdict(set)
        for left in lefts:
            for pattern, agency in self.patterns_in(left):
                followers[pattern].add(agency)
        often = [(len(who), p) for p, who in followers.items() if len(who) >= SEEN_FOR]
        return [pattern for _, pattern in sorted(often, key=lambda x: (-x[0], x[1]))]
