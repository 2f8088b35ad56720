"""The desk: what burns, what waits, what is new; an agency's person sees its own sites to mend."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.cases.models import Finding
from ronda.discovery.selectors import candidates_visible_to, waiting_for
from ronda.patrol.models import StopSwitch
from ronda.register.models import ImportBatch, Site, SiteState
from ronda.web import selectors
from ronda.web.people import person_of

SHOWN = 8


def desk(request: HttpRequest) -> HttpResponse:
    """Show the desk that fits the person's role."""
    person = person_of(request)
    return _office(request, person) if person.sees_all else _home(request, person)


def _office(request: HttpRequest, person: Person) -> HttpResponse:
    now = timezone.now()
    urgent = selectors.urgent_findings(person)
    waiting = candidates_visible_to(person)
    context = {
        "urgent": urgent[:SHOWN],
        "urgent_total": urgent.count(),
        "steps": selectors.first_steps(person),
        "candidates": waiting[:3],
        "waiting": waiting_for(person),
        "imports": ImportBatch.objects.filter(applied_at=None).order_by("-uploaded_at")[:3],
        "troubles": selectors.source_troubles(),
        "since": selectors.since(person, now - timedelta(days=1)),
        "news": selectors.news(person, now - timedelta(days=1)),
        "six": selectors.six(person, now),
        "last": selectors.last_round(person),
        # office-wide: the stop switch is one for all.
        "switch": StopSwitch.objects.first(),
    }
    return render(request, "ronda/desk.html", context)


def _home(request: HttpRequest, person: Person) -> HttpResponse:
    sites = selectors.with_findings(
        Site.objects.visible_to(person).exclude(state=SiteState.RETIRED)
    ).order_by("-worst", "-open_findings", "host")
    findings = (
        Finding.objects.visible_to(person)
        .open()
        .select_related("site")
        .order_by("-urgent", "-severity_rank", "opened_at")
    )
    context = {
        "sites": sites[:20],
        "sites_total": sites.count(),
        "findings": findings[:12],
        "findings_total": findings.count(),
        "measured": selectors.measured(person),
        "agencies": person.agencies.all(),
        "since": selectors.since(person, timezone.now() - timedelta(days=1)),
    }
    return render(request, "ronda/home.html", context)
