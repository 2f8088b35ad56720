"""Who changed what in the register, one entry for each act, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ronda.register.models import (
    Level,
    Lifecycle,
    NameKind,
    Relation,
    ScheduleClass,
    SiteState,
)
from ronda.register.selectors import HistoryLine, changes
from ronda.web.labels import look

# What is written in one go carries times that differ a little.
TOGETHER = timedelta(seconds=2)
# Fields whose values are words of ours: the choices behind them, and the words for the screen.
_WORDS = {
    "level": (Level, "level"),
    "kind": (NameKind, "name_kind"),
    "lifecycle": (Lifecycle, "lifecycle"),
    "state": (SiteState, "site_state"),
    "relation": (Relation, "relation"),
    "schedule": (ScheduleClass, "schedule"),
}


@dataclass(frozen=True)
class Line:
    """One field: its name, before ("" when new) and after ("" when emptied)."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One act: when, who (None: the system itself), what it did, its fields and its reason."""

    at: datetime
    who: str | None
    words: str
    reason: str
    kind: str
    lines: list[Line] = field(default_factory=list)


def of(row: Model, most: int = 60) -> list[Change]:
    """The newest acts on a row, newest first. Whoever asks has found it through ``visible_to``."""
    found = []
    for _key, lines in groupby(changes(row, limit=most * 6), key=_act):
        group = list(lines)
        first = group[0]
        found.append(
            Change(
                first.at,
                first.who,
                _said(first),
                first.reason,
                first.kind,
                [_line(one) for one in group if one.field],
            )
        )
    return found[:most]


def apart_from(found: Iterable[Change], moments: Iterable[datetime]) -> list[Change]:
    """Acts that are not the trace of something told already, such as a decision."""
    told = list(moments)
    return [c for c in found if not any(abs(c.at - at) <= TOGETHER for at in told)]


def _act(line: HistoryLine) -> tuple[datetime, str | None, str, str, str]:
    return line.at, line.who, line.kind, str(line.what), line.reason


def _said(line: HistoryLine) -> str:
    forms = {
        "created": _("%(what)s entered"),
        "changed": _("%(what)s changed"),
        "deleted": _("%(what)s removed"),
    }
    said = forms[line.kind] % {"what": line.what}
    return f"{said}: {line.before}" if line.kind == "deleted" and line.before else said


def _line(line: HistoryLine) -> Line:
    return Line(line.label, word(line.field, line.before), word(line.field, line.after))


def word(name: str, value: str) -> str:
    """A choice's word in the reader's language, from its key or from the register's Indonesian."""
    if name not in _WORDS or not value:
        return value
    choices, words = _WORDS[name]
    known = (m.value for m in choices if value in (m.value, str(m.label)))
    key = next(known, None)
    return str(look(words, key).word) if key else value
