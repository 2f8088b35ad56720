"""The manual's table of causes is what the causes say."""

from pathlib import Path

import ronda
from ronda.lab import cause_table
from ronda.lab.causes import all_kinds

PAGE = Path(ronda.__file__).parents[2] / "docs" / "lab-causes.md"


def test_the_page_in_the_manual_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == cause_table.table(), "run: ronda lab causes"


def test_every_kind_has_a_row_and_says_what_it_is() -> None:
    rows = [
        line.split(" | ") for line in cause_table.table().splitlines() if line.startswith("| `")
    ]
    assert [row[0] for row in rows] == [f"| `{kind}`" for kind in all_kinds()]
    assert all(len(row) == 7 and row[1].endswith(".") for row in rows)
