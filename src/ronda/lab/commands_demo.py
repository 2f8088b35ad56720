"""`ronda lab demo`: the whole product on the practice province, from nothing to the open page."""

import os
import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ronda.commands.serve import port_is_free
from ronda.lab.demo import Demo, DemoFailed

PROVINCE = Path(__file__).parent / "provinces" / "rembulan_small"


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def demo(
        scenario: Annotated[Path, typer.Option(help="Scenario folder.")] = PROVINCE,
        port: Annotated[int, typer.Option(help="Port of the web interface.")] = 8000,
        until_ready: Annotated[
            bool, typer.Option("--until-ready", help="Stop as soon as the page answers.")
        ] = False,
    ) -> None:
        """Serve the practice province, do a first round on it and open Ronda's page."""
        console = Console()
        if not port_is_free("127.0.0.1", port):
            console.print(
                f"[red]Porta {port} sedang dipakai / port {port} is busy.[/red] "
                f"Hentikan program itu atau pilih porta lain / stop it or choose another: "
                f"make run PORT={port + 1}"
            )
            raise typer.Exit(1)
        var = Path(os.environ.get("RONDA_VAR", "var/latihan")).resolve()
        var.mkdir(parents=True, exist_ok=True)
        _interrupt_once()
        run = Demo(scenario, var, port, console)
        try:
            run.start_lab()
            seconds = run.round()
            run.open_page()
            _summary(console, run, seconds)
            if not until_ready:
                run.wait()
        except KeyboardInterrupt:
            console.print("\nMenghentikan / stopping ...")
        except DemoFailed as error:
            console.print(f"[red]{error}[/red]")
            raise typer.Exit(1) from error
        finally:
            run.stop()


def _interrupt_once() -> None:
    """Make the first SIGINT or SIGTERM a KeyboardInterrupt; stopping is not interrupted again.

    Said explicitly, since a shell may start a background job with SIGINT ignored, and the signal
    of one Ctrl-C may arrive twice: from the terminal and from the program that started us.
    """
    come = False

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal come
        if not come:
            come = True
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)


def _summary(console: Console, run: Demo, seconds: float) -> None:
    """Say what stands in the register now, and how to sign in."""
    os.environ.update(run.env)
    from ronda.commands.setup import use_database

    use_database()
    from django.db.models import Count

    from ronda.cases.models import Finding
    from ronda.register.models import Agency, Site

    table = Table(
        title=f"Ronda pertama: {seconds:.0f} detik / first round: {seconds:.0f} s",
        title_justify="left",
    )
    table.add_column("")
    table.add_column("", justify="right")
    table.add_row("Perangkat daerah / agencies", str(Agency.objects.count()))
    words = {
        "candidate": "Calon situs / candidates",
        "registered": "Situs terdaftar / registered sites",
    }
    states = Site.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
    for state, number in states:
        table.add_row(words.get(state, state), str(number))
    severities = Finding.objects.open().values_list("severity").annotate(n=Count("pk"))
    for severity, number in severities.order_by("-severity_rank"):
        table.add_row(f"Temuan / findings: {severity}", str(number))
    console.print(table)
    console.print(f"\n[bold]Buka / open:  http://127.0.0.1:{run.port}/")
    sign_in = run.var / "first-sign-in.txt"
    if sign_in.is_file():
        console.print(sign_in.read_text(encoding="utf-8").strip())
    console.print("Ctrl-C untuk berhenti / to stop.")
