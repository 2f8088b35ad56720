"""Serves what is no site: the homes of shared hosts, and shorteners with their redirects."""

from datetime import datetime
from typing import TYPE_CHECKING

from ronda.lab import looks
from ronda.lab.draft import HEALTHY_HEADERS
from ronda.lab.format import SharedHostPlan, ShortenerPlan
from ronda.lab.looks import icons
from ronda.lab.world import CertPlan, Respond, Route, VirtualHost

if TYPE_CHECKING:
    from ronda.lab.compile import Ground


def shared_certificate(plan: SharedHostPlan, now: datetime) -> CertPlan:
    """Return the certificate of a shared host and of all that stands below it."""
    names = (plan.name, f"*.{plan.name}") if plan.kind == "label" else (plan.name,)
    return CertPlan(
        names=names, not_before=looks.later(now, "-20d"), not_after=looks.later(now, "+70d")
    )


def homes(ground: "Ground") -> list[VirtualHost]:
    """Return the homes of shared hosts, and the shorteners."""
    about = ground.scenario.about
    shared = [shared_home(plan, ground) for plan in about.shared_hosts]
    return shared + [shortener(plan, ground) for plan in about.shorteners]


def shared_home(plan: SharedHostPlan, ground: "Ground") -> VirtualHost:
    """Return the home of a shared host itself."""
    body = (
        f'<!doctype html><html lang="id"><head><title>{plan.title}</title></head><body>'
        f"<h1>{plan.title}</h1><p>Buat situs Anda sendiri dalam lima menit.</p></body></html>"
    )
    page = Respond(200, tuple(HEALTHY_HEADERS.items()), body.encode())
    picture = icons.picture(f"host:{plan.name}")
    icon = Respond(200, (("Content-Type", icons.content_type(picture)),), picture)
    to_https = Respond(301, (("Location", f"https://{plan.name}/"),))
    return VirtualHost(
        name=plan.name,
        address=ground.addresses[f"shared:{plan.name}"],
        http=(Route("/*", to_https),),
        https=(Route("/", page), Route("/favicon.ico", icon)),
        certificate=shared_certificate(plan, ground.now),
    )


def shortener(plan: ShortenerPlan, ground: "Ground") -> VirtualHost:
    """Return the host of a shortener with all its links."""
    body = (
        f'<!doctype html><html lang="id"><head><title>{plan.title}</title></head><body>'
        f"<h1>{plan.title}</h1><p>Tautan panjang jadi pendek.</p></body></html>"
    )
    headers = tuple(HEALTHY_HEADERS.items())
    routes = (
        *(
            Route(path, Respond(302, (*headers, ("Location", to))))
            for path, to in plan.links.items()
        ),
        Route("/", Respond(200, headers, body.encode())),
        Route("/*", Respond(404, headers, b"<h1>Tautan tidak ada</h1>")),
    )
    return VirtualHost(
        name=plan.name,
        address=ground.addresses[f"short:{plan.name}"],
        http=routes,
        https=routes,
        certificate=CertPlan(
            names=(plan.name,),
            not_before=looks.later(ground.now, "-20d"),
            not_after=looks.later(ground.now, "+70d"),
        ),
    )
