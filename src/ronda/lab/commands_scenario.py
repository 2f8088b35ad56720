"""`ronda lab validate`, `schema`, `office` and `advance`: a scenario's folder and its round."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ronda.lab import advance as rounds
from ronda.lab import cause_table, office, schemas
from ronda.lab.scenario import BadScenario, load
from ronda.lab.validate import validate

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A scenario's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines, on standard output.")]
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("validate")(validate_command)
    app.command("schema")(schema_command)
    app.command("causes")(causes_command)
    app.command("office")(office_command)
    app.command("advance")(advance_command)


def validate_command(directory: Folder, as_json: AsJson = False) -> None:
    """Say what is wrong with a scenario: file, place in it, what was expected."""
    problems = validate(directory)
    if as_json:
        found = [{"file": p.file, "place": p.place, "text": p.text} for p in problems]
        typer.echo(json.dumps({"valid": not found, "problems": found}, ensure_ascii=False))
    else:
        for problem in problems:
            errors.print(str(problem), markup=False, soft_wrap=True)
        if not problems:
            sites = len(load(directory).sites)
            typer.echo(f"{directory}: valid, {sites} sites")
    raise typer.Exit(1 if problems else 0)


def schema_command(
    check: Annotated[bool, typer.Option(help="Write nothing; fail when stale.")] = False,
) -> None:
    """Write the JSON schemas of a scenario's files from their types."""
    stale = schemas.stale()
    if not check:
        schemas.write()
    elif stale:
        errors.print(f"stale: {', '.join(stale)} - run: ronda lab schema")
        raise typer.Exit(1)


def causes_command() -> None:
    """Print the manual's table of everything that can be planted (docs/lab-causes.md)."""
    typer.echo(cause_table.table(), nl=False)


def office_command(directory: Folder) -> None:
    """Write the office's spreadsheet of agencies (agencies.xlsx) from agencies.toml."""
    try:
        target = office.write(load(directory))
    except BadScenario as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    typer.echo(str(target))


def advance_command(
    var: Annotated[Path, typer.Option(help="The lab's working folder.")] = Path("var/lab"),
    to: Annotated[int | None, typer.Option(help="The round; default: the next one.")] = None,
) -> None:
    """Move the province on to its next round; a running server follows within seconds."""
    try:
        typer.echo(f"round {rounds.advance(var, to)}")
    except rounds.BadRound as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
