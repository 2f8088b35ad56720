"""`ronda restore FILE`: a backup in the place of the installation, verified first."""

from pathlib import Path

import typer

from ronda.commands.setup import use_database
from ronda.commands.speech import console, fail, give, language, say
from ronda.engine.text import Text


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def restore(
        file: Path = typer.Argument(help="A backup made by ronda backup."),  # noqa: B008
        force: bool = typer.Option(False, "--force", help="Replace a database that holds data."),
        as_json: bool = typer.Option(False, "--json", help="Write the manifest as JSON."),
    ) -> None:
        """Restore a backup. Stop ronda serve first."""
        use_database()
        import msgspec

        from ronda.upkeep.archive import BadArchive
        from ronda.upkeep.backup import restore as restore_backup

        try:
            with console.status(Text("Memulihkan …", "Restoring …").get(language())):
                manifest = restore_backup(file, force=force)
        except BadArchive as error:
            fail(error.text)
        if as_json:
            give(msgspec.to_builtins(manifest))
        made = manifest.made_at.strftime("%Y-%m-%d %H:%M UTC")
        say(
            f"Dipulihkan dari cadangan {made}. Jalankan: ronda serve",
            f"Restored from the backup of {made}. Run: ronda serve",
            mark="✓",
            style="green",
        )
