"""Answers to candidates: one, several alike, taking back, asking a colleague."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ronda.accounts.models import Person
from ronda.discovery import services
from ronda.discovery.models import Action, Decision, Question
from ronda.register.models import Agency, Relation, Site
from ronda.web import waiting
from ronda.web.agency_words import Unclear, meant
from ronda.web.cards import CHOICES, cards_of
from ronda.web.labels import look
from ronda.web.people import deciders_only, person_of
from ronda.web.templatetags.ronda import ago
from ronda.web.views.candidates import NO_AGENCY, READY, context_of, narrowed

GONE = "X-Ronda-Gone"  # the card's site waits no longer, whatever the answer was


@deciders_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a decision; answer with the cards that the screen does not have yet, or go on."""
    person = person_of(request)
    site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
    problem, gone = "", False
    try:
        _decide(request, person, site)
    except services.DecidedMeanwhile as error:
        problem, gone = _meanwhile(error, person), True
    except (services.DecisionRefused, Unclear) as error:
        problem = str(error)
    return go_on(request, person, pk, problem, gone=gone)


def go_on(
    request: HttpRequest, person: Person, pk: int, problem: str, *, gone: bool = False
) -> HttpResponse:
    """Answer the script with further cards (or what hindered), a plain form with the next page."""
    kept = narrowed(request.POST.get("saring", ""))
    if request.headers.get("X-Ronda-Card") != "1":
        if problem:
            messages.error(request, problem)
        back = reverse("candidate", args=[pk]) if problem and not gone else reverse("candidates")
        return redirect(f"{back}?{kept.urlencode()}" if kept else back)
    if problem and not gone:
        return HttpResponse(problem, status=409, content_type="text/plain; charset=utf-8")
    here = {int(n) for n in request.POST.get("ada", "").split(",")[:20] if n.isdecimal()}
    rows = waiting.rows_of(person, kept)
    left = request.POST.get("sisa", "")  # cards that are shown or come next
    stock = int(left) if left.isdecimal() and len(left) < 4 else len(here - {pk})
    more = max(0, READY + 1 - stock)
    cards = cards_of(list(rows.exclude(pk__in=here | {pk})[:more]), person)
    context = context_of(person, cards, kept.urlencode()) | {"hidden": True, "problem": problem}
    answer = render(request, "ronda/parts/cards.html", context, status=409 if gone else 200)
    if gone:
        answer.headers[GONE] = "1"
    return answer


def _meanwhile(error: services.DecidedMeanwhile, person: Person) -> str:
    """Say who was quicker, when and with what."""
    theirs = error.decision
    if theirs is None:
        return str(error)
    who = theirs.person
    name = _("You") if who == person else (who.get_full_name() or who.username if who else "–")
    answer = str(look("action", theirs.action).word)
    if theirs.agency:
        answer += f", {theirs.agency.name}"
    return _(
        "%(who)s decided this site already, %(when)s: %(answer)s. Your answer was not stored."
    ) % {"who": name, "when": ago(theirs.decided_at), "answer": answer}


def _decide(request: HttpRequest, person: Person, site: Site) -> None:
    """Carry out the answer of a form; raises what hinders it, in words."""
    action, more = answer_of(request, person)
    try:
        services.decide(person, site, action, waiting_only=True, **more)
    except PermissionError as error:
        raise PermissionDenied from error


def answer_of(request: HttpRequest, person: Person) -> tuple[str, dict[str, Any]]:
    """Read an answer from a form: the action, and what else :func:`services.decide` is told."""
    action = request.POST.get("action", "")
    if action not in Action.values:
        raise services.DecisionRefused(_("This answer is not known. Open the page again."))
    more: dict[str, Any] = {"reason": request.POST.get("reason", "").strip()[:500]}
    if action != Action.CORRECT:
        return action, more
    relation, words = request.POST.get("relation", ""), request.POST.get("agency", "").strip()
    if relation not in CHOICES:
        raise services.DecisionRefused(_("Choose the relation first."))
    if relation == Relation.OFFICIAL and not words:
        raise services.DecisionRefused(_("Choose the agency first."))
    agency: Agency | None = None if words == NO_AGENCY else meant(person, words)
    return action, more | {"relation": relation, "agency": agency}


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
    # office-wide: how many answers were taken back with one that this person could take back.
    count = Decision.objects.filter(batch=decision.batch).count() if decision.batch else 1
    return _undone(request, decision, count)


@deciders_only
@require_POST
def undo_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back any decision that stands, with all of its go unless only it is asked for."""
    person = person_of(request)
    decision = get_object_or_404(Decision.objects.visible_to(person), pk=pk)
    alone = request.POST.get("sendiri") == "1"
    try:
        rows = services.undo_decision(person, decision, alone=alone)
    except services.DecisionRefused as error:
        messages.error(request, str(error))
        return redirect("decisions")
    return _undone(request, decision, len(rows))


def _undone(request: HttpRequest, decision: Decision, count: int) -> HttpResponse:
    if count > 1:
        said = ngettext(
            "Undone: %(n)d site waits for a decision again.",
            "Undone: %(n)d sites wait for a decision again.",
            count,
        ) % {"n": count}
    else:
        said = _("Undone: %(site)s waits for a decision again.") % {"site": decision.site.url}
    messages.success(request, said)
    kept = narrowed(request.POST.get("saring", "")).urlencode()
    card = reverse("candidate", args=[decision.site_id])
    return redirect(f"{card}?{kept}" if kept else card)


@deciders_only
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a colleague about a site; the card then waits for the answer."""
    person = person_of(request)
    site = get_object_or_404(Site.objects.visible_to(person), pk=pk)
    number = request.POST.get("colleague", "")
    colleague = Person.objects.filter(pk=number).first() if number.isdecimal() else None
    try:
        services.ask(person, site, colleague, request.POST.get("note", ""))
    except services.DecisionRefused as error:
        return go_on(request, person, pk, str(error))
    return go_on(request, person, pk, "")


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question that was put to the person, or take back one's own."""
    person = person_of(request)
    if not person.sees_all:
        raise PermissionDenied
    question = get_object_or_404(Question.objects.visible_to(person), pk=pk)
    try:
        if request.POST.get("tarik") == "1":
            services.take_back(person, question)
            messages.success(request, _("The question is taken back."))
        else:
            services.answer(person, question, request.POST.get("words", ""))
            messages.success(request, _("The answer is passed on."))
    except PermissionError as error:
        raise PermissionDenied from error
    except services.DecisionRefused as error:
        messages.error(request, str(error))
    return redirect("candidate", question.site_id)
