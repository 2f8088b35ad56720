"""What is true in a round: it follows from who made a site and from what was planted in it.

Nothing here reads what Ronda says. Only the scorer and the played officer read this.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from ronda.engine import urls
from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.compile import compile_bare
from ronda.lab.format import LinkPlan
from ronda.lab.reports import read_reports
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.world import World

OURS = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})
# What discovery is there to find: ours, and what is taken for ours.
RELEVANT = OURS | {Relation.IMPERSONATION, Relation.EX_OFFICIAL}


class TrueSite(msgspec.Struct, frozen=True):
    """The truth of one site in one round."""

    key: str
    url: str  # engine.urls.normalise
    host: str
    note: str
    relation: Relation
    agency: str | None  # key of the agency that it belongs to, is a copy of, or once belonged to
    also: tuple[str, ...] = ()  # URLs of further names that lead to it
    known_before: bool = False  # the office's own list names it
    # Sources in which it stands: "zone", "ct", "links", "list".
    seen_by: frozenset[str] = frozenset()
    # Classes of findings, for a site that Ronda may look at fully; see causes.base.Consequence.
    expects: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()
    # Expected in the last round in which they could be measured: must stay open as they stand.
    held: frozenset[str] = frozenset()
    # Expected in an earlier round and mended since: must be closed now.
    mended: frozenset[str] = frozenset()
    tempts: frozenset[str] = frozenset()
    why: dict[str, str] = {}  # class -> kind of the cause that it follows from
    # Forms of injected content that stand now, e.g. {"hidden_links", "doorway"}; for ours only.
    forms: frozenset[str] = frozenset()
    # class, expected or held -> the round since which it has stood without a break.
    since: dict[str, int] = {}
    # Further agencies that keep the site: naming any of them is right.
    shared_with: tuple[str, ...] = ()
    file: str = ""  # of the scenario, in which the site is planned: "sites/dinkes.toml"

    @property
    def ours(self) -> bool:
        """An agency of the province answers for it."""
        return self.relation in OURS


class Truth(msgspec.Struct, frozen=True, dict=True):
    """The truth of a round."""

    scenario: str
    round: int
    region: str
    sites: tuple[TrueSite, ...]
    agencies: dict[str, str]  # key -> official name
    others: tuple[str, ...]  # namesakes and neighbours
    gone: frozenset[str]  # hosts that only the log remembers
    # Names that exist and are no sites: name servers, mail servers, homes of shared hosts.
    not_sites: frozenset[str]
    # Places (:func:`place`) of sites that lived in an earlier round and do not now.
    former: frozenset[str] = frozenset()

    def find(self, url: str) -> TrueSite | None:
        """Return the site of an address (either scheme, any of its names), or None."""
        return self._by_place.get(place(url))

    def remembers(self, url: str) -> bool:
        """The address stood once: only the log remembers it, or it lived in an earlier round."""
        where = place(url)
        return where in self.former or where.partition("/")[0] in self.gone

    @cached_property
    def _by_place(self) -> dict[str, TrueSite]:
        found: dict[str, TrueSite] = {}
        for site in self.sites:
            for url in (site.url, *site.also):
                found.setdefault(place(url), site)
        return found


def place(url: str) -> str:
    """An address without its scheme: what makes two addresses the same site."""
    origin = urls.parse(url)
    port = "" if origin.port in (80, 443) else f":{origin.port}"
    return f"{origin.host}{port}{origin.path}"


def truth(directory: Path | str, round: int, now: datetime) -> Truth:
    """Return the truth of a round; raises :class:`~ronda.lab.scenario.BadScenario`."""
    return truth_of(load(directory), round, now)


def truth_of(scenario: Scenario, at_round: int, now: datetime) -> Truth:
    """The same from a scenario that is already read."""
    world = compile_bare(scenario, at_round, now)
    living = [site for site in scenario.sites if site.lives(at_round)]
    sources = _Sources(scenario, world, living)
    hosts = {site.origin.host for site in living} | {n for s in living for n in s.plan.also}
    here = {place(site.origin.url) for site in living}
    past = {place(s.origin.url) for s in scenario.sites if s.plan.from_round < at_round}
    names = {r.name for z in world.zones for r in z.records if r.rdtype in ("A", "CNAME")}
    return Truth(
        scenario=scenario.about.name,
        round=at_round,
        region=scenario.about.region.name,
        sites=tuple(_site(scenario, site, at_round, sources) for site in living),
        agencies={a.key: a.name for a in scenario.agencies},
        others=tuple(other.name for other in scenario.about.others),
        gone=frozenset(plan.name for plan in scenario.about.gone),
        not_sites=frozenset(n for n in names if n not in hosts and not n.startswith("*.")),
        former=frozenset(past - here),
    )


def _site(scenario: Scenario, site: PlannedSite, at_round: int, sources: "_Sources") -> TrueSite:
    plan = site.plan
    relation = relation_of(scenario, site)
    ours = relation in OURS
    # What is wrong with others' sites is none of Ronda's business, so nothing is expected there.
    outcome = _outcome(site, at_round) if ours else _Outcome()
    held = _held(site, at_round) if ours else frozenset()
    return TrueSite(
        key=site.key,
        url=site.origin.url,
        host=site.origin.host,
        note=plan.note,
        relation=relation,
        agency=plan.made_by.agency or plan.poses_as or plan.formerly,
        also=tuple(f"https://{name}/" for name in plan.also),
        known_before=place(site.origin.url) in sources.registered,
        seen_by=sources.of(site),
        expects=outcome.expects,
        hides=outcome.hides,
        allows=outcome.allows,
        held=held,
        mended=_mended(site, at_round) if ours else frozenset(),
        tempts=frozenset(plan.tempts),
        why=outcome.why,
        forms=outcome.forms,
        since={name: _since(site, name, at_round) for name in sorted(outcome.expects | held)},
        shared_with=plan.shared_with,
        file=site.file,
    )


def _since(site: PlannedSite, name: str, at_round: int) -> int:
    """The first round of the unbroken stretch in which a class has stood."""
    first = at_round
    while (
        first > 1
        and site.lives(first - 1)
        and name in _outcome(site, first - 1).expects | _held(site, first - 1)
    ):
        first -= 1
    return first


def relation_of(scenario: Scenario, site: PlannedSite) -> Relation:
    """How a site stands to the government: from who made it and where it stands."""
    maker = site.plan.made_by
    if maker.agency:
        official = scenario.in_zone(site.origin.host)
        return Relation.OFFICIAL if official else Relation.UNOFFICIAL
    if maker.government:
        return Relation.OTHER_GOVERNMENT
    if maker.vendor or maker.news or maker.school or maker.company or maker.person:
        return Relation.THIRD_PARTY
    if site.plan.formerly:
        return Relation.EX_OFFICIAL
    return Relation.IMPERSONATION if site.plan.poses_as else Relation.UNRELATED


class _Outcome(msgspec.Struct, frozen=True):
    expects: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()
    why: dict[str, str] = {}
    forms: frozenset[str] = frozenset()


def _outcome(site: PlannedSite, at_round: int) -> _Outcome:
    """What all causes of a round together make true: what one hides, no other can show."""
    expects: set[str] = set()
    hides: set[str] = set()
    allows: set[str] = set()
    why: dict[str, str] = {}
    forms: set[str] = set()
    # Before it stood there, or after, nothing was wrong with it.
    for cause in site.active(at_round) if site.lives(at_round) else ():
        follows = cause.consequence()
        if follows.form:
            forms.add(follows.form)
        expects |= follows.expects
        hides |= follows.hides
        allows |= follows.allows
        why.update(dict.fromkeys(sorted(follows.expects), cause.kind))
    seen = expects - hides
    return _Outcome(
        frozenset(seen),
        frozenset(hides - seen),
        frozenset(allows - seen - hides),
        {name: kind for name, kind in why.items() if name in seen},
        frozenset(forms) if seen & classes.INJECTED else frozenset(),
    )


def _held(site: PlannedSite, at_round: int) -> frozenset[str]:
    """Findings of earlier rounds that nobody can have measured as gone since."""
    held: frozenset[str] = frozenset()
    for number in range(1, at_round + 1):
        before = _outcome(site, number - 1).expects if number > 1 else frozenset()
        held = (held | before) & _outcome(site, number).hides
    return held


def _mended(site: PlannedSite, at_round: int) -> frozenset[str]:
    once = {name for n in range(1, at_round) for name in _outcome(site, n).expects}
    now = _outcome(site, at_round)
    return frozenset(once - now.expects - now.hides - now.allows)


class _Sources:
    """Where each site could be seen in a round, and what the office had registered itself."""

    def __init__(self, scenario: Scenario, world: World, living: Sequence[PlannedSite]) -> None:
        self.registered = {
            place(url) for agency in scenario.agencies for url in agency.listed_sites
        }
        self.transferred = {
            record.name
            for zone in world.zones
            if zone.transfer == "allowed"
            for record in zone.records
            if record.rdtype in ("A", "AAAA", "CNAME")
        }
        shown = [host.certificate for host in world.hosts if host.certificate]
        plans = [*shown, *(entry.certificate for entry in world.log_entries)]
        self.logged = {name for plan in plans if plan.logged for name in plan.names}
        led = official_links(scenario, world.round, living)
        self.linked = {_place_or_none(link) for _, link in led}
        self.reported = {
            where
            for name in scenario.about.lists
            for row in read_reports(Path(scenario.directory) / name)
            for where in _reported(scenario, row.address)
        }

    def of(self, site: PlannedSite) -> frozenset[str]:
        """The sources in which a site stands."""
        host, where = site.origin.host, place(site.origin.url)
        whole_host = site.origin.path == "/"
        pairs = (
            ("zone", whole_host and host in self.transferred),
            ("ct", whole_host and host in self.logged),
            ("links", where in self.linked),
            ("list", where in self.reported),
        )
        return frozenset(source for source, stands in pairs if stands)


def official_links(
    scenario: Scenario, at_round: int, living: Sequence[PlannedSite]
) -> Iterator[tuple[PlannedSite, LinkPlan]]:
    """Yield links on pages of official sites that a visitor sees, and what these lead to.

    A short link leads to its address; a page of links to what it links.
    """
    short = {
        place(f"https://{plan.name}{path}"): to
        for plan in scenario.about.shorteners
        for path, to in plan.links.items()
    }
    pages_of_links = {
        place(site.origin.url): site.plan.front.links
        for site in living
        if (shared := scenario.shared_host(site.origin.host)) is not None
        and shared.bio
        and _shows_its_front_page(site, at_round)
    }
    for site in living:
        official = relation_of(scenario, site) is Relation.OFFICIAL
        if official and _shows_its_front_page(site, at_round):
            told = [link for page in site.plan.pages.values() for link in page.links]
            for link in (*site.plan.front.links, *told):
                for led in _led(link, short, pages_of_links):
                    yield site, led


def _led(
    link: LinkPlan, short: dict[str, str], pages_of_links: dict[str, tuple[LinkPlan, ...]]
) -> Iterable[LinkPlan]:
    """A link, what it leads to if it is short, and the links of the page of links behind it."""
    yield link
    where = _place_or_none(link)
    if where in short:
        link = msgspec.structs.replace(link, to=short[where])
        yield link
        where = _place_or_none(link)
    for further in pages_of_links.get(where or "", ()):
        yield further
        if (target := short.get(_place_or_none(further) or "")) is not None:
            yield msgspec.structs.replace(further, to=target)


def _shows_its_front_page(site: PlannedSite, at_round: int) -> bool:
    """It answers, and with its own page: no cause stands in its place."""
    gone = any(c.on_front_page() == "replaces" or c.every_path for c in site.active(at_round))
    return not gone and classes.UNREACHABLE not in _outcome(site, at_round).expects


def _reported(scenario: Scenario, address: str) -> Iterable[str]:
    """Whoever reports a page of a host that is nobody else's has reported its site."""
    try:
        host = urls.parse(address).host
    except urls.BadUrl:
        return
    yield place(address)
    if scenario.shared_host(host) is None:
        yield f"{host}/"


def _place_or_none(target: LinkPlan | str) -> str | None:
    text = target if isinstance(target, str) else target.to
    try:
        return place(text)
    except urls.BadUrl:
        return None
