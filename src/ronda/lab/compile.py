"""Makes the world of one round from a scenario: the same folder and time give the same world."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, cast

import msgspec
import tldextract

from ronda.lab import looks
from ronda.lab.draft import HEALTHY_HEADERS, Draft
from ronda.lab.format import SharedHostPlan
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.world import (
    CertPlan,
    DnsZone,
    HostileName,
    LogEntry,
    Record,
    Respond,
    Route,
    VirtualHost,
    World,
)

FIRST_ADDRESS = int(ip_address("198.18.0.10"))
NAME_SERVER = "198.18.0.2"
MAIL_SERVER = "198.18.0.3"
NEIGHBOURS = "other-governments.json"
# The bundled list only: nothing is fetched.
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def compile_world(directory: Path | str, round: int, now: datetime) -> World:
    """Return what is served in a round; raises :class:`~ronda.lab.scenario.BadScenario`."""
    return compile_scenario(load(directory), round, now)


def compile_scenario(scenario: Scenario, at_round: int, now: datetime) -> World:
    """The same from a scenario that is already read."""
    addresses = _addresses(scenario)
    issued = _Issued(scenario, now)
    for number in range(1, at_round + 1):
        drafts = [
            _draft(scenario, site, number, now, addresses)
            for site in scenario.sites
            if site.lives(number)
        ]
        issued.show(drafts, number)
    hosts = [host for draft in drafts for host in _hosts(scenario, draft)]
    hosts += [_shared_home(plan, addresses, now) for plan in scenario.about.shared_hosts]
    return World(
        scenario=scenario.about.name,
        round=at_round,
        now=now,
        zones=tuple(_zones(scenario, drafts, addresses)),
        hosts=tuple(_merged(hosts)),
        hostile_names=tuple(
            HostileName(draft.host, draft.name_behaviour)
            for draft in drafts
            if draft.name_behaviour is not None
        ),
        log_entries=(
            *(_gone(plan.name, looks.later(now, plan.logged)) for plan in scenario.about.gone),
            *issued.remembered(drafts),
        ),
        settings=_settings(scenario),
        files={NEIGHBOURS: _neighbours(scenario)},
    )


def apex_of(host: str) -> str:
    """Return the registered domain of a host by the bundled public suffix list."""
    return _extract(host).top_domain_under_public_suffix or host


def _addresses(scenario: Scenario) -> dict[str, str]:
    """An address for each server; the same in every round, so that servers need not move."""
    names: list[str] = [f"shared:{plan.name}" for plan in scenario.about.shared_hosts]
    for site in scenario.sites:
        name = _server(scenario, site)
        if name not in names:
            names.append(name)
    return {name: str(ip_address(FIRST_ADDRESS + i)) for i, name in enumerate(names)}


def _server(scenario: Scenario, site: PlannedSite) -> str:
    shared = scenario.shared_host(site.origin.host)
    if shared:
        return f"shared:{shared.name}"
    return f"server:{site.plan.server}" if site.plan.server else f"site:{site.key}"


def _draft(
    scenario: Scenario,
    site: PlannedSite,
    at_round: int,
    now: datetime,
    addresses: dict[str, str],
) -> Draft:
    plan = site.plan
    shown = scenario.agency(plan.made_by.agency or plan.poses_as)
    draft = Draft(
        key=site.key,
        site=plan,
        origin=site.origin,
        address=addresses[_server(scenario, site)],
        apex=apex_of(site.origin.host),
        now=now,
        front=plan.front,
        agency=shown,
        certificate=_certificate(scenario, site, now),
    )
    if site.origin.scheme == "http":
        draft.https_open = draft.http_redirects = False
        draft.certificate = None
    for cause in site.active(at_round):
        cause.plant(draft)
    return draft


def _certificate(scenario: Scenario, site: PlannedSite, now: datetime) -> CertPlan:
    shared = scenario.shared_host(site.origin.host)
    if shared:
        return _shared_certificate(shared, now)
    plan = site.plan.certificate
    return CertPlan(
        names=(site.origin.host, *site.plan.also, *plan.names),
        not_before=looks.later(now, plan.issued),
        not_after=looks.later(now, plan.expires),
        logged=plan.logged,
    )


def _shared_certificate(plan: SharedHostPlan, now: datetime) -> CertPlan:
    names = (plan.name, f"*.{plan.name}") if plan.kind == "label" else (plan.name,)
    return CertPlan(
        names=names, not_before=looks.later(now, "-20d"), not_after=looks.later(now, "+70d")
    )


def _shared_home(plan: SharedHostPlan, addresses: dict[str, str], now: datetime) -> VirtualHost:
    body = (
        f'<!doctype html><html lang="id"><head><title>{plan.title}</title></head><body>'
        f"<h1>{plan.title}</h1><p>Buat situs Anda sendiri dalam lima menit.</p></body></html>"
    )
    page = Respond(200, tuple(HEALTHY_HEADERS.items()), body.encode())
    to_https = Respond(301, (("Location", f"https://{plan.name}/"),))
    return VirtualHost(
        name=plan.name,
        address=addresses[f"shared:{plan.name}"],
        http=(Route("/*", to_https),),
        https=(Route("/", page),),
        certificate=_shared_certificate(plan, now),
    )


def _hosts(scenario: Scenario, draft: Draft) -> Iterable[VirtualHost]:
    """The site's own host, and one for each further name, which leads to the site."""
    if not (draft.http_open or draft.https_open or draft.tls_behaviour):
        if draft.host_records is None:
            yield VirtualHost(draft.host, draft.address, None, None, draft.certificate)
        return
    routes = tuple(_routes(draft))
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
        lead = (Route("/*", there),)
        yield VirtualHost(
            name, draft.address, lead, lead if draft.https_open else None, draft.certificate
        )


