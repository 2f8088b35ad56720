"""The page of one finding: what was seen, why it matters, how to mend it, how it was measured."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ronda.cases.models import OPEN, Finding
from ronda.cases.selectors import timeline
from ronda.patrol.models import Visit, VisitState
from ronda.register.models import SiteState
from ronda.web import compare, evidence, outcome, rules
from ronda.web.people import person_of
from ronda.web.views.site import platform_steps

INJECTED = frozenset({"CONTENT.GAMBLING", "CONTENT.SPAM"})


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a finding."""
    person = person_of(request)
    rows = Finding.objects.visible_to(person).select_related("site", "site__agency")
    finding = get_object_or_404(rows.prefetch_related("site__agency__contacts"), pk=pk)
    observations = evidence.current(finding.site, person)
    check = rules.find(finding.check_id)
    platforms = evidence.platform_of(observations)
    injected = finding.check_id in INJECTED
    others = (
        Finding.objects.visible_to(person)
        .open()
        .filter(check_id=finding.check_id)
        .exclude(pk=finding.pk)
        .select_related("site")
        .order_by("-opened_at")[:8]
    )
    newest = Visit.objects.visible_to(person).filter(site=finding.site).order_by("-pk").first()
    ended = outcome.visit_of(finding.site, person, request.GET.get("hasil", ""))
    pieces = evidence.of_verdict(finding.verdict, observations)
    # What only some visitors get is understood by seeing it beside what the others get.
    compared = injected or any(piece.artifact in ("http:robot", "http:phone") for piece in pieces)
    context = {
        "finding": finding,
        "site": finding.site,
        "check": check,
        "pieces": pieces,
        "platforms": platforms,
        "platform_steps": platform_steps(finding.check_id, platforms),
        "views": compare.side_by_side(observations) if compared else [],
        "hidden": compare.hidden_links(observations) if injected else [],
        "others": others,
        "open": finding.state in OPEN,
        "events": timeline(finding, person),
        "visit": newest if newest and newest.state == VisitState.PENDING else None,
        "result": outcome.of_finding(finding, ended, person) if ended else None,
        "result_visit": ended,
        "checkable": finding.site.state != SiteState.RETIRED,
    }
    return render(request, "ronda/finding.html", context)
