"""Evidence in a site's icon: the same picture stands in the tab of known sites of ours.

Who copies a page copies its icon too, and an emblem is quickly had. So an icon says which office is
meant, or that a government is, and never by itself whose the site is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from ronda.engine.artifacts import Artifact, IconArtifact
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer, KnownLook
from ronda.engine.attribute.from_likeness import (
    COMMON,
    MIN_IMITATION,
    MIN_PRESSED,
    MIN_SHARE,
    OWNED,
    PRESSES,
)
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

_FEW = 3  # holders below which one office among them is named
_NOBODYS = 0.7  # strength where the holders' office is not known
# Where programs keep the icon that they bring along: WordPress, Drupal, Joomla and its templates, CKAN,
# Moodle, OJS, SLiMS. What stands there tells of the program, until somebody puts an own one elsewhere.
_OF_PROGRAMS = re.compile(
    r"^/(?:[\w.-]{1,60}/){0,3}?(?:wp-includes/|wp-admin/|core/misc/|misc/favicon|media/system/"
    r"|templates/(?:site/)?(?:cassiopeia|protostar|beez\w{0,12}|ja_\w{1,30}|rhuk_milkyway)/|base/images/ckan"
    r"|theme/image\.php/|lib/pkp/|webicon\.ico)",
    re.IGNORECASE,
)


def own_icon(artifact: Artifact | None) -> str:
    """Return by what a site's icon is compared; "" where it has none or only its program's."""
    if not isinstance(artifact, IconArtifact) or not artifact.digest:
        return ""
    try:
        path = parse(artifact.url).path
    except BadUrl:
        return ""
    return "" if _OF_PROGRAMS.match(path[:300]) else artifact.digest


def icon_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Compare a candidate's icon with those of all known sites, other addresses than its own.

    Kinds: ``same_icon`` (one or two offices', ``icon_of`` names them), ``government_icon`` (on so many
    offices' sites that it is the government's emblem). What a stranger has too is anybody's.
    """
    if not facts.icon or not gazetteer.looks:
        return
    known = _index(gazetteer).get(facts.icon, ())
    here = _place(facts.url, gazetteer)
    holders = [k for k in known if _place(k.url, gazetteer) != here]
    if not holders or any(not k.ours for k in known):
        return
    where = Text("ikon situs", "the site's icon")
    seen = holders[0].url[:150]
    agencies = list(dict.fromkeys(k.agency for k in holders if k.agency))
    if len(agencies) >= COMMON:
        yield Evidence("government_icon", where, seen)
        return
    yield from _shared(agencies, holders, where, seen)


def _shared(
    agencies: Sequence[str], holders: Sequence[KnownLook], where: Text, seen: str
) -> Iterator[Evidence]:
    """One or two offices' icon; where of most holders nobody knows the office, perhaps the emblem."""
    shares = {key: sum(k.agency == key for k in holders) / len(holders) for key in agencies}
    few = len(holders) < _FEW
    named = {key: share for key, share in shares.items() if share >= MIN_SHARE or few}
    for key, share in named.items():
        yield Evidence("same_icon", where, seen, key, "icon_of", round(share, 2))
    if not named:
        kind = "same_icon" if few else "government_icon"
        yield Evidence(kind, where, seen, strength=_NOBODYS)


def borrowed_icon(items: Iterable[Evidence]) -> Iterator[Evidence]:
    """Yield that an office's icon stands under an imitated address, or beside what no office asks."""
    kinds = {item.kind: item for item in items if item.kind}
    icon = kinds.get("same_icon") or kinds.get("government_icon")
    if icon is None or OWNED & kinds.keys():
        return
    pressed = sum(share * kinds[kind].strength for kind, share in PRESSES.items() if kind in kinds)
    alike = kinds.get("imitates_zone")
    imitated = "looks_like_suffix" in kinds or (
        alike is not None and alike.strength >= MIN_IMITATION
    )
    if imitated or pressed >= MIN_PRESSED:
        strength = 1.0 if imitated else min(1.0, pressed)
        yield msgspec.structs.replace(
            icon, kind="borrowed_icon", agency="", agency_kind="", strength=strength
        )


# The gazetteer keeps its hash and is the same for a whole run.
@lru_cache(maxsize=4)
def _index(gazetteer: Gazetteer) -> dict[str, tuple[KnownLook, ...]]:
    """Known looks by their icon."""
    found: dict[str, list[KnownLook]] = defaultdict(list)
    for look in gazetteer.looks.looks:
        if look.icon:
            found[look.icon].append(look)
    return {icon: tuple(looks) for icon, looks in found.items()}


def _place(url: str, gazetteer: Gazetteer) -> str:
    """The host; of a host that many share, that one: it shows its own icon on all of its sites."""
    try:
        host = parse(url).host.removeprefix("www.")
    except BadUrl:
        return ""
    return shared_hosts(gazetteer.shared_hosts).host_of(host) or host
