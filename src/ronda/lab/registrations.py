"""What registries say of a scenario's domains: dates, holders and registrars that follow from who
made a site, as they would in the world."""

import zlib
from datetime import datetime, timedelta

from ronda.lab import looks
from ronda.lab.format import SiteFile
from ronda.lab.scenario import PlannedSite, Scenario
from ronda.lab.standing import apex_of
from ronda.lab.world import DomainPlan

# Invented: registrars and what some of them write instead of a holder.
REGISTRARS = (
    "PT Nama Samudra",
    "PT Alamat Digital Nusantara",
    "Domainwerk GmbH",
    "NameHarbor, Inc.",
)
VEILS = ("", "REDACTED FOR PRIVACY", "Privacy Service Provided by NameHarbor")
# Days since registration, from and to, by who made the site. They overlap: an agency's site may be
# weeks old, and a copy may wait for years.
_AGES = {
    "ex_official": (15, 200),
    "impersonation": (4, 300),
    "agency": (60, 3_200),
    "government": (1_500, 7_000),
    "person": (90, 2_800),
    "stranger": (20, 2_800),
    "others": (500, 6_000),
}
_OFFICIAL = (3_000, 7_500)


def registered(
    scenario: Scenario, site: PlannedSite, now: datetime
) -> tuple[str, DomainPlan] | None:
    """Return a site's registered domain and what its registry says; None where it has none of its
    own (a bare address, a shared host). The same scenario says the same."""
    host = site.origin.host
    if site.bare_address or scenario.shared_host(host):
        return None
    domain = apex_of(host)
    if "." not in domain:
        return None
    plan = site.plan
    official = scenario.in_zone(host)
    low, high = _OFFICIAL if official else _AGES[_maker(plan)]
    draw = zlib.crc32(f"{scenario.about.name} {domain}".encode())
    since = now - timedelta(days=low + draw % (high - low), hours=draw % 24)
    if plan.registered is not None:
        since = looks.later(now, plan.registered)
    holder = plan.holder if plan.holder is not None else _holder(scenario, plan, official, draw)
    return domain, DomainPlan(
        registered=since,
        expires=since + timedelta(days=365 * ((now - since).days // 365 + 1)),
        registrar=REGISTRARS[draw // 7 % len(REGISTRARS)],
        holder=holder,
    )


def _maker(plan: SiteFile) -> str:
    made = plan.made_by
    if plan.formerly:
        return "ex_official"
    if made.stranger and plan.poses_as:
        return "impersonation"
    for kind in ("agency", "government", "person", "stranger"):
        if getattr(made, kind):
            return kind
    return "others"


def _holder(scenario: Scenario, plan: SiteFile, official: bool, draw: int) -> str:
    """An organisation's name, or a veil: most holders are not published."""
    made = plan.made_by
    if official:
        return f"Pemerintah {scenario.about.region.level} {scenario.about.region.name}".title()
    agency = scenario.agency(made.agency)
    if agency is not None and draw % 5 == 0:
        return agency.name
    said = made.government or made.vendor or made.news or made.school or made.company
    if said and draw % 3:
        return said
    return VEILS[draw // 11 % len(VEILS)]
