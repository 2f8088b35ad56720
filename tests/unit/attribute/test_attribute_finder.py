"""Phrases are found where they begin, and the same as `re` finds."""

import random
import re

import pytest

from ronda.engine.attribute import asks, signs, takeover
from ronda.engine.attribute.finder import Finder, beginnings

FINDERS = {
    f"{module.__name__.rpartition('.')[2]}{name}": value
    for module in (asks, signs, takeover)
    for name, value in vars(module).items()
    if isinstance(value, Finder)
}
PIECES = (
    *("saya", "pt. maju", "redaksi", "domain ini dijual", "e-paper", "epaper", "live draw", "slot gacor"),
    *("otp", "nomor rekening", "no rekening", "transfer uang", "bukti transfer", "kuota terbatas"),
    *("hari ini juga", "akan hangus", "hangus", "m-banking", "diskon", "resep kue", "cara merawat"),
    *("perusahaan umum daerah", "perusahaan daerah", "musda", "xmusda", "musda-2", "anak saya", "."),
    *("tanpa perlu datang ke kantor", "data sgp", "togel online", "demo", "studi kasus", "é", "\n"),
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(FINDERS))
def test_the_same_is_found_as_by_re(name: str) -> None:
    drawn = random.Random(name)
    finder = FINDERS[name]
    for _ in range(200):
        text = drawn.choice(("", " ", ", ")).join(drawn.choices(PIECES, k=drawn.randint(1, 30)))
        expected = [m.span() for m in finder.pattern.finditer(text)]
        assert [m.span() for m in finder.finditer(text)] == expected


def test_what_a_match_begins_with() -> None:
    assert beginnings(r"\b(?:(?:akan |otomatis )?hangus|pt\.? [a-z]+)\b") == [
        "akan hangus", "hangus", "otomatis hangus", "pt ", "pt. ",
    ]  # fmt: skip


def test_a_pattern_that_may_begin_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="may begin with anything"):
        Finder(r"\w+ kami")


def test_the_first_match_is_searched() -> None:
    found = Finder(r"\b(?:resmi|situs resmi)\b").search("ini situs resmi")
    assert found is not None
    assert re.fullmatch("situs resmi", found[0])
