"""Django's entry to this room: listens to decisions about sites."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from ronda.accounts.models import Person
    from ronda.discovery.models import Decision
    from ronda.register.models import Site

NOT_OURS = "Situs ini diputuskan bukan milik perangkat daerah kami."
UNDONE = "Keputusan diurungkan: temuan dibuka lagi sebagaimana semula."


class CasesConfig(AppConfig):
    """The room of findings."""

    name = "ronda.cases"
    label = "cases"

    def ready(self) -> None:
        """Withdraw what was found on a site that is somebody else's; reopen it when undone."""
        from ronda.discovery.signals import decided, undone

        decided.connect(_on_decision, dispatch_uid="cases.withdraw")
        undone.connect(_on_undone, dispatch_uid="cases.reopen")


def _on_decision(
    sender: object, site: "Site", person: "Person", decision: "Decision", **_: Any
) -> None:
    from ronda.cases.services import withdraw_site

    if site.is_others:
        withdraw_site(site, person, NOT_OURS, at=decision.decided_at)


def _on_undone(
    sender: object, site: "Site", person: "Person", decision: "Decision", **_: Any
) -> None:
    from ronda.cases.services import reopen_site

    if not site.is_others:
        reopen_site(site, person, UNDONE, withdrawn_at=decision.decided_at)
