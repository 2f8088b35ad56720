"""The part of docs/measurements.md that says how much each sort of evidence, view and source carries."""

from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import msgspec

from measure import plots
from measure.words import image, rate
from ronda.lab.ablation import NOTHING, Ablation
from ronda.lab.score_data import plain, together

Row = Mapping[str, Any]


def pooled(results: Sequence[Row]) -> Ablation | None:
    """Add up the ablations of several provinces; None when none was made."""
    found = [msgspec.convert(r["ablation"], Ablation) for r in results if r.get("ablation")]
    return reduce(together, found) if found else None


def section(title: str, said: Ablation, folder: Path) -> str:
    """Return the part of the page about one column, its plots written beside it."""
    slug = title.split()[0].strip(",").lower() if title[0].isalpha() else "generated"
    parts = [f"## {title}: what carries how much\n"]
    path = folder / f"{slug}-precision-recall.svg"
    lines = [(c.relation, [(p, r) for _, p, r in c.points], c.true) for c in said.curves if c.true]
    if lines:
        plots.precision_recall("Attribution off the zone, first round", lines, path)
        parts.append(image(path, "Precision against recall over all thresholds"))
    parts.append(
        "Attribution was weighed again from the evidence of the first round, before anybody "
        "decided, by the shipped weights (not fitted anew): how far it gets without a sort of "
        "evidence, and how far by that sort alone.\n"
    )
    parts += [_evidence("without", said.evidence), _evidence("by nothing but", said.alone)]
    parts.append(
        "Injected content was judged again from the last visit's stored answers, as if a view had "
        "not been fetched; of further pages only those are stored that something was found on.\n"
    )
    parts.append(_views(said))
    parts.append(
        "Of relevant sites that were found and that no list named before, what each source "
        "brought, and what no other source did.\n"
    )
    parts.append(_sources(said))
    return "\n".join(parts)


def _evidence(title: str, rows: Sequence[Any]) -> str:
    lines = [
        f"| {title} | answered | right | unofficial: right | unofficial: found | impersonation: found |",
        "|---|---|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda r: (r.evidence != NOTHING, r.evidence)):
        data = plain(row)
        names = ("coverage", "right", "unofficial", "unofficial_found", "impersonation_found")
        cells = " | ".join(rate(data[name]) for name in names)
        lines.append(f"| {row.evidence} | {cells} |")
    return "\n".join(lines) + "\n"


def _views(said: Ablation) -> str:
    lines = ["| without | injected sites found | honest sites accused |", "|---|---|---|"]
    for row in sorted(said.views, key=lambda r: (r.without != NOTHING, r.without)):
        data = plain(row)
        lines.append(f"| {row.without} | {rate(data['recall'])} | {rate(data['accused'])} |")
    return "\n".join(lines) + "\n"


def _sources(said: Ablation) -> str:
    lines = ["| source | brought | alone |", "|---|---|---|"]
    for row in said.sources:
        data = plain(row)
        lines.append(f"| {row.source} | {rate(data['brought'])} | {rate(data['only'])} |")
    return "\n".join(lines) + "\n"
