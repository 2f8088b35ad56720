"""Discovery's sources: what each reads, its last run, its counted funnel and errors in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ronda.discovery.models import SourceRun
from ronda.discovery.selectors import leads_by_source
from ronda.discovery.yields import Yield, yields_by_source
from ronda.engine.discover.registry import all_sources
from ronda.web.people import office_only


@office_only
def table(request: HttpRequest) -> HttpResponse:
    """Show every source, also those that never ran."""
    latest: dict[str, list[SourceRun]] = {}
    for run in SourceRun.objects.order_by("-started_at")[:400]:
        latest.setdefault(run.source, []).append(run)
    leads, yields = leads_by_source(), yields_by_source()
    sources = [
        {
            "meta": source.meta,
            "run": next(iter(latest.get(source.meta.id, [])), None),
            "leads": leads.get(source.meta.id),
            "yield": yields.get(source.meta.id, Yield()),
            "earlier": latest.get(source.meta.id, [])[1:6],
        }
        for source in all_sources()
    ]
    known = {source.meta.id for source in all_sources()}
    gone = [runs[0] for name, runs in latest.items() if name not in known]
    return render(request, "ronda/sources.html", {"sources": sources, "gone": gone})
