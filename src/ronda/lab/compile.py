"""Makes the world of one round from a scenario: the same folder and time give the same world."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Literal, cast

import msgspec

from ronda.lab import looks
from ronda.lab.compile_zones import ZoneTable
from ronda.lab.draft import Draft
from ronda.lab.homes import homes, shared_certificate
from ronda.lab.registrations import registered
from ronda.lab.scenario import PlannedSite, Scenario, is_address, load
from ronda.lab.standing import Life, Standing, apex_of, issue
from ronda.lab.world import (
    CertPlan,
    HostileName,
    LogEntry,
    Record,
    Respond,
    Route,
    VirtualHost,
    World,
)

FIRST_ADDRESS = int(ip_address("198.18.0.10"))
BARE = "bare:"  # a server named by its address, as a site's host is
NEIGHBOURS = "other-governments.json"
# Most certificates have one of a few dates: shared, they cost nothing.
_later = lru_cache(maxsize=1_000)(looks.later)


def compile_world(directory: Path | str, round: int, now: datetime) -> World:
    """Return what is served in a round; raises :class:`~ronda.lab.scenario.BadScenario`."""
    return compile_scenario(load(directory), round, now)


def compile_scenario(scenario: Scenario, at_round: int, now: datetime) -> World:
    """The same from a scenario that is already read."""
    return _world(scenario, at_round, now, bare=False)


def compile_bare(scenario: Scenario, at_round: int, now: datetime) -> World:
    """The same without any page: names, zones and certificates, much sooner."""
    return _world(scenario, at_round, now, bare=True)


def _world(scenario: Scenario, at_round: int, now: datetime, *, bare: bool) -> World:
    ground = Ground.of(scenario, (server_of(scenario, site) for site in scenario.sites), now)
    lives = [(site, life_of(ground, site, at_round)) for site in scenario.sites]
    standing = [(site, here) for site, life in lives if (here := life.at(at_round)) is not None]
    hosts = [
        host
        for site, here in standing
        for host in (here.hosts if bare else hosts_of(ground, site, at_round, here))
    ]
    hosts += homes(ground)
    return World(
        scenario=scenario.about.name,
        round=at_round,
        now=now,
        zones=tuple(ZoneTable(scenario, ground.addresses, (here for _, here in standing))),
        hosts=tuple(_merged(hosts)),
        hostile_names=hostile_names(here for _, here in standing),
        log_entries=(
            *gone(ground),
            *(entry for _, life in lives for entry in life.remembered(at_round)),
        ),
        settings=settings_of(scenario),
        files={NEIGHBOURS: neighbours_of(scenario)},
        registrations=dict(
            found
            for site, _ in reversed(standing)  # of several on one domain the first by key counts
            if (found := registered(scenario, site, now)) is not None
        ),
    )


def hostile_names(standing: Iterable[Standing]) -> tuple[HostileName, ...]:
    """The names of a round whose name server misbehaves."""
    return tuple(
        HostileName(here.host, here.name_behaviour)
        for here in standing
        if here.name_behaviour is not None
    )


class Ground(msgspec.Struct, frozen=True):
    """What every site of a scenario stands on."""

    scenario: Scenario
    addresses: dict[str, str]  # by server
    now: datetime

    @classmethod
    def of(cls, scenario: Scenario, servers: Iterable[str], now: datetime) -> "Ground":
        """An address for each server, in the order of the sites' keys; the same in every round,
        so that servers need not move."""
        names = [f"shared:{plan.name}" for plan in scenario.about.shared_hosts]
        short = [f"short:{plan.name}" for plan in scenario.about.shorteners]
        # Shorteners come last, so that no other address moves when one is added.
        found = dict.fromkeys((*names, *servers, *short))
        bare = {name: name.removeprefix(BARE) for name in found if name.startswith(BARE)}
        taken = set(bare.values())
        free = (text for i in count(FIRST_ADDRESS) if (text := str(ip_address(i))) not in taken)
        given = {name: bare.get(name) or next(free) for name in found}
        return cls(scenario, given, now)


def server_of(scenario: Scenario, site: PlannedSite) -> str:
    """Return the name of a site's server: sites with the same one share an address."""
    return server_name(scenario, site.key, site.origin.host, site.plan.server)


def server_name(scenario: Scenario, key: str, host: str, server: str | None) -> str:
    """The same of a site that is not read as a whole."""
    if is_address(host):
        return f"{BARE}{host}"
    shared = scenario.shared_host(host)
    if shared:
        return f"shared:{shared.name}"
    return f"server:{server}" if server else f"site:{key}"


