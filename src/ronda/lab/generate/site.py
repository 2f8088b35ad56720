"""Makes a site's line from its blueprint: pages, links, certificate, causes, address."""

import msgspec

from ronda.lab.format import CertificateFile, LinkPlan, SiteLine
from ronda.lab.generate import evil, icons, plants
from ronda.lab.generate.families import Page, writer
from ronda.lab.generate.history import Addresses, Planter, befall
from ronda.lab.generate.letters import letters
from ronda.lab.generate.pen import Pen
from ronda.lab.generate.plan import Blueprint
from ronda.lab.generate.province import Province
from ronda.lab.generate.roads import news

SERVERS = 900  # shared addresses of hosting companies and data centres


def make(
    province: Province,
    site: Blueprint,
    links: tuple[LinkPlan, ...],
    own: Addresses,
    told: tuple[LinkPlan, ...] = (),
) -> SiteLine:
    """Return a site as it is written. ``told``: links that only its news items have."""
    pen = Pen(province, site)
    page: Page = writer(site.family)(pen)
    shared = site.kind in ("blog", "builder")
    line = SiteLine(
        key=site.key,
        address=site.address,
        note=page.note,
        made_by=page.made_by,
        front=msgspec.structs.replace(page.front, links=links),
        shared_with=site.shared_with,
        poses_as=page.poses_as,
        formerly=page.formerly,
        look=page.look,  # type: ignore[arg-type]
        pages=page.pages | news(pen, told),
        letters=letters(pen, page),
        marks=plants.marks(province, site),
        profiles=plants.profiles(province, site),
        icon=icons.icon(province, site),
        dressed_as=page.dressed_as,
        registered=plants.registered(province, site),
        holder=plants.holder(province, site),
        tempts=page.tempts,
        certificate=_certificate(pen, site),
        also=_also(pen, site),
        from_round=site.from_round,
        until_round=site.until_round,
    )
    planter = Planter(line, pen, shared, province.settings.rounds, own)
    if site.family in ("official", "unofficial"):
        befall(planter, pen)
    elif site.kind == "parked" or page.parked:
        planter.plant(evil.entry(pen, "parked"), (1, None))
    single = shared or planter.own_address or site.kind == "bare_ip"
    return msgspec.structs.replace(
        line,
        causes=tuple(planter.entries),
        server=None if single else f"pool-{pen.number(1, SERVERS)}",
    )


def _certificate(pen: Pen, site: Blueprint) -> CertificateFile:
    return CertificateFile(
        issued=f"-{pen.number(12, 60)}d", expires=f"+{pen.number(25, 200)}d", logged=site.logged
    )


def _also(pen: Pen, site: Blueprint) -> tuple[str, ...]:
    """A third of the sites with a domain of their own answer under www. too."""
    wanted = site.lone and site.address.startswith("https") and pen.chance(0.35)
    return (f"www.{site.host}",) if wanted else ()
