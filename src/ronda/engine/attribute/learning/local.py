"""Weights of an office's own: fitted to its people's answers, held near the shipped weights.

They are used only where they did better than the shipped ones on answers that they were not fitted
to: the answers are split five ways by registered domain, and each fifth is judged by weights fitted to
the rest.
"""

import hashlib
from collections.abc import Callable, Sequence

import msgspec

from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.learning.fit import fit
from ronda.engine.attribute.learning.quality import Quality, merged, quality
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.weights import Weights
from ronda.engine.urls import BadUrl, parse

MIN_ANSWERS = 60  # about sites outside the zones; with fewer, what is learned is luck
MAX_ANSWERS = 1_200  # the latest; a fit takes time in proportion
FOLDS = 5
# How many answers the shipped weights are worth: the more people have said, the less they hold.
_PRIOR = 0.3
_THIN = 2


class Taught(msgspec.Struct, frozen=True):
    """What answers taught, and what it was worth on answers left out of the fit."""

    weights: Weights
    answers: int
    before: Quality  # the shipped weights, on the same answers
    after: Quality

    @property
    def better(self) -> bool:
        """More is answered rightly and no more wrongly, or fewer wrongly and no less rightly."""
        wrong_before = self.before.covered - self.before.right
        wrong_after = self.after.covered - self.after.right
        more = (self.after.right, -wrong_after) != (self.before.right, -wrong_before)
        return more and self.after.right >= self.before.right and wrong_after <= wrong_before


def learn(
    examples: Sequence[Example], base: Weights, *, progress: Callable[[], None] = lambda: None
) -> Taught | None:
    """Return what people's answers teach; None while there are too few. The latest come last.

    ``progress`` is called between fits: of 1,200 answers one takes half a minute.
    """
    known = list(examples)[-MAX_ANSWERS:]
    if sum(not e.in_zone for e in known) < MIN_ANSWERS:
        return None
    folds = [_fold(e) for e in known]
    before, after = [], []
    for number in range(FOLDS):
        held_out = [e for e, fold in zip(known, folds, strict=True) if fold == number]
        rest = [e for e, fold in zip(known, folds, strict=True) if fold != number]
        before.append(quality(held_out, base))
        after.append(quality(held_out, _fitted(rest, base)))
        progress()
    return Taught(_fitted(known, base), len(known), merged(before), merged(after))


def _fitted(examples: Sequence[Example], base: Weights) -> Weights:
    hold = _PRIOR / max(1, sum(not e.in_zone for e in examples))
    found = fit(examples, base, hold=hold, thin=_THIN)
    said = hashlib.sha256(msgspec.json.encode((found.prior, found.agency, found.relation)))
    return msgspec.structs.replace(found, version=f"{base.version}+{said.hexdigest()[:8]}")


def _fold(example: Example) -> int:
    """Names under one domain come together: they share what is seen of them."""
    try:
        domain = registered_domain(parse(example.url).host)
    except BadUrl:
        domain = example.url
    return hashlib.sha256(domain.encode("utf-8", "replace")).digest()[0] % FOLDS
