"""The table of agencies and the page of one."""

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from ronda.cases.models import OPEN, Finding
from ronda.discovery import channels
from ronda.discovery.models import Proposal
from ronda.register.models import Agency, Level, NameKind, Relation, Site, SiteState
from ronda.reporting.models import Kind, Report
from ronda.web import changes, selectors
from ronda.web.labels import look
from ronda.web.people import person_of
from ronda.web.tables import Filter, filtered, paged
from ronda.web.views.sites import table_context

ORDER = ("name", "pk")


def table(request: HttpRequest) -> HttpResponse:
    """Show the agencies with their sites and open findings."""
    person = person_of(request)
    registered = Q(sites__state=SiteState.REGISTERED)
    still_open = Q(sites__findings__state__in=OPEN)
    rows = Agency.objects.visible_to(person).annotate(
        official=Count(
            "sites", filter=registered & Q(sites__relation=Relation.OFFICIAL), distinct=True
        ),
        off_zone=Count(
            "sites", filter=registered & Q(sites__relation=Relation.UNOFFICIAL), distinct=True
        ),
        open_findings=Count("sites__findings", filter=still_open, distinct=True),
        worst=Max("sites__findings__severity_rank", filter=still_open),
    )
    words = request.GET.get("q", "").strip()[:200]
    if words:
        # By subquery, so that the join over names multiplies no count.
        named = Agency.objects.visible_to(person).filter(
            Q(name__icontains=words) | Q(names__text__icontains=words)
        )
        rows = rows.filter(pk__in=named.values("pk"))
    by_level = Filter(
        "tingkat",
        _("Level"),
        lambda: [(v, look("level", v).word) for v in Level.values],
        lambda found, value: found.filter(level=value),
    )
    chosen, chips = filtered(rows, [by_level], request.GET)
    context = table_context(request, chips) | {"page": paged(chosen, ORDER, request.GET)}
    return render(request, "ronda/agencies.html", context)


def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show one agency: its sites, findings, names over time, people, contacts, systems."""
    person = person_of(request)
    agency = get_object_or_404(Agency.objects.visible_to(person).select_related("parent"), key=key)
    sites = selectors.with_findings(
        Site.objects.visible_to(person).filter(agency=agency).exclude(state=SiteState.RETIRED)
    ).order_by("-worst", "host")
    proposed = (
        Proposal.objects.visible_to(person)
        .filter(agency=agency, site__state=SiteState.CANDIDATE)
        .select_related("site", "agency")
        .order_by("-probability")
    )
    findings = (
        Finding.objects.visible_to(person)
        .open()
        .filter(site__agency=agency)
        .select_related("site")
        .order_by("-urgent", "-severity_rank", "opened_at")
    )
    order = list(NameKind.values)  # official, short, alias, former
    context = {
        "agency": agency,
        "sites": sites[:30],
        "sites_total": sites.count(),
        "proposed": proposed[:10],
        "proposed_total": proposed.count(),
        "findings": findings[:10],
        "findings_total": findings.count(),
        "names": sorted(agency.names.all(), key=lambda name: order.index(name.kind)),
        "contacts": agency.contacts.all(),
        "systems": agency.systems.all(),
        "channels": channels.shown(
            person,
            Site.objects.visible_to(person).filter(agency=agency).exclude(state=SiteState.RETIRED),
        ),
        "people": agency.people.filter(is_active=True),
        "predecessors": agency.predecessors.all(),
        "successors": agency.successors.all(),
        "changes": changes.of(agency, most=30),
        "may_declare": person.decides or person.agencies.filter(pk=agency.pk).exists(),
        "declared": Report.objects.visible_to(person)
        .filter(agency=agency, kind=Kind.DECLARED)
        .select_related("site")[:10],
    }
    return render(request, "ronda/agency.html", context)
