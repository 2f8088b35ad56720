"""Rounds and visits: a round's page, "check now" with live progress, the stop switch."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ronda.cases.services import withdraw_site
from ronda.patrol import services
from ronda.patrol.models import Round, StopSwitch, Visit, VisitState
from ronda.patrol.selectors import failure_words
from ronda.register.errors import Refused
from ronda.register.models import Site
from ronda.register.services import retire_site
from ronda.web import selectors
from ronda.web.people import deciders_only, office_only, person_of
from ronda.web.tables import paged
from ronda.web.templatetags.ronda import say
from ronda.web.views.frame import back_to


@office_only
@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: coverage, and its visits, those not measured first when the address asks so."""
    person = person_of(request)
    one = get_object_or_404(Round, pk=pk)  # office-wide: its visits are scoped
    visits = Visit.objects.visible_to(person).filter(round=one).select_related("site")
    why = request.GET.get("sebab", "")
    if why:
        visits = visits.filter(failure=why)
    context = {
        "seen": selectors.seen_round(one, person),
        "why": failure_words(why) if why else None,
        "page": paged(visits, ("site__host", "pk"), request.GET),
    }
    return render(request, "ronda/round.html", context)


@require_POST
def check_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a visit now. Anybody who sees the site may; politeness limits hold all the same."""
    person = person_of(request)
    site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
    back = back_to(request, reverse("site", args=[site.pk]))
    live = bool(request.headers.get("HX-Request"))
    try:
        visit = services.check_now(site, person)
    except services.CannotVisit as error:
        if live:
            return render(request, "ronda/parts/refused.html", {"text": error.text})
        messages.error(request, say(error.text))
        return HttpResponseRedirect(back)
    return _progress(request, visit, back) if live else HttpResponseRedirect(back)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a visit is; asked every second while it runs. At its end the page shows the result."""
    visit = get_object_or_404(
        Visit.objects.visible_to(person_of(request)).select_related("site", "round"), pk=pk
    )
    return _progress(request, visit, back_to(request, reverse("site", args=[visit.site_id])))


def _progress(request: HttpRequest, visit: Visit, back: str) -> HttpResponse:
    running = visit.state == VisitState.PENDING
    context = {
        "visit": visit,
        "running": running,
        "back": back,
        "result_url": _with_result(back, visit),
        # office-wide: whether the watch is stopped explains why a visit waits.
        "halted": running and StopSwitch.objects.filter(engaged=True).exists(),
    }
    answer = render(request, "ronda/parts/progress.html", context)
    if not running and request.headers.get("HX-Request"):
        answer.headers["HX-Redirect"] = _with_result(back, visit)
    return answer


def _with_result(back: str, visit: Visit) -> str:
    """The page to return to, asked to say what the visit brought."""
    parts = urlsplit(back)
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k != "hasil"]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("hasil", str(visit.pk))])))


@deciders_only
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop all visits; a reason is needed, since everybody will see it."""
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Write the reason first: everybody will see it."))
        return redirect("desk")
    services.engage_stop(person_of(request), reason)
    messages.success(request, _("All visits are stopped. What was under way is measured later."))
    return redirect("desk")


@deciders_only
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Let the visits go on."""
    services.release_stop(person_of(request))
    messages.success(request, _("The watch goes on."))
    return redirect("desk")


@deciders_only
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a site with a reason; its open findings are withdrawn, not mended."""
    person = person_of(request)
    site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
    because = request.POST.get("because", "").strip()[:300]
    if not because:
        messages.error(request, _("Write why the site is retired; it stays in its history."))
        return redirect("site", pk)
    try:
        with transaction.atomic():  # a retired site with open findings would keep them for ever
            retire_site(site, person, because)
            withdraw_site(site, person, because)
    except PermissionError as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, say(error.text))
        return redirect("site", pk)
    messages.success(request, _("The site is retired. It is no longer visited."))
    return redirect("site", pk)
