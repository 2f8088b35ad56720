"""Gathers examples from the pages of a scenario as they are made, without serving or searching it.

A province takes seconds so, and no overloaded server makes a site unreadable by chance. What an
office would know before it looks is taken from the scenario: its agencies, the sites that its list
names, how its own sites look and where they link. What only a network shows is missing: name servers,
and whose certificate a server shows.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import msgspec

from ronda.engine.artifacts import (
    DOCUMENT_PREFIX,
    Artifact,
    HttpArtifact,
    LetterArtifact,
    PageArtifact,
)
from ronda.engine.attribute.concern import MIN_CONCERN, concern
from ronda.engine.attribute.contract import (
    CandidateFacts,
    Gazetteer,
    KnownAgency,
    KnownName,
    LookBook,
    OtherGovernment,
    Region,
)
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.from_icons import own_icon
from ronda.engine.attribute.from_likeness import look_of
from ronda.engine.attribute.item import Evidence, Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.model import weigh
from ronda.engine.attribute.weights import shipped
from ronda.engine.collect.icon import icon_address, icon_of, inline_icon
from ronda.engine.collect.letter import document_key, told
from ronda.engine.collect.letter_child import read
from ronda.engine.collect.page import parse_page
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import Limits
from ronda.engine.registration import Registration
from ronda.engine.urls import parse
from ronda.lab.compile import Ground, hosts_of, life_of, server_of
from ronda.lab.draft import Answer
from ronda.lab.format import AgencyPlan
from ronda.lab.homes import shared_home
from ronda.lab.registrations import registered
from ronda.lab.scenario import PlannedSite, Scenario
from ronda.lab.standing import Standing
from ronda.lab.truth import TrueSite, Truth, official_links, place, truth_of
from ronda.lab.world import Respond, VirtualHost

# Signs in an address for which sources watch.
_WATCHED = frozenset(
    {"agency_in_host", "region_in_host", "imitates_zone", "looks_like_suffix", "agency_in_path"}
)
TELLING = ("/kontak", "/profil", "/tentang", "/hubungi-kami")  # as discovery.visiting reads them
MAX_FURTHER = 3


class Shown(msgspec.Struct, frozen=True):
    """A site with the pages that a look would bring back, and the document that they link."""

    site: PlannedSite
    pages: tuple[PageArtifact, ...]
    letter: LetterArtifact | None
    icon: str = ""  # as CandidateFacts has it


def examples_from(scenario: Scenario, now: datetime) -> Iterator[Example]:
    """Yield the evidence of the first round's sites that an office would not know, beside the truth."""
    true = truth_of(scenario, 1, now)
    shown = list(looked_at(scenario, now))
    known = gazetteer_of(scenario, _looks(scenario, shown))
    links = _links(scenario, shown)
    for one in shown:
        where = place(one.site.origin.url)
        there = true.find(one.site.origin.url)
        if there is None or there.known_before or not there.seen_by:
            continue
        facts = _facts(one, scenario, links.get(where, ()), now)
        evidence = _evidence(facts, known)
        if not (scenario.in_zone(one.site.origin.host) or _waits(evidence)):
            continue
        yield _example(there, evidence, true)


def gazetteer_of(scenario: Scenario, looks: LookBook | None = None) -> Gazetteer:
    """The province's agencies and neighbours, as a register would hold them."""
    about = scenario.about
    zones = tuple(zone.name for zone in about.zones)
    others = tuple(
        OtherGovernment(o.level, o.name, o.zone, o.area_codes, o.towns) for o in about.others
    )
    region = Region(
        about.region.level, about.region.name, about.region.area_codes,
        about.region.postcodes, about.region.towns,
    )  # fmt: skip
    shared = tuple(host.name for host in about.shared_hosts)
    agencies = tuple(_known(agency, scenario) for agency in scenario.agencies)
    zones_of_others = tuple(o.zone for o in about.others)
    return Gazetteer(region, zones, agencies, others, zones_of_others, shared, looks or LookBook())


def _known(plan: AgencyPlan, scenario: Scenario) -> KnownAgency:
    names = [(plan.name, "official"), (plan.short, "short")]
    names += [(alias, "alias") for alias in plan.aliases] + [(f, "former") for f in plan.former]
    known = tuple(KnownName(text, kind) for text, kind in names)
    listed = {place(url) for url in plan.listed_sites}
    hosts = tuple(
        sorted(s.origin.host for s in scenario.sites if place(s.origin.url) in listed)
    ) if listed else ()  # fmt: skip
    return KnownAgency(plan.key, known, (plan.phone,), (plan.email,), (plan.address,), hosts)


def looked_at(scenario: Scenario, now: datetime) -> Iterator[Shown]:
    """Yield the sites of the first round that have a name, as a look would bring them back."""
    ground = Ground.of(scenario, (server_of(scenario, site) for site in scenario.sites), now)
    limits = Limits()
    homes = {
        plan.name: _answers((shared_home(plan, ground),)) for plan in scenario.about.shared_hosts
    }
    for site in scenario.sites:
        here = life_of(ground, site, 1).at(1)
        if here is None or here.name_behaviour is not None or here.lame:
            continue
        hosts = [h for h in hosts_of(ground, site, 1, here) if h.name == site.origin.host]
        answers = _answers(hosts)
        pages = tuple(_pages(answers, here, now, limits))
        icon = own_icon(_icon(pages[0], here, answers | homes.get(here.host, {}))) if pages else ""
        yield Shown(site, pages, _letter(answers, pages, here, now), icon)


