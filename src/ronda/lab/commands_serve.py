"""`ronda lab serve`: the made-up internet on this machine, until it is stopped."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console

from ronda.lab import advance, rounds
from ronda.lab.addresses import Ports
from ronda.lab.problems import LabError
from ronda.lab.world import Served, World

if TYPE_CHECKING:
    # The servers are loaded by the commands that serve, not by every other command.
    from ronda.lab.serve import LabServer

POLL = 0.3
"""Seconds between two looks at the file of the round."""

Compile = Callable[[int], Served]
errors = Console(stderr=True, highlight=False)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve_command)
    app.command("behaviours")(behaviours_command)


def serve_command(
    directory: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A scenario's folder.")
    ] = None,
    world: Annotated[
        Path | None, typer.Option(help="A compiled world (JSON) instead of a folder.")
    ] = None,
    var: Annotated[Path, typer.Option(help="The lab's working folder.")] = Path("var/lab"),
    round_: Annotated[
        int | None, typer.Option("--round", min=1, help="The round; default: the one it was at.")
    ] = None,
    dns_port: Annotated[int, typer.Option(help="0: any that is free.")] = 15353,
    http_port: Annotated[int, typer.Option(help="0: any that is free.")] = 15080,
    https_port: Annotated[int, typer.Option(help="0: any that is free.")] = 15443,
    ct_port: Annotated[int, typer.Option(help="0: any that is free.")] = 15962,
    rdap_port: Annotated[int, typer.Option(help="0: any that is free.")] = 15963,
) -> None:
    """Serve a scenario on loopback: DNS, web sites and a certificate log.

    Settings for Ronda stand in VAR/lab.env once everything listens. `ronda lab advance` moves on
    to the next round; Ctrl-C stops.
    """
    if (directory is None) == (world is None):
        errors.print("Give either a scenario's folder or --world FILE.")
        raise typer.Exit(2)
    ports = Ports(dns_port, http_port, https_port, ct_port, rdap_port)
    try:
        if round_ is not None:
            advance.advance(var, round_)
        asyncio.run(serve(_compiler(directory, world), var, ports))
    except (LabError, ValueError, OSError) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


def behaviours_command(
    page: Annotated[
        bool, typer.Option("--page", help="As the page docs/lab-behaviours.md.")
    ] = False,
) -> None:
    """List what a hostile server can do, by name."""
    from ronda.lab.servers.behaviours import every
    from ronda.lab.servers.catalogue import as_page

    if page:
        typer.echo(as_page(), nl=False)
        return
    for name, found in sorted(every().items()):
        typer.echo(f"{name:26} {found.what} ({', '.join(found.levels)})")


def _compiler(directory: Path | None, world: Path | None) -> Compile:
    from ronda.lab.stream import Streamed

    if world is not None:
        one = msgspec.json.decode(world.read_bytes(), type=World)
        return lambda number: msgspec.structs.replace(one, round=number)
    streamed = Streamed(directory or Path())
    return lambda number: streamed.at(number, datetime.now(UTC))


async def serve(compile_round: Compile, var: Path, ports: Ports) -> None:
    """Serve until SIGTERM or Ctrl-C, following the file of the round."""
    from ronda.lab.serve import LabServer

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    (var / "lab.env").unlink(missing_ok=True)
    now_at = advance.current(var)
    try:
        async with LabServer(compile_round(now_at), var=var, ports=ports) as lab:
            _announce(lab, var)
            tried = now_at
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await stop.wait()
                tried = await _follow(lab, compile_round, var, tried)
    finally:
        for name in ("lab.env", "serving.json"):
            (var / name).unlink(missing_ok=True)


async def _follow(lab: "LabServer", compile_round: Compile, var: Path, tried: int) -> int:
    """Move to the round in the file when it is another; a bad one is said once and left."""
    try:
        wanted = advance.current(var)
    except ValueError as error:
        wanted = -1
        if tried != wanted:
            errors.print(f"{error}; round {lab.world.round} goes on", markup=False, soft_wrap=True)
    if wanted in (tried, -1):
        return wanted
    try:
        await lab.move(await asyncio.to_thread(compile_round, wanted))
    except (LabError, ValueError, OSError) as error:
        errors.print(
            f"Round {wanted} cannot be served, round {lab.world.round} goes on: {error}",
            markup=False,
            soft_wrap=True,
        )
    else:
        _announce(lab, var)
    return wanted


def _announce(lab: "LabServer", var: Path) -> None:
    """Say what is served: to people on a line, to programs in ``serving.json``, to the scorer."""
    world = lab.world
    rounds.note(var, world.scenario, world.round)
    fresh = var / "serving.new"
    about = {"scenario": world.scenario, "round": world.round, "pid": os.getpid()}
    fresh.write_text(json.dumps(about), encoding="ascii")
    os.replace(fresh, var / "serving.json")
    typer.echo(
        f"Lab ready: {world.scenario}, round {world.round}: {lab.summary}. "
        f"Settings: {var / 'lab.env'}"
    )
