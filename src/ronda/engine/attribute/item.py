"""One piece of evidence, before it is weighed."""

import msgspec

from ronda.engine.text import Text


class Evidence(msgspec.Struct, frozen=True):
    """Something seen that speaks for or against relations (``kind``) or for an office.

    ``kind`` and ``agency_kind`` are keys of weights.toml; either may be "". ``strength`` between 0
    and 1 scales the weight. ``once``: however often it is seen, it counts once.
    """

    kind: str
    where: Text
    excerpt: str = ""
    agency: str = ""
    agency_kind: str = ""
    strength: float = 1.0
    once: bool = True
    # Names another government, for the sentence.
    other: str = ""
