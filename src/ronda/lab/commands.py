"""`ronda lab ...`: the practice province."""

import typer

from ronda.lab import commands_demo

app = typer.Typer(
    help="The practice province: a made-up internet on this machine.", no_args_is_help=True
)

commands_demo.add(app)
