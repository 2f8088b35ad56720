"""The table of findings."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ronda.accounts.models import Person
from ronda.cases.models import Finding, FindingState
from ronda.engine.checks.contract import Severity
from ronda.register.models import Agency
from ronda.web import rules, selectors
from ronda.web.labels import look
from ronda.web.people import person_of
from ronda.web.tables import Filter, filtered, paged
from ronda.web.templatetags.ronda import say
from ronda.web.views.sites import table_context

ORDER = ("-urgent", "-severity_rank", "-opened_at", "pk")


def _in_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "semua":
        return rows
    return rows.filter(state=value)


def _recent(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    start = timezone.now() - timedelta(days=int(value))
    return rows.filter(Q(opened_at__gte=start) | Q(closed_at__gte=start))


def filters(person: Person) -> list[Filter]:
    """The filters of the table."""

    def agencies() -> list[tuple[str, str | Promise]]:
        return list(Agency.objects.visible_to(person).values_list("key", "name")[:200])

    def checks() -> list[tuple[str, str | Promise]]:
        # Findings of a rule that was removed stay, and can still be asked for.
        stored = Finding.objects.visible_to(person).order_by().values_list("check_id").distinct()
        ids = sorted({*rules.by_id(), *(row[0] for row in stored)})
        return [(key, say(rules.problem(key))) for key in ids]

    return [
        Filter(
            "tingkat",
            _("Severity"),
            lambda: [(s.value, look("severity", s.value).word) for s in reversed(Severity)],
            lambda rows, value: rows.filter(severity=value),
        ),
        Filter(
            "keadaan",
            _("State"),
            lambda: [
                *((s, look("finding_state", s).word) for s in FindingState.values),
                ("semua", _("Open and closed")),
            ],
            _in_state,
        ),
        Filter(
            "pemeriksaan",
            _("Check"),
            checks,
            lambda rows, value: rows.filter(check_id=value),
        ),
        Filter(
            "opd", _("Agency (OPD)"), agencies, lambda rows, v: rows.filter(site__agency__key=v)
        ),
        Filter(
            "mendesak",
            _("Urgent"),
            lambda: [("ya", _("Only urgent ones"))],
            lambda rows, value: rows.filter(Q(urgent=True) | Q(severity="critical")),
        ),
        Filter(
            "sejak",
            _("Since"),
            lambda: [
                ("1", _("Yesterday")),
                ("7", _("7 days")),
                ("30", _("30 days")),
            ],
            _recent,
        ),
    ]


def table(request: HttpRequest) -> HttpResponse:
    """Show the table of findings; the open ones unless the address asks for others."""
    person = person_of(request)
    rows = Finding.objects.visible_to(person).select_related("site", "site__agency")
    if "keadaan" not in request.GET:
        rows = rows.open()
    words = request.GET.get("q", "").strip()[:200]
    if words:
        rows = rows.filter(
            Q(site__url__icontains=words)
            | Q(site__agency__name__icontains=words)
            | Q(check_id__icontains=words)
        )
    chosen, chips = filtered(rows, filters(person), request.GET)
    context = table_context(request, chips) | {
        "page": paged(chosen, ORDER, request.GET),
        "measured": selectors.measured(person),
    }
    return render(request, "ronda/findings.html", context)
