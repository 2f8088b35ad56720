"""Names in certificates that carry no sign: which are worth one look, and how they are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.ct_log import leaf
from test_ct_filter import certificate

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.parts.bare import MAX_BELOW, BareNames
from ronda.engine.discover.parts.ctlog_filter import RawFilter
from ronda.engine.discover.parts.likeness import likeness
from ronda.engine.discover.parts.signals import Watch

WATCH = Watch(("arunikaprov.go.id",), shared_hosts(()), ("simpeg",), ("arunika",))


def found(*certificates: list[str]) -> list[str]:
    """The bare names in certificates, each with its alternative names."""
    bare = BareNames()
    RawFilter(WATCH, bare.read).hits([leaf(certificate(names)) for names in certificates])
    return [name.host for name in bare.found()]


@pytest.mark.parametrize(
    "name",
    ["sipandu.my.id", "kopi.id", "bukutamu.web.id", "karangtaruna.or.id", "sipandu.com"],
)
def test_a_name_that_anybody_may_have_in_indonesia_waits_for_a_look(name: str) -> None:
    assert found([name]) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "sdn1.sch.id",
        "teknik.kampus.ac.id",
        "tokobunga.co.id",
        "desa.go.id",
        "my.id",
        "mail.sipandu.my.id",
        "*.sipandu.my.id",
        "silverqueen.com",
        "tokobunga.com",
    ],
)
def test_others_do_not(name: str) -> None:
    assert found([name]) == []


def test_a_name_is_taken_once_with_and_without_www() -> None:
    assert found(["www.sipandu.my.id", "sipandu.my.id"], ["sipandu.my.id"]) == ["sipandu.my.id"]


def test_below_somebodys_name_only_a_few_are_taken() -> None:
    below = [f"sipandu{letter}.budi.my.id" for letter in "abcdef"]
    assert len(found(below)) == MAX_BELOW


def test_every_name_of_a_certificate_is_read_whatever_its_length() -> None:
    long = "sistem-informasi-pelayanan-terpadu-daerah.my.id"
    assert found(["a.example", long, "b.example", "sipandu.id"]) == [long, "sipandu.id"]


def test_an_application_reads_more_like_a_governments_than_a_shop() -> None:
    apps = ("sipandesa", "e-retribusi", "laporsampah", "siduktang")
    shops = ("dapurkue", "sewakamera", "jasafotografi", "kreditmotor")
    assert min(map(likeness, apps)) > max(map(likeness, shops))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(noise: bytes) -> None:
    bare = BareNames()
    bare.read(b"\xff\xff" + noise + b".id\x82" + noise + b"\x82\x07siaga.id\xff\xff")
    assert all(0 <= name.likeness <= 1 for name in bare.found())
