"""Finds the agency that a person means by a few letters of one of its names."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ronda.accounts.models import Person
from ronda.register.models import Agency, AgencyName

MOST_WORDS = 200
SHOWN = 5


class Unclear(ValueError):
    """No agency, or more than one, is called so; the message says which come near."""


@dataclass(frozen=True)
class Called:
    """An agency with all the names that it goes by, the official one first."""

    agency: Agency
    names: tuple[str, ...]

    @property
    def others(self) -> str:
        """Its further names, to be searched along."""
        return " ".join(self.names[1:])


def living(person: Person) -> list[Called]:
    """The agencies of today that the person sees, by name, in two queries."""
    agencies = list(Agency.objects.visible_to(person).filter(dissolved_on=None).order_by("name"))
    names: dict[int, list[str]] = {}
    # office-wide: names of agencies that the person sees, see above.
    rows = AgencyName.objects.filter(agency__in=[one.pk for one in agencies])
    for agency, text in rows.values_list("agency", "text"):
        names.setdefault(agency, []).append(text)
    return [
        Called(one, tuple(dict.fromkeys([one.name, *names.get(one.pk, []), one.key])))
        for one in agencies
    ]


def meant(person: Person, words: str) -> Agency | None:
    """Return the agency called by key, by one of its names or by beginnings of their words.

    None for no words; raises :class:`Unclear` when none or several fit.
    """
    words = " ".join(words[:MOST_WORDS].casefold().split())
    if not words:
        return None
    every = living(person)
    for exactly in (True, False):
        found = [one.agency for one in every if any(_fits(n, words, exactly) for n in one.names)]
        if len(found) == 1:
            return found[0]
        if found:
            near = "; ".join(agency.name for agency in found[:SHOWN])
            more = " …" if len(found) > SHOWN else ""
            said = _("“%(words)s” may be %(near)s. Write more of the name.")
            raise Unclear(said % {"words": words, "near": near + more})
    raise Unclear(_("No agency is called “%(words)s”.") % {"words": words})


def _fits(name: str, words: str, exactly: bool) -> bool:
    name = name.casefold()
    if exactly:
        return name == words
    parts = name.replace(",", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in words.split())
