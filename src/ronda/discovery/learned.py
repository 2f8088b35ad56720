"""What our own sites call their applications: words that the same hands may use elsewhere."""

import re
from collections import Counter

from django.utils import timezone

from ronda.discovery.models import ApplicationName
from ronda.engine.artifacts import PAGE_VISITOR, Observation, PageArtifact
from ronda.engine.attribute.words import squeeze
from ronda.engine.discover.parts.appnames import is_telling, named_on
from ronda.engine.discover.parts.signals import application_in_text
from ronda.register.models import Relation, Site, SiteState, Zone

MAX_NAMES = 5_000
_PIECE = re.compile(r"[a-z]+")
_OURS = (Relation.OFFICIAL, Relation.UNOFFICIAL)


def learn(site: Site, seen: Observation) -> int:
    """Keep the names that the front page of a site of ours gives to applications.

    Returns how many were not known from this site. A site counts as ours when it is registered so,
    or stands in an official zone.
    """
    page = seen.artifacts.get(PAGE_VISITOR)
    ours = site.state == SiteState.REGISTERED and site.relation in _OURS
    if not isinstance(page, PageArtifact) or not (ours or site.zone_id is not None):
        return 0
    named = {one.word: one for one in named_on(page, _zones())}
    known = set(ApplicationName.objects.filter(site=site).values_list("word", flat=True))
    now = timezone.now()
    fresh = [
        ApplicationName(site=site, word=word, written=one.written, to=one.to, first_seen_at=now)
        for word, one in named.items()
        if word not in known
    ]
    ApplicationName.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def application_names() -> frozenset[str]:
    """Return words that name our applications: labels in our zones, titles, words of links.

    What several agencies use as a label ("survei.a", "survei.b") names a kind of page and no
    application.
    """
    labels: Counter[str] = Counter()
    # office-wide: discovery works for the office, no person asks here
    found = set(ApplicationName.objects.order_by("-pk").values_list("word", flat=True)[:MAX_NAMES])
    ours = Site.objects.filter(state=SiteState.REGISTERED, relation__in=_OURS)
    for host, zone, title in ours.values_list("host", "zone__name", "title").iterator():
        if zone:
            own = host.removesuffix(zone).strip(".")
            labels.update(set(_PIECE.findall(own)))
        name = application_in_text(title)
        if name and " " not in name:
            found.add(squeeze(name))
    found |= {label for label, times in labels.items() if times <= 2}
    return frozenset(sorted(w for w in found if is_telling(w))[:MAX_NAMES])


def _zones() -> tuple[str, ...]:
    return tuple(Zone.objects.values_list("name", flat=True))
