"""Writes the one file of a new check, ready to be filled in."""

import keyword
import re
from pathlib import Path
from typing import get_args

from ronda.engine import checks
from ronda.engine.checks.contract import Area

AREA_OF_PREFIX: dict[str, str] = {
    "FRESH": "freshness",
    **{area.upper(): area for area in get_args(Area) if area != "freshness"},
}
_ID = re.compile(r"([A-Z]{2,20})\.([A-Z][A-Z0-9]{1,29})")


class BadCheckId(ValueError):
    """The id cannot name a new check; the message says why and what would do."""


def path_of(check_id: str, root: Path | None = None) -> Path:
    """Return where the file of a new check belongs, or raise :class:`BadCheckId`."""
    found = _ID.fullmatch(check_id)
    if found is None:
        raise BadCheckId(
            f"{check_id!r} is not AREA.NAME in capital letters and digits, such as TLS.EXPIRED"
        )
    prefix, name = found.groups()
    if prefix not in AREA_OF_PREFIX:
        raise BadCheckId(
            f"{prefix!r} is no area; the areas are {', '.join(sorted(AREA_OF_PREFIX))}"
        )
    if keyword.iskeyword(name.lower()):
        raise BadCheckId(
            f"{name.lower()!r} is a word of Python and cannot name a file; choose another"
        )
    path = (root or Path(checks.__path__[0])) / AREA_OF_PREFIX[prefix] / f"{name.lower()}.py"
    if path.exists():
        raise BadCheckId(
            f"{check_id} stands already in {path}; choose another name or edit that file"
        )
    return path


def scaffold(check_id: str, root: Path | None = None) -> Path:
    """Write the file of a new check and return its path.

    Raises :class:`BadCheckId`, or ``OSError`` when the folder cannot be written.
    """
    path = path_of(check_id, root)
    text = TEMPLATE
    for mark, value in (
        ("@ID@", check_id),
        ("@AREA@", path.parent.name),
        ("@CLASS@", check_id.lower().replace(".", "-")),
    ):
        text = text.replace(mark, value)
    path.write_text(text, encoding="utf-8")
    return path


TEMPLATE = '''"""TODO: the good state of @ID@ in one English sentence.

## What it does
TODO: what is looked at, and when it fails.

## Why it matters
TODO: what happens to a citizen or an office when it fails.

## How to fix
TODO: in a few sentences; the steps stand in META.

## Limits
TODO: what it does not see, and where it stays quiet.

## References
TODO: RFC, regulation, the makers' documentation.
"""

from ronda.engine.artifacts import HTTP_VISITOR, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import failure, http
from ronda.engine.checks.helpers import clip
from ronda.engine.text import Text

META = Meta(
    id="@ID@",
    area="@AREA@",
    title=Text("TODO keadaan baik", "TODO good state"),
    problem=Text("TODO keadaan buruk", "TODO bad state"),
    finding_class="@CLASS@",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR,),
    lifecycle="preview",
    guidance=Guidance(
        why=Text("TODO mengapa penting", "TODO why it matters"),
        steps=(Text("TODO langkah pertama", "TODO first step"),),
        see_for_yourself=Text("TODO cara melihat sendiri", "TODO how to see for yourself"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """TODO: replace this example, which fails on a header, by the rule."""
    value = seen.http().header("x-example-fault")
    if value is None:
        return passed(Text("TODO baik", "TODO good"))
    where = Text("kepala jawaban X-Example-Fault", "response header X-Example-Fault")
    return failed(Text("TODO buruk", "TODO bad"), Evidence(HTTP_VISITOR, where, clip(value)))


CASES = (
    Case("TODO: the good state", {HTTP_VISITOR: http()}, Outcome.PASS),
    Case(
        "TODO: the bad state",
        {HTTP_VISITOR: http(headers=(("x-example-fault", "1"),))},
        Outcome.FAIL,
    ),
    Case("The site is down", {HTTP_VISITOR: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
'''
