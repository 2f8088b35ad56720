"""Sites that citizens report to the office.

What it reads: the public form "Laporkan situs" (each report is stored the moment it comes in), and
lists of reports that came by letter, telephone or message, handed in with
``ronda discover --source report --list FILE``. It sees what people stumble upon: copies, sites
that ask for money in an agency's name, forgotten sites. It does not see what nobody reports.

What it drops, counted: what is no address, reports in the same words, reports beyond the hourly
limits of the form.

What it costs: nothing to anybody else. Nothing is fetched when a report comes in; the site becomes
a candidate like any other. A report is a lead, never proof, and its words are never trusted.
"""

from collections.abc import AsyncIterator

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, SourceMeta
from ronda.engine.discover.parts.listed import sightings_of
from ronda.engine.text import Text

META = SourceMeta(
    id="report",
    title=Text("Laporan warga", "Citizens' reports"),
    what=Text(
        "Menerima alamat situs yang dilaporkan warga lewat formulir terbuka. Laporan adalah "
        "petunjuk, bukan bukti.",
        "Takes in addresses of sites that citizens report by an open form. A report is a lead, "
        "not proof.",
    ),
    cost=Text(
        "Tidak membebani siapa pun: tidak ada yang dibuka saat laporan masuk.",
        "Costs nobody anything: nothing is opened when a report comes in.",
    ),
    by_hand=True,
)


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the reported sites of a list, in order."""
    for event in sightings_of(META.id, context):
        yield event
