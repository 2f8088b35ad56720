"""`ronda lab score` and `ronda lab decide`: the truth against what Ronda claims."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ronda.commands.setup import use_database
from ronda.lab.advance import BadRound, current
from ronda.lab.scenario import BadScenario
from ronda.lab.truth import Truth

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The scenario's folder.")]
Var = Annotated[Path, typer.Option(help="The lab's working folder, which holds the round.")]
Number = Annotated[int | None, typer.Option("--round", help="Default: the round that is served.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines, on standard output.")]
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("score")(score_command)
    app.command("decide")(decide_command)


def score_command(
    directory: Folder,
    var: Var = Path("var/lab"),
    number: Number = None,
    as_json: AsJson = False,
) -> None:
    """Compare Ronda's database with the truth; every miss and false alarm is explained."""
    use_database()
    from ronda.lab.claims import read_claims
    from ronda.lab.score import as_data, score
    from ronda.lab.score_table import show

    result = score(_truth(directory, var, number), read_claims())
    if as_json:
        typer.echo(json.dumps(as_data(result), ensure_ascii=False))
    else:
        show(result, Console())


def decide_command(
    directory: Folder,
    var: Var = Path("var/lab"),
    number: Number = None,
    as_json: AsJson = False,
) -> None:
    """Play a person: decide every candidate as the truth has it (practice province only)."""
    use_database()
    from ronda.discovery.services import decide
    from ronda.lab.officer import NoAgency, officer, play

    try:
        played = play(_truth(directory, var, number), officer(), decide)
    except NoAgency as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    if as_json:
        rows = [
            {"url": p.url, "action": p.action, "relation": p.relation, "agency": p.agency}
            for p in played
        ]
        typer.echo(json.dumps({"played": rows}, ensure_ascii=False))
        return
    typer.echo("The lab plays an officer; in use, a person decides these.")
    for p in played:
        typer.echo(f"{p.action:14} {p.url}  {p.relation}{f' of {p.agency}' if p.agency else ''}")


def _truth(directory: Path, var: Path, number: int | None) -> Truth:
    from django.utils import timezone

    from ronda.lab.truth import truth

    try:
        return truth(directory, number or current(var), timezone.now())
    except (BadScenario, BadRound) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
