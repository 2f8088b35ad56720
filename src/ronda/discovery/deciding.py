"""A person's answers: confirm, correct, reject, copy, skip, and taking the last one back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.discovery.models import Action, Decision, Proposal
from ronda.discovery.signals import decided
from ronda.register.models import Agency, Relation, Site, SiteState

# Only these make a site the agency's own.
HELD = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})


class DecisionRefused(ValueError):
    """A decision cannot be made or undone; the message tells the person why and what to do."""


def decide(
    person: Person,
    site: Site,
    action: str,
    *,
    relation: str | None = None,
    agency: Agency | None = None,
    reason: str = "",
) -> Decision:
    """Keep a person's answer to a proposal and change the site by it, in one transaction.

    Raises ``PermissionError`` for a person who does not decide and :class:`DecisionRefused` when
    the answer says too little. A skip changes nothing but the order of the queue.
    """
    if not person.decides:
        raise PermissionError(_("Only an officer or the security team decides about sites."))
    action = Action(action)
    with transaction.atomic():
        current = Site.objects.select_for_update().get(pk=site.pk)
        if current.state == SiteState.RETIRED:
            raise DecisionRefused(_("This site is retired. Restore it before deciding about it."))
        proposal = Proposal.objects.filter(site=current).first()
        relation, agency = _answer(action, current, proposal, relation, agency)
        decision = Decision.objects.create(
            site=current,
            person=person,
            action=action,
            relation=relation,
            agency=agency,
            reason=reason[:500],
            proposed_relation=proposal.relation if proposal else "",
            proposed_agency=proposal.agency if proposal else None,
            proposed_probability=proposal.probability if proposal else None,
            previous_state=current.state,
            previous_relation=current.relation,
            previous_agency=current.agency,
            previous_confirmed_by=current.confirmed_by,
            previous_confirmed_at=current.confirmed_at,
            decided_at=timezone.now(),
        )
        if action != Action.SKIP:
            _apply(current, decision, person, reason)
            decided.send(sender=Decision, site=current, person=person, decision=decision)
    _refresh(site)
    return decision


def undo(person: Person) -> Decision | None:
    """Take back the person's last answer that still stands; None when there is none.

    Raises ``PermissionError``, and :class:`DecisionRefused` when the site was changed since.
    """
    if not person.decides:
        raise PermissionError(_("Only an officer or the security team decides about sites."))
    with transaction.atomic():
        rows = Decision.objects.select_for_update().filter(person=person, undone_at__isnull=True)
        decision = rows.order_by("-decided_at", "-pk").first()
        if decision is None:
            return None
        if decision.action != Action.SKIP:
            _restore(decision)
        decision.undone_at = timezone.now()
        decision.save(update_fields=["undone_at"])
    return decision


def _answer(
    action: Action,
    site: Site,
    proposal: Proposal | None,
    relation: str | None,
    agency: Agency | None,
) -> tuple[str, Agency | None]:
    """Return relation and agency that an action means, or refuse in words."""
    if action == Action.SKIP:
        return str(site.relation), site.agency
    if action == Action.COPY:
        return Relation.IMPERSONATION, agency or (proposal.agency if proposal else None)
    if action == Action.REJECT:
        chosen = Relation(relation) if relation else Relation.UNRELATED
        if chosen in HELD or chosen == Relation.UNDECIDED:
            raise DecisionRefused(_("A rejected site cannot be an agency's. Correct it instead."))
        return chosen, None
    if action == Action.CONFIRM and proposal is not None:
        relation = relation or proposal.relation
        agency = agency or proposal.agency
    if not relation and agency is not None:
        relation = Relation.OFFICIAL if site.zone_id is not None else Relation.UNOFFICIAL
    if not relation or relation == Relation.UNDECIDED:
        raise DecisionRefused(
            _("The proposal is undecided. Choose the relation and the agency yourself.")
        )
    chosen = Relation(relation)
    if chosen == Relation.UNOFFICIAL and agency is None:
        raise DecisionRefused(_("Choose the agency that this site belongs to."))
    if chosen == Relation.OFFICIAL and site.zone_id is None:
        raise DecisionRefused(
            _("This site is outside the official zones, so it cannot be official.")
        )
    return chosen, agency


def _apply(site: Site, decision: Decision, person: Person, reason: str) -> None:
    site.state = SiteState.REGISTERED
    site.relation = decision.relation
    site.agency = decision.agency if decision.relation in HELD else None
    if site.system is not None and site.system.agency_id != site.agency_id:
        site.system = None
    site.confirmed_by, site.confirmed_at = person, decision.decided_at
    if decision.relation in HELD:
        site.due_at = None  # now it may be looked at fully, and soon
    site._change_reason = reason[:500] or f"Keputusan: {Action(decision.action).label}"  # type: ignore[attr-defined]
    site.save()


def _restore(decision: Decision) -> None:
    site = Site.objects.select_for_update().get(pk=decision.site_id)
    if site.confirmed_at != decision.decided_at or site.confirmed_by_id != decision.person_id:
        raise DecisionRefused(
            _("The site was changed after your answer. Correct it instead of undoing.")
        )
    site.state = decision.previous_state
    site.relation = decision.previous_relation
    site.agency = decision.previous_agency
    site.confirmed_by = decision.previous_confirmed_by
    site.confirmed_at = decision.previous_confirmed_at
    site.due_at = None  # what the decision withdrew is measured anew at the next round
    site._change_reason = "Keputusan diurungkan"  # type: ignore[attr-defined]
    site.save()


def _refresh(site: Site) -> None:
    """Let the caller's object show what is stored."""
    fields = ["state", "relation", "agency", "system", "confirmed_by", "confirmed_at"]
    site.refresh_from_db(fields=fields)
