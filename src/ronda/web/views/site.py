"""The page of one site, in tabs; check it now; retire it."""

import json
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ronda.accounts.models import Person
from ronda.cases.models import Finding
from ronda.discovery import channels
from ronda.discovery.services import registration_of
from ronda.patrol.models import Measurement, Visit, VisitState
from ronda.register.models import Site, SiteState
from ronda.reporting.models import Report
from ronda.web import evidence, outcome, rules, selectors, timeline
from ronda.web.people import person_of

RAW = 20_000


def load(request: HttpRequest, pk: int) -> tuple[Person, Site]:
    """The site for the person; 404 when it does not exist or is another agency's."""
    person = person_of(request)
    rows = selectors.with_findings(Site.objects.visible_to(person)).select_related(
        "agency", "system", "zone", "confirmed_by"
    )
    return person, get_object_or_404(rows.prefetch_related("agency__contacts"), pk=pk)


def _page(request: HttpRequest, site: Site, person: Person, tab: str, **more: Any) -> HttpResponse:
    newest = Visit.objects.visible_to(person).filter(site=site).order_by("-pk").first()
    running = newest if newest and newest.state == VisitState.PENDING else None
    retirable = person.decides and site.state != SiteState.RETIRED
    ended = outcome.visit_of(site, person, request.GET.get("hasil", ""))
    context = {
        "site": site,
        "tab": tab,
        "visit": running,
        "retirable": retirable,
        "result": outcome.of_site(site, ended, person) if ended else None,
        "result_visit": ended,
    } | more
    return render(request, f"ronda/site_{tab}.html", context)


def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Plain words, worst first: findings, then what could not be measured, then what is good."""
    person, site = load(request, pk)
    findings = (
        Finding.objects.visible_to(person)
        .open()
        .filter(site=site)
        .order_by("-urgent", "-severity_rank", "opened_at")
    )
    order = Case(
        When(outcome="fail", then=Value(0)),
        When(outcome="not_measured", then=Value(1)),
        When(outcome="pass", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    measurements = (
        Measurement.objects.visible_to(person)
        .filter(site=site, replaced_at__isnull=True)
        .annotate(place=order)
        .order_by("place", "check_id")
    )
    groups: dict[str, list[Measurement]] = {}
    for row in measurements:
        groups.setdefault(row.outcome, []).append(row)
    groups.pop("fail", None)  # said by the findings, with more words
    return _page(request, site, person, "summary", findings=findings, groups=list(groups.items()))


def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """All findings of the site, the closed ones too."""
    person, site = load(request, pk)
    rows = (
        Finding.objects.visible_to(person)
        .filter(site=site)
        .order_by("-severity_rank", "-opened_at")
    )
    # A state's own order: open before closed.
    ordered = sorted(rows[:200], key=lambda f: f.closed_at is not None)
    return _page(request, site, person, "findings", findings=ordered)


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """One timeline."""
    person, site = load(request, pk)
    return _page(request, site, person, "history", moments=timeline.of_site(site, person))


def measured(request: HttpRequest, pk: int) -> HttpResponse:
    """The artifacts as measured: when, from where, how, raw."""
    person, site = load(request, pk)
    artifacts = []
    for key, row in evidence.current(site, person).items():
        raw = json.dumps(row.artifact, ensure_ascii=False, indent=2)
        body = evidence.body_text(row.body, RAW)
        artifacts.append(
            {
                "key": key,
                "row": row,
                "facts": evidence.artifact_facts(row.artifact),
                "failed": evidence.failed(row.artifact),
                "raw": raw[:RAW],
                "raw_cut": len(raw) > RAW,
                "body": body,
                "body_cut": row.body is not None and row.body.size > RAW,
            }
        )
    return _page(request, site, person, "evidence", artifacts=artifacts)


def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Why we think it is theirs: proposal, reasons, sightings, decisions."""
    person, site = load(request, pk)
    proposal = getattr(site, "proposal", None)
    return _page(
        request,
        site,
        person,
        "identity",
        proposal=proposal,
        sightings=site.sightings.order_by("-last_seen_at")[:50],
        registration=registration_of(site),
        channels=channels.shown(person, [site]),
        reports=Report.objects.visible_to(person).filter(site=site).select_related("agency")[:30],
        decisions=site.decisions.select_related("person", "agency")[:50],
    )


def platform_steps(check_id: str, platforms: list[str]) -> list[tuple[str, Any]]:
    """The steps for each platform that the site runs on, to be read after the general ones."""
    check = rules.find(check_id)
    known = check.meta.guidance.platforms if check else {}
    return [(name, known[name]) for name in platforms if name in known]
