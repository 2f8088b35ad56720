"""`ronda patrol`: start a round and work on it here, with progress and a summary."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ronda.patrol.models import Round

STOPPED = 3  # exit code: the stop switch is engaged


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def patrol(
        site: Annotated[
            list[str] | None, typer.Option(help="Visit this site only (repeatable).")
        ] = None,
        due: Annotated[bool, typer.Option("--due", help="Visit the sites due (default).")] = False,
        every: Annotated[bool, typer.Option("--all", help="Visit every site.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Summary as JSON.")] = False,
        lang: Annotated[str, typer.Option(help="id or en.")] = "id",
    ) -> None:
        """Visit sites now: all that are due, all there are, or the named ones."""
        from ronda.commands.setup import use_database

        use_database()
        if sum([bool(site), due, every]) > 1:
            typer.echo("Choose one of --site, --due and --all.", err=True)
            raise typer.Exit(2)
        from ronda.patrol.services import stopped

        if stopped():
            _say_stopped(lang)
            raise typer.Exit(STOPPED)
        made = _start(site or [], every)
        if made is not None:
            _work(made, alone=bool(site), lang=lang)
            _report(made, as_json, lang)
        elif not as_json:
            typer.echo(_either(lang, "Tidak ada situs yang jatuh tempo.", "No site is due."))
        else:
            typer.echo(json.dumps({"visited": 0}))
        if stopped():
            _say_stopped(lang)
            raise typer.Exit(STOPPED)


def _either(lang: str, indonesian: str, english: str) -> str:
    return english if lang.startswith("en") else indonesian


def _say_stopped(lang: str) -> None:
    typer.echo(
        _either(
            lang,
            "Ronda sedang dihentikan oleh petugas. Lepaskan dengan: ronda stop --release",
            "Patrols are stopped by an officer. Release with: ronda stop --release",
        ),
        err=True,
    )


def _start(urls: list[str], every: bool) -> "Round | None":
    """Enter the round, or take up the last one that was left unfinished. None: nothing to do."""
    from django.utils import timezone

    from ronda.patrol.models import Round, RoundKind
    from ronda.patrol.schedule import due_sites, patrolled
    from ronda.patrol.services import start_round

    if urls:
        return start_round(RoundKind.MANUAL, sites=[_site(url) for url in urls])
    if every:
        return start_round(RoundKind.MANUAL, sites=patrolled())
    now = timezone.now()
    if due_sites(now).exists():
        return start_round(RoundKind.MANUAL, now=now)
    return Round.objects.filter(finished_at=None).order_by("pk").last()


def _site(url: str) -> Any:
    from ronda.engine.urls import BadUrl, normalise
    from ronda.patrol.schedule import visitable

    try:
        found = visitable().filter(url=normalise(url)).first()
    except BadUrl as error:
        typer.echo(f"--site {url!r}: {error}", err=True)
        raise typer.Exit(2) from error
    if found is None:
        typer.echo(
            f"--site {url}: no such site in the register (or it is retired). Add it with "
            f"`ronda import sites FILE`, or look at it without the register: ronda check {url}",
            err=True,
        )
        raise typer.Exit(2)
    return found


def _work(made: "Round", *, alone: bool, lang: str) -> None:
    """Work on the ledger until the round is done; what earlier rounds left over is done as well."""
    import time

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from ronda.jobs.worker import run_worker
    from ronda.patrol.selectors import round_progress
    from ronda.patrol.shards import close_watch, group_of

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    last = 0.0
    with Progress(*columns, console=Console(stderr=True)) as bar:
        total = made.visits.count()
        task = bar.add_task(_either(lang, "Meronda", "Patrolling"), total=total)

        def show() -> None:
            nonlocal last
            if time.monotonic() - last < 0.5:
                return
            last = time.monotonic()
            now = round_progress(made)
            bar.update(task, completed=now["total"] - now["pending"])

        try:
            group = group_of(made.pk) if alone else None
            run_worker(once=True, group=group, each_turn=show)
        except KeyboardInterrupt:
            typer.echo(
                _either(
                    lang,
                    "Berhenti. Sisanya tersimpan: lanjutkan dengan `ronda patrol`.",
                    "Stopped. The rest is kept: go on with `ronda patrol`.",
                ),
                err=True,
            )
            raise typer.Exit(130) from None
        finally:
            close_watch()
        last = 0.0
        show()


def _report(made: "Round", as_json: bool, lang: str) -> None:
    from ronda.patrol.selectors import findings_of, round_progress, unmeasured

    progress = round_progress(made)
    findings = findings_of(made)
    missed = unmeasured(made)
    if as_json:
        reasons = [
            {
                "failure": u.failure,
                "reason": {"id": u.reason.id, "en": u.reason.en},
                "count": u.count,
                "sites": [url for _, url in u.sites],
            }
            for u in missed
        ]
        typer.echo(
            json.dumps(
                {"round": made.pk, **progress, "findings": findings, "not_measured_why": reasons},
                ensure_ascii=False,
            )
        )
        return
    _report_words(progress, findings, missed, lang)


def _report_words(progress: Any, findings: dict[str, int], missed: list[Any], lang: str) -> None:
    visited = progress["done"] + progress["failed"]
    typer.echo(
        _either(
            lang,
            f"{visited} situs dikunjungi: {progress['reachable']} dapat dibuka, "
            f"{progress['unreachable']} tidak, {progress['not_measured']} belum terukur.",
            f"{visited} sites visited: {progress['reachable']} reachable, "
            f"{progress['unreachable']} not, {progress['not_measured']} not measured.",
        )
    )
    for group in missed:
        hosts = ", ".join(url for _, url in group.sites[:3])
        more = f" (+{group.count - 3})" if group.count > 3 else ""
        typer.echo(f"  {group.count} {group.reason.get(lang)}: {hosts}{more}")
    words = {
        "opened": ("ditemukan", "opened"),
        "confirmed": ("dipastikan", "confirmed"),
        "changed": ("buktinya berubah", "changed"),
        "mended": ("sudah dibenahi", "mended"),
        "unmeasured": ("tidak terukur", "not measured"),
    }
    said = [f"{findings[k]} {_either(lang, *w)}" for k, w in words.items() if findings.get(k)]
    nothing = _either(lang, "tidak ada perubahan", "no change")
    typer.echo(f"{_either(lang, 'Temuan', 'Findings')}: {', '.join(said) or nothing}.")
