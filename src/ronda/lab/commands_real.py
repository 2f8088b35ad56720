"""`ronda lab serve-real`: a round of a scenario on the servers that the world really runs."""

import contextlib
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ronda.lab.problems import LabError

errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve-real")(serve_real_command)


def serve_real_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A scenario's folder.")],
    var: Annotated[Path, typer.Option(help="The working folder.")] = Path("var/lab-real"),
    round_: Annotated[int, typer.Option("--round", min=1, help="The round.")] = 1,
    bind: Annotated[bool, typer.Option("--bind", help="BIND instead of Knot DNS.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="A mail server (Exim) too.")] = False,
    acme: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Its certificate from an ACME server; repeat for more."),
    ] = None,
    wordpress: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Served by real WordPress; repeat for more."),
    ] = None,
) -> None:
    """Serve a round by real servers on loopback: Knot DNS or BIND, nginx, and what is asked for.

    Settings for Ronda stand in VAR/lab.env once everything answers. What only a hostile server
    does is not served, and listed. Ctrl-C stops.
    """
    from ronda.lab.compile import compile_scenario
    from ronda.lab.real.wordpress_site import site_of
    from ronda.lab.realservers import Wanted, real_servers
    from ronda.lab.scenario import load

    stop = threading.Event()
    now = datetime.now(UTC)
    try:
        scenario = load(directory)
        wanted = Wanted(
            dns="bind" if bind else "knot",
            acme=tuple(acme) if acme else None,
            mail=mail,
            wordpress=tuple(site_of(scenario, host, round_, now) for host in wordpress or ()),
        )
        world = compile_scenario(scenario, round_, now)
        var.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        with contextlib.ExitStack() as stack:
            stack.callback((var / "lab.env").unlink, missing_ok=True)
            real = stack.enter_context(real_servers(world, var, wanted))
            for words in dict.fromkeys(real.skipped):
                typer.echo(f"Not served as planned: {words}")
            typer.echo(
                f"Real servers ready: {world.scenario}, round {world.round}: "
                f"{len(world.hosts)} hosts. Settings: {var / 'lab.env'}"
            )
            stop.wait()
    except (LabError, ValueError, OSError) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
