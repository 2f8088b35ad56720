"""Which words make a host worth a look: our zones, our region's name, our agencies' names."""

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.hostwords import region_words
from ronda.engine.attribute.names import index_of, is_ordinary

MIN_WORD = 5  # shorter names of agencies occur in too many hosts to be a sign by themselves


def watched_words(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the words for ``SourceContext.watched``, zones first."""
    index = index_of(gazetteer)
    agencies = (w for w in index.host_words if len(w) >= MIN_WORD and not is_ordinary(w))
    words = (*gazetteer.zones, *region_words(gazetteer), *sorted(agencies))
    return tuple(dict.fromkeys(words))
