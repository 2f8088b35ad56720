"""How commands speak: rich on standard error, JSON on standard output, language by the locale."""

import json
import os
import sys
from typing import Any, NoReturn

import typer
from rich.console import Console

from ronda.engine.text import Text

console = Console(stderr=True, highlight=False)


def language() -> str:
    """The operator's language: Indonesian unless RONDA_LANGUAGE or the locale says English."""
    chosen = os.environ.get("RONDA_LANGUAGE", "")
    if not chosen:
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        chosen = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "en" if chosen.startswith("en") else "id"


def say(id: str, en: str, *, style: str = "", mark: str = "") -> None:
    """Say one sentence to the operator. Values in it are data, never markup."""
    text = Text(id, en).get(language())
    console.print(f"{mark} {text}" if mark else text, style=style or None, markup=False)


def fail(text: Text) -> NoReturn:
    """Say why the command cannot go on, and leave with code 1."""
    console.print(text.get(language()), style="red", markup=False)
    raise typer.Exit(1)


def give(value: Any) -> None:
    """Write JSON for machines."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
