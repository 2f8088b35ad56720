"""The manual of checks, rendered from the checks themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ronda.cases.models import Finding
from ronda.web import manual, rules
from ronda.web.people import person_of


def table(request: HttpRequest) -> HttpResponse:
    """List the checks by area."""
    areas: dict[str, list[object]] = {}
    for check in rules.by_id().values():
        areas.setdefault(check.meta.area, []).append(check)
    return render(request, "ronda/checks.html", {"areas": list(areas.items())})


def page(request: HttpRequest, check_id: str) -> HttpResponse:
    """Show one check's manual page."""
    check = rules.find(check_id)
    if check is None:
        raise Http404
    found = Finding.objects.visible_to(person_of(request)).open().filter(check_id=check_id)
    context = {
        "check": check,
        "meta": check.meta,
        "manual": manual.blocks(check.manual),
        "found": found.count(),
    }
    return render(request, "ronda/check.html", context)
