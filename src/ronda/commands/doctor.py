"""`ronda doctor`: what is misconfigured, and how to mend it."""

import typer

from ronda.commands.setup import use_database
from ronda.commands.speech import console, give, language, say

_MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "red")}


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def doctor(
        as_json: bool = typer.Option(False, "--json", help="Write the result as JSON."),
    ) -> None:
        """Say what is misconfigured and how to mend it. Ends with 1 when something does not work."""
        use_database()
        import msgspec

        from ronda.upkeep.doctor.contract import examine

        items = []
        for item in examine():
            items.append(item)
            if as_json:
                continue
            mark, style = _MARKS[item.state]
            console.print(f"{mark} {item.text.get(language())}", style=style, markup=False)
            if item.mend.id:
                console.print(f"  → {item.mend.get(language())}", markup=False)
        counts = {s: sum(item.state == s for item in items) for s in _MARKS}
        if as_json:
            give({"items": [msgspec.to_builtins(item) for item in items], "counts": counts})
        say(
            f"{counts['ok']} baik, {counts['warning']} perlu dilihat, {counts['error']} rusak.",
            f"{counts['ok']} fine, {counts['warning']} to look at, {counts['error']} broken.",
        )
        if counts["error"]:
            raise typer.Exit(1)
