"""A person's own messages, and how that person wants to be told."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from ronda.accounts.models import Person
from ronda.inbox.channels.contract import all_channels
from ronda.inbox.selectors import messages_of
from ronda.inbox.services import mark_read, prefer, preference_of
from ronda.web.people import person_of
from ronda.web.tables import paged

HOURS = range(24)


def table(request: HttpRequest) -> HttpResponse:
    """Show a person's messages, the newest first, and the choices."""
    person = person_of(request)
    context = {
        "page": paged(messages_of(person), ["-made_at", "-pk"], request.GET),
        "preference": preference_of(person),
        "channels": [c for c in all_channels() if c.configured()],
        "reached": any(c.configured() and c.reaches(person) for c in all_channels()),
        "hours": HOURS,
        "zone": settings.TIME_ZONE,
    }
    return render(request, "ronda/inbox.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Note that a person has read all of them, or one and goes where it leads."""
    person, wanted = person_of(request), request.POST.get("pesan", "")
    one = None
    if wanted.isdecimal():
        one = messages_of(person).filter(pk=int(wanted[:18])).first()
    mark_read(person, one.pk if one else None)
    return redirect(one.path if one else "inbox")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep how a person wants to be told."""
    hours = {}
    for field, name in (("quiet_from", "tenang_dari"), ("quiet_until", "tenang_sampai")):
        given = request.POST.get(name, "")
        if not given.isdecimal() or int(given[:3]) not in HOURS:
            messages.error(request, _("Choose hours from 0 to 23."))
            return redirect("inbox")
        hours[field] = int(given[:3])
    prefer(person_of(request), outside=request.POST.get("luar") == "1", **hours)
    messages.success(request, _("Kept."))
    return redirect("inbox")


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages; for a person who signed in, also of messages."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, Person) and chosen in dict(settings.LANGUAGES):
        prefer(request.user, language=chosen)
    return set_language(request)
