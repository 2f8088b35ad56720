"""Finds every command by walking the package, and commands that installed rooms bring."""

import importlib
import pkgutil
from importlib.metadata import entry_points

import typer

from ronda import commands


def build(app: typer.Typer) -> None:
    """Let each module here add itself with ``add(app)``, and mount each room's own group."""
    for info in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        module = importlib.import_module(info.name)
        if hasattr(module, "add"):
            module.add(app)
    for point in entry_points(group="ronda.commands"):
        app.add_typer(point.load(), name=point.name)
