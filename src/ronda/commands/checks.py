"""`ronda checks`: lists and explains the checks, writes their documentation, begins a new one."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from ronda.engine.checks import docs
from ronda.engine.checks.registry import all_checks
from ronda.engine.checks.registry import get as get_check
from ronda.engine.checks.scaffold import BadCheckId, scaffold

group = typer.Typer(help="The checks that Ronda makes.", no_args_is_help=True)
DOCS = Path("docs/checks")


def add(app: typer.Typer) -> None:
    """Add `ronda checks` to the command line."""
    app.add_typer(group, name="checks")


def _say(message: str) -> None:
    Console(stderr=True, highlight=False).print(message, markup=False, soft_wrap=True)


@group.command("list")
def list_checks(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    lang: Annotated[str, typer.Option(help="id or en.")] = "id",
) -> None:
    """List every check with its class of findings and severity."""
    found = all_checks()
    if as_json:
        typer.echo(msgspec.json.encode([check.meta for check in found]).decode())
        return
    english = lang == "en"
    table = Table(
        "ID",
        *(("Good state", "Class", "Severity") if english else ("Keadaan baik", "Kelas", "Bobot")),
    )
    for check in found:
        urgent = " !" if check.meta.urgent else ""
        table.add_row(
            check.meta.id,
            check.meta.title.get(lang),
            check.meta.finding_class,
            f"{check.meta.severity}{urgent}",
        )
    Console().print(table)


@group.command()
def show(
    check_id: Annotated[str, typer.Argument(metavar="ID", help="For example TLS.EXPIRED.")],
) -> None:
    """Show the manual page of a check, with its guidance in both languages."""
    try:
        check = get_check(check_id.upper())
    except KeyError:
        _say(f"There is no check {check_id!r}. `ronda checks list` shows them all.")
        raise typer.Exit(2) from None
    text = docs.page(check).replace(docs.NOTICE, "").replace("<br>", "")
    Console().print(Markdown(text))


@group.command("docs")
def write_docs(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 when stale.")
    ] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Where the pages stand.")] = DOCS,
) -> None:
    """Write the documentation of all checks, or say whether it is up to date."""
    if check:
        stale = docs.stale(docs.pages(all_checks()), folder)
        for name in stale:
            _say(f"{folder / name} is not what the checks say.")
        if stale:
            _say("Run `ronda checks docs` and commit what it writes.")
            raise typer.Exit(1)
        return
    try:
        changed = docs.write(all_checks(), folder)
    except OSError as error:
        _say(f"{folder} cannot be written: {error}. Choose another place with --dir.")
        raise typer.Exit(1) from None
    _say(f"{len(changed)} pages changed in {folder}.")


@group.command()
def new(
    check_id: Annotated[str, typer.Argument(metavar="AREA.NAME", help="For example DNS.CAA.")],
    root: Annotated[
        Path | None, typer.Option(help="The folder of the checks, when not the installed one.")
    ] = None,
) -> None:
    """Begin a new check: write its one file, with everything to fill in marked TODO."""
    try:
        path = scaffold(check_id, root)
    except BadCheckId as error:
        _say(f"{error}.")
        raise typer.Exit(2) from None
    except OSError as error:
        _say(f"The file cannot be written: {error}. Work in a checkout of the source.")
        raise typer.Exit(1) from None
    _say(f"Wrote {path}. Fill in each TODO, then run `pytest tests/unit/checks`.")
