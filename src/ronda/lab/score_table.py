"""Shows a score as tables for people."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from ronda.lab.score import Score
from ronda.lab.score_attribution import ABSTAINED, AttributionPart
from ronda.lab.score_calibration import Calibration
from ronda.lab.score_gambling import Accused
from ronda.lab.score_parts import Note, Rate


def show(result: Score, console: Console, limit: int | None = None) -> None:
    """Print the tables, then the differences (at most ``limit``) with their explanations."""
    told = f"rounds {', '.join(str(r.round) for r in result.rounds)}" if result.rounds else ""
    console.print(f"[bold]{result.scenario}, {told or f'round {result.round}'}[/bold]")
    for table in _tables(result):
        console.print(table)
    for note in result.notes[:limit]:
        console.print(line(note), markup=False, highlight=False, soft_wrap=True)
    if not result.notes:
        console.print("No miss and no false alarm.")
    elif limit is not None and limit < len(result.notes):
        console.print(f"... and {len(result.notes) - limit} more; --notes all lists them.")


def line(note: Note) -> str:
    """A difference in one line, with where to look in Ronda and in the scenario."""
    where = "; ".join(filter(None, (note.evidence, note.planted)))
    said = f"{note.area}: {note.kind}: {note.site}: {note.what}: {note.why}"
    return f"{said} [{where}]" if where else said


def share(rate: Rate) -> str:
    """A rate in words: "0.92 (11 of 12; 0.65-0.99)"; nothing to judge is a dash, not a perfect score."""
    if rate.value is None:
        return "-"
    return f"{rate.value:.2f} ({rate.right} of {rate.of}; {rate.low:.2f}-{rate.high:.2f})"


def _tables(result: Score) -> Iterator[Table]:
    yield _discovery(result)
    yield _attribution(result)
    yield _confusion(result)
    yield _relations(result)
    yield _findings(result)
    yield _changes(result)
    yield _gambling(result)
    yield _time(result)
    yield _cost(result)
    if result.rounds:
        yield _rounds(result)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right")
    return table


def _discovery(result: Score) -> Table:
    found = result.discovery
    title = "Discovery: relevant sites that nobody had listed"
    table = _table(title, "source", "recall", "of those in no other source")
    for source in found.by_source:
        name = source.source + ("" if source.run else " (not run)")
        table.add_row(name, share(source.recall), share(source.alone))
    table.add_row("any source", share(found.recall), "")
    table.add_row("any source that has run", share(found.enabled_recall), "")
    table.add_row("in no source: not to be found", str(found.unseen), "")
    table.add_row("names that are no sites, of all brought", share(found.false_rate), "")
    table.add_row("sites of others, rightly seen", str(found.bystanders), "")
    table.add_row("further addresses of one site", str(found.duplicates), "")
    return table


def _attribution(result: Score) -> Table:
    said = result.attribution
    title = "Attribution: what was proposed before a person decided"
    table = _table(title, "measure", "all", "off the zones", "in the zones")
    whole = AttributionPart(
        said.coverage,
        said.precision,
        said.recall,
        said.relation,
        said.agency,
        said.calibration,
    )
    parts = (whole, said.off_zone, said.in_zone)
    rows = (
        ("complete proposals (coverage)", "coverage"),
        ("wholly right, of the complete (precision)", "precision"),
        ("wholly right, of all asked about (recall)", "recall"),
        ("relation right, where one is named", "relation"),
        ("agency right, where one is named", "agency"),
    )
    for words, name in rows:
        table.add_row(words, *(share(getattr(part, name)) for part in parts))
    table.add_row("calibration error, equal mass / fixed", *(_error(p.calibration) for p in parts))
    table.add_row("Brier score", *(_number(p.calibration.brier, 3) for p in parts))
    table.add_row("namesakes claimed as ours (lower is better)", share(said.namesakes_claimed))
    if said.entered:
        table.add_row("entered by a person, not scored", str(said.entered))
    return table


def _error(said: Calibration) -> str:
    return f"{_number(said.error_equal_mass, 3)} / {_number(said.error_fixed, 3)}"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _confusion(result: Score) -> Table:
    said = result.attribution.confusion
    columns = sorted({name for row in said.values() for name in row} - {ABSTAINED})
    table = _table("Relations: true down, proposed across", "true", *columns, ABSTAINED)
    for name, row in said.items():
        table.add_row(name, *(str(row.get(column, 0) or "") for column in (*columns, ABSTAINED)))
    return table


def _relations(result: Score) -> Table:
    table = _table("Relations off the zones", "relation", "precision", "recall", "F1")
    for row in result.attribution.relations:
        table.add_row(row.relation, share(row.precision), share(row.recall), _number(row.f1, 2))
    return table


def _findings(result: Score) -> Table:
    title = f"Findings on {result.judged_sites} sites"
    if result.undecided_sites:
        title += f"; {result.undecided_sites} wait for a person's decision and are not judged"
    table = _table(title, "class", "recall", "precision", "F1", "wrongly closed", "wrongly open")
    for row in result.findings:
        if row.recall.of or row.precision.of or row.wrongly_closed or row.wrongly_open:
            name = row.finding_class + ("" if row.checked else " (no check)")
            wrong = (str(n or "") for n in (row.wrongly_closed, row.wrongly_open))
            table.add_row(name, share(row.recall), share(row.precision), _number(row.f1, 2), *wrong)
    table.add_row("all", share(result.recall), share(result.precision))
    table.add_row("of all planted, found or not", share(result.planted_recall))
    return table


def _changes(result: Score) -> Table:
    table = _table("Honesty and change", "measure", "")
    table.add_row("honest sites accused of injected content", _accused(result.honest_accused))
    table.add_row("of these, pages that tempt", _accused(result.tempting_accused))
    table.add_row("sites of others that hold a finding", share(result.on_others))
    table.add_row("mended findings that closed", share(result.changes.mended_closed))
    table.add_row("findings kept while unmeasurable", share(result.changes.held_kept))
    table.add_row("findings kept while their cause stands", share(result.changes.standing_kept))
    return table


def _accused(rate: Accused) -> str:
    if rate.per_1000 is None:
        return "-"
    said = f"{rate.right} of {rate.of}"
    return f"{said}: {rate.per_1000:.1f} of 1,000, at worst {rate.per_1000_high:.1f}"


def _gambling(result: Score) -> Table:
    title = "Injected content by form; a site with two forms counts for both"
    table = _table(title, "form", "recall", "of sites with this form only")
    for form in result.gambling.forms:
        table.add_row(form.form, share(form.recall), share(form.alone))
    return table


def _time(result: Score) -> Table:
    title = "Time to detect, from the moment when the round began to be served"
    table = _table(title, "class", "found", "rounds", "median s", "longest s")
    rows = [(row.finding_class, row.time) for row in result.time_to_detect.by_class]
    for name, time in (*rows, ("all", result.time_to_detect.all)):
        numbers = (_number(n, 1) for n in (time.rounds_mean, time.seconds_median, time.seconds_max))
        table.add_row(name, share(time.detected), *numbers)
    return table


def _cost(result: Score) -> Table:
    cost = result.cost
    title = f"Cost: {cost.visits} visits to {cost.sites} sites in {cost.rounds} rounds"
    table = _table(title, "measure", "a visit", "a site", "in all")
    rows = (
        ("requests", cost.requests_a_visit, cost.requests_a_site, cost.requests, 1),
        ("bytes received", cost.bytes_a_visit, cost.bytes_a_site, cost.bytes_received, 0),
        ("seconds", cost.seconds_a_visit, cost.seconds_a_site, cost.seconds, 1),
    )
    for name, visit, site, total, digits in rows:
        table.add_row(name, _number(visit, digits), _number(site, digits), f"{total:.{digits}f}")
    table.add_row("seconds of a round by the clock", _number(cost.seconds_a_round, 1), "", "")
    table.add_row("web requests that the lab counted", "", "", str(cost.served_requests or "-"))
    return table


def _rounds(result: Score) -> Table:
    table = _table("Round by round", "round", "recall", "precision", "mended closed", "held kept")
    for one in result.rounds:
        changes = one.changes
        rates = (one.recall, one.precision, changes.mended_closed, changes.held_kept)
        table.add_row(str(one.round), *map(share, rates))
    return table
