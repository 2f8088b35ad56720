"""The search in raw bytes never loses what a parsed name would show."""

import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID, ObjectIdentifier
from hypothesis import given
from hypothesis import strategies as st
from support.ct_log import leaf

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.parts.ctentry import BadEntry, names_of
from ronda.engine.discover.parts.ctlog_filter import RawFilter
from ronda.engine.discover.parts.signals import Signs, Watch

WORDS = ("arunikaprov.go.id", "dinkes", "tanjung-arunika", "ppid", "kesehatan")
HINTS = ("dp3a", "bkd", "simpeg")
PLACES = ("rembulan", "tja")
WATCH = Watch(WORDS, shared_hosts(()), HINTS, PLACES)
FILTER = RawFilter(WATCH)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@cache
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    names: Sequence[str],
    common: str | None = None,
    kind: _ASN1Type = _ASN1Type.UTF8String,
    *,
    critical: bool = False,
    other: bytes = b"",
    others: Sequence[x509.GeneralName] = (),
) -> x509.Certificate:
    attributes = []
    if common is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, common, kind))
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(attributes))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA Uji")]))
        .public_key(key().public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=90))
    )
    if other:
        strange = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), other)
        builder = builder.add_extension(strange, critical=False)
    if names:
        san = x509.SubjectAlternativeName([*others, *(x509.DNSName(name) for name in names)])
        builder = builder.add_extension(san, critical=critical)
    return builder.sign(key(), hashes.SHA256())


PIECES = st.sampled_from(
    [*WORDS, *HINTS, *PLACES, "din", "kes", "b-k-d", "Tanjung", "arunika", "toko", "blogspot"]
)
SPELLED = st.builds(str.join, st.sampled_from(["_", "-", "/", "."]), st.sampled_from(WORDS))
# Lengths that look like letters or digits in the bytes (48 to 122), and those of several octets.
LONG = st.builds(
    lambda start, size, end: f"{start}.{'a' * 60}.{'b' * max(1, size - 66)}.{end}",
    st.sampled_from([*HINTS, *PLACES, "xbkd", "dinkes"]),
    st.integers(66, 300),
    st.sampled_from([*HINTS, *PLACES, "id"]),
)
NAMES = st.lists(
    SPELLED
    | LONG
    | st.builds(lambda size, hint: "c" * size + "." + hint, st.integers(40, 70), PIECES)
    | st.builds(
        str.join,
        st.sampled_from([".", "-", "", "_", "/", "*."]),
        st.lists(PIECES, min_size=1, max_size=6),
    )
    | st.text(st.characters(max_codepoint=126, min_codepoint=33), min_size=1, max_size=12),
    max_size=12,
)
COMMON = (
    st.none()
    | st.text(min_size=1, max_size=20)
    | st.sampled_from(["dinkes.id", "ｄｉｎｋｅｓ.id", "b.k.d.id", "DINKES.example", "Autorité"])
)
KINDS = st.sampled_from([_ASN1Type.UTF8String, _ASN1Type.BMPString, _ASN1Type.PrintableString])
# What could lead a search astray: the identifiers that it looks for, where they mean nothing.
DECOYS = st.sampled_from(
    [
        b"",
        b"\x06\x03\x55\x1d\x11",
        b"\x06\x03\x55\x1d\x11\x04\xff",
        b"\x06\x03\x55\x04\x03\x0c\x84\xff\xff",
    ]
)


@given(
    names=NAMES, common=COMMON, kind=KINDS, critical=st.booleans(), decoy=DECOYS, pre=st.booleans()
)
def test_nothing_that_the_watch_takes_is_lost(
    names: list[str], common: str | None, kind: _ASN1Type, critical: bool, decoy: bytes, pre: bool
) -> None:
    try:
        made = certificate(names, common, kind, critical=critical, other=decoy)
    except (ValueError, UnicodeEncodeError):
        return
    entry = leaf(made, precertificate=pre)
    try:
        logged = names_of(entry)
    except BadEntry:
        return
    if any(WATCH.in_host(n) or WATCH.signs_in_host(n) != Signs() for n in logged.names):
        assert FILTER.takes(entry)
        assert FILTER.takes(made.public_bytes(Encoding.DER))


