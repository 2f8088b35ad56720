"""`ronda work`: the worker that keeps the schedule and works on the ledger until it is told to end."""

import signal
import threading
from types import FrameType
from typing import Annotated

import typer


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def work(
        once: Annotated[bool, typer.Option(help="End when nothing is left to do.")] = False,
        slots: Annotated[
            int, typer.Option(min=1, max=64, help="Shards side by side, beside the urgent one.")
        ] = 24,
        schedule: Annotated[
            bool, typer.Option(help="Also start rounds over the sites that fall due.")
        ] = True,
    ) -> None:
        """Work until SIGTERM or Ctrl-C; what is under way is then given back unharmed."""
        ending = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            ending.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        from ronda.commands.setup import use_database

        use_database()
        from ronda.jobs.worker import run_worker
        from ronda.patrol.network import close_network, network
        from ronda.patrol.shards import close_watch

        network()  # settings that cannot be read end it here, not in each shard
        try:
            run_worker(once=once, slots=slots, keep_time=schedule, ending=ending)
        finally:
            close_watch()
            close_network()
