"""`ronda lab evidence`, `train` and `learn-curve`: attribution learns from provinces and people."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from ronda.commands.setup import use_database
from ronda.engine.attribute.weights import Weights, shipped
from ronda.lab.advance import BadRound, current
from ronda.lab.scenario import BadScenario, load
from ronda.lab.truth import Truth

console = Console()
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("evidence")(evidence_command)
    app.command("train")(train_command)
    app.command("learn-curve")(curve_command)


def evidence_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The scenario's folder.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, appended to.")],
    var: Annotated[Path, typer.Option(help="The lab's working folder.")] = Path("var/lab"),
    pages: Annotated[
        bool, typer.Option(help="From the pages as they are made: no server, no search.")
    ] = False,
) -> None:
    """Write the evidence of every undecided site beside the truth, for training."""
    from ronda.lab.train.examples import gather_examples, write
    from ronda.lab.train.pages import examples_from

    if pages:
        try:
            found = examples_from(load(directory), datetime.now(UTC))
        except BadScenario as error:
            errors.print(str(error), markup=False, soft_wrap=True)
            raise typer.Exit(2) from error
    else:
        found = gather_examples(_truth(directory, var))
    typer.echo(f"{write(out, found)} examples added to {out}")


def curve_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The scenario's folder.")],
    sizes: Annotated[str, typer.Option(help="Numbers of decisions.")] = "0,10,25,50,100,1000",
    var: Annotated[Path, typer.Option(help="The lab's working folder.")] = Path("var/lab"),
    evidence: Annotated[
        Path | None,
        typer.Option(help="Of `lab evidence`: shows what weights alone learn, without a register."),
    ] = None,
) -> None:
    """Show attribution on sites held out, before and after decisions on the others; keeps none."""
    from ronda.lab.officer import NoAgency
    from ronda.lab.train.curve import curve_from, learn_curve
    from ronda.lab.train.examples import read

    wanted = [part.strip() for part in sizes.split(",")]
    if not all(part.isdecimal() and len(part) < 7 for part in wanted):
        errors.print(f"--sizes: {sizes!r} - expected numbers with commas: 0,25,50", markup=False)
        raise typer.Exit(2)
    numbers = [int(part) for part in wanted]
    try:
        if evidence is not None:
            points = curve_from(read([evidence]), numbers)
        else:
            points = learn_curve(_truth(directory, var), numbers)
    except NoAgency as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    heads = ("held out", "covered", "right", "best guess right", "calibration error")
    table = Table("decisions", *heads, "unofficial: precision", "recall")
    for p in points:
        sites, covered = max(1, p.sites), max(1, p.covered)
        shares = (p.covered / sites, p.right / covered, p.best_right / sites)
        figures = (*shares, p.calibration_error, p.unofficial_precision, p.unofficial_recall)
        table.add_row(str(p.decisions), str(p.sites), *(f"{x:.3f}" for x in figures))
    console.print(table)


def _truth(directory: Path, var: Path) -> Truth:
    """Set up the database and return the truth of the round that is served; ends with 2 if none."""
    use_database()
    from django.utils import timezone

    from ronda.lab.truth import truth

    try:
        return truth(directory, current(var), timezone.now())
    except (BadScenario, BadRound) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error


def train_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Of `lab evidence`.")],
    out: Annotated[Path | None, typer.Option(help="Write the fitted weights here (TOML).")] = None,
    hold: Annotated[float, typer.Option(help="How strongly first guesses are kept.")] = 0.001,
    thin: Annotated[int, typer.Option(help="Copies of each with evidence left out.")] = 4,
    balance: Annotated[float, typer.Option(help="How much more rare relations count.")] = 0.5,
    version: Annotated[str, typer.Option(help="The fitted weights' name.")] = "odds-9",
) -> None:
    """Fit attribution's weights to examples and say how good they are on provinces left out."""
    from ronda.engine.attribute.learning.examples import Example
    from ronda.engine.attribute.learning.fit import fit
    from ronda.engine.attribute.learning.quality import quality
    from ronda.lab.train.examples import read
    from ronda.lab.train.judge import left_out, said_from
    from ronda.lab.train.toml import start, written

    try:
        from ronda.lab.train.solve import solve
    except ModuleNotFoundError as error:
        errors.print(f"lab train needs {error.name}: uv sync --group dev", markup=False)
        raise typer.Exit(2) from error

    examples = read(files)

    def learn(part: list[Example]) -> Weights:
        fitted = fit(part, start(), hold=hold, thin=thin, balance=balance, solver=solve)
        return msgspec.structs.replace(fitted, version=version)

    models = left_out(examples, learn)
    lines = said_from(examples, models)
    rows = [("present weights, all", quality(examples, shipped()))]
    for name, without in models.items():
        part = [e for e in examples if e.scenario == name]
        rows.append((name, quality(part, msgspec.structs.replace(without, said_from=lines))))
    model = msgspec.structs.replace(learn(examples), said_from=lines)
    rows.append(("fitted to all, on all", quality(examples, model)))
    table = Table("province left out", "sites", "covered", "right", "calibration error")
    for name, q in rows:
        figures = (f"{q.coverage:.3f}", f"{q.precision:.3f}", f"{q.calibration_error:.3f}")
        table.add_row(name, str(q.examples), *figures)
    console.print(table)
    console.print(", ".join(f"{name} from {value}" for name, value in lines.items()))
    if out is not None:
        out.write_text(written(model, len(examples)), encoding="utf-8")
        console.print(f"written to {out}")
