"""Addresses: each once, in memory of fixed size."""

import pytest

from ronda.lab.generate.naming import Names, Taken, clean
from ronda.lab.generate.province import shortened


def names() -> Names:
    """Names of a province with one zone and one blog host."""
    return Names(("tiruanprov.go.id",), ("blogtiruan.web.id",))


def test_a_taken_text_is_never_said_to_be_free() -> None:
    """The set may err in the other direction only."""
    taken = Taken()
    texts = [f"situs-{number}.my.id" for number in range(2000)]
    for text in texts:
        taken.add(text)
    assert all(text in taken for text in texts)
    assert "lain.my.id" not in taken


def test_the_second_to_draw_a_name_gets_another() -> None:
    """With a number, when nothing else is drawn."""
    given = names()
    assert given.claim(lambda number: "ppid.tiruanprov.go.id") == "ppid.tiruanprov.go.id"
    assert given.claim(lambda number: "ppid.tiruanprov.go.id") == "ppid1.tiruanprov.go.id"


def test_a_path_on_a_shared_host_gets_its_number_at_the_end() -> None:
    """The host itself is everybody's."""
    given = names()
    given.claim(lambda number: "blogtiruan.web.id/dinkes")
    assert given.claim(lambda number: "blogtiruan.web.id/dinkes") == "blogtiruan.web.id/dinkes-1"


def test_nothing_else_stands_in_a_lone_domain() -> None:
    """Its mail policy is its own."""
    given = names()
    assert given.claim(lambda number: "dinkestiruan.com", lone=True) == "dinkestiruan.com"
    assert not given.reserve("demo.dinkestiruan.com")


def test_a_domain_with_others_in_it_is_not_lone() -> None:
    """The next draw is."""
    given = names()
    given.reserve("demo.dinkestiruan.com")
    drawn = iter(["dinkestiruan.com", "kesehatantiruan.com"])
    assert given.claim(lambda number: next(drawn), lone=True) == "kesehatantiruan.com"


@pytest.mark.parametrize(
    ("drawn", "place"),
    [
        ("E-Kapal--DKP.Tiruan.go.id", "e-kapal-dkp.tiruan.go.id"),
        ("-upt-.tiruan.go.id", "upt.tiruan.go.id"),
        ("laman.id/PPDB Dinas", "laman.id/ppdb-dinas"),
        (f"{'a' * 80}.id", f"{'a' * 55}.id"),
    ],
)
def test_drawn_names_are_made_fit(drawn: str, place: str) -> None:
    """Small letters, no empty labels, bounded length."""
    assert clean(drawn) == place


@pytest.mark.parametrize(
    ("region", "short", "initials"),
    [
        ("Sulawesi Tengah", "sulteng", "st"),
        ("Kalimantan Utara", "kalut", "ku"),
        ("Nusa Tenggara Barat", "ntb", "ntb"),
        ("Aceh", "aceh", "aceh"),
    ],
)
def test_regions_are_shortened_as_offices_do_it(region: str, short: str, initials: str) -> None:
    """Two words by syllables, more by initials, one word not at all."""
    assert shortened(region) == {"region.syllables": short, "region.initials": initials}
