"""`ronda learn`: let the answers that people gave teach attribution; done daily by the worker too."""

import json
from typing import Annotated

import typer


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def learn(
        as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
    ) -> None:
        """Learn from decisions on candidates; used only if better on answers left out."""
        from ronda.commands.setup import use_database

        use_database()
        from ronda.discovery.lessons import lessons
        from ronda.discovery.services import learn_from_answers
        from ronda.engine.attribute.learning.local import MIN_ANSWERS

        row = learn_from_answers()
        if row is None:
            said = len(lessons())
            if as_json:
                typer.echo(json.dumps({"answers": said, "used": False}))
            else:
                typer.echo(
                    f"{said} jawaban; mulai belajar dari {MIN_ANSWERS} jawaban tentang situs di luar "
                    f"domain resmi / {said} answers; learning starts at {MIN_ANSWERS} about sites "
                    "outside the official zones"
                )
            return
        told = {
            "answers": row.answers,
            "before": row.before,
            "after": row.after,
            "used": row.used,
        }
        if as_json:
            typer.echo(json.dumps(told))
            return
        typer.echo(
            f"{row.answers} jawaban. Jawaban yang disisihkan: benar {row.before['right']} -> "
            f"{row.after['right']}, salah {row.wrong_before} -> {row.wrong_after}; "
            f"{'dipakai' if row.used else 'tidak dipakai'} / {row.answers} answers. On answers left "
            f"out: right {row.before['right']} -> {row.after['right']}, wrong {row.wrong_before} "
            f"-> {row.wrong_after}; {'used' if row.used else 'not used'}"
        )
