"""The steps that an import of agencies consists of, each through the register's services."""

from datetime import date
from typing import Any

from ronda.accounts.models import Person
from ronda.register import services
from ronda.register.imports.plan import Step
from ronda.register.imports.world import World
from ronda.register.models import Agency, AgencyName, Level, NameKind
from ronda.register.record import store


class AgencyWriter:
    """Makes steps; agencies that an earlier step created are found by their keys."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._made: dict[str, Agency] = {}

    def get(self, key: str) -> Agency:
        """The agency with a key, created by this import or there before."""
        return self._made.get(key) or self._world.by_key[key]

    def create(
        self, key: str, name: str, plain: dict[str, str], valid_from: date | None, reason: str
    ) -> Step:
        """Create an agency."""
        fields = {"level": Level.PROVINCE, **plain}

        def step(person: Person) -> None:
            self._made[key] = services.create_agency(
                key=key, name=name, person=person, valid_from=valid_from, reason=reason,
                namesake=True, **fields,  # type: ignore[arg-type]
            )  # fmt: skip

        return step

    def rename(self, key: str, name: str, valid_from: date | None, reason: str) -> Step:
        """Give an agency a new official name."""

        def step(person: Person) -> None:
            services.rename_agency(
                self.get(key), name, person=person, valid_from=valid_from, reason=reason
            )

        return step

    def update(self, key: str, fields: dict[str, Any], reason: str) -> Step:
        """Change fields of an agency."""

        def step(person: Person) -> None:
            services.update_agency(self.get(key), person=person, reason=reason, **fields)

        return step

    def valid_from(self, key: str, day: date, reason: str) -> Step:
        """Record since when the official name is in force."""

        def step(person: Person) -> None:
            names = AgencyName.objects.filter(agency=self.get(key), kind=NameKind.OFFICIAL)
            for name in names:
                name.valid_from = day
                store(name, person, reason)

        return step

    def name(self, key: str, text: str, kind: str, reason: str) -> Step:
        """Record another name."""

        def step(person: Person) -> None:
            services.add_name(self.get(key), text, kind, person=person, reason=reason)

        return step

    def contact(self, key: str, title: str, fields: dict[str, str], reason: str) -> Step:
        """Record a contact."""

        def step(person: Person) -> None:
            services.set_contact(self.get(key), title, person=person, reason=reason, **fields)

        return step

    def parent(self, key: str, above: str, reason: str) -> Step:
        """Put an agency under another."""

        def step(person: Person) -> None:
            services.update_agency(
                self.get(key), person=person, parent=self.get(above), reason=reason
            )

        return step

    def predecessor(self, key: str, earlier: str) -> Step:
        """Record that an agency took over from an earlier one."""

        def step(person: Person) -> None:
            self.get(key).predecessors.add(self.get(earlier))

        return step
