"""Telling the office of a site: the open form, an agency's own, and what the office reads of both."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ronda.register.models import Agency
from ronda.reporting import services
from ronda.reporting.addresses import MAX_WRITTEN, NoSite
from ronda.reporting.models import Kind, Report
from ronda.reporting.senders import sender_address, sender_key
from ronda.reporting.tokens import BadToken, new_token
from ronda.web.people import office_only, person_of
from ronda.web.tables import paged
from ronda.web.templatetags.ronda import say

SALT = "ronda.reporting.thanks"
THANKS_FOR = 3600  # seconds that the page with the number can be opened again
FIELDS = {"address": MAX_WRITTEN, "remark": 1000, "contact": 200}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """Show the open form, or take a report in."""
    if not settings.RONDA_PUBLIC_REPORTS:
        raise Http404
    if request.method == "GET":
        return _form(request, {"token": new_token()})
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    token = request.POST.get("token", "")
    again = given | {"token": token}
    long = next((name for name, most in FIELDS.items() if len(given[name]) > most), "")
    if long:
        cut = {name: given[name][:most] for name, most in FIELDS.items()}
        return _form(request, cut | {"token": token, "too_long": long}, 400)
    if request.POST.get("website"):
        # A field that people neither see nor reach was filled in.
        return _form(request, again | {"trap": True}, 400)
    try:
        report = services.report_site(
            given["address"],
            remark=given["remark"],
            contact=given["contact"],
            token=token,
            sender=sender_key(sender_address(request.META, settings.RONDA_PROXIES)),
        )
    except NoSite as error:
        return _form(request, again | {"no_site": say(error.text)}, 400)
    except BadToken as error:
        fresh = token if error.why == "hasty" else new_token()
        return _form(request, given | {"token": fresh, "bad_token": error.why}, 400)
    except services.TooMany as error:
        answer = _form(request, again | {"too_many": _too_many(error)}, 429)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    signed = signing.dumps(report.number, salt=SALT)
    return redirect(f"{reverse('report-thanks')}?n={signed}")


def _form(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "ronda/report.html", context, status=status)


def _too_many(error: services.TooMany) -> str:
    minutes = -(-error.seconds // 60)
    if error.whose == "sender":
        said = ngettext(
            "Several reports came from your connection within an hour. Please try again in %(n)d "
            "minute; what you wrote is still here.",
            "Several reports came from your connection within an hour. Please try again in %(n)d "
            "minutes; what you wrote is still here.",
            minutes,
        )
    else:
        said = ngettext(
            "Very many reports are coming in at the moment. Please try again in %(n)d minute; what "
            "you wrote is still here.",
            "Very many reports are coming in at the moment. Please try again in %(n)d minutes; what "
            "you wrote is still here.",
            minutes,
        )
    return said % {"n": minutes}


@login_not_required
@never_cache
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank for a report and show the number to ask about it; without one lead to the form."""
    if not settings.RONDA_PUBLIC_REPORTS:
        raise Http404
    try:
        number = signing.loads(request.GET.get("n", "")[:300], salt=SALT, max_age=THANKS_FOR)
    except signing.BadSignature:
        return redirect("report")
    return render(request, "ronda/report_thanks.html", {"number": number})


@require_POST
def declare(request: HttpRequest, key: str) -> HttpResponse:
    """An agency's person says that a site is its agency's."""
    person = person_of(request)
    agency = get_object_or_404(Agency.objects.visible_to(person), key=key)
    try:
        report = services.declare_site(
            person,
            agency,
            request.POST.get("address", "")[:MAX_WRITTEN],
            remark=request.POST.get("remark", "").strip(),
        )
    except PermissionError as error:
        raise PermissionDenied from error
    except NoSite as error:
        messages.error(request, say(error.text))
    else:
        said = _(
            "Thank you: %(site)s is noted as yours (number %(number)s). An officer confirms it."
        )
        messages.success(request, said % {"site": report.site.url, "number": report.number})
    return redirect(f"{reverse('agency', args=[agency.key])}#situs-sendiri")


@office_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List reports and declarations, the newest first; a number or an address finds one."""
    rows = Report.objects.visible_to(person_of(request)).select_related("site", "agency", "person")
    words = request.GET.get("q", "").strip()[:200]
    if words:
        found = (
            Q(number__iexact=words) | Q(site__url__icontains=words) | Q(written__icontains=words)
        )
        rows = rows.filter(found)
    kind = request.GET.get("jenis", "")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    context = {
        "page": paged(rows, ("-last_at", "-pk"), request.GET),
        "words": words,
        "kind": kind,
    }
    return render(request, "ronda/reports.html", context)