def _routes(draft: Draft) -> Iterable[Route]:
    """Everything that the site answers; what a cause said goes before what the site would say."""
    for (path, view), make in draft.answers.items():
        yield Route(path, make(), view)
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
            yield Route(draft.below("/"), draft.page(edited), view)
    for path, page in draft.site.pages.items():
        yield Route(draft.below(path), draft.page(looks.inner_page(draft, page)))
    if draft.base != "/":
        yield Route(draft.base.rstrip("/"), draft.page(html))
    yield Route(draft.below("/*"), draft.page(looks.not_found(draft), status=404))


def _redirects(draft: Draft, routes: tuple[Route, ...]) -> Iterable[Route]:
    for path in dict.fromkeys(route.path for route in routes):
        to = path.removesuffix("*")
        headers = (("Server", draft.headers["Server"]), ("Location", f"https://{draft.host}{to}"))
        yield Route(path, Respond(301, headers))


def _merged(hosts: Iterable[VirtualHost]) -> Iterable[VirtualHost]:
    """Sites that share a host (paths of a page builder) become one host with all their routes."""
    found: dict[str, VirtualHost] = {}
    for host in hosts:
        if host.name in found:
            old = found[host.name]
            host = msgspec.structs.replace(
                host,
                http=_longest_first((*(old.http or ()), *(host.http or ()))),
                https=_longest_first((*(old.https or ()), *(host.https or ()))),
            )
        found[host.name] = host
    return found.values()


