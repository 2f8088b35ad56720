"""The table of sites and its exports."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ronda.accounts.models import Person
from ronda.register.models import Agency, Relation, Site, SiteState
from ronda.web import selectors
from ronda.web.labels import look
from ronda.web.people import person_of
from ronda.web.tables import Filter, filtered, paged

ORDER = ("host", "pk")
OURS = (Relation.OFFICIAL, Relation.UNOFFICIAL)


def _values(kind: str, values: Iterable[str]) -> list[tuple[str, str | Promise]]:
    return [(value, look(kind, value).word) for value in values]


def _with_findings(sites: QuerySet[Any], choice: str) -> QuerySet[Any]:
    if choice == "kritis":
        return sites.filter(worst__gte=4)
    return sites.filter(open_findings__gt=0) if choice == "ada" else sites.filter(open_findings=0)


def filters(person: Person) -> list[Filter]:
    """The filters of the table, for the person's role."""

    def agencies() -> list[tuple[str, str | Promise]]:
        return list(Agency.objects.visible_to(person).values_list("key", "name")[:200])

    reach = {"ya": True, "tidak": False, "belum": None}
    chosen = [
        Filter(
            "hubungan",
            _("Relation"),
            lambda: [("kami", _("Of own agencies")), *_values("relation", Relation.values)],
            lambda rows, value: rows.filter(relation__in=OURS if value == "kami" else [value]),
        ),
        Filter(
            "keadaan",
            _("State"),
            lambda: _values("site_state", SiteState.values),
            lambda rows, value: rows.filter(state=value),
        ),
        Filter(
            "opd",
            _("Agency (OPD)"),
            agencies,
            lambda rows, value: rows.filter(agency__key=value),
        ),
        Filter(
            "zona",
            _("Zone"),
            lambda: [("dalam", _("In an official zone")), ("luar", _("Off zone"))],
            lambda rows, value: rows.filter(zone__isnull=value == "luar"),
        ),
        Filter(
            "jangkau",
            _("Reachable"),
            lambda: [(k, look("reachable", v).word) for k, v in reach.items()],
            lambda rows, value: (
                rows.filter(reachable__isnull=True)
                if value == "belum"
                else rows.filter(reachable=reach[value])
            ),
        ),
        Filter(
            "temuan",
            _("Findings"),
            lambda: [
                ("ada", _("With open findings")),
                ("kritis", _("With a critical one")),
                ("bersih", _("Without findings")),
            ],
            _with_findings,
        ),
    ]
    chosen.append(
        Filter(
            "baru",
            _("New"),
            lambda: [("1", _("Since yesterday")), ("7", _("7 days")), ("30", _("30 days"))],
            lambda rows, value: rows.filter(
                created_at__gte=timezone.now() - timedelta(days=int(value))
            ),
        )
    )
    hidden = set() if person.sees_all else {"hubungan", "keadaan"}
    return [one for one in chosen if one.key not in hidden]


def chosen_sites(request: HttpRequest) -> tuple[QuerySet[Site], list[Any]]:
    """The sites that the address asks for, and the chips that say so."""
    person = person_of(request)
    rows = (
        selectors.with_findings(Site.objects.visible_to(person))
        .select_related("agency", "system")
        .prefetch_related("agency__names")
    )
    words = request.GET.get("q", "").strip()[:200]
    if words:
        rows = rows.filter(
            Q(url__icontains=words) | Q(title__icontains=words) | Q(agency__name__icontains=words)
        )
    return filtered(rows, filters(person), request.GET)


def table(request: HttpRequest) -> HttpResponse:
    """Show the table of sites."""
    rows, chips = chosen_sites(request)
    context = table_context(request, chips) | {"page": paged(rows, ORDER, request.GET)}
    return render(request, "ronda/sites.html", context)


def table_context(request: HttpRequest, chips: list[Any]) -> dict[str, Any]:
    """What every table's head needs: the words searched, the chips, the parameters to keep."""
    dropped = {"q", "sesudah", "sebelum"}
    return {
        "chips": chips,
        "any_chosen": any(chip.chosen for chip in chips),
        "words": request.GET.get("q", ""),
        "kept": [(k, v) for k, v in request.GET.items() if k not in dropped],
        "query": request.GET.urlencode(),
    }
