"""The one selector that every query of agency data passes: ``visible_to(person)``."""

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

if TYPE_CHECKING:
    from ronda.accounts.models import Person

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that knows the way from its model to an agency.

    Subclass it per model with ``agency_path``: the look-up that leads to the agency's id.
    """

    agency_path: ClassVar[str] = "agency_id"

    def visible_to(self, person: "Person | AnonymousUser") -> Self:
        """Rows that the person may see: the office sees all, an agency's person its own, others none."""
        if isinstance(person, AnonymousUser) or not person.is_active:
            return self.none()
        if person.sees_all:
            return self
        mine: dict[str, Any] = {f"{self.agency_path}__in": person.agencies.values("pk")}
        return self.filter(**mine)
