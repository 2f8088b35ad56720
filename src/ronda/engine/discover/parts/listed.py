"""Addresses that people handed in, row by row, as sightings of one source."""

from collections import Counter
from collections.abc import Iterator

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.contract import Note, Sighting, SourceContext
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl

# More broken rows than this are only counted: the list is then of another kind altogether.
MAX_NAMED = 50


def sightings_of(source: str, context: SourceContext) -> Iterator[Sighting | Note]:
    """Yield the sites of ``context.listed`` in order, and what was dropped, named by row."""
    shared = shared_hosts(context.net.extra_shared_hosts)
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for written, where in context.listed:
        counts["read"] += 1
        try:
            url = shared.site_of(written)
        except BadUrl as error:
            counts["malformed"] += 1
            if counts["malformed"] <= MAX_NAMED:
                yield Note("malformed", 0, "error", _bad_row(written, where, str(error)))
            continue
        if url in seen:
            counts["duplicate"] += 1
            continue
        seen.add(url)
        counts["sighted"] += 1
        facts = {"written": written[:300]}
        if "://" in written:
            facts["scheme"] = url.partition(":")[0]
        yield Sighting(source, url, context.now, where[:500], facts)
    for step, count in counts.items():
        yield Note(step, count)


def _bad_row(written: str, where: str, error: str) -> Text:
    return Text(
        "{where}: {written!r} bukan alamat situs. Tulis misalnya dinas.contoh.go.id "
        "atau https://contoh.id/dinas.",
        "{where}: {written!r} is no site's address ({error}). Write for example "
        "dinas.contoh.go.id or https://contoh.id/dinas.",
    ).fill(where=where[:200], written=written[:100], error=error)
