"""`ronda serve`: one supervisor over the web server and the worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Annotated

import typer

RESTART_PAUSE = 1.0  # seconds before a child that ended is started again; doubles up to 30
STOP_PATIENCE = 15.0  # seconds that a child has to stop by itself


class Child:
    """One supervised process."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = RESTART_PAUSE
        self.not_before = 0.0

    def tend(self) -> None:
        """Start the process when it does not run and its pause is over."""
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            typer.echo(f"{self.name} ended with code {code}; again in {self.pause:.0f} s", err=True)
            self.not_before = time.monotonic() + self.pause
            self.pause = min(self.pause * 2, 30.0)
            self.process = None
        if self.process is None and time.monotonic() >= self.not_before:
            # A session of its own: Ctrl-C reaches the supervisor alone, which stops them in order.
            self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603

    def stop(self) -> None:
        """Ask the process to stop."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end; kill when patience is over."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            typer.echo(f"{self.name} did not stop in time and is killed", err=True)
            self.process.kill()
            self.process.wait()


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def supervise(children: list[Child]) -> None:
    """Keep the children running until SIGTERM or SIGINT, then stop them all."""
    stopping = False

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    before = {s: signal.signal(s, on_signal) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not stopping:
            for child in children:
                child.tend()
            time.sleep(0.2)
    finally:
        for child in children:
            child.stop()
        until = time.monotonic() + STOP_PATIENCE
        for child in children:
            child.wait(until)
        for number, handler in before.items():
            signal.signal(number, handler)


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def serve(
        host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="Port of the web interface.")] = 8000,
        worker: Annotated[bool, typer.Option(help="Also run the worker that patrols.")] = True,
    ) -> None:
        """Run the web interface and the worker until Ctrl-C."""
        from ronda.commands.setup import use_database

        use_database()
        _refuse_unmigrated()
        if not port_is_free(host, port):
            typer.echo(
                f"Port {port} on {host} is busy: another program listens there. "
                f"Stop it, or choose another port: ronda serve --port {port + 1}",
                err=True,
            )
            raise typer.Exit(1)
        children = [Child("web", _web_command(host, port))]
        if worker:
            children.append(Child("worker", [sys.executable, "-m", "ronda", "work"]))
        typer.echo(f"Ronda: http://{host}:{port}/  (Ctrl-C to stop)")
        supervise(children)
        typer.echo("Ronda has stopped.")


def _web_command(host: str, port: int) -> list[str]:
    threads = str(min(8, (os.cpu_count() or 2) * 2))
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host),
        *("--port", str(port), "--workers", "1", "--blocking-threads", threads),
        *("--log-level", "warning", "ronda.web.wsgi:application"),
    ]


def _refuse_unmigrated() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        typer.echo(
            "The database is not set up or is of an older version. Run: ronda init", err=True
        )
        raise typer.Exit(1)
    connection.close()
