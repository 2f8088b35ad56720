"""The command line: `ronda COMMAND`."""

import typer

from ronda.commands.registry import build

app = typer.Typer(
    name="ronda",
    help="Ronda malam untuk situs pemerintah. The night watch of a government's web estate.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
build(app)


def main() -> None:
    """Run the command line."""
    app()
