"""`ronda lab train-hosts`: learns what gambling hosts are named like, and says how well."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.host_form import HostWeights
from ronda.lab.train.hosts import (
    Named,
    curve,
    fit_hosts,
    listed_labels,
    named,
    outcome,
    part_of,
    read_hosts,
    threshold_for,
    wilson,
    written_hosts,
)

console = Console()
errors = Console(stderr=True, highlight=False)
_SHARES = (0.0005, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train-hosts")(train_hosts_command)


def train_hosts_command(
    listed: Annotated[Path, typer.Argument(metavar="LIST", help="Gambling hosts, one a line.")],
    honest: Annotated[list[Path], typer.Option(help="Honest hosts, one a line; may be repeated.")],
    out: Annotated[Path | None, typer.Option(help="Write the weights here (JSON).")] = None,
    alarms: Annotated[float, typer.Option(help="Share of honest hosts that may alarm.")] = 0.0005,
    version: Annotated[str, typer.Option(help="The weights' name.")] = "names-2",
) -> None:
    """Fit the model of host names and judge it on registered domains that were left out."""
    groups = _read(listed, honest)
    everything = [e for group in groups.values() for e in group]
    parts = {p: [e for e in everything if part_of(e.host) == p] for p in ("fit", "choose")}
    try:
        model = fit_hosts(parts["fit"], version, listed_labels(everything))
        chosen = threshold_for(model, [e for e in parts["choose"] if not e.gambling], alarms)
    except ValueError as error:
        errors.print(f"{error}: give more hosts in LIST or with --honest", soft_wrap=True)
        raise typer.Exit(2) from error
    # As it is written, so that the figures are those of the file.
    told = " ".join(f"--honest {path.name}" for path in honest)
    about = f"ronda lab train-hosts {listed.name} {told} --alarms {alarms} --version {version}"
    model = msgspec.structs.replace(model, threshold=round(chosen, 6), about=about)
    honest_all = [e for e in everything if not e.gambling]
    console.print(_table(model, {**groups, "honest, all": honest_all}))
    console.print(f"{len(model.pieces)} pieces; threshold {model.threshold:.6f}")
    console.print(_curve(model, [e for e in everything if part_of(e.host) == "test"]))
    if out is not None:
        out.write_bytes(written_hosts(model))
        console.print(f"written to {out}")


def _read(listed: Path, honest: list[Path]) -> dict[str, list[Named]]:
    """Read the files; a host counts once, in the first that has it (the list is the first)."""
    groups: dict[str, list[Named]] = {}
    seen: set[str] = set()
    for path in (listed, *honest):
        try:
            hosts, bad = read_hosts(path)
        except OSError as error:
            errors.print(f"{path}: {error.strerror}", markup=False, soft_wrap=True)
            raise typer.Exit(2) from error
        new = named((h for h in hosts if h not in seen), gambling=path == listed)
        seen.update(hosts)
        # A public suffix by itself has no name to judge: counting it would flatter the model.
        groups[path.name] = [e for e in new if e.pieces]
        console.print(
            f"{path.name}: {len(hosts)} hosts; {bad} lines not read, {len(hosts) - len(new)} in a"
            f" file before, {len(new) - len(groups[path.name])} without a name of their own"
        )
    return groups


def _table(model: HostWeights, groups: dict[str, list[Named]]) -> Table:
    """What the model, and the shipped words and model, take for gambling of the domains left out."""
    table = Table("left out", "hosts", "taken", "share", "95 %", "with words")
    for name, group in groups.items():
        rest = [e for e in group if part_of(e.host) == "test"]
        got = outcome(model, rest)
        rules = sum(gambling_form(e.host) is not None for e in rest)
        low, high = wilson(rules, got.of)
        span = f"{got.low:.4f}-{got.high:.4f}"
        by_rules = f"{rules} ({low:.4f}-{high:.4f})"
        table.add_row(name, str(got.of), str(got.taken), f"{got.share:.4f}", span, by_rules)
    return table


def _curve(model: HostWeights, rest: list[Named]) -> Table:
    """What the scores can tell apart on the domains left out: recall by share of alarms."""
    table = Table("alarms", *(f"{share:.2%}" for share in _SHARES), title="recall, left out")
    table.add_row("found", *(f"{found:.3f}" for _, found in curve(model, rest, _SHARES)))
    return table
