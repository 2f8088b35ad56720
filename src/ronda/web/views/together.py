"""Several candidates alike: a preview, one answer to all that stay ticked; and what was decided."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from ronda.accounts.models import Person
from ronda.discovery import services
from ronda.discovery.alike import MOST, Tie, alike, proposal_of, value_of
from ronda.discovery.models import Action, Decision
from ronda.discovery.selectors import candidates_visible_to
from ronda.register.models import Site
from ronda.web import agency_words
from ronda.web.agency_words import Unclear
from ronda.web.cards import CHOICES
from ronda.web.people import deciders_only, office_only, person_of
from ronda.web.tables import paged
from ronda.web.views.candidates import NO_AGENCY, narrowed
from ronda.web.views.deciding import answer_of


@office_only
@deciders_only
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the undecided sites that hang together with one; decide those that stay ticked."""
    person = person_of(request)
    site = candidates_visible_to(person).filter(pk=pk).first()
    if site is None:
        get_object_or_404(Site.objects.visible_to(person), pk=pk)
        messages.info(request, _("This site has been decided meanwhile."))
        return redirect("candidates")
    proposal = proposal_of(site)
    asked = request.GET.get("ikatan", "")
    if asked not in list(Tie) or proposal is None or not value_of(proposal, Tie(asked)):
        raise Http404
    rows = alike(proposal, Tie(asked), person)
    if request.method == "POST":
        return _decided(request, person, [*rows.filter(pk__in=_ticked(request))[:MOST]], pk)
    total = rows.order_by().count()
    context = {
        "site": site,
        "tie": asked,
        "value": value_of(proposal, Tie(asked)),
        "sites": rows[:MOST],
        "total": total,
        "most": MOST,
        "choices": [c for c in CHOICES if c != "official"],
        "agencies": agency_words.living(person),
        "no_agency": NO_AGENCY,
        "saring": request.GET.get("saring", ""),
    }
    return render(request, "ronda/together.html", context)


def _ticked(request: HttpRequest) -> list[int]:
    numbers = request.POST.getlist("situs")[:MOST]
    return [int(n) for n in numbers if n.isdecimal() and len(n) < 19]


def _decided(request: HttpRequest, person: Person, sites: list[Site], pk: int) -> HttpResponse:
    back = redirect(request.get_full_path())
    if not sites:
        messages.error(request, _("Tick at least one site."))
        return back
    try:
        action, more = answer_of(request, person)
    except (services.DecisionRefused, Unclear) as error:
        messages.error(request, str(error))
        return back
    if action == Action.SKIP:
        messages.error(request, _("This answer is not known. Open the page again."))
        return back
    done = services.decide_together(person, sites, action, **more)
    if done.decided:
        said = ngettext(
            "%(n)d site is decided. Undo takes it back.",
            "%(n)d sites are decided. Undo takes all of them back.",
            len(done.decided),
        )
        messages.success(request, said % {"n": len(done.decided)})
    for site, why in done.left[:3]:
        messages.error(request, _("%(site)s stays: %(why)s") % {"site": site.url, "why": why})
    if len(done.left) > 3:
        more_left = len(done.left) - 3
        said = ngettext("%(n)d more stays.", "%(n)d more stay.", more_left)
        messages.error(request, said % {"n": more_left})
    if not done.decided:
        return back
    kept = narrowed(request.POST.get("saring", "")).urlencode()
    answer = redirect("candidates")
    if kept:
        answer.headers["Location"] += f"?{kept}"
    return answer


@office_only
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """What was decided, the newest first, each to be taken back while it stands."""
    person = person_of(request)
    rows = (
        Decision.objects.visible_to(person)
        .exclude(action=Action.SKIP)
        .select_related("site", "person", "agency", "undone_by", "proposed_agency")
    )
    if request.GET.get("siapa") == "saya":
        rows = rows.filter(person=person)
    page = paged(rows, ("-decided_at", "-pk"), request.GET)
    context = {"page": page, "mine": request.GET.get("siapa") == "saya"}
    return render(request, "ronda/decisions.html", context)
