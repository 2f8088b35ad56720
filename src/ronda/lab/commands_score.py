"""`ronda lab score`, `pool` and `decide`: the truth against what Ronda claims."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console

from ronda.commands.setup import use_database
from ronda.lab import rounds
from ronda.lab.advance import BadRound, current
from ronda.lab.scenario import BadScenario
from ronda.lab.truth import Truth

if TYPE_CHECKING:
    from ronda.lab.score import Score

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The scenario's folder.")]
Var = Annotated[Path, typer.Option(help="The lab's working folder, which holds the round.")]
Number = Annotated[int | None, typer.Option("--round", help="Default: the round that is served.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines, on standard output.")]
Notes = Annotated[str, typer.Option("--notes", help='How many notes to list: "all" or a number.')]
WIDTH = 160
"""Columns of the tables when they go into a file or a pipe."""
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("score")(score_command)
    app.command("pool")(pool_command)
    app.command("decide")(decide_command)


def score_command(
    directory: Folder,
    var: Var = Path("var/lab"),
    number: Number = None,
    history: Annotated[
        bool, typer.Option("--history", help="Score all rounds that were served, each at its end.")
    ] = False,
    notes: Notes = "all",
    as_json: AsJson = False,
) -> None:
    """Compare Ronda's database with the truth; every miss and false alarm is explained."""
    if history and number is not None:
        errors.print("Give either --history or --round N.")
        raise typer.Exit(2)
    limit = _limit(notes)
    use_database()
    from ronda.lab.claims_read import read_claims
    from ronda.lab.score import score
    from ronda.lab.score_history import score_history

    claims = read_claims()
    truth = _truth(directory, var, number)
    try:
        served = rounds.spans(rounds.read(var), truth.scenario, claims.begins)
    except rounds.NoHistory as error:
        if history:
            raise _refused(error) from error
        served = ()
        errors.print(f"No time to detect: {error}", markup=False, soft_wrap=True)
    if not history:
        result = score(truth, claims, served)
    elif not served:
        raise _refused(f"{var / rounds.FILE} names no round that this database has lived through")
    else:
        truths = {span.round: _truth(directory, var, span.round) for span in served}
        result = score_history(truths, claims, served)
    _print(_with_counters(result, var), limit, as_json)


def pool_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="What `ronda lab score --json` wrote.")
    ],
    notes: Notes = "all",
    as_json: AsJson = False,
) -> None:
    """Add up the scores of several provinces; intervals are counted anew from the sums."""
    from ronda.lab.score_data import BadScore, from_data, pool

    limit = _limit(notes)
    scores = []
    for path in files:
        try:
            scores.append(from_data(path.read_bytes()))
        except (BadScore, OSError) as error:
            raise _refused(f"{path}: {error}") from error
    _print(pool(scores), limit, as_json)


def decide_command(
    directory: Folder,
    var: Var = Path("var/lab"),
    number: Number = None,
    error_rate: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of the sites that are decided wrongly.")
    ] = 0.0,
    seed: Annotated[int, typer.Option(help="Chooses which ones.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Play a person: decide every candidate as the truth has it (practice province only)."""
    use_database()
    from ronda.discovery.services import decide
    from ronda.lab.officer import Errors, NoAgency, officer, play

    try:
        played = play(_truth(directory, var, number), officer(), decide, Errors(error_rate, seed))
    except NoAgency as error:
        raise _refused(error) from error
    if as_json:
        rows = msgspec.to_builtins(played)
        typer.echo(json.dumps({"played": rows}, ensure_ascii=False))
        return
    typer.echo("The lab plays an officer; in use, a person decides these.")
    for p in played:
        owner = f" of {p.agency}" if p.agency else ""
        wrong = " (mistaken)" if p.mistaken else ""
        typer.echo(f"{p.action:14} {p.url}  {p.relation}{owner}{wrong}")


def _truth(directory: Path, var: Path, number: int | None) -> Truth:
    from datetime import UTC, datetime

    from ronda.lab.truth import truth

    try:
        return truth(directory, number or current(var), datetime.now(UTC))
    except (BadScenario, BadRound) as error:
        raise _refused(error) from error


def _with_counters(result: "Score", var: Path) -> "Score":
    """Put the lab's own count of requests beside what Ronda measured."""
    from ronda.lab.score_cost import served_requests

    try:
        served = served_requests(var / "counters.json")
    except ValueError as error:
        raise _refused(error) from error
    cost = msgspec.structs.replace(result.cost, served_requests=served)
    return msgspec.structs.replace(result, cost=cost)


def _limit(notes: str) -> int | None:
    if notes == "all":
        return None
    if notes.isdecimal():
        return int(notes)
    raise _refused(f'--notes {notes}: expected "all" or a whole number')


def _refused(why: object) -> typer.Exit:
    errors.print(str(why), markup=False, soft_wrap=True)
    return typer.Exit(2)


def _print(result: "Score", limit: int | None, as_json: bool) -> None:
    from ronda.lab.score_data import as_data
    from ronda.lab.score_table import show

    if not as_json:
        # In a pipe nobody sees the edge of a screen: leave the tables their room.
        show(result, Console(width=None if sys.stdout.isatty() else WIDTH), limit)
        return
    data = as_data(result)
    data["notes_total"] = len(result.notes)
    data["notes"] = data["notes"][:limit]
    typer.echo(json.dumps(data, ensure_ascii=False))
