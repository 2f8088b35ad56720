"""`ronda prune`: delete what was replaced long ago, as the retention setting says."""

import json
from typing import Annotated

import msgspec
import typer


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def prune(
        days: Annotated[
            int | None, typer.Option(min=1, help="Instead of RONDA_RETENTION_DAYS.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Counts as JSON.")] = False,
    ) -> None:
        """Delete replaced observations beyond the retention; what findings cite is kept."""
        from ronda.commands.setup import use_database

        use_database()
        from ronda.patrol.prune import prune as run

        done = msgspec.structs.asdict(run(days=days))
        if as_json:
            typer.echo(json.dumps(done))
        else:
            typer.echo(
                f"{done['observations']} observasi dan {done['bodies']} isi halaman lama dihapus / "
                "old observations and bodies deleted"
            )
