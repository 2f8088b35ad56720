"""Reads a scenario's folder; every error names the file, the place in it and what was expected."""

import tomllib
from collections.abc import Iterator
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


class Scenario(msgspec.Struct, frozen=True):
    """A whole folder, read."""

    directory: str
    about: ScenarioFile
    agencies: tuple[AgencyPlan, ...]
    sites: tuple[PlannedSite, ...]  # sorted by key

    def agency(self, key: str | None) -> AgencyPlan | None:
        """Return an agency by its key, or None."""
        return next((a for a in self.agencies if a.key == key), None)

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
        for path in sorted((root / "sites").glob("*.toml"))
        if (site := _site(root, f"sites/{path.name}", problems)) is not None
    ]
    for path in sorted((root / "sites").glob("*.jsonl")):
        sites.extend(_lines(path, f"sites/{path.name}", problems))
    sites.sort(key=lambda site: site.key)
    if not sites and not problems:
        text = "no site at all - expected files sites/*.toml or sites/*.jsonl"
        problems.append(Problem("sites", "$", text))
    if problems or about is None or agencies is None:
        raise BadScenario(tuple(problems))
    return Scenario(str(root), about, agencies.agencies, tuple(sites))


def _file(root: Path, name: str, kind: type[P], problems: list[Problem]) -> P | None:
    path = root / name
    try:
        if path.stat().st_size > MAX_FILE:
            problems.append(Problem(name, "$", f"larger than {MAX_FILE} bytes"))
            return None
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except FileNotFoundError:
        problems.append(Problem(name, "$", "no such file - every scenario has one"))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(name, "$", f"cannot be read as UTF-8 text: {error}"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, "$", f"no TOML: {error}"))
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at `")
        problems.append(Problem(name, place.rstrip("`") or "$", text))
    return None


def _site(root: Path, name: str, problems: list[Problem]) -> PlannedSite | None:
    plan = _file(root, name, SiteFile, problems)
    return None if plan is None else _planned(plan, Path(name).stem, name, "$", problems)


def _lines(path: Path, name: str, problems: list[Problem]) -> Iterator[PlannedSite]:
    """The sites of a file with one site a line, read line by line."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            where = f"line {number}"
            if len(line) > MAX_FILE:
                problems.append(Problem(name, where, f"larger than {MAX_FILE} bytes"))
                continue
            try:
                plan = msgspec.json.decode(line, type=SiteLine)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                problems.append(Problem(name, where, f"no site as JSON: {error}"))
                continue
            site = _planned(plan, plan.key, name, where, problems)
            if site is not None:
                yield site


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
    return PlannedSite(key, name, plan, origin, tuple(causes))
