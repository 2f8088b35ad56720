"""`ronda lab generate`: a new province from a seed."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ronda.lab.generate.settings import BadSettings, Difficulty, Half, Settings
from ronda.lab.generate.write import NotEmpty, write

errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("generate")(generate_command)


def generate_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    agencies: Annotated[
        int, typer.Option(help="How many agencies the province has, 4 to 60.")
    ] = 32,
    sites: Annotated[int, typer.Option(help="How many sites, 20 to 1,000,000.")] = 300,
    seed: Annotated[int, typer.Option(help="Another seed is another province.")] = 1,
    half: Annotated[
        Half, typer.Option(help="Whose words: tuning, rehearsal or evaluation.")
    ] = "tuning",
    difficulty: Annotated[Difficulty, typer.Option(help="easy, normal or hard.")] = "normal",
    rounds: Annotated[int, typer.Option(help="Rounds of history, 1 to 52.")] = 6,
) -> None:
    """Make a province with known truth: the same settings give the same bytes."""
    settings = Settings(agencies, sites, seed, half, difficulty, rounds)
    try:
        count = write(settings, directory)
    except (BadSettings, NotEmpty, OSError) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    typer.echo(f"{directory}: {count} sites")
