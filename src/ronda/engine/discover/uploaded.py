"""A list of addresses that a person uploaded or typed.

What it reads: one address a row, as written. It sees what people know: letters, search results,
reports of citizens. Whoever names a page has named its site: a path is kept only on hosts whose
paths belong to different owners.

What it drops, counted and named by row: what is no address, and rows that repeat a site.

What it costs: nothing to anybody else.
"""

from collections.abc import AsyncIterator

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.listed import sightings_of
from ronda.engine.text import Text

META = SourceMeta(
    id="list",
    title=Text("Daftar yang diunggah", "Uploaded list"),
    what=Text(
        "Membaca daftar alamat yang diunggah atau diketik petugas.",
        "Reads a list of addresses that an officer uploaded or typed.",
    ),
    cost=Text("Tidak membebani siapa pun.", "Costs nobody anything."),
    by_hand=True,
)


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the sites of the list, in order."""
    for event in sightings_of(META.id, context):
        yield event
