"""What waits for a decision: one card after the other, and all of it as a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ronda.accounts.models import Person
from ronda.discovery.asking import colleagues_of
from ronda.discovery.selectors import candidates_visible_to, track_record, waiting_for
from ronda.engine.attribute.learning.local import MIN_ANSWERS
from ronda.register.models import Site
from ronda.register.taught import latest_taught
from ronda.web import agency_words, waiting
from ronda.web.cards import Card, cards_of
from ronda.web.people import office_only, person_of
from ronda.web.tables import paged

READY = 3
NO_AGENCY = "-"  # of an official site: chosen to be no agency's, the government's as a whole


def context_of(person: Person, cards: list[Card], kept: str) -> dict[str, Any]:
    """What the cards need, whether the whole page is shown or only further cards."""
    progress = waiting.progress_of(person)
    return {
        "cards": cards,
        "progress": progress,
        "waiting": progress.waiting,
        "no_agency": NO_AGENCY,
        "saring": kept,
        "colleagues": colleagues_of(person) if person.decides else [],
    }


@office_only
@require_GET
def queue(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show a card (the most urgent candidate, or the one asked for) with the next ones behind it."""
    person = person_of(request)
    rows, chips = waiting.queue(person, request.GET)
    others = rows if pk is None else rows.exclude(pk=pk)
    sites = list(others[:READY])
    if pk is not None:
        asked = candidates_visible_to(person).filter(pk=pk).first()
        if asked is None:
            site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
            return redirect("site-identity", site.pk)
        sites.insert(0, asked)
    cards = cards_of(sites[:READY], person)
    context = context_of(person, cards, waiting.kept(request.GET))
    context |= waiting.narrowing(request.GET, chips) | {
        "agencies": agency_words.living(person),
        "track": track_record(timezone.now()),
        "taught": latest_taught(),
        "taught_from": MIN_ANSWERS,
    }
    return render(request, "ronda/candidates.html", context)


@office_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List what waits, narrowed as asked."""
    person = person_of(request)
    rows, chips = waiting.queue(person, request.GET)
    context: dict[str, Any] = {
        "page": paged(rows, ("host", "pk"), request.GET),
        "asked": request.GET.get("soal", ""),
        "waiting": waiting_for(person),
        "saring": waiting.kept(request.GET),
    }
    return render(
        request, "ronda/candidate_list.html", context | waiting.narrowing(request.GET, chips)
    )


def narrowed(query: str) -> QueryDict:
    """The parameters that a form carried along, only those that narrow the queue."""
    return QueryDict(waiting.kept(QueryDict(query[:2000])))
