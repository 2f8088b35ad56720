"""Sites that an agency itself calls its own.

What it reads: the form on the agency's page in Ronda (each declaration is stored the moment it is
made), and lists of declarations handed in with ``ronda discover --source declared --list FILE``.
It sees sites that no outside source can: unlinked, behind a wildcard certificate, abroad. It does
not see what an agency has forgotten or does not want to name.

What it drops, counted: what is no address, declarations in the same words.

What it costs: nothing to anybody else. A declaration is strong evidence of the owner (its facts
``agency`` and ``agency_name`` say whose), and still an officer decides.
"""

from collections.abc import AsyncIterator

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.listed import sightings_of
from ronda.engine.text import Text

META = SourceMeta(
    id="declared",
    title=Text("Pernyataan perangkat daerah", "Agencies' declarations"),
    what=Text(
        "Menerima situs yang dinyatakan perangkat daerah sebagai miliknya.",
        "Takes in sites that an agency declares to be its own.",
    ),
    cost=Text("Tidak membebani siapa pun.", "Costs nobody anything."),
    by_hand=True,
)


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the declared sites of a list, in order."""
    for event in sightings_of(META.id, context):
        yield event
