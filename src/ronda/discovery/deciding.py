"""A person's answers: confirm, correct, reject, copy, skip; one site, or several alike at once."""

from collections.abc import Iterable
from uuid import UUID, uuid4

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.discovery.inspecting import undecided
from ronda.discovery.models import Action, Decision, Proposal
from ronda.discovery.signals import decided
from ronda.register.models import Agency, Relation, Site, SiteState

# Only these make a site the agency's own.
HELD = frozenset({Relation.OFFICIAL, Relation.UNOFFICIAL})


class DecisionRefused(ValueError):
    """A decision cannot be made or undone; the message tells the person why and what to do."""


class DecidedMeanwhile(DecisionRefused):
    """Somebody else was quicker; ``decision`` is theirs, None when no answer of a person is kept."""

    def __init__(self, message: str, decision: Decision | None) -> None:
        super().__init__(message)
        self.decision = decision


def decide(
    person: Person,
    site: Site,
    action: str,
    *,
    relation: str | None = None,
    agency: Agency | None = None,
    reason: str = "",
    batch: UUID | None = None,
    waiting_only: bool = False,
) -> Decision:
    """Keep a person's answer to a proposal and change the site by it, in one transaction.

    Raises ``PermissionError`` for a person who does not decide and :class:`DecisionRefused` when
    the answer says too little. A skip changes nothing but the order of the queue. ``waiting_only``
    is for who answers a question that was shown a while ago: :class:`DecidedMeanwhile` is raised
    when the site no longer waits. ``batch`` marks answers that were given in one go.
    """
    if not person.decides:
        raise PermissionError(_("Only an officer or the security team decides about sites."))
    action = Action(action)
    with transaction.atomic():
        current = Site.objects.select_for_update().get(pk=site.pk)
        if current.state == SiteState.RETIRED:
            raise DecisionRefused(_("This site is retired. Restore it before deciding about it."))
        if waiting_only and not undecided().filter(pk=current.pk).exists():
            raise _decided_meanwhile(current)
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
            items=proposal.items if proposal else [],
            previous_state=current.state,
            previous_relation=current.relation,
            previous_agency=current.agency,
            previous_confirmed_by=current.confirmed_by,
            previous_confirmed_at=current.confirmed_at,
            previous_system=current.system,
            decided_at=timezone.now(),
            batch=batch,
        )
        if action != Action.SKIP:
            _apply(current, decision, person, reason)
            decided.send(sender=Decision, site=current, person=person, decision=decision)
    _refresh(site)
    return decision


class Together(msgspec.Struct, frozen=True):
    """What came of one answer to several sites."""

    decided: tuple[Decision, ...]
    left: tuple[tuple[Site, str], ...]  # sites that it could not be given to, and why in words


def decide_together(
    person: Person,
    sites: Iterable[Site],
    action: str,
    *,
    relation: str | None = None,
    agency: Agency | None = None,
    reason: str = "",
) -> Together:
    """Give one answer to several sites that wait; those that it does not fit stay as they are.

    All answers carry one ``batch`` and can be taken back together. Raises as :func:`decide` does
    for a person who does not decide.
    """
    batch, done, left = uuid4(), [], []
    with transaction.atomic():
        for site in sites:
            try:
                said = decide(
                    person, site, action, relation=relation, agency=agency, reason=reason,
                    batch=batch, waiting_only=True,
                )  # fmt: skip
            except DecisionRefused as error:
                left.append((site, str(error)))
            else:
                done.append(said)
    return Together(tuple(done), tuple(left))


def _decided_meanwhile(site: Site) -> DecidedMeanwhile:
    rows = Decision.objects.filter(site=site, undone_at__isnull=True).exclude(action=Action.SKIP)
    last = rows.select_related("person", "agency").first()
    return DecidedMeanwhile(_("This site has been decided meanwhile. Nothing was changed."), last)


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


def _refresh(site: Site) -> None:
    """Let the caller's object show what is stored."""
    fields = ["state", "relation", "agency", "system", "confirmed_by", "confirmed_at"]
    site.refresh_from_db(fields=fields)
