"""`ronda lab ...`: the practice province. Each module ``commands_*.py`` here adds its own."""

import importlib
import pkgutil

import typer

from ronda import lab

app = typer.Typer(
    help="The practice province: a made-up internet on this machine.", no_args_is_help=True
)
for _info in sorted(pkgutil.iter_modules(lab.__path__), key=lambda info: info.name):
    if _info.name.startswith("commands_"):
        importlib.import_module(f"{lab.__name__}.{_info.name}").add(app)
