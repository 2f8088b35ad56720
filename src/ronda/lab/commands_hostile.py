"""`ronda lab hostile`: the engine against every hostile server, compared with what is planted."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ronda.lab.problems import LabError

PROVINCE = Path(__file__).parent / "provinces" / "hostile"
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("hostile")(hostile_command)


def hostile_command(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A scenario's folder.")
    ] = PROVINCE,
    at_once: Annotated[int, typer.Option(min=1, help="Sites visited side by side.")] = 16,
) -> None:
    """Visit every site of a hostile scenario and compare what comes back with its files.

    The limits of patience are scaled down. Ends with status 1 when anything is not as planted.
    """
    from ronda.lab import trial
    from ronda.lab.scenario import BadScenario

    try:
        with tempfile.TemporaryDirectory(prefix="ronda-hostile-") as var:
            report = trial.run(directory, Path(var), at_once=at_once)
    except (LabError, BadScenario) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    for site in report.sites:
        outcomes = ", ".join(f"{key} {'+'.join(words)}" for key, words in site.outcomes.items())
        typer.echo(f"{site.seconds:5.1f} s  {site.key:28} {outcomes}")
    for problem in report.problems:
        # What hostile servers said stands in these words.
        said = "".join(c if c.isprintable() else "\ufffd" for c in problem)
        errors.print(said, markup=False, soft_wrap=True)
    typer.echo(
        f"{len(report.sites)} sites in {report.seconds:.1f} s, {report.megabytes:.0f} MB more "
        f"memory, {len(report.problems)} not as planted"
    )
    if report.problems:
        raise typer.Exit(1)