@given(st.lists(NAMES, min_size=2, max_size=4), st.lists(st.binary(max_size=40), max_size=3))
def test_entries_beside_each_other_are_told_apart(
    several: list[list[str]], noise: list[bytes]
) -> None:
    try:
        entries = [leaf(certificate(names)) for names in several]
    except (ValueError, UnicodeEncodeError):
        return
    mixed = [*noise, *entries, b"\x06\x03\x55\x1d\x11\x04\x04\xff\xff\xff\xff", *entries]
    alone = [place for place, entry in enumerate(mixed) if FILTER.takes(entry)]
    assert FILTER.hits(mixed) == alone


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("bkd.example", True),
        ("toko-bkd.example", True),
        ("infobkd.example", True),  # both are words
        ("e-bkd2024.example", True),
        ("subkdul.example", False),  # three letters within a stranger's word
        ("abkd.example", False),
        ("sepatutja.example", True),  # a place counts at an end
        ("tokotjab.example", False),
        ("toko.example", False),
    ],
)
def test_a_short_word_is_taken_only_where_it_may_begin_or_end(name: str, taken: bool) -> None:
    assert FILTER.takes(leaf(certificate(["www.toko.example", name]))) is taken
    assert (WATCH.signs_in_host(name) != Signs()) is taken


@pytest.mark.parametrize("issuer", ["CA BKD 2024", "bkd"])
def test_an_authoritys_name_is_no_host(issuer: str) -> None:
    assert not FILTER.takes(leaf(certificate(["toko.example"], issuer)))


@pytest.mark.parametrize(
    "other",
    [
        x509.RFC822Name("a@bkd.example"),
        x509.UniformResourceIdentifier("https://bkd/"),
        x509.IPAddress(ip_address("98.107.100.1")),  # reads "bkd\1"
        x509.RegisteredID(ObjectIdentifier("1.2.3")),
    ],
)
def test_a_name_of_another_kind_hides_no_host(other: x509.GeneralName) -> None:
    assert FILTER.takes(leaf(certificate(["toko.example", "bkd.example"], others=[other])))
    assert FILTER.takes(leaf(certificate(["bkd.example"], others=[other, other])))


def test_names_of_strangers_are_passed_over() -> None:
    entries = [leaf(certificate([f"toko{n}.example"], f"toko{n}.example")) for n in range(20)]
    assert FILTER.hits(entries) == []


def test_the_places_of_watched_entries_are_told_in_order() -> None:
    strangers = [leaf(certificate(["toko.example"])) for _ in range(3)]
    ours = leaf(certificate(["toko.example", "www.tanjungarunika.example"]))
    strange = leaf(certificate([], "ｄｉｎｋｅｓ.id"))
    assert FILTER.hits([strange, *strangers, ours, *strangers, ours]) == [0, 4, 8]


@pytest.mark.parametrize("common", ["dinkes.id", "ｄｉｎｋｅｓ.id"])
def test_a_common_name_in_wide_characters_is_looked_at(common: str) -> None:
    assert FILTER.takes(leaf(certificate([], common, _ASN1Type.BMPString)))


def test_without_words_nothing_is_taken() -> None:
    assert not RawFilter(Watch((), shared_hosts(()))).takes(leaf(certificate(["dinkes.id"])))


@given(st.lists(st.binary(max_size=300)))
def test_any_bytes_are_searched_without_an_error(entries: list[bytes]) -> None:
    marked = [b"\x06\x03\x55\x1d\x11" + e for e in entries] + [
        b"\x06\x03\x55\x04\x03" + e for e in entries
    ]
    assert all(0 <= place < len(marked) for place in FILTER.hits(marked))