def life_of(ground: Ground, site: PlannedSite, upto: int) -> Life:
    """How a site stands in each round up to one. Certificates are dated by when they come."""
    made: dict[object, Standing | None] = {}
    issued: dict[CertPlan, CertPlan] = {}
    stretches: list[tuple[int, Standing | None]] = []
    for number in range(1, upto + 1):
        # A round in which the same causes are planted is the same round.
        planted = tuple(i for i, cause in enumerate(site.causes) if cause.active(number))
        key = planted if site.lives(number) else None
        if key not in made:
            made[key] = _standing(ground, site, number, issued) if key is not None else None
        if not stretches or stretches[-1][1] is not made[key]:
            stretches.append((number, made[key]))
    return Life(tuple(stretches))


def _standing(
    ground: Ground, site: PlannedSite, number: int, issued: dict[CertPlan, CertPlan]
) -> Standing:
    draft = _draft(ground, site, number)
    plan = draft.certificate
    if plan is not None:
        if plan not in issued:
            issued[plan] = issue(plan, number, ground.scenario.about.rounds, ground.now)
        draft.certificate = issued[plan]
    return Standing(
        host=draft.host,
        path=draft.base,
        apex=draft.apex,
        hosts=tuple(_hosts(draft, bare=True)),
        records=tuple(_records(draft)),
        spf=draft.spf,
        dmarc=draft.dmarc,
        certificate=draft.certificate,
        lame=draft.lame,
        certificate_seen=draft.host_records is None,
        name_behaviour=draft.name_behaviour,
    )


def hosts_of(
    ground: Ground, site: PlannedSite, at_round: int, here: Standing
) -> Iterable[VirtualHost]:
    """Return a site's virtual hosts with all their pages."""
    draft = _draft(ground, site, at_round)
    draft.certificate = here.certificate
    return _hosts(draft, bare=False)


def _draft(ground: Ground, site: PlannedSite, at_round: int) -> Draft:
    scenario, now = ground.scenario, ground.now
    plan = site.plan
    shown = scenario.agency(plan.made_by.agency or plan.poses_as)
    draft = Draft(
        key=site.key,
        site=plan,
        origin=site.origin,
        address=ground.addresses[server_of(scenario, site)],
        apex=apex_of(site.origin.host),
        now=now,
        front=plan.front,
        agency=shown,
        certificate=_certificate(scenario, site, now),
    )
    if site.origin.scheme == "http":
        draft.https_open = draft.http_redirects = False
        draft.certificate = None
    looks.dress(draft)
    for cause in site.active(at_round):
        cause.plant(draft)
    return draft


def _certificate(scenario: Scenario, site: PlannedSite, now: datetime) -> CertPlan:
    shared = scenario.shared_host(site.origin.host)
    if shared:
        return shared_certificate(shared, now)
    plan = site.plan.certificate
    return CertPlan(
        names=(site.origin.host, *site.plan.also, *plan.names),
        not_before=_later(now, plan.issued),
        not_after=_later(now, plan.expires),
        logged=plan.logged,
    )


def _hosts(draft: Draft, *, bare: bool) -> Iterable[VirtualHost]:
    """The site's own host, and one for each further name, which leads to the site.

    ``bare``: without routes, for those who need no pages.
    """
    if not (draft.http_open or draft.https_open or draft.tls_behaviour):
        if draft.host_records is None:
            yield VirtualHost(draft.host, draft.address, None, None, draft.certificate)
        return
    routes = () if bare else tuple(_routes(draft))
    scheme = "https" if draft.https_open else "http"
    yield VirtualHost(
        name=draft.host,
        address=draft.address,
        http=(tuple(_redirects(draft, routes)) if draft.http_redirects else routes)
        if draft.http_open
        else None,
        https=routes if draft.https_open else None,
        certificate=draft.certificate,
        tls_behaviour=draft.tls_behaviour,
        tls_params=draft.tls_params,
        max_tls=cast(Literal["", "1.0", "1.1", "1.2"], draft.max_tls),
    )
    for name in draft.site.also:
        there = Respond(301, (*draft.headers.items(), ("Location", f"{scheme}://{draft.host}/")))
        lead = () if bare else (Route("/*", there),)
        yield VirtualHost(
            name, draft.address, lead, lead if draft.https_open else None, draft.certificate
        )


