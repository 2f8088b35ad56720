"""`ronda backup FILE`: the whole installation in one file, while it runs."""

from pathlib import Path

import typer

from ronda.commands.setup import use_database
from ronda.commands.speech import console, fail, give, language, say
from ronda.engine.text import Text


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def backup(
        file: Path = typer.Argument(help="Where to write the backup (tar.gz)."),  # noqa: B008
        as_json: bool = typer.Option(False, "--json", help="Write the manifest as JSON."),
    ) -> None:
        """Write database, secrets and files into one file. Keep it safe: it holds the secrets."""
        use_database()
        import msgspec

        from ronda.upkeep.archive import BadArchive
        from ronda.upkeep.backup import back_up

        try:
            with console.status(Text("Mencadangkan …", "Backing up …").get(language())):
                manifest = back_up(file)
        except BadArchive as error:
            fail(error.text)
        if as_json:
            give(msgspec.to_builtins(manifest))
        size = file.stat().st_size / 1_000
        say(
            f"Cadangan tersimpan di {file} ({size:.0f} kB, {len(manifest.members)} berkas).",
            f"The backup is in {file} ({size:.0f} kB, {len(manifest.members)} files).",
            mark="✓",
            style="green",
        )
        if manifest.secret_from_environment:
            say(
                "RONDA_SECRET_KEY berasal dari lingkungan dan tidak ikut dicadangkan.",
                "RONDA_SECRET_KEY comes from the environment and is not in the backup.",
                mark="!",
                style="yellow",
            )
