"""`ronda discover`: run discovery sources, look at what they found, propose whose it is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ronda.discovery.models import Proposal, SourceRun
    from ronda.patrol.control import Watch

SOURCE_FAILED = 1
STOPPED = 3  # exit code: the stop switch is engaged

# Steps of the funnel in words; a step that a new source brings is shown by its key.
STEPS = {
    "read": ("terbaca", "read"),
    "sighted": ("jejak situs", "sighted"),
    "duplicate": ("berulang", "repeated"),
    "wildcard": ("nama wildcard", "wildcard names"),
    "service_label": ("nama layanan (surat, DNS)", "service names (mail, DNS)"),
    "infrastructure": ("server DNS atau surat", "name or mail servers"),
    "no_address": ("tanpa alamat", "without address"),
    "no_feed": ("domain tanpa sumber", "zones without feed"),
    "outside_zone": ("di luar domain", "outside the zone"),
    "malformed": ("bukan alamat", "malformed"),
    "malformed_name": ("nama rusak", "malformed names"),
    "lead": ("petunjuk lemah, dilihat dulu", "weak signs, looked at first"),
    "institution": ("sekolah, kampus, desa", "schools, universities, villages"),
    "not_watched": ("tanpa kata yang diawasi", "no watched word"),
    "other_name": ("nama lain di sertifikat", "other names in certificates"),
    "other_government": ("domain pemerintah lain", "other governments' zones"),
    "platform": ("platform umum", "large platforms"),
    "known": ("sudah terdaftar", "already registered"),
    "own_site": ("tautan sendiri", "links within the site"),
    "page_not_trusted": ("halaman bukan milik kami", "pages not ours"),
    "clipped": ("di atas batas", "over the limit"),
    "skipped_history": ("entri lama dilewati", "old entries skipped"),
    "unverified": ("dari log tanpa kunci", "from logs without a key"),
    "shard_over": ("log yang masanya lewat", "logs whose time is over"),
    "log_lies": ("log tidak dapat dipercaya", "logs that lie"),
    "left_for_next_run": ("sisa untuk berikutnya", "left for the next run"),
    "unreadable": ("sumber tidak terbaca", "unreadable"),
    "over_limit": ("di atas batas", "over the limit"),
    "files": ("berkas terbaca", "files read"),
    "other_file": ("berkas lain di folder", "other files in the folder"),
    "malformed_line": ("baris rusak", "malformed lines"),
    "no_referrer": ("kunjungan tanpa perujuk", "visits without referrer"),
    "asked": ("pertanyaan", "questions asked"),
    "no_domain": ("tanpa domain sendiri", "without a domain of its own"),
    "fresh": ("baru saja ditanyakan", "asked about lately"),
    "rdap_not_found": ("tidak terdaftar", "not registered"),
    "rdap_no_server": ("tanpa server RDAP", "no RDAP server"),
    "rdap_busy": ("server meminta menunggu", "server asked to wait"),
    "rdap_refused": ("server menolak", "refused by the server"),
    "rdap_broken": ("jawaban rusak", "broken answers"),
    "budget_used": ("kuota bulan ini habis", "this month's budget is used"),
}


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def discover(
        source: Annotated[
            list[str] | None,
            typer.Option(help="Run this source only, e.g. zone, ct, links, archive (repeatable)."),
        ] = None,
        list_file: Annotated[
            list[Path] | None,
            typer.Option(
                "--list", help="Addresses to add: XLSX, CSV or text, one a row (repeatable)."
            ),
        ] = None,
        no_inspect: Annotated[
            bool, typer.Option("--no-inspect", help="Only collect names; visit nothing.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Result as JSON.")] = False,
        lang: Annotated[str, typer.Option(help="id or en.")] = "id",
    ) -> None:
        """Find sites, look at the new ones lightly, and propose whose they are."""
        from ronda.commands.setup import use_database

        use_database()
        chosen = _chosen(source, list_file)
        listed = [row for path in list_file or [] for row in _listed(path, lang)]
        with _watch(no_inspect) as watch:
            runs = _run(chosen, listed, lang, watch)
            looked = Looked() if watch is None else _inspect(lang, watch)
        proposals, stopped = looked.proposals, looked.stopped
        if as_json:
            typer.echo(json.dumps(_as_json(runs, looked), ensure_ascii=False))
        else:
            _report(runs, proposals, lang)
            _report_leads(looked, lang)
        if stopped:
            _warn(
                lang,
                "Ronda sedang dihentikan; calon situs belum dilihat.",
                "Patrols are stopped; candidates were not looked at.",
            )
            raise typer.Exit(STOPPED)
        if any(run.errors for run in runs):
            raise typer.Exit(SOURCE_FAILED)


def _chosen(source: list[str] | None, lists: list[Path] | None) -> list[str]:
    """Return the ids to run: the named ones, or all that work by themselves; lists only by name."""
    from ronda.engine.discover.registry import all_sources

    known = [s.meta.id for s in all_sources()]
    by_hand = [s.meta.id for s in all_sources() if s.meta.by_hand]
    for name in source or []:
        if name not in known:
            typer.echo(f"--source {name}: choose of {', '.join(known)}.", err=True)
            raise typer.Exit(2)
    handed = [k for k in source or [] if k in by_hand]
    if handed and not lists:
        typer.echo(f"--source {handed[0]}: name the file with --list FILE.", err=True)
        raise typer.Exit(2)
    chosen = list(dict.fromkeys(source or [k for k in known if k not in by_hand]))
    if lists and not handed:
        # A list by itself means the list; together with sources it is one more.
        chosen = [*chosen, "list"] if source else ["list"]
    return chosen


def _listed(path: Path, lang: str) -> list[tuple[str, str]]:
    from ronda.discovery.listing import read_list
    from ronda.register.errors import Refused

    try:
        return read_list(path.name, path.read_bytes())
    except OSError as error:
        typer.echo(f"--list {path}: {error.strerror}", err=True)
    except Refused as refused:
        typer.echo(f"--list {path}: {refused.text.get(lang)}", err=True)
    raise typer.Exit(2)


@contextmanager
def _watch(visits_nothing: bool) -> Iterator["Watch | None"]:
    """The stop switch and the do-not-visit list, watched; None when nothing is to be visited."""
    from ronda.patrol.control import Watch

    if visits_nothing:
        yield None
        return
    watch = Watch()
    watch.start()
    try:
        yield watch
    finally:
        watch.close()


def _run(
    chosen: list[str], listed: list[tuple[str, str]], lang: str, watch: "Watch | None"
) -> "list[SourceRun]":
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from ronda.discovery.services import run_sources
    from ronda.engine.netconfig import BadSetting
    from ronda.patrol.known_pages import known_pages

    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_either(lang, "Mencari", "Searching"))

        def show(source: str, sighted: int) -> None:
            words = _either(lang, "jejak", "sightings")
            bar.update(task, description=f"{source}: {sighted} {words}")

        try:
            pages = list(known_pages()) if "links" in chosen else []
            return run_sources(chosen, listed=listed, pages=pages, progress=show, control=watch)
        except BadSetting as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error


@dataclass
class Looked:
    """What the light looks after a search brought."""

    proposals: "list[Proposal]" = field(default_factory=list)
    leads: dict[str, int] = field(default_factory=dict)
    leads_left: int = 0
    stopped: bool = False


def _inspect(lang: str, watch: "Watch") -> Looked:
    """Look at leads and undecided sites under the stop switch and the do-not-visit list."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from ronda.discovery.services import follow_leads, inspect_candidates, tell_new

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        words = _either(lang, "Melihat petunjuk", "Looking at leads")
        task = bar.add_task(words, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        followed = follow_leads(control=watch, progress=show)
        bar.update(task, description=_either(lang, "Melihat calon situs", "Looking at candidates"))
        made = inspect_candidates(control=watch, progress=show)
        tell_new()
        return Looked(made, dict(followed.counts), followed.left, watch.stopped())


def _as_json(runs: "list[SourceRun]", looked: Looked) -> dict[str, Any]:
    return {
        "sources": [
            {
                "source": run.source,
                "new_sites": run.new_sites,
                "funnel": run.funnel,
                "errors": run.errors,
            }
            for run in runs
        ],
        "proposals": [
            {
                "url": p.site.url,
                "relation": p.relation,
                "agency": p.agency.key if p.agency else None,
                "probability": p.probability,
            }
            for p in looked.proposals
        ],
        "leads": {"looked_at": looked.leads, "left": looked.leads_left},
        "stopped": looked.stopped,
    }


def _report(runs: "list[SourceRun]", proposals: "list[Proposal]", lang: str) -> None:
    """Print the funnel of every source, its errors in words, and what was proposed."""
    from collections import Counter

    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from ronda.engine.discover.registry import get
    from ronda.register.models import Relation

    console = Console()
    table = Table(title=_either(lang, "Penemuan", "Discovery"), title_justify="left")
    table.add_column(_either(lang, "Sumber", "Source"))
    table.add_column(_either(lang, "Langkah", "Step"))
    table.add_column("", justify="right")
    for run in runs:
        title = get(run.source).meta.title.get(lang)
        for step, count in run.funnel.items():
            if step != "errors":
                table.add_row(escape(title), _step(lang, step), f"{count}")
                title = ""
        table.add_row(escape(title), _either(lang, "situs baru", "new sites"), f"{run.new_sites}")
        table.add_section()
    console.print(table)
    for run in runs:
        for error in run.errors:
            said = error["en"] if lang.startswith("en") else error["id"]
            console.print(f"[bold]![/bold] {escape(said)}", highlight=False)
    if proposals:
        counts = Counter(p.relation for p in proposals)
        said = ", ".join(f"{n} {Relation(r).label}" for r, n in counts.most_common())
        console.print(f"{_either(lang, 'Usulan', 'Proposals')}: {escape(said)}.", highlight=False)


def _step(lang: str, step: str) -> str:
    from ronda.engine.discover.parts import steps

    said = steps.STEPS.get(step)
    return said.get(lang) if said else _either(lang, *STEPS.get(step, (step, step)))


def _report_leads(looked: Looked, lang: str) -> None:
    """Say what became of the names with a weak sign."""
    counts = looked.leads
    seen = sum(counts.values())
    if not seen and not looked.leads_left:
        return
    others = counts.get("others", 0) + counts.get("named_others", 0)
    silent = counts.get("waiting", 0) + counts.get("silent", 0)
    typer.echo(
        _either(
            lang,
            f"Petunjuk lemah: {seen} dilihat, {counts.get('ours', 0)} menjadi calon, {others} bukan "
            f"urusan kami, {silent} tidak menjawab, {looked.leads_left} menunggu ronda berikutnya.",
            f"Weak signs: {seen} looked at, {counts.get('ours', 0)} became candidates, {others} do "
            f"not concern us, {silent} did not answer, {looked.leads_left} wait for the next search.",
        )
    )


def _warn(lang: str, indonesian: str, english: str) -> None:
    typer.echo(_either(lang, indonesian, english), err=True)


def _either(lang: str, indonesian: str, english: str) -> str:
    return english if lang.startswith("en") else indonesian
