"""Says what is wrong with a scenario beyond its form, so that a truth can follow from it."""

import difflib
from collections import Counter
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path

from ronda.engine import urls
from ronda.lab import classes
from ronda.lab.addresses import LAB
from ronda.lab.causes import Cause
from ronda.lab.causes.hostile import Hostile, HostilePath
from ronda.lab.causes.names import DanglingCname
from ronda.lab.compile_zones import MAIL_SERVER, NAME_SERVER
from ronda.lab.format import LinkPlan
from ronda.lab.reports import read_reports
from ronda.lab.scenario import BadScenario, PlannedSite, Problem, Scenario, load
from ronda.lab.servers.behaviours import every
from ronda.lab.standing import apex_of
from ronda.lab.truth import place

LAST = 1000
"""The last round that any scenario may have: see format.Round."""


def validate(directory: Path | str) -> tuple[Problem, ...]:
    """Return every problem of a scenario's folder; none means that it can be served and scored."""
    try:
        scenario = load(directory)
    except BadScenario as error:
        return error.problems
    return (
        *_about(scenario),
        *_agencies(scenario),
        *_addresses(scenario),
        *(problem for site in scenario.sites for problem in _site(scenario, site)),
    )


def _about(scenario: Scenario) -> Iterable[Problem]:
    for index, name in enumerate(scenario.about.lists):
        try:
            reports = read_reports(Path(scenario.directory) / name)
        except (OSError, UnicodeDecodeError) as error:
            yield Problem("scenario.toml", f"$.lists[{index}]", f"cannot be read: {error}")
            continue
        for report in reports:
            if not report.address:
                yield Problem(name, f"row {report.row}", "no address in the column alamat")


def _agencies(scenario: Scenario) -> Iterable[Problem]:
    makers: dict[str, set[str | None]] = {}
    for site in scenario.sites:
        makers.setdefault(place(site.origin.url), set()).add(site.plan.made_by.agency)
    for key, count in Counter(agency.key for agency in scenario.agencies).items():
        if count > 1:
            yield Problem("agencies.toml", "$.agencies", f"key {key!r} stands {count} times")
    for index, agency in enumerate(scenario.agencies):
        for url in agency.listed_sites:
            if agency.key not in makers.get(place(url), ()):
                yield Problem(
                    "agencies.toml",
                    f"$.agencies[{index}].listed_sites",
                    f"{url} - expected the address of a site made by {agency.key}",
                )


def _addresses(scenario: Scenario) -> Iterable[Problem]:
    """One address may stand in several files, as names change hands, but not in the same rounds."""
    seen: dict[str, list[PlannedSite]] = {}
    for site in scenario.sites:
        names = [site.origin.url, *(f"https://{name}/" for name in site.plan.also)]
        for name in map(place, names):
            others = seen.setdefault(name, [])
            for other in others:
                if _together(site, other):
                    text = f"{name} stands in {other.file} too, in the same rounds"
                    yield Problem(site.file, "$.address", text)
            others.append(site)


def _together(one: PlannedSite, other: PlannedSite) -> bool:
    """Both live in some round."""
    last = min(one.plan.until_round or LAST, other.plan.until_round or LAST)
    return max(one.plan.from_round, other.plan.from_round) <= last


def _bare(site: PlannedSite) -> Iterable[Problem]:
    """A site without a name has no DNS and no certificate."""
    address = ip_address(site.origin.host)
    if address not in LAB or str(address) in (NAME_SERVER, MAIL_SERVER):
        text = f"{address} - expected an address in {LAB} that no server of the lab has"
        yield Problem(site.file, "$.address", text)
    if site.origin.scheme != "http":
        yield Problem(site.file, "$.address", "an address without a name needs http")
    if site.plan.also or site.plan.server:
        text = "an address without a name has neither also nor server"
        yield Problem(site.file, "$.address", text)
    for index, cause in enumerate(site.causes):
        if cause.needs_name:
            text = f"{cause.kind} needs a site with a name"
            yield Problem(site.file, f"$.causes[{index}]", text)


def _site(scenario: Scenario, site: PlannedSite) -> Iterable[Problem]:
    yield from _maker(scenario, site)
    yield from _rounds(scenario, site)
    yield from _causes(scenario, site)
    yield from _content(site)
    if site.bare_address:
        yield from _bare(site)
    unknown = set(site.plan.tempts) - classes.ALL
    if unknown:
        yield Problem(site.file, "$.tempts", f"no such classes: {', '.join(sorted(unknown))}")
    if site.origin.path != "/" and scenario.shared_host(site.origin.host) is None:
        text = f"has the path {site.origin.path} - only a shared host's site may have one"
        yield Problem(site.file, "$.address", text)


def _maker(scenario: Scenario, site: PlannedSite) -> Iterable[Problem]:
    maker = site.plan.made_by
    named = [field for field in maker.__struct_fields__ if getattr(maker, field)]
    if len(named) != 1:
        fields = ", ".join(maker.__struct_fields__)
        yield Problem(
            site.file, "$.made_by", f"names {len(named)} makers - expected one of {fields}"
        )
    for where, key in (
        ("$.made_by.agency", maker.agency),
        ("$.poses_as", site.plan.poses_as),
        ("$.formerly", site.plan.formerly),
    ):
        if key and scenario.agency(key) is None:
            known = ", ".join(agency.key for agency in scenario.agencies)
            yield Problem(site.file, where, f"no agency {key!r} - expected one of {known}")
    if maker.government and maker.government not in {o.name for o in scenario.about.others}:
        text = f"no other government {maker.government!r} in scenario.toml"
        yield Problem(site.file, "$.made_by.government", text)
    if (site.plan.poses_as or site.plan.formerly) and not maker.stranger:
        yield Problem(site.file, "$.made_by", "poses_as and formerly go with a stranger only")


