"""What every page is given: the reader's places, counts beside them, theme and version."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ronda.accounts.models import Person
from ronda.cases.models import Finding
from ronda.discovery.selectors import waiting_for
from ronda.inbox.selectors import unread_of
from ronda.patrol.models import StopSwitch

THEMES = ("light", "dark")
THEME_COOKIE = "ronda_tema"


@dataclass(frozen=True)
class Place:
    """An entry of the rail or of the bottom bar."""

    url: str
    label: str | Promise
    icon: str
    here: bool
    count: int = 0


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's data; cheap: three counts for a signed-in person."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    base: dict[str, Any] = {
        "theme": theme if theme in THEMES else "",
        "ronda_version": version("ronda"),
        "open_form": settings.RONDA_PUBLIC_REPORTS,
        "contact_days": settings.RONDA_REPORT_CONTACT_DAYS,
    }
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return base
    places = _places(request.path, person)
    # office-wide: whether the watch is stopped concerns everybody.
    switch = StopSwitch.objects.filter(engaged=True).first() if person.sees_all else None
    told = {"unread": unread_of(person)}
    return base | told | {"places": places, "bottom": places[:4], "stop_switch": switch}


def _places(path: str, person: Person) -> list[Place]:
    def place(name: str, label: str | Promise, icon: str, count: int = 0) -> Place:
        url = reverse(name)
        here = path == url or (url != "/" and path.startswith(url))
        return Place(url, label, icon, here, count)

    if not person.sees_all:
        return [
            place("desk", _("Home"), "desk"),
            place("sites", _("My sites"), "site"),
            place("findings", _("To mend"), "finding", _open(person)),
            place("agencies", _("My agency"), "agency"),
            place("checks", _("Manual of checks"), "manual"),
        ]
    waiting = waiting_for(person).total
    return [
        place("desk", _("Desk"), "desk"),
        place("candidates", _("Candidates"), "candidate", waiting),
        place("sites", _("Sites"), "site"),
        place("findings", _("Findings"), "finding", _open(person)),
        place("agencies", _("Agencies"), "agency"),
        place("imports", _("Import"), "import"),
        place("reports", _("Reports"), "report"),
        place("sources", _("Sources"), "source"),
        place("checks", _("Manual of checks"), "manual"),
    ]


def _open(person: Person) -> int:
    return Finding.objects.visible_to(person).open().count()
