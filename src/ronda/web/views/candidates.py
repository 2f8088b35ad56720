"""Deciding candidates: one card a screen, the next one ready, undo."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ronda.accounts.models import Person
from ronda.discovery import services
from ronda.discovery.models import Action, Sighting
from ronda.discovery.selectors import (
    candidates_visible_to,
    precision_of_proposals,
    waiting_for,
)
from ronda.engine.registration import Registration
from ronda.engine.text import Text
from ronda.patrol.models import Observation
from ronda.patrol.selectors import failure_words
from ronda.register.models import Agency, Relation, Site, SiteState
from ronda.reporting.models import Report
from ronda.web import compare, evidence
from ronda.web.people import deciders_only, office_only, person_of
from ronda.web.tables import paged

READY = 3
HELD = (Relation.OFFICIAL, Relation.UNOFFICIAL)
CHOICES = (
    Relation.OFFICIAL,
    Relation.UNOFFICIAL,
    Relation.EX_OFFICIAL,
    Relation.OTHER_GOVERNMENT,
    Relation.THIRD_PARTY,
    Relation.UNRELATED,
)


NO_AGENCY = "-"  # of an official site: chosen to be no agency's, the government's as a whole


@dataclass(frozen=True)
class Card:
    """All that one card shows."""

    site: Site
    reasons: list[dict[str, Any]]
    lines: list[str]
    seen: Observation | None  # the patrol's, of the front page; None before its first visit
    failure: Text | None  # why the front page could not be read
    sightings: list[Sighting]
    reports: list[Report]  # what citizens and agencies told of it
    registration: Registration | None

    @property
    def unassigned(self) -> bool:
        """The site is official already by its zone; only its agency is asked for."""
        return self.site.state == SiteState.REGISTERED

    @property
    def question(self) -> str:
        """What is asked about this site."""
        if self.unassigned:
            return _("Whose official site is this?")
        return _("Whose is this site?")

    @property
    def confirmable(self) -> bool:
        """There is a proposal that says enough to be answered with yes."""
        proposal = getattr(self.site, "proposal", None)
        if proposal is None or proposal.relation == Relation.UNDECIDED:
            return False
        return proposal.agency_id is not None or proposal.relation not in HELD

    @property
    def choices(self) -> list[Relation]:
        """Relations that may be chosen: official only within an official zone."""
        if self.unassigned:
            return [Relation.OFFICIAL]
        return [c for c in CHOICES if c != Relation.OFFICIAL or self.site.zone_id is not None]


def _card(site: Site, person: Person) -> Card:
    proposal = getattr(site, "proposal", None)
    stored = proposal.reasons if proposal is not None else []
    reasons = sorted(
        (r for r in stored if isinstance(r, dict)),
        key=lambda r: -abs(float(r.get("weight") or 0)),
    )
    row = evidence.current(site, person).get("http:visitor")
    lines = compare.lines(evidence.body_text(row.body)) if row else []
    failed = row is not None and evidence.failed(row.artifact)
    return Card(
        site,
        reasons[:8],
        [line for line in lines[:26] if line != site.title][:25],
        row,
        failure_words(str(row.artifact.get("kind", ""))) if row and failed else None,
        list(site.sightings.exclude(source="rdap").order_by("-last_seen_at")[:3]),
        list(Report.objects.visible_to(person).filter(site=site).select_related("agency")[:5]),
        services.registration_of(site),
    )


def _context(person: Person, cards: list[Card]) -> dict[str, Any]:
    return {
        "cards": cards,
        "waiting": waiting_for(person),
        "precision": precision_of_proposals(),
        "agencies": Agency.objects.visible_to(person).filter(dissolved_on=None),
        "no_agency": NO_AGENCY,
    }


@office_only
@require_GET
def queue(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show a card (the surest candidate, or the one asked for) with the next ones behind it."""
    person = person_of(request)
    waiting = candidates_visible_to(person)
    others = waiting if pk is None else waiting.exclude(pk=pk)
    sites = list(others[:READY])
    if pk is not None:
        site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
        if not candidates_visible_to(person).filter(pk=pk).exists():
            return redirect("site-identity", site.pk)
        sites.insert(0, site)
    cards = [_card(site, person) for site in sites[:READY]]
    return render(request, "ronda/candidates.html", _context(person, cards))


@office_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List all candidates."""
    person = person_of(request)
    rows = candidates_visible_to(person)
    asked = request.GET.get("soal", "")
    states = {"pemilik": SiteState.CANDIDATE, "opd": SiteState.REGISTERED}
    if asked in states:
        rows = rows.filter(state=states[asked])
    page = paged(rows, ("host", "pk"), request.GET)
    context = {"page": page, "asked": asked, "waiting": waiting_for(person)}
    return render(request, "ronda/candidate_list.html", context)


@deciders_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a decision; answer with the cards that the screen does not have yet, or go on."""
    person = person_of(request)
    site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
    by_script = request.headers.get("X-Ronda-Card") == "1"
    problem = _decide(request, person, site)
    if not by_script:
        if problem:
            messages.error(request, problem)
        return redirect("candidates")
    if problem:
        return HttpResponse(problem, status=409, content_type="text/plain; charset=utf-8")
    here = {int(n) for n in request.POST.get("ada", "").split(",")[:20] if n.isdecimal()}
    fresh = candidates_visible_to(person).exclude(pk__in=here)[:READY]
    more = READY + 1 - len(here - {pk})
    cards = [_card(one, person) for one in fresh[: max(more, 0)]]
    return render(request, "ronda/parts/cards.html", _context(person, cards) | {"hidden": True})


def _decide(request: HttpRequest, person: Person, site: Site) -> str:
    """Carry out the answer; return what hindered it, in words, or ""."""
    action = request.POST.get("action", "")
    if action not in Action.values:
        return _("This answer is not known. Open the page again.")
    if not candidates_visible_to(person).filter(pk=site.pk).exists():
        return _("Somebody has decided this site already. Nothing was changed.")
    more: dict[str, Any] = {}
    if action == Action.CORRECT:
        relation = request.POST.get("relation", "")
        if relation not in CHOICES:
            return _("Choose the relation first.")
        key = request.POST.get("agency", "")
        if relation == Relation.OFFICIAL and not key:
            return _("Choose the agency first.")
        agency = Agency.objects.visible_to(person).filter(key=key).first()
        more = {"relation": relation, "agency": agency}
    try:
        services.decide(
            person, site, action, reason=request.POST.get("reason", "").strip()[:500], **more
        )
    except PermissionError as error:
        raise PermissionDenied from error
    except services.DecisionRefused as error:
        return str(error)
    return ""


@deciders_only
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the person's last decision and show its card again."""
    try:
        decision = services.undo(person_of(request))
    except services.DecisionRefused as error:
        messages.error(request, str(error))
        return redirect("candidates")
    if decision is None:
        messages.info(request, _("There is nothing to undo."))
        return redirect("candidates")
    messages.success(
        request, _("Undone: %(site)s waits for a decision again.") % {"site": decision.site.url}
    )
    return HttpResponseRedirect(reverse("candidate", args=[decision.site_id]))
