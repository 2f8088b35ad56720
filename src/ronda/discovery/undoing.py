"""Takes answers back: the last one, any that still stands, or all that were given in one go."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.discovery.deciding import DecisionRefused
from ronda.discovery.models import Action, Decision
from ronda.discovery.signals import undone
from ronda.register.models import Site


def undo(person: Person) -> Decision | None:
    """Take back the person's last answer that still stands; None when there is none.

    Of several that were answered in one go all are taken back, and the first is returned. Raises
    ``PermissionError``, and :class:`DecisionRefused` when the site was changed since.
    """
    _may(person)
    with transaction.atomic():
        rows = Decision.objects.select_for_update().filter(person=person, undone_at__isnull=True)
        last = rows.order_by("-decided_at", "-pk").first()
        if last is None:
            return None
        return undo_decision(person, last)[0]


def undo_decision(person: Person, decision: Decision, *, alone: bool = False) -> list[Decision]:
    """Take back an answer and all that were given in the same go, or it ``alone``; return them.

    Anybody who decides may do it, whosever the answer was; it is kept who did. Everything or
    nothing: raises :class:`DecisionRefused` when one of the sites was changed since, or when the
    answer does not stand any more.
    """
    _may(person)
    with transaction.atomic():
        rows = list(_same_go(decision, alone).order_by("pk"))
        if not rows:
            raise DecisionRefused(_("This answer has been taken back already."))
        now = timezone.now()
        for row in rows:
            if row.action != Action.SKIP:
                site = _restore(row)
                undone.send(sender=Decision, site=site, person=person, decision=row)
            row.undone_at, row.undone_by = now, person
            row.save(update_fields=["undone_at", "undone_by"])
    return rows


def _may(person: Person) -> None:
    if not person.decides:
        raise PermissionError(_("Only an officer or the security team decides about sites."))


def _same_go(decision: Decision, alone: bool) -> QuerySet[Decision]:
    standing = Decision.objects.select_for_update().filter(undone_at__isnull=True)
    if alone or decision.batch is None:
        return standing.filter(pk=decision.pk)
    return standing.filter(batch=decision.batch)


def _restore(decision: Decision) -> Site:
    site = Site.objects.select_for_update().get(pk=decision.site_id)
    if site.confirmed_at != decision.decided_at or site.confirmed_by_id != decision.person_id:
        raise DecisionRefused(
            _("%(site)s was changed after this answer. Correct it instead of undoing.")
            % {"site": site.url}
        )
    site.state = decision.previous_state
    site.relation = decision.previous_relation
    site.agency = decision.previous_agency
    site.system = decision.previous_system or site.system
    site.confirmed_by = decision.previous_confirmed_by
    site.confirmed_at = decision.previous_confirmed_at
    site.due_at = None  # measured anew at the next round
    site._change_reason = "Keputusan diurungkan"  # type: ignore[attr-defined]
    site.save()
    return site
