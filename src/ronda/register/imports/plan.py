"""What an import would do, row by row, and what is wrong with rows: plain values."""

from collections.abc import Callable
from typing import Literal

import msgspec

from ronda.accounts.models import Person
from ronda.engine.text import Text

Action = Literal["new", "changed", "same"]
Step = Callable[[Person], None]


class Problem(msgspec.Struct, frozen=True):
    """An error or a remark: where in the sheet, what was found, what is expected, how to mend it."""

    row: int  # as the spreadsheet program shows it; 0: the file as a whole
    column: str  # letters, "" for the row as a whole
    title: str  # heading of the column as written
    found: str
    text: Text
    sheet: str = ""  # named where more than one sheet is read

    def sentence(self) -> Text:
        """Return the whole sentence with its place."""
        if not self.row:
            return self.text
        place = Text(
            f"Baris {self.row}" + (f", kolom {self.column} ({self.title})" if self.column else ""),
            f"Row {self.row}" + (f", column {self.column} ({self.title})" if self.column else ""),
        )
        if self.sheet:
            place = Text(f"Lembar {self.sheet}, {place.id}", f"Sheet {self.sheet}, {place.en}")
        return Text(f"{place.id}: {self.text.id}", f"{place.en}: {self.text.en}")


class Change(msgspec.Struct, frozen=True):
    """One field of a row that the import would write."""

    field: str
    label: Text
    before: str
    after: str


class Planned(msgspec.Struct):
    """What one entry of the sheet would do; ``steps`` do it, in phases over all rows."""

    row: int
    action: Action
    title: str
    key: str = ""
    changes: list[Change] = []
    # (phase, step): everything of phase 0 is done before anything of phase 1, and so on.
    steps: list[tuple[int, Step]] = []


class Plan(msgspec.Struct):
    """A whole import: entries in the order of the sheet, errors and remarks."""

    rows: list[Planned] = []
    errors: list[Problem] = []
    warnings: list[Problem] = []

    def counts(self) -> dict[str, int]:
        """Entries by action, and the number of errors and warnings."""
        found = {"new": 0, "changed": 0, "same": 0}
        for row in self.rows:
            found[row.action] += 1
        return {**found, "errors": len(self.errors), "warnings": len(self.warnings)}


class Changes:
    """Collects the changes and steps of one entry."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.steps: list[tuple[int, Step]] = []

    def add(self, field: str, label: Text, before: str, after: str) -> None:
        """Note that a field goes from one value to another."""
        self.changes.append(Change(field, label, before, after))

    def do(self, phase: int, step: Step) -> None:
        """Note what to do in a phase."""
        self.steps.append((phase, step))
