"""Shows a score as tables for people."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from ronda.lab.score import Score
from ronda.lab.score_parts import Rate


def show(result: Score, console: Console) -> None:
    """Print the tables, then every difference with its explanation."""
    console.print(f"[bold]{result.scenario}, round {result.round}[/bold]")
    for table in _tables(result):
        console.print(table)
    for note in result.notes:
        line = f"{note.area}: {note.kind}: {note.site}: {note.what}: {note.why}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if not result.notes:
        console.print("No miss and no false alarm.")


def _tables(result: Score) -> Iterator[Table]:
    yield _discovery(result)
    yield _attribution(result)
    yield _findings(result)
    yield _changes(result)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right")
    return table


def share(rate: Rate) -> str:
    """A rate in words: "0.92 (11 of 12)"; nothing to judge is a dash, not a perfect score."""
    return "-" if rate.value is None else f"{rate.value:.2f} ({rate.right} of {rate.of})"


def _discovery(result: Score) -> Table:
    table = _table("Discovery: relevant sites that nobody had listed", "source", "recall")
    for source in result.discovery.by_source:
        table.add_row(source.source + ("" if source.run else " (not run)"), share(source.recall))
    table.add_row("any source", share(result.discovery.recall))
    table.add_row("names that are no sites", str(result.discovery.false_candidates))
    table.add_row("sites of others, rightly seen", str(result.discovery.bystanders))
    return table


def _attribution(result: Score) -> Table:
    said = result.attribution
    table = _table("Attribution: what was proposed", "measure", "")
    table.add_row("complete proposals (coverage)", share(said.coverage))
    table.add_row("wholly right, of the complete (precision)", share(said.precision))
    table.add_row("wholly right, of all looked into (recall)", share(said.recall))
    table.add_row("relation right, where one is named", share(said.relation))
    table.add_row("agency right, where one is named", share(said.agency))
    table.add_row("namesakes claimed as ours (lower is better)", share(said.namesakes_claimed))
    for pair, count in said.confusion.items():
        table.add_row(pair, str(count))
    return table


def _findings(result: Score) -> Table:
    title = f"Findings on {result.judged_sites} sites"
    if result.undecided_sites:
        title += f"; {result.undecided_sites} wait for a person's decision and are not judged"
    table = _table(title, "class", "recall", "precision")
    for row in result.findings:
        if row.recall.of or row.precision.of:
            name = row.finding_class + ("" if row.checked else " (no check)")
            table.add_row(name, share(row.recall), share(row.precision))
    table.add_row("all", share(result.recall), share(result.precision))
    return table


def _changes(result: Score) -> Table:
    table = _table("Honesty and change", "measure", "")
    table.add_row("honest sites accused of gambling", _count(result.honest_accused))
    table.add_row("of these, pages that tempt", _count(result.tempting_accused))
    table.add_row("mended findings that closed", share(result.changes.mended_closed))
    table.add_row("findings kept while unmeasurable", share(result.changes.held_kept))
    return table


def _count(rate: Rate) -> str:
    return f"{rate.right} of {rate.of}"
