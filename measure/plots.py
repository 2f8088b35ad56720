"""Draws the plots of docs/measurements.md: rates with their intervals, calibration, confusion."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib
import msgspec

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

# The same figures give the same bytes: no random ids, no date, text as text.
matplotlib.rcParams.update(
    {"svg.hashsalt": "ronda", "svg.fonttype": "none", "font.size": 9, "axes.grid": True}
)
_INK, _SOFT, _WARN = "#1d3f72", "#9db4d3", "#b3541e"


class Bar(msgspec.Struct, frozen=True):
    """A rate of 0 to 1 with its 95 % interval and how many it rests on."""

    label: str
    value: float | None
    low: float
    high: float
    of: int


class Bin(msgspec.Struct, frozen=True):
    """Proposals of like probability: the mean that was said, the share that was right."""

    said: float
    right: float
    low: float
    high: float
    of: int


def bars(title: str, rows: Sequence[Bar], path: Path, *, aim: float | None = None) -> None:
    """Draw one horizontal bar a row; a row that nothing stood behind is left empty and says so."""
    fig, axes = plt.subplots(figsize=(7.2, 0.8 + 0.3 * max(1, len(rows))), layout="constrained")
    for place, row in enumerate(reversed(rows)):
        if row.value is None:
            axes.text(0.01, place, "nothing to measure", va="center", color="#777777")
            continue
        axes.barh(place, row.value, height=0.62, color=_SOFT)
        axes.plot([row.low, row.high], [place, place], color=_INK, linewidth=1.4)
        axes.plot([row.value], [place], "o", color=_INK, markersize=4)
    axes.set_yticks(range(len(rows)), [f"{row.label} ({row.of})" for row in reversed(rows)])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    if aim is not None:
        axes.axvline(aim, color=_WARN, linestyle="--", linewidth=1)
    axes.set_xlim(0, 1.01)
    axes.grid(axis="y", visible=False)
    axes.set_title(title, loc="left", fontsize=10)
    _save(fig, path)


def reliability(title: str, bins: Sequence[Bin], path: Path) -> None:
    """Draw what was said against what was right; the diagonal is perfect calibration."""
    fig, axes = plt.subplots(figsize=(4.8, 4.4), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#777777", linestyle="--", linewidth=1)
    for one in bins:
        axes.plot([one.said, one.said], [one.low, one.high], color=_SOFT, linewidth=2)
        axes.plot([one.said], [one.right], "o", color=_INK, markersize=4)
        axes.annotate(
            str(one.of), (one.said, one.right), xytext=(4, -9), textcoords="offset points",
            fontsize=7,
        )  # fmt: skip
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("probability that was said")
    axes.set_ylabel("share that was right")
    axes.set_title(title, loc="left", fontsize=10)
    _save(fig, path)


def precision_recall(
    title: str, lines: Sequence[tuple[str, Sequence[tuple[float, float]], int]], path: Path
) -> None:
    """Draw precision against recall, one line a relation: its (precision, recall), how many are true."""
    fig, axes = plt.subplots(figsize=(4.8, 4.4), layout="constrained")
    for (name, points, true), colour in zip(lines, (_INK, _WARN, "#3c7a3c"), strict=False):
        recalls = [recall for _, recall in points]
        axes.step(
            recalls,
            [precision for precision, _ in points],
            where="post",
            color=colour,
            label=f"{name.replace('_', ' ')} ({true})",
        )
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    axes.legend(loc="lower left", fontsize=8)
    axes.set_title(title, loc="left", fontsize=10)
    _save(fig, path)


def confusion(title: str, counts: dict[tuple[str, str], int], path: Path) -> None:
    """Draw the truth (rows) against what was proposed (columns), each row as shares."""
    truths = sorted({true for true, _ in counts})
    said = sorted({guess for _, guess in counts}, key=lambda name: (name == "abstained", name))
    grid = [[counts.get((true, guess), 0) for guess in said] for true in truths]
    shares = [[cell / max(1, sum(row)) for cell in row] for row in grid]
    fig, axes = plt.subplots(
        figsize=(1.8 + 0.85 * len(said), 1.4 + 0.45 * len(truths)), layout="constrained"
    )
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(grid):
        for x, cell in enumerate(row):
            if cell:
                colour = "white" if shares[y][x] > 0.6 else "black"
                axes.text(x, y, str(cell), ha="center", va="center", color=colour)
    axes.set_xticks(range(len(said)), [name.replace("_", "\n") for name in said])
    axes.set_yticks(range(len(truths)), [name.replace("_", " ") for name in truths])
    axes.set_xlabel("proposed")
    axes.set_ylabel("truth")
    axes.grid(visible=False)
    axes.set_title(title, loc="left", fontsize=10)
    _save(fig, path)


def _save(fig: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fig.savefig(path, format="svg", metadata={"Date": None})
    plt.close(fig)
