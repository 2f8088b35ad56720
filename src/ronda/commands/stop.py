"""`ronda stop`: the global stop switch, obeyed within a second, and its release."""

import json
from typing import Annotated

import typer


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def stop(
        reason: Annotated[str, typer.Option(help="Why; shown to everybody.")] = "",
        release: Annotated[bool, typer.Option("--release", help="Let visits go on.")] = False,
        status: Annotated[bool, typer.Option("--status", help="Only say how it stands.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
    ) -> None:
        """Stop every visit at once, everywhere; nothing is lost, the visits wait."""
        from ronda.commands.setup import use_database

        use_database()
        from ronda.patrol.models import StopSwitch
        from ronda.patrol.services import engage_stop, release_stop

        if release and (reason or status):
            typer.echo("--release stands alone.", err=True)
            raise typer.Exit(2)
        if release:
            release_stop(None)
        elif not status:
            engage_stop(None, reason)
        switch = StopSwitch.objects.order_by("pk").first()
        engaged = bool(switch and switch.engaged)
        why = switch.reason if switch and engaged else ""
        if as_json:
            typer.echo(json.dumps({"stopped": engaged, "reason": why}, ensure_ascii=False))
        elif engaged:
            typer.echo(
                "Semua kunjungan dihentikan / all visits are stopped"
                + (f": {why}" if why else "")
                + "\nLepaskan dengan / release with: ronda stop --release"
            )
        else:
            typer.echo("Ronda berjalan / patrols are running.")
