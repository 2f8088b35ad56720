"""`ronda lab ablate`: how much each sort of evidence, view and source carries."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from ronda.commands.setup import use_database
from ronda.lab.advance import BadRound, current
from ronda.lab.scenario import BadScenario
from ronda.lab.score_parts import Rate

if TYPE_CHECKING:
    from ronda.engine.artifacts import Observation
    from ronda.lab.ablation import Ablation, EvidenceLeft

errors = Console(stderr=True, highlight=False)
console = Console()


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ablate")(ablate_command)


def ablate_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The scenario's folder.")],
    evidence: Annotated[Path, typer.Option(help="What `ronda lab evidence` wrote.")],
    var: Annotated[Path, typer.Option(help="The lab's working folder.")] = Path("var/lab"),
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say what would be lost without each sort of evidence, each view and each source.

    Reads Ronda's database as it stands and the truth of the round that is served; visits nothing.
    """
    use_database()
    from django.utils import timezone

    from ronda.lab.ablate_evidence import curves, evidence_alone, without_evidence
    from ronda.lab.ablate_sources import without_sources
    from ronda.lab.ablate_views import without_views
    from ronda.lab.ablation import Ablation
    from ronda.lab.claims_read import read_claims
    from ronda.lab.score import sides
    from ronda.lab.train.examples import read
    from ronda.lab.truth import truth

    try:
        known = truth(directory, current(var), timezone.now())
        examples = read([evidence])
    except (BadScenario, BadRound, OSError, msgspec.DecodeError) as error:
        errors.print(f"{error}", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    claims = read_claims()
    said = Ablation(
        known.scenario,
        without_sources(known, claims),
        without_views(sides(known, claims).judged, _seen),
        without_evidence(examples),
        evidence_alone(examples),
        curves(examples),
    )
    if as_json:
        from ronda.lab.score_data import plain

        typer.echo(json.dumps(plain(said)))
    else:
        _show(said)


def _seen(url: str) -> "Observation | None":
    from ronda.patrol.services import last_seen
    from ronda.register.models import Site

    # office-wide: the scorer stands outside of all roles.
    site = Site.objects.filter(url=url).first()
    return last_seen(site) if site is not None else None


def _show(said: "Ablation") -> None:
    sources = Table("source", "brought, of all found", "found by it alone")
    for one in said.sources:
        sources.add_row(one.source, _rate(one.brought), _rate(one.only))
    views = Table("injected content, without", "found", "honest sites accused")
    for view in said.views:
        views.add_row(view.without, _rate(view.recall), _rate(view.accused))
    kinds = [
        _evidence("attribution, without", said.evidence),
        _evidence("attribution, by nothing but", said.alone),
    ]
    for table in (sources, views, *kinds):
        console.print(table)


def _evidence(title: str, rows: "tuple[EvidenceLeft, ...]") -> Table:
    table = Table(
        *(title, "answered", "right", "unofficial right", "unofficial found", "impersonation found")
    )
    for row in rows:
        rates = (row.coverage, row.right, row.unofficial, row.unofficial_found)
        table.add_row(row.evidence, *(_rate(r) for r in (*rates, row.impersonation_found)))
    return table


def _rate(rate: Rate) -> str:
    return "-" if rate.value is None else f"{rate.value:.3f} ({rate.of})"
