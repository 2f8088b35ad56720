"""What our own sites call their applications: words that the same hands may use elsewhere."""

import re
from collections import Counter

from ronda.engine.attribute.appnames import application_in_text, is_telling
from ronda.engine.attribute.words import squeeze
from ronda.register.appnames import learned_names
from ronda.register.models import Relation, Site, SiteState

MAX_NAMES = 5_000
_PIECE = re.compile(r"[a-z]+")


def application_names() -> frozenset[str]:
    """Return words that name our applications: labels in our zones, titles, words of links.

    What several agencies use as a label ("survei.a", "survei.b") names a kind of page and no
    application.
    """
    labels: Counter[str] = Counter()
    found = learned_names()
    # office-wide: discovery works for the office, no person asks here
    ours = Site.objects.filter(
        state=SiteState.REGISTERED, relation__in=(Relation.OFFICIAL, Relation.UNOFFICIAL)
    )
    for host, zone, title in ours.values_list("host", "zone__name", "title").iterator():
        if zone:
            own = host.removesuffix(zone).strip(".")
            labels.update(set(_PIECE.findall(own)))
        name = application_in_text(title)
        if name and " " not in name:
            found.add(squeeze(name))
    found |= {label for label, times in labels.items() if times <= 2}
    return frozenset(sorted(w for w in found if is_telling(w))[:MAX_NAMES])
