"""A list of addresses that a person uploaded or typed.

What it reads: one address a row, as written. It sees what people know: letters, search results,
reports of citizens. Whoever names a page has named its site: a path is kept only on hosts whose
paths belong to different owners.

What it drops, counted and named by row: what is no address, and rows that repeat a site.

What it costs: nothing to anybody else.
"""

from collections import Counter
from collections.abc import AsyncIterator

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl

META = SourceMeta(
    id="list",
    title=Text("Daftar yang diunggah", "Uploaded list"),
    what=Text(
        "Membaca daftar alamat yang diunggah atau diketik petugas.",
        "Reads a list of addresses that an officer uploaded or typed.",
    ),
    cost=Text("Tidak membebani siapa pun.", "Costs nobody anything."),
)

# More broken rows than this are only counted: the list is then of another kind altogether.
MAX_NAMED = 50


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the sites of the list, in order."""
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
        yield Sighting(META.id, url, context.now, where[:500], facts)
    for step, count in counts.items():
        yield Note(step, count)


def _bad_row(written: str, where: str, error: str) -> Text:
    return Text(
        "{where}: {written!r} bukan alamat situs. Tulis misalnya dinas.contoh.go.id "
        "atau https://contoh.id/dinas.",
        "{where}: {written!r} is no site's address ({error}). Write for example "
        "dinas.contoh.go.id or https://contoh.id/dinas.",
    ).fill(where=where[:200], written=written[:100], error=error)
