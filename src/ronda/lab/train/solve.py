"""Fits many thousand examples in minutes: the same descent as the engine's, over whole arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ronda.engine.attribute.learning.fit import Packed, Row, pack

STEPS = 1_000
_Floats = npt.NDArray[np.float64]


class _Table:
    """Rows that look alike once, with how often they stand; entries of all options end to end."""

    def __init__(
        self,
        packed: Packed,
        features: int,
        worth: Mapping[frozenset[int], float] | None,
    ) -> None:
        option, feature, strength, begins, right = [], [], [], [], []
        number = 0
        for options, good in packed:
            begins.append(number)
            for which, entries in enumerate(options):
                option += [number] * len(entries)
                feature += [f for f, _ in entries]
                strength += [s for _, s in entries]
                right.append(which in good)
                number += 1
        counts = [count * (worth[good] if worth else 1.0) for (_, good), count in packed.items()]
        sizes = [len(options) for options, _ in packed]
        self.features = features
        self.options = number
        self._option, self._feature = np.array(option), np.array(feature)
        self._strength = np.array(strength)
        self._begins = np.array(begins)
        self._row = np.repeat(np.arange(len(sizes)), sizes)  # of each option
        self._right = np.array(right, dtype=np.float64)
        self._worth = np.array(counts)[self._row] / packed.total()

    def scores(self, weights: _Floats) -> _Floats:
        """Return what each option comes to."""
        parts = self._strength * weights[self._feature]
        return np.bincount(self._option, weights=parts, minlength=self.options).astype(np.float64)

    def back(self, gaps: _Floats) -> _Floats:
        """Return what each feature gets of what its options get."""
        parts = self._strength * gaps[self._option]
        return np.bincount(self._feature, weights=parts, minlength=self.features).astype(np.float64)

    def slope(self, weights: _Floats) -> _Floats:
        """Return the slope of the mean loss (cross-entropy) at these weights."""
        scores = self.scores(weights)
        scores -= np.maximum.reduceat(scores, self._begins)[self._row]
        powers = np.exp(scores)
        share = powers / self._sums(powers)
        good = powers * self._right
        return self.back((share - good / self._sums(good)) * self._worth)

    def steepest(self) -> float:
        """Bound how fast the slope can change: half the largest eigenvalue of all features."""
        direction = np.ones(self.features)
        largest = 1.0
        for _ in range(30):
            turned = self.back(self.scores(direction) * self._worth)
            largest = float(np.linalg.norm(turned))
            direction = turned / largest
        return 0.5 * 1.1 * largest  # the power iteration comes from below

    def _sums(self, values: _Floats) -> _Floats:
        return np.asarray(np.add.reduceat(values, self._begins)[self._row])


def solve(
    rows: Sequence[Row],
    start: dict[str, float],
    hold: float,
    worth: Mapping[frozenset[int], float] | None = None,
) -> dict[str, float]:
    """Return the weights that explain the rows best, held near ``start``: see the engine's ``descend``."""
    if not rows:
        return start
    names, packed = pack(rows, start)
    table = _Table(packed, len(names), worth)
    anchor = np.array([start.get(name, 0.0) for name in names])
    rate = 1.0 / (hold + table.steepest())
    point = before = anchor
    for step in range(1, STEPS + 1):
        ahead = point + (step - 1) / (step + 2) * (point - before)
        slope = table.slope(ahead) + hold * (ahead - anchor)
        before, point = point, ahead - rate * slope
    return {name: round(float(value), 3) for name, value in zip(names, point, strict=True)}
