"""The report of `ronda check`: for a person, worst first, and for machines."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from ronda.engine.artifacts import (
    DNS,
    HTTP_PLAIN,
    HTTP_VISITOR,
    PAGE_VISITOR,
    TLS,
    Artifact,
    DnsArtifact,
    Failure,
    HttpArtifact,
    Observation,
    PageArtifact,
    TlsArtifact,
)
from ronda.engine.checks.contract import Outcome, Severity, Verdict
from ronda.engine.checks.registry import Check
from ronda.engine.judge import failure_text
from ronda.engine.text import Text

Language = Literal["id", "en"]
Verdicts = Mapping[str, Verdict]

_SEVERITY = {
    Severity.CRITICAL: Text("gawat", "critical"),
    Severity.HIGH: Text("tinggi", "high"),
    Severity.MEDIUM: Text("sedang", "medium"),
    Severity.LOW: Text("rendah", "low"),
    Severity.INFO: Text("catatan", "note"),
}
_WORST_FIRST = list(reversed(Severity))
_STYLE = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}

_SEEN = Text("Yang terlihat", "What was seen")
_ADDRESSES = Text("Alamat IP", "IP addresses")
_NO_NAME = Text("tidak perlu: situs memakai alamat IP", "not needed: the site is an IP address")
_TLS = Text("Sambungan aman", "Secure connection")
_CERTIFICATE = Text("Sertifikat", "Certificate")
_UNTIL = Text("berlaku sampai {date}, dari {issuer}", "valid until {date}, from {issuer}")
_TRUSTED = Text("dipercaya", "trusted")
_UNTRUSTED = Text("tidak dipercaya: {why}", "not trusted: {why}")
_OTHER_NAME = Text("bukan untuk nama ini", "not for this name")
_CHAIN = Text("{count} sertifikat dikirim", "{count} certificate(s) sent")
_FRONT = Text("Halaman depan", "Front page")
_PLAIN = Text("Lewat http biasa", "Over plain http")
_SERVER = Text("Server", "Server")
_TITLE = Text("Judul", "Title")
_NOT_SEEN = Text("belum terukur: {why}", "not measured: {why}")
_FAILING = Text("Perlu dibenahi", "To be mended")
_NONE_FAILING = Text("Tidak ada yang perlu dibenahi.", "Nothing to be mended.")
_NO_CHECKS = Text("Belum ada pemeriksaan yang terpasang.", "No checks are installed.")
_UNMEASURED = Text("Belum terukur", "Not measured")
_PASSING = Text("Sudah baik", "Good")
_HOW = Text("Cara membenahi", "How to mend it")
_COST = Text(
    "{requests} permintaan, {bytes} bita, {seconds} detik",
    "{requests} requests, {bytes} bytes, {seconds} seconds",
)
_YOURS = Text(
    "Bila situs ini milik kantor Anda, tambahkan --relation official agar diperiksa seluruhnya.",
    "If this site is your office's own, add --relation official to have all of it checked.",
)


def plain(text: str) -> str:
    """Make a stranger's text safe for a terminal: no control, escape or direction characters."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def as_data(
    observation: Observation, checks: tuple[Check, ...], verdicts: Verdicts
) -> dict[str, object]:
    """Return the report as JSON-ready data; bodies and page text are left out, their digests not."""
    return {
        "url": observation.site.url,
        "relation": observation.site.relation,
        "started_at": observation.started_at.isoformat(),
        "finished_at": observation.finished_at.isoformat(),
        "requests": observation.requests,
        "bytes_received": observation.bytes_received,
        "artifacts": {key: _artifact_data(a) for key, a in observation.artifacts.items()},
        "verdicts": [_verdict_data(c, verdicts[c.meta.id]) for c in _sorted(checks, verdicts)],
    }


def show(
    console: Console,
    observation: Observation,
    checks: tuple[Check, ...],
    verdicts: Verdicts,
    language: Language,
) -> None:
    """Print the report, worst first."""
    console.print(RichText(plain(observation.site.url), style="bold"))
    console.print(_seen_table(observation, language))
    groups: dict[Outcome, list[Check]] = {}
    for check in _sorted(checks, verdicts):
        groups.setdefault(verdicts[check.meta.id].outcome, []).append(check)
    failing = groups.get(Outcome.FAIL, [])
    if not checks:
        console.print(_NO_CHECKS.get(language))
    elif not failing:
        console.print(RichText(_NONE_FAILING.get(language), style="green"))
    else:
        _heading(console, _FAILING, len(failing), language)
    for check in failing:
        _show_failing(console, check, verdicts[check.meta.id], language)
    _show_short(console, _UNMEASURED, groups.get(Outcome.NOT_MEASURED, []), verdicts, language)
    _show_short(console, _PASSING, groups.get(Outcome.PASS, []), verdicts, language)
    seconds = (observation.finished_at - observation.started_at).total_seconds()
    cost = _COST.fill(
        requests=observation.requests, bytes=observation.bytes_received, seconds=f"{seconds:.1f}"
    )
    console.print(RichText(cost.get(language), style="dim"))
    if observation.site.relation == "undecided":
        console.print(RichText(_YOURS.get(language), style="dim"))


def _severity(check: Check, verdict: Verdict) -> Severity:
    return verdict.severity or check.meta.severity


