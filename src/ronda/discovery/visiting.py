"""Visits undecided sites: the front page, and where that names no agency, the pages that may."""

import asyncio
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec
from django.conf import settings

from ronda.discovery.proposing import facts_of, site_facts, traces_of
from ronda.engine.artifacts import (
    DNS,
    HTTP_VISITOR,
    ICON,
    ICON_PREFIX,
    PAGE_VISITOR,
    PATH_PREFIX,
    TLS,
    Failure,
    HttpArtifact,
    LetterArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
)
from ronda.engine.attribute.concern import concern
from ronda.engine.attribute.contract import Gazetteer, Relation
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.model import attribute, model_of
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.collect.icon import icon_address
from ronda.engine.collect.letter import document_key
from ronda.engine.collect.page import parse_page
from ronda.engine.collect.scope_table import CANDIDATE
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
A_HINT = 0.1  # probability that a site concerns us from which a shy look reads on
_NO_SECURE_SERVER = ("connect", "tls")


class Subject(msgspec.Struct, frozen=True):
    """A site to look at, and what sources have seen of it."""

    site: SiteFacts
    traces: tuple[Seen, ...] = ()
    # Nothing but its existence led here: no further page is read unless the front page hints at us.
    shy: bool = False


class Look(msgspec.Struct, frozen=True):
    """What one light look brought back."""

    observation: Observation
    further: tuple[PageArtifact, ...] = ()
    # How a document begins that these pages link, read only where they leave the question open.
    letter: LetterArtifact | None = None


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
    """Look at undecided sites, side by side, and store nothing; in the order given."""
    found = dict(
        look_each(subjects, gazetteer=gazetteer, control=control, net=net, politeness=politeness)
    )
    return [found[number] for number in range(len(subjects))]


def look_each(
    subjects: Iterable[Subject],
    *,
    gazetteer: Gazetteer,
    control: Control,
    net: NetConfig | None = None,
    politeness: Politeness | None = None,
) -> Iterator[tuple[int, Look]]:
    """Look at undecided sites, side by side; yield (place in the order given, what came) as it comes.

    At most RONDA_CONCURRENCY visits are under way, and a silent site holds up none but its own
    place. Subjects are taken one by one, when a place is free: whoever wants to stop gives no more.
    Where the front page leaves attribution undecided, up to ``MAX_FURTHER`` pages that it links
    under the names of ``TELLING`` are read as well, and where these do too, one document that they link.
    """
    net = net or from_env(os.environ)
    politeness = politeness or Politeness(net.limits)
    visiting = _Visiting(gazetteer, net, control, politeness)
    waiting = iter(enumerate(subjects))
    running: set[asyncio.Task[tuple[int, Look]]] = set()
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        while True:
            free = max(1, settings.RONDA_CONCURRENCY) - len(running)
            running |= {loop.create_task(visiting.look(*one)) for one in islice(waiting, free)}
            if not running:
                return
            done, running = runner.run(asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED))
            for task in done:
                yield task.result()


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


class _Visiting:
    """Visits one site after another with the same rules."""

    def __init__(
        self, gazetteer: Gazetteer, net: NetConfig, control: Control, politeness: Politeness
    ) -> None:
        self._gazetteer = gazetteer
        self._net, self._control, self._politeness = net, control, politeness

    async def look(self, number: int, subject: Subject) -> tuple[int, Look]:
        front = await self._front(subject.site, WANTS if subject.shy else WANTS | {ICON})
        if subject.shy:
            if not self._hints_at_us(subject, front):
                return number, Look(front)
            # What was asked for in both schemes has spent the icon's place among five pages.
            if front.site.url == subject.site.url:
                front = await self._with_icon(front)
        paths = telling_paths(front)
        further: tuple[PageArtifact, ...] = ()
        if paths:
            if not self._is_unclear(subject, front):
                return number, Look(front)
            keys = [f"{PATH_PREFIX}{path}" for path in paths]
            seen = await self._observe(front.site, frozenset(keys))
            further = tuple(_pages(seen, keys, self._net.limits))
        # The name without a scheme may have cost a page more, and the icon one.
        spent = len(paths) + (1 if front.site == subject.site else 2) + (ICON in front.artifacts)
        letter = await self._letter(subject, front, further) if spent < CANDIDATE.pages else None
        return number, Look(front, further, letter)

    async def _letter(
        self, subject: Subject, front: Observation, further: tuple[PageArtifact, ...]
    ) -> LetterArtifact | None:
        """Read how one linked document begins, if the pages do not say whose they are."""
        page = front.artifacts.get(PAGE_VISITOR)
        pages = (page, *further) if isinstance(page, PageArtifact) else further
        key = document_key(pages, parse(front.site.url))
        if not key or not self._is_unclear(subject, front, further):
            return None
        seen = await self._observe(front.site, frozenset({key}))
        letter = seen.artifacts.get(key)
        return letter if isinstance(letter, LetterArtifact) else None

    def _is_unclear(
        self, subject: Subject, front: Observation, further: tuple[PageArtifact, ...] = ()
    ) -> bool:
        facts = facts_of(subject.site.url, subject.traces, front, further)
        return attribute(facts, self._gazetteer).relation is Relation.UNDECIDED

    def _hints_at_us(self, subject: Subject, front: Observation) -> bool:
        facts = facts_of(subject.site.url, subject.traces, front)
        items = gather(facts, self._gazetteer)
        return concern(items, model_of(self._gazetteer)) >= A_HINT

    async def _with_icon(self, front: Observation) -> Observation:
        """Ask for the icon of a front page that was read before."""
        answer, page = front.artifacts.get(HTTP_VISITOR), front.artifacts.get(PAGE_VISITOR)
        shown = isinstance(answer, HttpArtifact) and answer.status == 200
        if not isinstance(page, PageArtifact) or not shown:
            return front
        key = f"{ICON_PREFIX}{icon_address(page, front.site.host)}"
        seen = await self._observe(front.site, frozenset({key}))
        artifacts = {**front.artifacts, ICON: seen.artifacts[key]}
        return msgspec.structs.replace(front, finished_at=seen.finished_at, artifacts=artifacts)

    async def _front(self, site: SiteFacts, wants: frozenset[str]) -> Observation:
        seen = await self._observe(site, wants)
        plain = _plain_twin(site, seen)
        if plain is None:
            return seen
        other = await self._observe(plain, frozenset({HTTP_VISITOR, PAGE_VISITOR}))
        if not isinstance(other.artifacts.get(HTTP_VISITOR), HttpArtifact):
            return seen
        artifacts = {**seen.artifacts, **other.artifacts}
        return Observation(plain, seen.started_at, other.finished_at, artifacts)

    async def _observe(self, site: SiteFacts, wants: frozenset[str]) -> Observation:
        return await observe(
            site, wants, net=self._net, control=self._control, politeness=self._politeness
        )


def _pages(seen: Observation, keys: Sequence[str], limits: Limits) -> list[PageArtifact]:
    """The pages that came back whole; one that failed or is not there says nothing."""
    answers = (seen.artifacts.get(key) for key in keys)
    parsed = (
        parse_page(answer, limits)
        for answer in answers
        if isinstance(answer, HttpArtifact) and answer.status == 200
    )
    return [page for page in parsed if isinstance(page, PageArtifact)]


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
