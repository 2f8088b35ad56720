"""One timeline of a site: what the patrol saw and found, what people decided, what was changed."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.discovery.models import Decision, Sighting
from ronda.patrol.selectors import Entry
from ronda.patrol.selectors import timeline as patrolled
from ronda.register.models import Site
from ronda.web import changes, rules
from ronda.web.labels import artifact_word, look
from ronda.web.templatetags.ronda import say
from ronda.web.templatetags.rooms import source_title

MOST = 100


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    words: str
    kind: str  # "finding", "observation", "visit", "decision", "sighting", "register"
    url: str = ""
    who: str = ""
    detail: str = ""


def of_site(site: Site, person: Person, most: int = MOST) -> list[Moment]:
    """The newest moments of a site, newest first."""
    decisions = list(
        Decision.objects.visible_to(person)
        .filter(site=site)
        .select_related("person", "agency")[:most]
    )
    moments = [
        *(_patrolled(entry, site) for entry in patrolled(site, person, limit=most)),
        *_decided(decisions),
        *_changed(site, decisions),
        *_sighted(site, person, most),
        Moment(site.created_at, _("Entered the register"), "register"),
    ]
    if site.retired_at:
        moments.append(
            Moment(site.retired_at, _("Retired"), "register", detail=site.retired_because)
        )
    return sorted(moments, key=lambda moment: moment.at, reverse=True)[:most]


def _patrolled(entry: Entry, site: Site) -> Moment:
    detail = say(entry.text)
    if entry.kind == "finding":
        return Moment(
            entry.at,
            f"{look('event_kind', entry.event).word}: {say(rules.problem(entry.key))}",
            entry.kind,
            reverse("finding", args=[entry.pk]),
            entry.who,
            detail,
        )
    if entry.kind == "visit":
        words = _("Checked on request: %(state)s") % {"state": look("visit_state", entry.key).word}
        return Moment(entry.at, words, entry.kind, who=entry.who, detail=detail)
    form = _("First seen: %(what)s") if entry.event == "seen" else _("Changed: %(what)s")
    return Moment(
        entry.at,
        form % {"what": artifact_word(entry.key)},
        entry.kind,
        reverse("site-evidence", args=[site.pk]),
        detail=detail,
    )


def _decided(decisions: list[Decision]) -> list[Moment]:
    found = []
    for row in decisions:
        words = _("Decided: %(action)s (%(relation)s)") % {
            "action": look("action", row.action).word,
            "relation": look("relation", row.relation).word,
        }
        detail = " · ".join(filter(None, (str(row.agency or ""), row.reason)))
        found.append(
            Moment(row.decided_at, words, "decision", who=str(row.person or ""), detail=detail)
        )
        if row.undone_at:
            found.append(Moment(row.undone_at, _("Decision undone"), "decision"))
    return found


def _changed(site: Site, decisions: list[Decision]) -> list[Moment]:
    """Changes of the register that neither a decision nor the entry itself has told."""
    told = [d.decided_at for d in decisions]
    told += [d.undone_at for d in decisions if d.undone_at]
    told += [site.retired_at] if site.retired_at else []
    acts = changes.apart_from(changes.of(site), told)
    return [
        Moment(
            act.at,
            _("Changed by hand or import: %(what)s")
            % {
                "what": "; ".join(
                    f"{line.label}: {line.before or '–'} → {line.after or '–'}"
                    for line in act.lines
                )
            },
            "register",
            who=act.who or "",
            detail=act.reason,
        )
        for act in acts
        if act.kind == "changed"
    ]


def _sighted(site: Site, person: Person, most: int) -> list[Moment]:
    rows = Sighting.objects.visible_to(person).filter(site=site).order_by("-first_seen_at")
    return [
        Moment(
            row.first_seen_at,
            _("First seen by source %(source)s") % {"source": source_title(row.source)},
            "sighting",
            detail=row.where,
        )
        for row in rows[:most]
    ]
