"""Keeps what sites look like, so that copies and relatives of the known ones are recognised."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

import msgspec
from django.db.models import F, Q
from django.utils import timezone

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    ICON,
    PAGE_VISITOR,
    HttpArtifact,
    IconArtifact,
    Observation,
    PageArtifact,
)
from ronda.engine.attribute import signs
from ronda.engine.attribute.contract import KnownLook, LookBook
from ronda.engine.attribute.from_icons import own_icon
from ronda.engine.attribute.from_likeness import look_of
from ronda.engine.urls import BadUrl, parse
from ronda.register.models import OTHERS, Relation, Site, SiteLook, SiteState

# What candidates are compared with at most; 8 kB of memory each.
MAX_LOOKS = 5_000
# A page that says nothing, or that strangers filled, is nothing that anybody would copy.
_NOT_ITS_OWN = frozenset({"shell", "parked", "gambling"})
_OURS = (Relation.OFFICIAL, Relation.UNOFFICIAL)


def keep_look(site: Site, seen: Observation, now: datetime | None = None) -> bool:
    """Keep what a visit showed of a site; True when it is new or has changed.

    Candidates' too: once a person has decided, it tells of their relatives.
    """
    page = _own_page(site, seen)
    if page is None or site.state == SiteState.RETIRED:
        return False
    known = getattr(site, "look", None)
    raw = msgspec.json.encode(look_of(page, icon=_icon(seen, known)))
    digest = hashlib.sha256(raw).hexdigest()
    if known is not None and known.digest == digest:
        return False
    SiteLook.objects.update_or_create(
        site=site,
        defaults={"digest": digest, "look": raw.decode(), "changed_at": now or timezone.now()},
    )
    return True


def suspect(site: Site, relation: str, now: datetime) -> None:
    """Keep the relation that a site's own evidence all but proves, and since when; "" takes it back."""
    changed = SiteLook.objects.filter(site=site).exclude(suspected=relation)
    changed.update(suspected=relation, suspected_at=now if relation else None)


def _icon(seen: Observation, known: SiteLook | None) -> str:
    """The icon that a visit showed; one that did not ask, or got no answer, takes nothing away."""
    asked = seen.artifacts.get(ICON)
    if isinstance(asked, IconArtifact) or known is None:
        return own_icon(asked)
    return msgspec.json.decode(known.look, type=KnownLook).icon


def _own_page(site: Site, seen: Observation) -> PageArtifact | None:
    """The front page, where the site itself answered well and it is not out of order or taken."""
    answer, page = seen.artifacts.get(HTTP_VISITOR), seen.artifacts.get(PAGE_VISITOR)
    if not isinstance(answer, HttpArtifact) or not isinstance(page, PageArtifact):
        return None
    try:
        moved = parse(page.url).host != site.host
    except BadUrl:
        moved = True
    if moved or answer.status != 200:
        return None
    return None if any(kind in _NOT_ITS_OWN for kind, *_ in signs.of_page(page)) else page


def known_looks() -> LookBook:
    """Return the looks of registered sites of ours, and of what is others'.

    Others' is what people decided on, and candidates of which their own evidence leaves hardly a
    doubt. The office of a site counts where a person has confirmed it. Of more than ``MAX_LOOKS``
    those with an office come first. A site decided on that nobody could read counts by its address.
    """
    return LookBook(_known())


def _known() -> Iterator[KnownLook]:
    ours = Q(state=SiteState.REGISTERED, relation__in=_OURS, look__isnull=False)
    decided = Q(confirmed_at__isnull=False, relation__in=OTHERS)
    suspected = Q(state=SiteState.CANDIDATE, confirmed_at__isnull=True, look__suspected__gt="")
    # office-wide: attribution works for the office, no person asks here
    rows = (
        Site.objects.filter(ours | decided | suspected)
        .order_by(F("agency_id").asc(nulls_last=True), "pk")
        .values_list(
            "url",
            "look__look",
            "relation",
            "agency__key",
            "confirmed_at",
            "look__suspected",
            "state",
        )
    )
    for url, raw, relation, agency, confirmed, suspect_of, state in rows[:MAX_LOOKS].iterator():
        look = msgspec.json.decode(raw, type=KnownLook) if raw else KnownLook(url)
        undecided = state == SiteState.CANDIDATE and confirmed is None
        yield msgspec.structs.replace(
            look,
            url=url,
            relation=suspect_of if undecided else str(relation) if confirmed else "",
            suspected=undecided,
            agency=agency if agency and confirmed else "",
        )
