"""`ronda import KIND FILE`: a spreadsheet into the register, as a whole or not at all."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from ronda.commands.setup import use_database
from ronda.commands.speech import console, fail, give, language, say
from ronda.engine.text import Text

if TYPE_CHECKING:
    from ronda.register.models import ImportBatch

SHOWN = 50
"""Rows of errors that are shown; the rest are counted."""


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("import")
    def import_(
        kind: str = typer.Argument(help="agencies, systems or sites."),
        file: Path = typer.Argument(help="An XLSX, ODS, XLS or CSV file."),  # noqa: B008
        dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would be done."),
        as_json: bool = typer.Option(False, "--json", help="Write the result as JSON."),
        as_person: str = typer.Option("", "--as", help="User name of who confirms; an officer."),
    ) -> None:
        """Import a spreadsheet into the register. Ends with 1 when a row has an error."""
        use_database()
        from ronda.accounts.services import AccountRefused, operator
        from ronda.register import imports
        from ronda.register.errors import Refused

        content = _content(kind, file)
        try:
            person = operator(as_person)
            with console.status(Text("Membaca …", "Reading …").get(language())):
                batch = imports.preview(kind, file.name, content, person)
            errors = bool(batch.preview["errors"])
            if not errors and not dry_run:
                with console.status(Text("Menerapkan …", "Applying …").get(language())):
                    imports.apply(batch, person)
        except (AccountRefused, Refused) as error:
            fail(error.text)
        if as_json:
            give({**batch.preview, "applied": batch.applied_at is not None})
        else:
            _show(batch)
        if errors:
            raise typer.Exit(1)


def _content(kind: str, file: Path) -> bytes:
    if kind not in ("agencies", "systems", "sites"):
        fail(
            Text(
                f"Jenis {kind!r} tidak ada. Pilih agencies, systems atau sites.",
                f"There is no kind {kind!r}. Choose agencies, systems or sites.",
            )
        )
    try:
        with file.open("rb") as opened:
            return opened.read(20_000_001)
    except OSError as error:
        fail(
            Text(
                f"Berkas {file} tidak dapat dibaca: {error.strerror}.",
                f"The file {file} cannot be read: {error.strerror}.",
            )
        )


def _show(batch: "ImportBatch") -> None:
    preview = batch.preview
    for level, style in (("warnings", "yellow"), ("errors", "red")):
        if preview[level]:
            console.print(_table(preview[level], style))
    counts = preview["counts"]
    state = Text("Diterapkan", "Applied") if batch.applied_at else Text("Pratinjau", "Preview")
    say(
        f"{state.id}: {counts['new']} baru, {counts['changed']} berubah, {counts['same']} sama, "
        f"{counts['errors']} galat.",
        f"{state.en}: {counts['new']} new, {counts['changed']} changed, {counts['same']} same, "
        f"{counts['errors']} errors.",
    )
    if preview["errors"]:
        say(
            "Tidak ada yang diterapkan. Perbaiki baris di atas, lalu impor lagi.",
            "Nothing was applied. Mend the rows above and import again.",
            style="red",
        )


def _table(problems: list[dict[str, Any]], style: str) -> Table:
    from rich.text import Text as Plain  # cells are data, never markup

    lang = language()
    heads = {"id": ("Baris", "Kolom", "Keterangan"), "en": ("Row", "Column", "What is wrong")}[lang]
    table = Table(*heads, border_style=style, show_lines=False)
    for problem in problems[:SHOWN]:
        column = f"{problem['column']} {problem['title']}".strip()
        row = str(problem["row"] or "")
        table.add_row(Plain(row), Plain(column), Plain(problem["text"][lang]))
    if len(problems) > SHOWN:
        table.add_row("…", "", f"+ {len(problems) - SHOWN}")
    return table