def _sorted(checks: tuple[Check, ...], verdicts: Verdicts) -> list[Check]:
    outcomes = [Outcome.FAIL, Outcome.NOT_MEASURED, Outcome.PASS, Outcome.NOT_APPLICABLE]

    def weight(check: Check) -> tuple[int, int, str]:
        verdict = verdicts[check.meta.id]
        severity = _WORST_FIRST.index(_severity(check, verdict))
        return outcomes.index(verdict.outcome), severity, check.meta.id

    return sorted(checks, key=weight)


def _heading(console: Console, title: Text, count: int, language: Language) -> None:
    console.print()
    console.print(RichText(f"{title.get(language)} ({count})", style="bold"))


def _show_failing(console: Console, check: Check, verdict: Verdict, language: Language) -> None:
    severity = _severity(check, verdict)
    line = RichText("  ")
    line.append(f"[{_SEVERITY[severity].get(language)}] ", style=_STYLE[severity])
    line.append(check.meta.problem.get(language), style="bold")
    line.append(f"  {check.meta.id}", style="dim")
    console.print(line)
    console.print(RichText(f"      {plain(verdict.summary.get(language))}"))
    for evidence in verdict.evidence[:3]:
        excerpt = f": {evidence.excerpt[:200]}" if evidence.excerpt else ""
        words = plain(f"{evidence.where.get(language)}{excerpt}").replace("\n", " ")
        console.print(RichText(f"      › {words}", style="dim"))
    steps = check.meta.guidance.steps
    if steps:
        console.print(RichText(f"      {_HOW.get(language)}: {steps[0].get(language)}"))


def _show_short(
    console: Console, title: Text, checks: list[Check], verdicts: Verdicts, language: Language
) -> None:
    if not checks:
        return
    _heading(console, title, len(checks), language)
    for check in checks:
        line = RichText(f"  {check.meta.id}  ", style="dim")
        line.append(plain(verdicts[check.meta.id].summary.get(language)), style="none")
        console.print(line)


def _seen_table(observation: Observation, language: Language) -> Table:
    table = Table(title=_SEEN.get(language), title_justify="left", show_header=False, box=None)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    rows = [
        (_ADDRESSES, _dns_words(observation, language)),
        *_tls_rows(observation.artifacts.get(TLS), language),
        (_FRONT, _http_words(observation.artifacts.get(HTTP_VISITOR), language)),
        (_PLAIN, _http_words(observation.artifacts.get(HTTP_PLAIN), language)),
    ]
    front = observation.artifacts.get(HTTP_VISITOR)
    if isinstance(front, HttpArtifact) and front.header("server"):
        rows.append((_SERVER, front.header("server") or ""))
    page = observation.artifacts.get(PAGE_VISITOR)
    if isinstance(page, PageArtifact):
        rows.append((_TITLE, page.title))
    for label, words in rows:
        table.add_row(label.get(language), RichText(plain(words)))
    return table


def _failed(failure: Failure, language: Language) -> str:
    why = failure_text(failure).get(language)
    return f"{_NOT_SEEN.get(language).replace('{why}', why)} ({failure.detail})"


def _dns_words(observation: Observation, language: Language) -> str:
    found = observation.artifacts.get(DNS)
    if isinstance(found, DnsArtifact):
        return ", ".join(found.addresses) or "–"
    if isinstance(found, Failure):
        if ":" in observation.site.host or observation.site.host.replace(".", "").isdigit():
            return _NO_NAME.get(language)
        return _failed(found, language)
    return "–"


def _tls_rows(found: Artifact | None, language: Language) -> list[tuple[Text, str]]:
    if isinstance(found, Failure):
        return [(_TLS, _failed(found, language))]
    if not isinstance(found, TlsArtifact):
        return []
    chosen = ", ".join(filter(None, (found.version, found.cipher, found.alpn)))
    rows = [(_TLS, chosen)]
    if found.chain:
        leaf = found.chain[0]
        until = _UNTIL.get(language).replace("{date}", f"{leaf.not_after:%Y-%m-%d}")
        words = [until.replace("{issuer}", leaf.issuer)]
        words.append(_CHAIN.get(language).replace("{count}", str(len(found.chain))))
        if found.trusted:
            words.append(_TRUSTED.get(language))
        else:
            words.append(_UNTRUSTED.get(language).replace("{why}", found.problem_detail))
        if not found.name_matches:
            words.append(_OTHER_NAME.get(language))
        rows.append((_CERTIFICATE, "; ".join(words)))
    return rows


def _http_words(found: Artifact | None, language: Language) -> str:
    if isinstance(found, HttpArtifact):
        way = "".join(f"{hop.status} → " for hop in found.hops)
        words = f"{way}{found.status}  {found.final_url}  {found.elapsed_ms} ms"
        return f"{words}  ({found.framing_problem})" if found.framing_problem else words
    return _failed(found, language) if isinstance(found, Failure) else "–"


def _artifact_data(artifact: Artifact) -> dict[str, object]:
    data: dict[str, object] = msgspec.to_builtins(artifact)
    if isinstance(artifact, HttpArtifact):
        data["body"] = {"bytes": len(artifact.body), "sha256": artifact.body_sha256}
        del data["body_sha256"]
    if isinstance(artifact, PageArtifact):
        for bulky in ("text", "hidden_text", "json_ld", "scripts", "images", "links", "footer"):
            data[bulky] = len(getattr(artifact, bulky))
    return data


def _verdict_data(check: Check, verdict: Verdict) -> dict[str, object]:
    return {
        "id": check.meta.id,
        "area": check.meta.area,
        "title": msgspec.to_builtins(check.meta.title),
        "problem": msgspec.to_builtins(check.meta.problem),
        **msgspec.to_builtins(verdict),
        "severity": _severity(check, verdict).value,
    }
