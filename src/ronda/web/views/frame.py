"""The frame's own views: theme, health, search over everything, files of the frame."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ronda.cases.models import Finding
from ronda.register.models import Agency, Site
from ronda.web import rules
from ronda.web.context import THEME_COOKIE, THEMES
from ronda.web.people import person_of

SHOWN = 15
YEAR = 365 * 86400


def back_to(request: HttpRequest, default: str = "/") -> str:
    """The page to go back to: only ever one of ours."""
    wanted = request.POST.get("next", "") or request.GET.get("kembali", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and ours else default


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark, or what the device says."""
    response = HttpResponseRedirect(back_to(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@login_not_required
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Say that the web process runs and reaches its database; 503 when it does not."""
    from importlib.metadata import version

    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        said = {"status": "error", "database": type(error).__name__, "version": version("ronda")}
        return JsonResponse(said, status=503)
    return JsonResponse({"status": "ok", "version": version("ronda")})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find sites, agencies and findings by words."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:200]
    context = {"search_words": words, "shown": SHOWN}
    if words:
        by_words = [
            key
            for key, check in rules.by_id().items()
            if words.casefold()
            in f"{key} {check.meta.problem.id} {check.meta.problem.en}".casefold()
        ]
        named = Q(name__icontains=words) | Q(names__text__icontains=words) | Q(key=words)
        site = Q(url__icontains=words) | Q(title__icontains=words)
        finding = Q(site__url__icontains=words) | Q(check_id__in=by_words)
        context |= {
            "sites": Site.objects.visible_to(person).filter(site).select_related("agency")[:SHOWN],
            "agencies": Agency.objects.visible_to(person).filter(named).distinct()[:SHOWN],
            "findings": Finding.objects.visible_to(person)
            .open()
            .filter(finding)
            .select_related("site")
            .order_by("-severity_rank", "-opened_at")[:SHOWN],
        }
    return render(request, "ronda/search.html", context)
