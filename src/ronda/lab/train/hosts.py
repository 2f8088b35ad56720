"""Fits the model of gambling hosts' names to a list and to honest hosts, split by domain."""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from ronda.engine.content.host_form import HostWeights, pieces_of, score_of
from ronda.engine.content.hosts import host_of, labels_below_suffix, registered

Part = Literal["fit", "choose", "test"]
_RATE, _ROUNDS = 0.5, 12
_RIDGE = 1e-5


class Named(msgspec.Struct, frozen=True):
    """A host with the pieces of its name."""

    host: str
    gambling: bool
    pieces: frozenset[str]


class Outcome(msgspec.Struct, frozen=True):
    """How many of so many hosts were taken for gambling, with Wilson's 95 % interval."""

    taken: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that was taken."""
        return self.taken / self.of if self.of else 0.0


def read_hosts(path: Path) -> tuple[list[str], int]:
    """Return the distinct hosts of a file, one a line, and how many lines could not be read.

    Of a line only the last column before a ``#`` counts (``kind<TAB>zone`` is read too); an address
    is read as its host. Raises OSError when the file cannot be read.
    """
    found: dict[str, None] = {}
    bad = 0
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            words = line[:2000].split("#")[0].split()
            if not words:
                continue
            word = words[-1].lower()
            host = host_of(word if "://" in word else f"http://{word}")
            plain = host.replace(".", "").replace("-", "")
            if "." not in host or not plain.isalnum() or plain.isdigit() or not host.isascii():
                bad += 1
                continue
            found[host] = None
    return list(found), bad


def part_of(host: str) -> Part:
    """Return where a host belongs: all hosts of a registered domain stay together (60/20/20)."""
    draw = hashlib.sha256(registered(host).encode()).digest()[0] / 256
    return "fit" if draw < 0.6 else "choose" if draw < 0.8 else "test"


def named(hosts: Iterable[str], *, gambling: bool) -> list[Named]:
    """Return hosts with their pieces."""
    return [Named(host, gambling, pieces_of(host)) for host in hosts]


def listed_labels(examples: Iterable[Named]) -> frozenset[str]:
    """Return the registered names of the listed hosts, without suffix: no piece may be one."""
    return frozenset(
        label
        for item in examples
        if item.gambling
        for label in labels_below_suffix(registered(item.host))
    )


def vocabulary(examples: Sequence[Named], whole: frozenset[str], least: int) -> frozenset[str]:
    """Return the pieces that enough registered domains share and that are no listed name whole."""
    seen: Counter[str] = Counter()
    for pieces in {registered(item.host): item.pieces for item in examples}.values():
        seen.update(pieces)
    return frozenset(p for p, n in seen.items() if n >= least and p.strip("^$#~") not in whole)


def fit_hosts(
    examples: Sequence[Named], version: str, whole: frozenset[str], least: int = 6
) -> HostWeights:
    """Fit a logistic regression (adaptive gradient steps, ridge); both kinds weigh the same.

    ``whole`` are names that must not become pieces, those of the whole list and not of this part.
    """
    known = vocabulary(examples, whole, least)
    rows = [(sorted(e.pieces & known), e) for e in examples]
    positive = sum(e.gambling for e in examples)
    if not 0 < positive < len(rows):
        raise ValueError("a fit needs listed hosts and honest ones")
    share = {
        True: len(rows) / (2 * positive),
        False: len(rows) / (2 * (len(rows) - positive)),
    }
    weight = dict.fromkeys(sorted(known), 0.0)
    steps = dict.fromkeys(weight, 1e-6)
    bias = 0.0
    shuffle = random.Random(4)  # the same order each time
    for turn in range(_ROUNDS):
        shuffle.shuffle(rows)
        for pieces, e in rows:
            scale = 1.0 / math.sqrt(len(e.pieces) or 1)
            odds = bias + scale * sum(weight[p] for p in pieces)
            p_yes = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))
            error = (p_yes - e.gambling) * share[e.gambling]
            bias -= 0.01 / (1 + turn) * error
            slope = error * scale
            for p in pieces:
                g = slope + _RIDGE * weight[p]
                steps[p] += g * g
                weight[p] -= _RATE * g / math.sqrt(steps[p])
    kept = {p: round(w, 2) for p, w in weight.items() if abs(w) >= 0.3}
    return HostWeights("", version, round(bias, 3), 1.0, kept)


def threshold_for(model: HostWeights, honest: Sequence[Named], alarms: float) -> float:
    """Return the lowest score at which at most this share of honest hosts is taken for gambling."""
    scores = sorted((score_of(e.pieces, model) for e in honest), reverse=True)
    if not scores:
        raise ValueError("no honest host to choose a threshold by")
    allowed = int(alarms * len(scores))
    return min(1.0, scores[allowed] + 1e-6)


def outcome(model: HostWeights, examples: Sequence[Named]) -> Outcome:
    """Count the hosts that a model takes for gambling."""
    taken = sum(score_of(e.pieces, model) >= model.threshold for e in examples)
    low, high = wilson(taken, len(examples))
    return Outcome(taken, len(examples), low, high)


def wilson(taken: int, of: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (E. B. Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    z = 1.96
    share = taken / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def written_hosts(model: HostWeights) -> bytes:
    """Return the weights as JSON; the same weights give the same bytes. Pieces only, no host."""
    pieces = {piece: model.pieces[piece] for piece in sorted(model.pieces)}
    return msgspec.json.format(
        msgspec.json.encode(msgspec.structs.replace(model, pieces=pieces)), indent=1
    )


def curve(
    model: HostWeights, examples: Sequence[Named], shares: Sequence[float]
) -> list[tuple[float, float]]:
    """Return for each share of alarms the share of listed hosts that is found at that threshold.

    Both are of ``examples`` themselves, so the curve says what the scores can tell apart, not what
    a threshold chosen beforehand gives. Raises ValueError when a kind is missing.
    """
    honest = sorted((score_of(e.pieces, model) for e in examples if not e.gambling), reverse=True)
    listed = [score_of(e.pieces, model) for e in examples if e.gambling]
    if not honest or not listed:
        raise ValueError("a curve needs listed hosts and honest ones")
    points = []
    for share in shares:
        least = honest[min(int(share * len(honest)), len(honest) - 1)]
        points.append((share, sum(score > least for score in listed) / len(listed)))
    return points
