"""Reads a scenario's folder; every error names the file, the place in it and what was expected."""

import tomllib
from collections.abc import Iterator
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

import msgspec

from ronda.engine import urls
from ronda.lab.causes import Cause, UnknownCause, read
from ronda.lab.format import (
    AgenciesFile,
    AgencyPlan,
    Part,
    ScenarioFile,
    SharedHostPlan,
    SiteFile,
    SiteLine,
)

MAX_FILE = 500_000  # bytes; a site's file is a few kilobytes

P = TypeVar("P", bound=Part)


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with a scenario."""

    file: str  # relative to the scenario's folder
    place: str  # in the file: "$.front.posts[0].date"
    text: str  # what was found and what was expected

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.text}"


class BadScenario(ValueError):
    """The folder is no valid scenario; ``problems`` says why, all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def is_address(host: str) -> bool:
    """A host is an IP address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class PlannedSite(msgspec.Struct, frozen=True):
    """A site's file with its key, its address in parts and its causes as typed values."""

    key: str
    file: str
    plan: SiteFile
    origin: urls.Origin
    causes: tuple[Cause, ...]

    @property
    def bare_address(self) -> bool:
        """Its host is an address and no name."""
        return is_address(self.origin.host)

    def lives(self, at_round: int) -> bool:
        """The site exists in a round."""
        return self.plan.from_round <= at_round <= (self.plan.until_round or at_round)

    def active(self, at_round: int) -> tuple[Cause, ...]:
        """The causes planted in a round, in the file's order."""
        return tuple(cause for cause in self.causes if cause.active(at_round))


class Spot(msgspec.Struct, frozen=True):
    """Where a site stands: a file, or a line of one."""

    file: str  # relative to the scenario's folder
    line: int  # from 1 on; 0: the whole file
    offset: int
    size: int  # in bytes, as the offset

    @property
    def where(self) -> str:
        """The place in the file, for people."""
        return f"line {self.line}" if self.line else "$"


class Scenario(msgspec.Struct, frozen=True, dict=True):
    """A whole folder, read."""

    directory: str
    about: ScenarioFile
    agencies: tuple[AgencyPlan, ...]
    sites: tuple[PlannedSite, ...]  # sorted by key

    def agency(self, key: str | None) -> AgencyPlan | None:
        """Return an agency by its key, or None."""
        return self._agencies.get(key) if key else None

    @cached_property
    def _agencies(self) -> dict[str, AgencyPlan]:
        # The first of two with the same key, which validate() refuses.
        return {agency.key: agency for agency in reversed(self.agencies)}

    def shared_host(self, host: str) -> SharedHostPlan | None:
        """Return the shared host that a site's host belongs to, or None."""
        return next(
            (s for s in self.about.shared_hosts if host == s.name or host.endswith(f".{s.name}")),
            None,
        )

    def in_zone(self, host: str) -> bool:
        """The host stands in a zone that the province holds."""
        return any(host == z.name or host.endswith(f".{z.name}") for z in self.about.zones)


def load(directory: Path | str) -> Scenario:
    """Read a scenario; raises :class:`BadScenario` with every problem of form that it has."""
    root = Path(directory)
    problems: list[Problem] = []
    about = _file(root, "scenario.toml", ScenarioFile, problems)
    agencies = _file(root, "agencies.toml", AgenciesFile, problems)
    sites = [
        site
        for spot, raw in raw_sites(root, problems)
        if (site := read_site(spot, raw, problems)) is not None
    ]
    sites.sort(key=lambda site: site.key)
    if not sites and not problems:
        text = "no site at all - expected files sites/*.toml or sites/*.jsonl"
        problems.append(Problem("sites", "$", text))
    if problems or about is None or agencies is None:
        raise BadScenario(tuple(problems))
    return Scenario(str(root), about, agencies.agencies, tuple(sites))


