"""Which words make a host worth a look: our zones, our region's name, our agencies' names."""

from ronda.discovery.learned import application_names
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.hostwords import region_words
from ronda.engine.attribute.names import index_of, is_ordinary, office_hints
from ronda.engine.attribute.regionwords import abbreviations, core, zone_stems
from ronda.engine.attribute.words import squeeze
from ronda.engine.discover.parts.signals import MIN_WORD as MIN_HINT

MIN_WORD = 5  # shorter names of agencies occur in too many hosts to be a sign by themselves
MIN_TOWN = 4
# What governments of any region put into hosts, whichever office it is.
_GOVERNMENT = frozenset(
    [
        *(
            "pemprov",
            "pemkab",
            "pemkot",
            "pemda",
            "ppid",
            "samsat",
            "rsud",
            "uptd",
            "dprd",
            "sekda",
        ),
        *("setda", "diskominfo", "sipd", "lpse", "jdih", "kecamatan", "kelurahan", "puskesmas"),
        *("posyandu", "gubernur", "bupati", "walikota", "inspektorat", "irban", "opd"),
        # Services that citizens look for; nobody else offers most of them.
        *("izin", "perizinan", "pelayanan", "layananpublik", "pengaduan", "lapor", "aspirasi"),
        *("antrean", "antrian", "bansos", "bantuan", "subsidi", "pajak", "retribusi", "beasiswa"),
        *("pelatihan", "siaga", "waspada", "tanggap", "warga", "aduan", "sistem", "pbb", "etilang"),
    ]
)


def watched_words(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the words for ``SourceContext.watched``, zones first."""
    index = index_of(gazetteer)
    agencies = (w for w in index.host_words if len(w) >= MIN_WORD and not is_ordinary(w))
    # Guessed short forms of the region are hints: "kalut" may stand for Kalimantan Utara, or not.
    guessed = abbreviations(gazetteer.region.name)
    region = (w for w in region_words(gazetteer) if w not in guessed)
    words = (*gazetteer.zones, *region, *sorted(agencies))
    return tuple(dict.fromkeys(words))


def hint_words(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the words for ``SourceContext.hints``: offices, applications, services.

    Short names of agencies, offices and applications as any region has them, the applications that
    our own sites and pages name, and what governments call their services.
    """
    index = index_of(gazetteer)
    short = {w for w in index.host_words if MIN_HINT <= len(w) < MIN_WORD and not is_ordinary(w)}
    found = short | office_hints() | _GOVERNMENT | application_names()
    return tuple(sorted(w for w in found if len(w) >= MIN_HINT))


def place_words(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the words for ``SourceContext.places``: our region's name shortened, and our towns."""
    towns = {w for w in map(squeeze, gazetteer.region.towns) if len(w) >= MIN_TOWN}
    name = gazetteer.region.name
    region = abbreviations(name) | zone_stems(gazetteer.zones) | set(core(name))
    return tuple(sorted(w for w in towns | region if len(w) >= MIN_HINT))