def _rounds(scenario: Scenario, site: PlannedSite) -> Iterable[Problem]:
    last = scenario.about.rounds
    windows = [("$", site.plan.from_round, site.plan.until_round)]
    windows += [(f"$.causes[{i}]", c.from_round, c.until_round) for i, c in enumerate(site.causes)]
    for where, start, end in windows:
        if not start <= (end or last) <= last:
            text = f"rounds {start} to {end or last} - expected rounds in order from 1 to {last}"
            yield Problem(site.file, where, text)


def _causes(scenario: Scenario, site: PlannedSite) -> Iterable[Problem]:
    unknown = [
        Problem(site.file, f"$.causes[{index}]", text)
        for index, cause in enumerate(site.causes)
        if isinstance(cause, Hostile | HostilePath) and (text := _misbehaviour(cause))
    ]
    yield from unknown
    if unknown:  # nothing follows from what nobody knows
        return
    shared = scenario.shared_host(site.origin.host)
    official = {zone.name for zone in scenario.about.zones}
    for index, cause in enumerate(site.causes):
        where = f"$.causes[{index}]"
        if shared and not cause.on_shared_host:
            text = f"{cause.kind} needs a host of its own; {shared.name} is shared"
            yield Problem(site.file, where, text)
        if isinstance(cause, DanglingCname) and site.origin.host in official:
            text = (
                f"{cause.kind} cannot stand at {site.origin.host}, a zone with records of its own"
            )
            yield Problem(site.file, where, text)
        if cause.own_address and site.plan.server:
            text = f"{cause.kind} needs an address of its own - leave server out"
            yield Problem(site.file, where, text)
        if classes.MAIL_SPOOFABLE in cause.consequence().expects:
            yield from _lone_domain(scenario, site, where)
        if classes.DNS_LAME in cause.consequence().expects:
            yield from _lone_delegation(scenario, site, where)
        if site.origin.scheme == "http" and cause.consequence().expects & classes.TLS:
            yield Problem(site.file, where, f"{cause.kind} needs an https address")
        if classes.STALE in cause.consequence().expects and not site.plan.front.posts:
            yield Problem(site.file, where, "a stale site needs posts, whose dates say so")
    for number in range(1, scenario.about.rounds + 1):
        yield from _one_front_page(site, site.active(number), number)


def _misbehaviour(cause: Hostile | HostilePath) -> str:
    """What is wrong with a hostile cause's behaviour, or ""."""
    level = cause.level if isinstance(cause, Hostile) else "answer"
    able = [n for n, about in every().items() if level is None or level in about.levels]
    if cause.behaviour in able:
        return ""
    where = f" in place of the {level}" if level else ""
    near = difflib.get_close_matches(cause.behaviour, able, 3)
    hint = f"perhaps {', '.join(near)}; " if near else ""
    return f"no behaviour {cause.behaviour!r}{where} - {hint}`ronda lab behaviours` lists them"


def _lone_domain(scenario: Scenario, site: PlannedSite, where: str) -> Iterable[Problem]:
    """Mail policy belongs to a registered domain, so no other site may stand in it."""
    apex = apex_of(site.origin.host)
    crowd = [
        other
        for other in scenario.sites
        if other is not site and apex_of(other.origin.host) == apex and _together(site, other)
    ]
    if crowd or scenario.in_zone(site.origin.host):
        text = f"{apex} holds other sites, whose truth this would change"
        yield Problem(site.file, where, text)


def _lone_delegation(scenario: Scenario, site: PlannedSite, where: str) -> Iterable[Problem]:
    """Nothing at or below a lame name can be asked for, so no other site may stand there."""
    host = site.origin.host
    crowd = [
        other.origin.host
        for other in scenario.sites
        if other is not site
        and f".{other.origin.host}".endswith(f".{host}")
        and _together(site, other)
    ]
    zones = [zone.name for zone in scenario.about.zones if f".{zone.name}".endswith(f".{host}")]
    if crowd or zones:
        text = f"{host} holds {', '.join(crowd + zones)}, which would be lame too"
        yield Problem(site.file, where, text)


def _one_front_page(site: PlannedSite, active: tuple[Cause, ...], number: int) -> Iterable[Problem]:
    replacing = [cause.kind for cause in active if cause.on_front_page() == "replaces"]
    editing = [cause.kind for cause in active if cause.on_front_page() == "edits"]
    if len(replacing) > 1 or (replacing and editing):
        names = ", ".join(replacing + editing)
        text = f"in round {number} these spoil each other's front page: {names}"
        yield Problem(site.file, "$.causes", text)
    for whole in (cause for cause in active if cause.every_path):
        follows = whole.consequence()
        for cause in active:
            lost = (cause.consequence().expects & (classes.EXPOSURE | classes.PAGE)) - follows.hides
            if cause is not whole and lost:
                text = f"in round {number} {whole.kind} answers every path, so {cause.kind} cannot"
                yield Problem(site.file, "$.causes", f"{text} be seen")


def _content(site: PlannedSite) -> Iterable[Problem]:
    yield from _targets(site.file, "$.front", site.plan.front.links)
    for path, page in site.plan.pages.items():
        yield from _targets(site.file, f"$.pages.{path}", page.links)


def _targets(file: str, part: str, links: Iterable[LinkPlan]) -> Iterable[Problem]:
    for index, link in enumerate(links):
        try:
            urls.parse(link.to)
        except urls.BadUrl as error:
            yield Problem(file, f"{part}.links[{index}].to", f"{link.to!r}: {error}")
