"""`ronda lab ...`: the practice province."""

import typer

app = typer.Typer(
    help="The practice province: a made-up internet on this machine.", no_args_is_help=True
)
