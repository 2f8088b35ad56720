"""Serves scenarios of any size: an index over the sites, their pages made when somebody asks.

The index holds of each site, over all rounds, what DNS, listeners and the log need (about one
kilobyte), and where in the folder the site stands. A page is compiled from there, by the same code
that makes a whole :class:`~ronda.lab.world.World`.
"""

from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from ronda.engine import urls
from ronda.lab.compile import (
    NEIGHBOURS,
    Ground,
    gone,
    hostile_names,
    hosts_of,
    joined,
    life_of,
    neighbours_of,
    server_name,
    settings_of,
)
from ronda.lab.compile_zones import ZoneTable
from ronda.lab.homes import homes
from ronda.lab.problems import LabError
from ronda.lab.recent import Recent
from ronda.lab.registrations import registered
from ronda.lab.scenario import (
    BadScenario,
    PlannedSite,
    Problem,
    Spot,
    load_frame,
    raw_sites,
    read_site,
)
from ronda.lab.standing import Life, Standing
from ronda.lab.world import (
    CertPlan,
    DomainPlan,
    Place,
    RebindingName,
    VirtualHost,
    logged_by,
    place_of,
)

MAX_KEPT = 512
"""Hosts whose pages are kept ready, some 50 KB each."""
MAX_PROBLEMS = 1_000
STALE = timedelta(hours=12)
"""Dates on pages are relative to when the index was made; an older one is made anew."""


class _Head(msgspec.Struct):
    """The part of a line that decides about the order of sites and their servers."""

    key: str = ""
    address: str = ""
    server: str | None = None


class SiteIndex:
    """What a scenario's rounds 1 to ``rounds`` need in memory at a time ``now``.

    Raises :class:`~ronda.lab.scenario.BadScenario`.
    """

    def __init__(self, directory: Path | str, now: datetime, rounds: int = 0) -> None:
        self.root = Path(directory)
        self.scenario = load_frame(directory)
        self.rounds = max(rounds, self.scenario.about.rounds)
        self._files: list[str] = []
        self._file, self._line = array("I"), array("I")
        self._offset, self._size = array("Q"), array("I")
        ranks, servers = self._order()
        self.ground = Ground.of(self.scenario, servers, now)
        self.lives: list[Life] = [Life(())] * len(ranks)
        self._read(ranks)

    def __len__(self) -> int:
        return len(self.lives)

    def at(self, number: int) -> "StreamedRound":
        """Return a round ready to be served."""
        return StreamedRound(self, number)

    def site(self, number: int) -> PlannedSite:
        """Read a site anew; raises :class:`LabError` when its file is not what it was."""
        file = self._files[self._file[number]]
        spot = Spot(file, self._line[number], self._offset[number], self._size[number])
        problems: list[Problem] = []
        try:
            with (self.root / file).open("rb") as opened:
                opened.seek(spot.offset)
                site = read_site(spot, opened.read(spot.size), problems)
        except OSError as error:
            raise LabError(f"{file}: cannot be read any more: {error}") from error
        if site is None or problems:
            said = "; ".join(map(str, problems))
            raise LabError(f"{file} has changed since serving began; serve it again: {said}")
        return site

    def _order(self) -> "tuple[array[int], list[str]]":
        """A first look: return each site's rank by key, and the servers by rank."""
        keys: list[str] = []
        servers: list[str] = []
        decode = msgspec.json.Decoder(_Head).decode
        for spot, raw in raw_sites(self.root, []):
            try:
                head = decode(raw) if spot.line else _head(spot, raw)
                host = urls.parse(head.address).host
            except (msgspec.DecodeError, UnicodeDecodeError, urls.BadUrl):
                # Said with its reason when it is read as a whole.
                head, host = _Head(), ""
            keys.append(head.key)
            servers.append(server_name(self.scenario, head.key, host, head.server))
        order = sorted(range(len(keys)), key=keys.__getitem__)
        ranks = array("I", bytes(4 * len(order)))
        for rank, position in enumerate(order):
            ranks[position] = rank
        return ranks, [servers[position] for position in order]

    def _read(self, ranks: "array[int]") -> None:
        problems: list[Problem] = []
        for table in (self._file, self._line, self._offset, self._size):
            table.frombytes(bytes(table.itemsize * len(ranks)))
        for position, (spot, raw) in enumerate(raw_sites(self.root, problems)):
            if position >= len(ranks) or len(problems) > MAX_PROBLEMS:
                break
            site = read_site(spot, raw, problems)
            if site is None:
                continue
            rank = ranks[position]
            if not self._files or self._files[-1] != spot.file:
                self._files.append(spot.file)
            self._file[rank] = len(self._files) - 1
            self._line[rank], self._offset[rank] = spot.line, spot.offset
            self._size[rank] = spot.size
            self.lives[rank] = life_of(self.ground, site, self.rounds)
        if not ranks and not problems:
            text = "no site at all - expected files sites/*.toml or sites/*.jsonl"
            problems.append(Problem("sites", "$", text))
        if problems:
            raise BadScenario(tuple(problems))


def _head(spot: Spot, raw: bytes) -> _Head:
    site = read_site(spot, raw, [])
    return _Head(site.key, site.origin.url, site.plan.server) if site else _Head()