def load_frame(directory: Path | str) -> Scenario:
    """Read a scenario without its sites; raises :class:`BadScenario`."""
    root = Path(directory)
    problems: list[Problem] = []
    about = _file(root, "scenario.toml", ScenarioFile, problems)
    agencies = _file(root, "agencies.toml", AgenciesFile, problems)
    if problems or about is None or agencies is None:
        raise BadScenario(tuple(problems))
    return Scenario(str(root), about, agencies.agencies, ())


def raw_sites(root: Path, problems: list[Problem]) -> Iterator[tuple[Spot, bytes]]:
    """Yield every site of a scenario's folder as it stands there, one after the other."""
    for path in sorted((root / "sites").glob("*.toml")):
        spot = Spot(f"sites/{path.name}", 0, 0, 0)
        try:
            raw = path.read_bytes()
        except OSError as error:
            problems.append(Problem(spot.file, "$", f"cannot be read: {error}"))
            continue
        if len(raw) > MAX_FILE:
            problems.append(Problem(spot.file, "$", f"larger than {MAX_FILE} bytes"))
            continue
        yield msgspec.structs.replace(spot, size=len(raw)), raw
    for path in sorted((root / "sites").glob("*.jsonl")):
        yield from _lines(path, f"sites/{path.name}", problems)


def read_site(spot: Spot, raw: bytes, problems: list[Problem]) -> PlannedSite | None:
    """Read a site from its bytes; None when it has problems, which are added to the others."""
    if spot.file.endswith(".toml"):
        plan = _toml(raw, spot.file, SiteFile, problems)
        if plan is None:
            return None
        return _planned(plan, Path(spot.file).stem, spot.file, spot.where, problems)
    try:
        line = msgspec.json.decode(raw, type=SiteLine)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(spot.file, spot.where, f"no site as JSON: {error}"))
        return None
    return _planned(line, line.key, spot.file, spot.where, problems)


def _lines(path: Path, name: str, problems: list[Problem]) -> Iterator[tuple[Spot, bytes]]:
    with path.open("rb") as file:
        offset, number = 0, 1
        while raw := file.readline(MAX_FILE + 1):
            spot = Spot(name, number, offset, len(raw))
            if len(raw) > MAX_FILE:
                problems.append(Problem(name, spot.where, f"larger than {MAX_FILE} bytes"))
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(MAX_FILE)
            else:
                yield spot, raw
            offset, number = file.tell(), number + 1


def _file(root: Path, name: str, kind: type[P], problems: list[Problem]) -> P | None:
    path = root / name
    try:
        if path.stat().st_size > MAX_FILE:
            problems.append(Problem(name, "$", f"larger than {MAX_FILE} bytes"))
            return None
        return _toml(path.read_bytes(), name, kind, problems)
    except FileNotFoundError:
        problems.append(Problem(name, "$", "no such file - every scenario has one"))
    except OSError as error:
        problems.append(Problem(name, "$", f"cannot be read: {error}"))
    return None


def _toml(raw: bytes, name: str, kind: type[P], problems: list[Problem]) -> P | None:
    try:
        return msgspec.convert(tomllib.loads(raw.decode()), kind)
    except UnicodeDecodeError as error:
        problems.append(Problem(name, "$", f"cannot be read as UTF-8 text: {error}"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, "$", f"no TOML: {error}"))
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at `")
        problems.append(Problem(name, place.rstrip("`") or "$", text))
    return None


def _planned(
    plan: SiteFile, key: str, name: str, where: str, problems: list[Problem]
) -> PlannedSite | None:
    causes: list[Cause] = []
    for index, entry in enumerate(plan.causes):
        try:
            causes.append(read(entry))
        except UnknownCause as error:
            problems.append(Problem(name, f"{where}.causes[{index}]", str(error)))
    try:
        origin = urls.parse(plan.address)
    except urls.BadUrl as error:
        problems.append(Problem(name, f"{where}.address", f"{error} - expected an http(s) address"))
        return None
    for index, cause in enumerate(causes):
        # Served nevertheless, it would not be what the truth says of it.
        if objection := cause.objection(plan):
            text = f"{cause.kind} {objection}"
            problems.append(Problem(name, f"{where}.causes[{index}]", text))
    return PlannedSite(key, name, plan, origin, tuple(causes))