def _routes(draft: Draft) -> Iterable[Route]:
    """Everything that the site answers; what a cause said goes before what the site would say."""
    if draft.catch_all is not None:
        yield Route(draft.below("/*"), draft.catch_all())
        return
    # The first match wins, so exact paths go before those of whole folders.
    for (path, view), make in sorted(draft.answers.items(), key=lambda item: item[0][0][-1] == "*"):
        yield from _with_bare(draft, Route(path, make(), view))
    if (draft.below("/*"), "any") in draft.answers:
        return
    views = {view for view, _ in draft.edits} - {"any"}
    html = looks.front_page(draft)
    for view in (*sorted(views), "any"):
        edited = html
        for wanted, change in draft.edits:
            if wanted in ("any", view):
                edited = change(edited)
        if (draft.below("/"), view) not in draft.answers:
            yield from _with_bare(draft, Route(draft.below("/"), draft.page(edited), view))
    for path, page in draft.site.pages.items():
        markup = looks.inner_page(draft, page)
        for change in draft.inner_edits.get(path, ()):
            markup = change(markup)
        for way in dict.fromkeys((path, looks.link(draft, path))):
            yield Route(draft.below(way), draft.page(markup))
    for path, make in looks.paths(draft):
        if (draft.below(path), "any") not in draft.answers:
            yield Route(draft.below(path), make())
    unknown = draft.not_found or (lambda: draft.page(looks.not_found(draft), status=404))
    yield Route(draft.below("/*"), unknown())


def _with_bare(draft: Draft, route: Route) -> Iterable[Route]:
    """A front page below another site's address answers without the last slash too, the very same."""
    yield route
    if draft.base != "/" and route.path == draft.base:
        yield msgspec.structs.replace(route, path=draft.base.rstrip("/"))


def _redirects(draft: Draft, routes: tuple[Route, ...]) -> Iterable[Route]:
    for path in dict.fromkeys(route.path for route in routes):
        to = path.removesuffix("*")
        headers = (("Server", draft.headers["Server"]), ("Location", f"https://{draft.host}{to}"))
        yield Route(path, Respond(301, headers))


def _merged(hosts: Iterable[VirtualHost]) -> Iterable[VirtualHost]:
    """Sites that share a host (paths of a page builder) become one host with all their routes."""
    found: dict[str, list[VirtualHost]] = {}
    for host in hosts:
        found.setdefault(host.name, []).append(host)
    return (joined(same) if len(same) > 1 else same[0] for same in found.values())


def joined(hosts: Iterable[VirtualHost]) -> VirtualHost:
    """Return one host for several of the same name: all their routes, else as the last says."""
    *_, last = found = tuple(hosts)
    return msgspec.structs.replace(
        last,
        http=_longest_first(tuple(route for host in found for route in host.http or ())),
        https=_longest_first(tuple(route for host in found for route in host.https or ())),
    )


def _longest_first(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    return tuple(sorted(routes, key=lambda route: len(route.path), reverse=True))


def _records(draft: Draft) -> Iterable[Record]:
    if draft.host_records is None:
        yield Record(draft.host, "A", draft.address)
    else:
        yield from draft.host_records
    for name in draft.site.also:
        yield Record(name, "CNAME", f"{draft.host}.")
    yield from draft.more_records


def gone(ground: Ground) -> Iterable[LogEntry]:
    """Certificates of names that only the log remembers."""
    for plan in ground.scenario.about.gone:
        logged = looks.later(ground.now, plan.logged)
        end = looks.later(logged, "+90d")
        yield LogEntry(CertPlan((plan.name,), "expired", logged, end), logged)


def neighbours_of(scenario: Scenario) -> str:
    """The office's file of other governments, whose names must not be taken for its own."""
    rows = [
        {
            "level": plan.level,
            "name": plan.name,
            "zone": plan.zone,
            "area_codes": plan.area_codes,
            "towns": plan.towns,
        }
        for plan in scenario.about.others
    ]
    return json.dumps({"government": rows}, ensure_ascii=False, indent=1)


def _short_settings(scenario: Scenario) -> dict[str, str]:
    """Shorteners and pages of links, for a scenario that has any."""
    about = scenario.about
    named = {
        "RONDA_SHORTENERS": ", ".join(plan.name for plan in about.shorteners),
        "RONDA_LINK_PAGES": ", ".join(plan.name for plan in about.shared_hosts if plan.bio),
    }
    return {name: value for name, value in named.items() if value}


def settings_of(scenario: Scenario) -> dict[str, str]:
    """What an office would set. ``{dns}`` stands for the address of the lab's DNS server."""
    about, region = scenario.about, scenario.about.region
    return {
        "RONDA_ZONES": ", ".join(f"{zone.name}@{{dns}}" for zone in about.zones),
        "RONDA_REGION_LEVEL": region.level,
        "RONDA_REGION_NAME": region.name,
        "RONDA_REGION_AREA_CODES": ",".join(region.area_codes),
        "RONDA_REGION_POSTCODES": ",".join(region.postcodes),
        "RONDA_REGION_TOWNS": ",".join(region.towns),
        "RONDA_SHARED_HOSTS": ", ".join(plan.name for plan in about.shared_hosts),
        **_short_settings(scenario),
        "RONDA_OTHER_GOVERNMENTS": f"{{file:{NEIGHBOURS}}}",
        "RONDA_TIME_ZONE": about.time_zone,
        **({"RONDA_CONTACT_URL": about.contact_url} if about.contact_url else {}),
    }
