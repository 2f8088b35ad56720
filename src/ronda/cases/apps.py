"""Django's entry to this room: listens to decisions about sites."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from ronda.accounts.models import Person
    from ronda.register.models import Site

NOT_OURS = "Situs ini diputuskan bukan milik perangkat daerah kami."


class CasesConfig(AppConfig):
    """The room of findings."""

    name = "ronda.cases"
    label = "cases"

    def ready(self) -> None:
        """Withdraw what was found on a site once a person says that it is somebody else's."""
        from ronda.discovery.signals import decided

        decided.connect(_on_decision, dispatch_uid="cases.withdraw")


def _on_decision(sender: object, site: "Site", person: "Person", **_: Any) -> None:
    from ronda.cases.services import withdraw_site

    if site.is_others:
        withdraw_site(site, person, NOT_OURS)
