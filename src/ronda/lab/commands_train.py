"""`ronda lab evidence` and `ronda lab train`: attribution learns from tuning provinces."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from ronda.commands.setup import use_database
from ronda.engine.attribute.model import Weights, weights
from ronda.lab.advance import BadRound, current
from ronda.lab.scenario import BadScenario

console = Console()
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("evidence")(evidence_command)
    app.command("train")(train_command)


def evidence_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The scenario's folder.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, appended to.")],
    var: Annotated[Path, typer.Option(help="The lab's working folder.")] = Path("var/lab"),
) -> None:
    """Write the evidence of every undecided site beside the truth, for training."""
    use_database()
    from django.utils import timezone

    from ronda.lab.train.examples import gather_examples, write
    from ronda.lab.truth import truth

    try:
        known = truth(directory, current(var), timezone.now())
    except (BadScenario, BadRound) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    typer.echo(f"{write(out, gather_examples(known))} examples added to {out}")


def train_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Of `lab evidence`.")],
    out: Annotated[Path | None, typer.Option(help="Write the fitted weights here (TOML).")] = None,
    hold: Annotated[float, typer.Option(help="How strongly first guesses are kept.")] = 0.001,
    thin: Annotated[int, typer.Option(help="Copies of each with evidence left out.")] = 4,
    precision: Annotated[float, typer.Option(help="Abstain below what reaches this.")] = 0.97,
    version: Annotated[str, typer.Option(help="The fitted weights' name.")] = "odds-3",
) -> None:
    """Fit attribution's weights to examples and say how good they are on provinces left out."""
    from ronda.lab.train.examples import Example, read
    from ronda.lab.train.fit import fit
    from ronda.lab.train.judge import abstain_at, left_out, quality
    from ronda.lab.train.toml import start, written

    examples = read(files)

    def learn(part: list[Example]) -> Weights:
        fitted = fit(part, start(), hold=hold, thin=thin)
        return msgspec.structs.replace(
            fitted, abstain_below=abstain_at(part, fitted, precision), version=version
        )

    table = Table("province left out", "sites", "covered", "right", "calibration error")
    rows = [("present weights, all", quality(examples, weights())), *left_out(examples, learn)]
    model = learn(examples)
    rows.append(("fitted to all, on all", quality(examples, model)))
    for name, q in rows:
        figures = (f"{q.coverage:.3f}", f"{q.precision:.3f}", f"{q.calibration_error:.3f}")
        table.add_row(name, str(q.examples), *figures)
    console.print(table)
    console.print(f"abstains below {model.abstain_below}")
    if out is not None:
        out.write_text(written(model, len(examples), precision), encoding="utf-8")
        console.print(f"written to {out}")
