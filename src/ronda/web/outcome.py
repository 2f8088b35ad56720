"""What a "check now" brought, as one clear sentence: right now, still wrong, or not measured."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ronda.accounts.models import Person
from ronda.cases.models import Finding, FindingState
from ronda.patrol.models import Measurement, Visit, VisitState
from ronda.patrol.selectors import failure_words
from ronda.register.models import Site
from ronda.web import rules
from ronda.web.templatetags.ronda import say


@dataclass(frozen=True)
class Result:
    """One sentence with its tone ("success", "error", "warning") and shape, and a second line."""

    tone: str
    icon: str
    words: str
    detail: str = ""


def visit_of(site: Site, person: Person, asked: str) -> Visit | None:
    """The ended visit that an address names (``?hasil=``); None when it is not this site's."""
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 18:
        return None
    visits = Visit.objects.visible_to(person).filter(site=site, pk=int(asked))
    return visits.exclude(state=VisitState.PENDING).first()


def of_finding(finding: Finding, visit: Visit, person: Person) -> Result:
    """What a visit says about one finding."""
    lost = _not_carried_out(visit)
    if lost:
        return lost
    if finding.state == FindingState.MENDED:
        return Result("success", "pass", _("Right now: %(state)s.") % _state(finding), _closed())
    if finding.state == FindingState.WITHDRAWN:
        return Result("warning", "none", _("This finding has been withdrawn."))
    row = (
        Measurement.objects.visible_to(person)
        .filter(site=finding.site, check_id=finding.check_id, replaced_at__isnull=True)
        .first()
    )
    stays = _("The finding stays open until a visit sees that it is mended.")
    if row is None or row.measured_at != visit.started_at:
        return _unreached(visit, stays) or Result(
            "warning", "unknown", _("This could not be measured."), stays
        )
    if row.outcome != "fail":
        why = say(row.verdict.get("summary")) if isinstance(row.verdict, dict) else ""
        return _unreached(visit, stays) or Result(
            "warning", "unknown", why or _("This could not be measured."), stays
        )
    seen = say(finding.verdict.get("summary")) if isinstance(finding.verdict, dict) else ""
    return Result("error", "fail", _("Not yet right. What was seen: %(what)s") % {"what": seen})


def of_site(site: Site, visit: Visit, person: Person) -> Result:
    """What a visit says about a whole site."""
    unreached = _not_carried_out(visit) or _unreached(
        visit, _("Open findings stay open until a visit sees that they are mended.")
    )
    if unreached:
        return unreached
    findings = Finding.objects.visible_to(person).filter(site=site)
    mended = findings.filter(state=FindingState.MENDED, closed_at=visit.started_at).count()
    missing = _unmeasured(site, visit, person).count()
    still = findings.open().order_by("-urgent", "-severity_rank", "opened_at")
    said = []
    if mended:
        said.append(
            ngettext("%(n)d finding is mended.", "%(n)d findings are mended.", mended)
            % {"n": mended}
        )
    if missing:
        said.append(
            ngettext(
                "%(n)d check could not be measured.", "%(n)d checks could not be measured.", missing
            )
            % {"n": missing}
        )
    detail = " ".join(said)
    worst = still.first()
    if worst is None:
        return Result("success", "pass", _("Measured: no finding is open."), detail)
    count = still.count()
    words = ngettext(
        "Measured: %(n)d finding is still open. The worst: %(worst)s.",
        "Measured: %(n)d findings are still open. The worst: %(worst)s.",
        count,
    ) % {"n": count, "worst": say(rules.problem(worst.check_id, worst.verdict)).rstrip(".")}
    return Result("error", "fail", words, detail)


def _unmeasured(site: Site, visit: Visit, person: Person) -> QuerySet[Measurement]:
    """Checks that this visit was to measure and could not."""
    now = Q(replaced_at__isnull=True, outcome="not_measured", measured_at=visit.started_at)
    return Measurement.objects.visible_to(person).filter(now, site=site)


def _not_carried_out(visit: Visit) -> Result | None:
    if visit.state == VisitState.DONE:
        return None
    words = _("The visit could not be carried out.")
    if visit.state == VisitState.CANCELLED:
        words = _("The visit was cancelled before it began.")
    elif visit.failure:
        words = _("The visit could not be carried out: %(why)s.") % {
            "why": say(failure_words(visit.failure))
        }
    return Result("error", "fail", words, _("Nothing was changed; try again, or tell the officer."))


def _unreached(visit: Visit, stays: str) -> Result | None:
    """The site gave no answer, or was not asked: neither good nor bad."""
    if visit.reachable:
        return None
    words = _("Could not be measured.")
    if visit.failure:
        words = _("Could not be measured: the site %(why)s.") % {
            "why": say(failure_words(visit.failure))
        }
    return Result("warning", "unknown", words, stays)


def _state(finding: Finding) -> dict[str, str]:
    return {"state": say(rules.title(finding.check_id)).rstrip(".")}


def _closed() -> str:
    return _("The finding is closed. Thank you for mending it.")
