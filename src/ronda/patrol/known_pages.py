"""Pages that patrols have brought back, as the links source reads them."""

import os
from collections.abc import Iterator

from ronda.discovery.services import site_facts
from ronda.engine.artifacts import HTTP_VISITOR, HttpArtifact, PageArtifact
from ronda.engine.collect.page import parse_page
from ronda.engine.discover.contract import KnownPage
from ronda.engine.netconfig import from_env
from ronda.patrol.bodies import artifact_of
from ronda.patrol.models import Observation
from ronda.register.models import Relation, SiteState


def known_pages() -> Iterator[KnownPage]:
    """Yield the current front page of every site of ours; touches no network."""
    limits = from_env(os.environ).limits
    # office-wide: discovery works for the office, no person asks here
    rows = Observation.objects.filter(
        key=HTTP_VISITOR,
        replaced_at__isnull=True,
        site__state=SiteState.REGISTERED,
        site__relation__in=(Relation.OFFICIAL, Relation.UNOFFICIAL),
    ).select_related("site", "body")
    for row in rows.order_by("site_id").iterator(chunk_size=100):
        seen = artifact_of(row)
        if not isinstance(seen, HttpArtifact):
            continue
        page = parse_page(seen, limits)
        if isinstance(page, PageArtifact):
            # A hidden link is what an intruder planted, never the office's own pointer.
            links = tuple((k.url, k.text, k.place) for k in page.links if not k.hidden)
            yield KnownPage(row.site.url, str(row.site.relation), links, site_facts(row.site))
