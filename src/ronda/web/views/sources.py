"""Discovery's sources: what each reads, its runs, funnel, errors, what it saw, its weak signs and words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ronda.discovery.models import Lead, LeadState, Sighting, SourceRun
from ronda.discovery.selectors import LeadCounts, leads_by_source
from ronda.discovery.yields import Yield, yields_by_source
from ronda.engine.discover.registry import all_sources
from ronda.register.models import ApplicationName
from ronda.web.labels import look
from ronda.web.people import office_only, person_of
from ronda.web.tables import Filter, filtered, paged

RUNS = 12
SEEN = 15
NAMES = 60


def _by_state() -> Filter:
    return Filter(
        "keadaan",
        _("Outcome"),
        lambda: [(state, look("lead_state", state).word) for state in LeadState.values],
        lambda rows, value: rows.filter(state=value),
    )


@office_only
def table(request: HttpRequest) -> HttpResponse:
    """Show every source, also those that never ran, and what could not be read."""
    latest: dict[str, SourceRun] = {}
    for run in SourceRun.objects.order_by("-started_at")[:400]:
        latest.setdefault(run.source, run)
    leads, yields = leads_by_source(), yields_by_source()
    metas = {source.meta.id: source.meta for source in all_sources()}
    sources = [
        {
            "meta": meta,
            "run": latest.get(key),
            "leads": leads.get(key, LeadCounts()),
            "yield": yields.get(key, Yield()),
        }
        for key, meta in metas.items()
    ]
    context = {
        "ran": [one for one in sources if one["run"] or one["yield"] != Yield()],
        "resting": [one for one in sources if not one["run"] and one["yield"] == Yield()],
        "troubles": [run for run in latest.values() if run.errors],
        "gone": [run for name, run in latest.items() if name not in metas],
    }
    return render(request, "ronda/sources.html", context)


@office_only
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show one source: its last run step by step, earlier ones, sites that it saw, weak signs."""
    person = person_of(request)
    meta = next((one.meta for one in all_sources() if one.meta.id == key), None)
    runs = list(SourceRun.objects.filter(source=key).order_by("-started_at")[:RUNS])
    if meta is None and not runs:
        raise Http404
    seen = Sighting.objects.visible_to(person).filter(source=key).select_related("site")
    # office-wide: a lead is no site yet and no agency's
    rows, chips = filtered(Lead.objects.filter(source=key), [_by_state()], request.GET)
    names = ApplicationName.objects.visible_to(person).select_related("site").order_by("-pk")
    if meta is None or not meta.after_pages:
        names = names.none()
    context: dict[str, Any] = {
        "key": key,
        "meta": meta,
        "run": runs[0] if runs else None,
        "earlier": runs[1:],
        "yield": yields_by_source().get(key, Yield()),
        "leads": leads_by_source().get(key, LeadCounts()),
        "seen": seen.order_by("-last_seen_at", "-pk")[:SEEN],
        "page": paged(rows, ("-first_seen_at", "-pk"), request.GET),
        "chips": chips,
        "names": names[:NAMES],
        "names_total": names.count(),
    }
    return render(request, "ronda/source.html", context)