def _answers(hosts: Iterable[VirtualHost]) -> dict[str, Answer]:
    """What hosts answer everybody, by path."""
    return {r.path: r.answer for h in hosts for r in (h.https or h.http or ()) if r.view == "any"}


def _icon(page: PageArtifact, here: Standing, answers: Mapping[str, Answer]) -> Artifact | None:
    """The icon as a look would bring it, one redirect followed."""
    url = icon_address(page, here.host)
    brought = inline_icon(url, page.url)
    if brought is not None or not url:
        return brought
    for _ in range(2):
        answer = answers.get(urlsplit(url).path)
        if not isinstance(answer, Respond):
            return None
        to = dict(answer.headers).get("Location")
        if to is None:
            return icon_of(_answered(answer, url, page.at))
        url = urljoin(url, to)
    return None


def _answered(answer: Respond, url: str, now: datetime) -> HttpArtifact:
    return HttpArtifact(
        at=now, view="visitor", url=url, final_url=url, address="198.18.0.1",
        status=answer.status, headers=answer.headers, hops=(), body=answer.body, body_sha256="",
        truncated=False, elapsed_ms=1,
    )  # fmt: skip


def _letter(
    answers: Mapping[str, Answer], pages: tuple[PageArtifact, ...], here: Standing, now: datetime
) -> LetterArtifact | None:
    """How the document begins that a look would read. Our own files need no child process."""
    base = parse(f"https://{here.host}{here.path}")
    key = document_key(pages, base)
    path = f"{here.path.rstrip('/')}{key.removeprefix(DOCUMENT_PREFIX)}"
    answer = answers.get(path) if key else None
    if not isinstance(answer, Respond) or answer.status != 200:
        return None
    lines, no_text = told(read(answer.body))
    return LetterArtifact(now, f"https://{here.host}{path}", lines, no_text)


def _pages(
    answers: Mapping[str, Answer], here: Standing, now: datetime, limits: Limits
) -> Iterator[PageArtifact]:
    wanted = (here.path, *(here.path.rstrip("/") + path for path in TELLING))
    found = 0
    for path in wanted:
        answer = answers.get(path)
        if not isinstance(answer, Respond) or answer.status != 200:
            if path == here.path:
                return  # the front page is not there
            continue
        url = f"https://{here.host}{path}"
        page = parse_page(_answered(answer, url, now), limits)
        if isinstance(page, PageArtifact) and found <= MAX_FURTHER:
            found += 1
            yield page


def _looks(scenario: Scenario, shown: list[Shown]) -> LookBook:
    """How the sites in the zones look; whose they are where the office's list says so."""
    listed = {place(url): a.key for a in scenario.agencies for url in a.listed_sites}
    return LookBook(
        look_of(one.pages[0], listed.get(place(one.site.origin.url), ""), one.icon)
        for one in shown
        if one.pages and scenario.in_zone(one.site.origin.host)
    )


def _links(scenario: Scenario, shown: list[Shown]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By place: (official page, words) of the links that lead there, news items and short links included."""
    found: dict[str, list[tuple[str, str]]] = {}
    for site, link in official_links(scenario, 1, [one.site for one in shown]):
        if scenario.in_zone(site.origin.host):
            found.setdefault(place(link.to), []).append((site.origin.url, link.text))
    return {where: tuple(links) for where, links in found.items()}


def _facts(
    one: Shown, scenario: Scenario, links: tuple[tuple[str, str], ...], now: datetime
) -> CandidateFacts:
    site = one.site
    named = registered(scenario, site, now)
    registration = None
    if named is not None and not scenario.in_zone(site.origin.host):
        domain, plan = named
        holder = "" if "PRIVACY" in plan.holder.upper() else plan.holder
        registration = Registration(
            domain, now, "lab", registered_on=plan.registered, registrar=plan.registrar,
            holder=holder,
        )  # fmt: skip
    names = ", ".join((site.origin.host, *site.plan.also))
    seen = Sighting("ct", site.origin.url, now, "log", {"names": names})
    return CandidateFacts(
        site.origin.url,
        pages=one.pages,
        sightings=(seen,),
        registration=registration,
        linked_from=links,
        icon=one.icon,
        letter=one.letter,
    )


def _evidence(facts: CandidateFacts, known: Gazetteer) -> list[Evidence]:
    """Of the front page; where that leaves the question open, of the further pages, then a document."""
    looks = [msgspec.structs.replace(facts, pages=facts.pages[:1], letter=None)]
    if len(facts.pages) > 1:
        looks.append(msgspec.structs.replace(facts, letter=None))
    if facts.letter is not None:
        looks.append(facts)
    found: list[Evidence] = []
    for look in looks:
        found = gather(look, known)
        if weigh(found, shipped()).relation != "undecided":
            break
    return found


def _waits(items: list[Evidence]) -> bool:
    """The name is one that sources watch for, or a look found that the site concerns the office."""
    if any(item.kind in _WATCHED for item in items):
        return True
    return concern(items, shipped()) >= MIN_CONCERN


def _example(site: TrueSite, evidence: list[Evidence], true: Truth) -> Example:
    right = tuple(key for key in (site.agency, *site.shared_with) if key)
    items = tuple(Item(e.kind, e.agency_kind, e.agency, e.strength) for e in evidence)
    return Example(true.scenario, site.url, site.relation.value, right, items)
