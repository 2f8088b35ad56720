"""Visits undecided sites: the front page, and where that names no agency, the pages that may."""

import asyncio
import os
from collections.abc import Sequence

import msgspec
from django.conf import settings

from ronda.discovery.proposing import facts_of, site_facts, traces_of
from ronda.engine.artifacts import (
    DNS,
    HTTP_VISITOR,
    PAGE_VISITOR,
    PATH_PREFIX,
    TLS,
    Failure,
    HttpArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
)
from ronda.engine.attribute.contract import Gazetteer, Relation
from ronda.engine.attribute.model import attribute
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.collect.page import parse_page
from ronda.engine.discover.contract import Sighting as Seen
from ronda.engine.netconfig import Limits, NetConfig, from_env
from ronda.engine.observe import observe
from ronda.engine.urls import BadUrl, parse
from ronda.register.models import Site

WANTS = frozenset({DNS, TLS, HTTP_VISITOR, PAGE_VISITOR})
# Ordinary paths (scope_table.ORDINARY_PATHS) where a site says whose it is, the likeliest first.
TELLING = ("/kontak", "/profil", "/tentang", "/hubungi-kami", "/contact", "/about")
# With the front page, asked for in both schemes, no more than the five pages a candidate grants.
MAX_FURTHER = 3
_NO_SECURE_SERVER = ("connect", "tls")


class Subject(msgspec.Struct, frozen=True):
    """A site to look at, and what sources have seen of it."""

    site: SiteFacts
    traces: tuple[Seen, ...] = ()


class Look(msgspec.Struct, frozen=True):
    """What one light look brought back."""

    observation: Observation
    further: tuple[PageArtifact, ...] = ()


def subject_of(site: Site) -> Subject:
    """Return a stored site as something to look at."""
    return Subject(site_facts(site), traces_of(site))


def look(
    subjects: Sequence[Subject],
    *,
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig | None = None,
    politeness: Politeness | None = None,
) -> list[Look]:
    """Look at undecided sites, side by side, and store nothing; in the order given.

    Where the front page leaves attribution undecided, up to ``MAX_FURTHER`` pages that it links
    under the names of ``TELLING`` are read as well.
    """
    net = net or from_env(os.environ)
    politeness = politeness or Politeness(net.limits)
    fronts = asyncio.run(_visit_all([s.site for s in subjects], net, control, politeness))
    unclear = {
        number: paths
        for number, (subject, front) in enumerate(zip(subjects, fronts, strict=True))
        if (paths := telling_paths(front)) and _is_unclear(subject, front, gazetteer)
    }
    wanted = [(fronts[number].site, paths) for number, paths in unclear.items()]
    read = dict(zip(unclear, asyncio.run(_read_all(wanted, net, control, politeness)), strict=True))
    return [Look(front, read.get(number, ())) for number, front in enumerate(fronts)]


def telling_paths(front: Observation) -> tuple[str, ...]:
    """Return the paths of ``TELLING`` that a front page links on its own site, likeliest first."""
    page = front.artifacts.get(PAGE_VISITOR)
    if not isinstance(page, PageArtifact):
        return ()
    here = parse(front.site.url)
    base = here.path.rstrip("/")
    found = set()
    for link in page.links[:600]:
        try:
            there = parse(link.url)
        except BadUrl:
            continue
        if there.host == here.host and there.path.startswith(base):
            found.add(there.path.removeprefix(base).rstrip("/"))
    return tuple(path for path in TELLING if path in found)[:MAX_FURTHER]


def _is_unclear(subject: Subject, front: Observation, gazetteer: Gazetteer) -> bool:
    said = attribute(facts_of(subject.site.url, subject.traces, front), gazetteer)
    return said.relation is Relation.UNDECIDED


async def _read_all(
    wanted: Sequence[tuple[SiteFacts, tuple[str, ...]]],
    net: NetConfig,
    control: Control,
    politeness: Politeness,
) -> list[tuple[PageArtifact, ...]]:
    places = asyncio.Semaphore(max(1, settings.RONDA_CONCURRENCY))

    async def one(site: SiteFacts, paths: tuple[str, ...]) -> tuple[PageArtifact, ...]:
        async with places:
            keys = [f"{PATH_PREFIX}{path}" for path in paths]
            seen = await observe(
                site, frozenset(keys), net=net, control=control, politeness=politeness
            )
            return tuple(_pages(seen, keys, net.limits))

    return list(await asyncio.gather(*(one(*w) for w in wanted)))


def _pages(seen: Observation, keys: Sequence[str], limits: Limits) -> list[PageArtifact]:
    """The pages that came back whole; one that failed or is not there says nothing."""
    answers = (seen.artifacts.get(key) for key in keys)
    parsed = (
        parse_page(answer, limits)
        for answer in answers
        if isinstance(answer, HttpArtifact) and answer.status == 200
    )
    return [page for page in parsed if isinstance(page, PageArtifact)]


async def _visit_all(
    facts: list[SiteFacts], net: NetConfig, control: Control, politeness: Politeness
) -> list[Observation]:
    places = asyncio.Semaphore(max(1, settings.RONDA_CONCURRENCY))

    async def one(site: SiteFacts) -> Observation:
        async with places:
            seen = await observe(site, WANTS, net=net, control=control, politeness=politeness)
            plain = _plain_twin(site, seen)
            if plain is None:
                return seen
            other = await observe(
                plain,
                frozenset({HTTP_VISITOR, PAGE_VISITOR}),
                net=net,
                control=control,
                politeness=politeness,
            )
            if not isinstance(other.artifacts.get(HTTP_VISITOR), HttpArtifact):
                return seen
            artifacts = {**seen.artifacts, **other.artifacts}
            return Observation(plain, seen.started_at, other.finished_at, artifacts)

    return list(await asyncio.gather(*(one(f) for f in facts)))


def _plain_twin(site: SiteFacts, seen: Observation) -> SiteFacts | None:
    """A name was sighted without a scheme, and no secure server answers: try without."""
    failed = seen.artifacts.get(HTTP_VISITOR)
    if not isinstance(failed, Failure) or failed.stage not in _NO_SECURE_SERVER:
        return None
    origin = parse(site.url)
    if origin.scheme != "https" or origin.port != 443:
        return None
    return SiteFacts(
        url="http" + site.url.removeprefix("https"),
        host=site.host,
        relation=site.relation,
        in_official_zone=site.in_official_zone,
        confirmed=site.confirmed,
    )