class StreamedRound:
    """A round of a :class:`SiteIndex`; satisfies :class:`~ronda.lab.world.Served`."""

    at_hand = False
    rebinding: tuple[RebindingName, ...] = ()

    def __init__(self, index: SiteIndex, number: int) -> None:
        self._index, self.round = index, number
        scenario = index.scenario
        self.scenario, self.now = scenario.about.name, index.ground.now
        self.settings: Mapping[str, str] = settings_of(scenario)
        self.files: Mapping[str, str] = {NEIGHBOURS: neighbours_of(scenario)}
        self.zones = ZoneTable(scenario, index.ground.addresses, self._standing())
        self.hostile_names = hostile_names(self._standing())
        # By host name the sites that stand on it, by number; homes of shared hosts come after.
        self._on: dict[str, int | list[int]] = {}
        for site, here in enumerate(self._lives()):
            for host in here.hosts if here else ():
                self._stand(host.name, site)
        self._homes = homes(index.ground)
        for extra, home in enumerate(self._homes):
            self._stand(home.name, len(index) + extra)
        self._names = list(self._on)
        # By registered domain the first site on it, by number.
        self._domains: dict[str, int] = {}
        for site, here in enumerate(self._lives()):
            if here is not None:
                self._domains.setdefault(here.apex, site)
        self._below: dict[int, dict[str, list[int]]] = {}
        self._kept: Recent[tuple[int, tuple[int, ...]], VirtualHost] = Recent(MAX_KEPT)

    def places(self) -> Iterator[Place]:
        """Every virtual host, without its pages."""
        for number, name in enumerate(self._names):
            yield place_of(number, self._bare(name))

    def host(self, number: int, path: str) -> VirtualHost:
        """A place's virtual host, with the routes of those sites on it that may answer a path."""
        name = self._names[number]
        sites = self._may_answer(number, path)

        def make() -> VirtualHost:
            made = [host for site in sites for host in self._made(site) if host.name == name]
            return made[0] if len(self._bares(name)) == 1 else joined(made)

        return self._kept.get((number, sites), make)

    def logged(self) -> Iterator[tuple[CertPlan, datetime | None]]:
        """Certificates that hosts show, then those that only the log remembers."""
        for name in self._names:
            plan = logged_by(self._bare(name))
            if plan is not None:
                yield plan, None
        for entry in gone(self._index.ground):
            yield entry.certificate, entry.logged_at
        for life in self._index.lives:
            for entry in life.remembered(self.round):
                yield entry.certificate, entry.logged_at

    def registration(self, domain: str) -> DomainPlan | None:
        """What the registry says of a registered domain."""
        number = self._domains.get(domain)
        if number is None:
            return None
        found = registered(self._index.scenario, self._index.site(number), self.now)
        return None if found is None else found[1]

    def _lives(self) -> Iterator[Standing | None]:
        return (life.at(self.round) for life in self._index.lives)

    def _standing(self) -> Iterator[Standing]:
        return (here for here in self._lives() if here is not None)

    def _stand(self, name: str, site: int) -> None:
        before = self._on.setdefault(name, site)
        if isinstance(before, list):
            if before[-1] != site:
                before.append(site)
        elif before != site:
            self._on[name] = [before, site]

    def _sites(self, name: str) -> list[int]:
        found = self._on[name]
        return found if isinstance(found, list) else [found]

    def _bares(self, name: str) -> list[VirtualHost]:
        """The hosts of a name as each site has it, without routes."""
        return [
            host
            for site in self._sites(name)
            for host in (self._home(site) if site >= len(self._index) else self._bare_of(site))
            if host.name == name
        ]

    def _bare(self, name: str) -> VirtualHost:
        found = self._bares(name)
        return found[0] if len(found) == 1 else joined(found)

    def _bare_of(self, site: int) -> tuple[VirtualHost, ...]:
        here = self._index.lives[site].at(self.round)
        return here.hosts if here else ()

    def _home(self, site: int) -> tuple[VirtualHost, ...]:
        return (self._homes[site - len(self._index)],)

    def _made(self, site: int) -> tuple[VirtualHost, ...]:
        """A site's hosts with all their pages."""
        if site >= len(self._index):
            return self._home(site)
        here = self._index.lives[site].at(self.round)
        if here is None:
            return ()
        plan = self._index.site(site)
        if plan.origin.host != here.host:
            raise LabError(f"{plan.file} has changed since serving began; serve it again")
        return tuple(hosts_of(self._index.ground, plan, self.round, here))

    def _may_answer(self, number: int, path: str) -> tuple[int, ...]:
        """The sites on a host below whose paths a path stands, and the last, whose word counts."""
        sites = self._sites(self._names[number])
        if len(sites) == 1:
            return tuple(sites)
        if number not in self._below:
            below: dict[str, list[int]] = {}
            for site in sites:
                here = None if site >= len(self._index) else self._index.lives[site].at(self.round)
                below.setdefault(here.path if here else "/", []).append(site)
            self._below[number] = below
        below, chosen = self._below[number], {sites[-1]}
        asked = f"{path}/"
        for at, letter in enumerate(asked):
            if letter == "/":
                chosen.update(below.get(asked[: at + 1], ()))
        return tuple(sorted(chosen))


class Streamed:
    """A scenario's folder whose rounds are served one after the other."""

    def __init__(self, directory: Path | str) -> None:
        self._directory = directory
        self._index: SiteIndex | None = None

    def at(self, number: int, now: datetime) -> StreamedRound:
        """Return a round. The first takes a look at every site; others are at hand then.

        Raises :class:`~ronda.lab.scenario.BadScenario`.
        """
        index = self._index
        if index is None or number > index.rounds or now - index.ground.now > STALE:
            index = self._index = SiteIndex(self._directory, now, number)
        return index.at(number)
