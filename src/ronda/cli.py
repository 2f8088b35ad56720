"""The command line: `ronda COMMAND`."""

import os
import sys
from pathlib import Path

import typer

from ronda.commands.registry import build
from ronda.engine.netconfig import BadSetting

app = typer.Typer(
    name="ronda",
    help="Ronda malam untuk situs pemerintah. The night watch of a government's web estate.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
build(app)


def load_env_file(path: Path) -> None:
    """Take KEY=VALUE lines as settings; what stands in the environment already wins.

    Raises :class:`BadSetting` naming the line that is neither empty, a comment nor KEY=VALUE.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals or not key.strip().isidentifier():
            raise BadSetting(
                f"{path} line {number}: {line!r} is not KEY=VALUE; write RONDA_NAME=value"
            )
        os.environ.setdefault(key.strip(), value.strip().strip('"'))


def main() -> None:
    """Read the settings file (``ronda.env``, or what RONDA_ENV_FILE names), run the command."""
    path = Path(os.environ.get("RONDA_ENV_FILE", "ronda.env"))
    try:
        if path.is_file():
            load_env_file(path)
        app()
    except BadSetting as error:
        typer.echo(f"Pengaturan keliru / bad setting: {error}", err=True)
        sys.exit(2)
