"""`ronda check URL`: look at one site now and say what is wrong with it; needs no database."""

import asyncio
import json
import os
import sys
from enum import StrEnum
from typing import Annotated, Literal

import typer
from rich.console import Console

from ronda.commands import check_report
from ronda.engine.artifacts import (
    DNS,
    HTTP_PLAIN,
    HTTP_VISITOR,
    PAGE_VISITOR,
    TLS,
    Failure,
    Observation,
    SiteFacts,
)
from ronda.engine.attribute.contract import Relation
from ronda.engine.checks.contract import Outcome
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.content import host_lists
from ronda.engine.judge import judge_all
from ronda.engine.netconfig import BadSetting, NetConfig, from_env
from ronda.engine.observe import observe
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

GOOD, PROBLEMS, USAGE, NOT_MEASURED, INTERRUPTED = 0, 1, 2, 3, 130

# Shown in every report, whatever the checks need.
_ALWAYS = frozenset({DNS, TLS, HTTP_VISITOR, PAGE_VISITOR, HTTP_PLAIN})

_NO_RESOLVER = Text(
    "Belum ada server DNS yang dipakai. Isi RONDA_RESOLVER, misalnya 192.0.2.53.",
    "No DNS server to ask. Set RONDA_RESOLVER, for example 192.0.2.53.",
)
_LOOKING = Text("Memeriksa {url}: {key}", "Checking {url}: {key}")


class Language(StrEnum):
    """The report's language."""

    ID = "id"
    EN = "en"


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    url: Annotated[str, typer.Argument(help="Alamat situs / address of the site")],
    relation: Annotated[
        Relation,
        typer.Option(
            help="Whose the site is; decides what may be looked at. 'official' for your own: "
            "imitated views and exposed paths are looked at too."
        ),
    ] = Relation.UNDECIDED,
    as_json: Annotated[bool, typer.Option("--json", help="For machines")] = False,
    lang: Annotated[Language, typer.Option(help="Language of the report")] = Language.ID,
) -> None:
    """Periksa satu situs sekarang. Check one site now.

    Exit codes: 0 no failing check, 1 failing checks, 2 bad address or setting, 3 the site could
    not be measured.
    """
    language: Literal["id", "en"] = "en" if lang is Language.EN else "id"
    try:
        origin, net = parse(url), from_env(os.environ)
        listed = host_lists.from_env(os.environ)
    except (BadUrl, BadSetting) as error:
        raise _usage(str(error)) from error
    if not net.resolvers:
        raise _usage(_NO_RESOLVER.get(language))
    site = SiteFacts(
        url=origin.url,
        host=origin.host,
        relation=relation.value,
        confirmed=relation is not Relation.UNDECIDED,
    )
    checks = all_checks()
    try:
        observation = asyncio.run(_observe(site, needs_of(checks) | _ALWAYS, net, language))
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    verdicts = judge_all(checks, observation, listed)
    if as_json:
        report = check_report.as_data(observation, checks, verdicts)
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        console = Console(highlight=False, soft_wrap=False)
        check_report.show(console, observation, checks, verdicts, language)
    raise typer.Exit(_exit_code(observation, [v.outcome for v in verdicts.values()]))


async def _observe(
    site: SiteFacts, wants: frozenset[str], net: NetConfig, language: Literal["id", "en"]
) -> Observation:
    """Visit the site, with a line on stderr that says what is being looked at."""
    politeness = Politeness(net.limits)
    errors = Console(stderr=True, highlight=False)
    if not errors.is_terminal:
        return await observe(site, wants, net=net, control=Free(), politeness=politeness)
    with errors.status("…") as status:

        def progress(key: str) -> None:
            said = _LOOKING.get(language).replace("{url}", site.url).replace("{key}", key)
            status.update(check_report.plain(said))

        return await observe(
            site, wants, net=net, control=Free(), politeness=politeness, progress=progress
        )


def _exit_code(observation: Observation, outcomes: list[Outcome]) -> int:
    answers = [observation.artifacts.get(key) for key in (TLS, HTTP_VISITOR, HTTP_PLAIN)]
    if all(a is None or isinstance(a, Failure) for a in answers):
        return NOT_MEASURED
    return PROBLEMS if Outcome.FAIL in outcomes else GOOD


def _usage(message: str) -> typer.Exit:
    sys.stderr.write(f"ronda check: {message}\n")
    return typer.Exit(USAGE)
