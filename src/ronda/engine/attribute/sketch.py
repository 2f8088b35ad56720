"""A page as a few numbers: enough to tell how much of one stands in another, too few to store it.

The smallest hashes of all runs of words (bottom-k sketches; Broder, "On the resemblance and
containment of documents", 1997). Of two sketches, what lies below both largest numbers is a fair
sample of both pages.
"""

import zlib
from bisect import bisect_right
from collections.abc import Sequence

SIZE = 96  # numbers a sketch; an error of about 0.1 in a likeness of one half
RUN = 4  # words in a row
MIN_SAMPLE = 10  # numbers that two pages must have below both ends to be compared at all
MAX_WORDS = 4_000

Sketch = tuple[int, ...]


def sketch(words: Sequence[str], run: int = RUN) -> Sketch:
    """Return the sketch of words in a row; empty when there are fewer than a run.

    What is no word is left out: dates, counters and prices change from day to day.
    """
    kept = list(filter(str.isalpha, words[:MAX_WORDS]))
    runs = map(" ".join, zip(*(kept[i:] for i in range(run)), strict=False))
    numbers = set(map(zlib.crc32, map(str.encode, runs)))
    return tuple(sorted(numbers)[:SIZE])


def held(known: Sketch, found: Sketch, numbers: frozenset[int] | None = None) -> float:
    """Return which share of ``known`` stands in ``found``: 0 to 1; 0 where too little can be compared.

    ``numbers``: those of ``found``, for whoever compares it with many.
    """
    if not known or not found:
        return 0.0
    end = min(_end(known), _end(found))
    size = bisect_right(known, end)
    if size < MIN_SAMPLE:
        return 0.0
    return len((numbers or frozenset(found)).intersection(known[:size])) / size


def _end(numbers: Sketch) -> int:
    """Up to where a sketch is whole: a short one holds all there is."""
    return numbers[-1] if len(numbers) >= SIZE else 2**32