def _longest_first(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    return tuple(sorted(routes, key=lambda route: len(route.path), reverse=True))


def _zones(scenario: Scenario, drafts: list[Draft], addresses: dict[str, str]) -> Iterable[DnsZone]:
    official = {zone.name: zone for zone in scenario.about.zones}
    records: dict[str, list[Record]] = {name: [] for name in official}
    mail: dict[str, tuple[str | None, str | None]] = dict.fromkeys(
        official, ("v=spf1 mx -all", "v=DMARC1; p=reject")
    )
    for plan in scenario.about.shared_hosts:
        star = [f"*.{plan.name}"] if plan.kind == "label" else []
        records[apex_of(plan.name)] = [
            Record(name, "A", addresses[f"shared:{plan.name}"]) for name in (plan.name, *star)
        ]
        mail[apex_of(plan.name)] = ("v=spf1 mx -all", "v=DMARC1; p=reject")
    for draft in drafts:
        if scenario.shared_host(draft.host):
            continue
        zone = next((z for z in official if draft.host.endswith(f".{z}") or draft.host == z), None)
        name = zone or draft.apex
        records.setdefault(name, []).extend(_records(draft))
        if name not in official and (draft.host == name or name not in mail):
            mail[name] = (draft.spf, draft.dmarc)
    for name, found in records.items():
        transfer = official[name].transfer if name in official else "refused"
        about = [*_authority(name), *_mail(name, mail.get(name, (None, None)))]
        yield DnsZone(name, tuple(dict.fromkeys((*about, *found))), transfer)


def _records(draft: Draft) -> Iterable[Record]:
    if draft.host_records is None:
        yield Record(draft.host, "A", draft.address)
    else:
        yield from draft.host_records
    for name in draft.site.also:
        yield Record(name, "CNAME", f"{draft.host}.")
    yield from draft.more_records


def _authority(zone: str) -> Iterable[Record]:
    soa = f"ns1.{zone}. hostmaster.{zone}. 2026030201 3600 900 1209600 300"
    yield Record(zone, "SOA", soa)
    yield Record(zone, "NS", f"ns1.{zone}.")
    yield Record(f"ns1.{zone}", "A", NAME_SERVER)


def _mail(zone: str, policy: tuple[str | None, str | None]) -> Iterable[Record]:
    spf, dmarc = policy
    yield Record(zone, "MX", f"10 mail.{zone}.")
    yield Record(f"mail.{zone}", "A", MAIL_SERVER)
    if spf is not None:
        yield Record(zone, "TXT", f'"{spf}"')
    if dmarc is not None:
        yield Record(f"_dmarc.{zone}", "TXT", f'"{dmarc}"')


def _gone(name: str, logged: datetime) -> LogEntry:
    end = looks.later(logged, "+90d")
    return LogEntry(CertPlan((name,), "expired", logged, end), logged)


class _Issued:
    """Certificates over the rounds. A log only grows: what a later round adds is dated later."""

    def __init__(self, scenario: Scenario, now: datetime) -> None:
        self._scenario, self._now = scenario, now
        self._final: dict[tuple[str, CertPlan], CertPlan] = {}

    def show(self, drafts: list[Draft], at_round: int) -> None:
        """Give each site of a round its certificate as it was issued when first shown."""
        for draft in drafts:
            if draft.certificate is not None:
                known = (draft.key, draft.certificate)
                if known not in self._final:
                    self._final[known] = self._issue(draft.certificate, at_round)
                draft.certificate = self._final[known]

    def _issue(self, plan: CertPlan, at_round: int) -> CertPlan:
        if at_round == 1:
            return plan
        if plan.kind == "expired":
            # It was issued, and logged, long before it ran out.
            return msgspec.structs.replace(plan, logged=False)
        step = timedelta(days=1) / (self._scenario.about.rounds + 1)
        return msgspec.structs.replace(
            plan, not_before=self._now - timedelta(days=1) + at_round * step
        )

    def remembered(self, drafts: list[Draft]) -> Iterable[LogEntry]:
        """Logged certificates that no host of this round shows."""
        shown = {id(draft.certificate) for draft in drafts if draft.host_records is None}
        for plan in self._final.values():
            if plan.logged and plan.not_before and id(plan) not in shown:
                yield LogEntry(plan, plan.not_before)


def _neighbours(scenario: Scenario) -> str:
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


def _settings(scenario: Scenario) -> dict[str, str]:
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
        "RONDA_OTHER_GOVERNMENTS": f"{{file:{NEIGHBOURS}}}",
        "RONDA_TIME_ZONE": about.time_zone,
        **({"RONDA_CONTACT_URL": about.contact_url} if about.contact_url else {}),
    }
