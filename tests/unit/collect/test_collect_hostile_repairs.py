"""What hostile servers once got wrong in the engine, each by itself."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import dns.flags
import dns.message
import dns.rrset
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ronda.engine.artifacts import FailureKind, SiteFacts, Stage
from ronda.engine.collect.body import Body
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.certificates import MAX_NAMES, read_certificate, valid_for
from ronda.engine.collect.contract import Free
from ronda.engine.collect.dns import MAX_VALUES, _read
from ronda.engine.collect.exchange import Exchange
from ronda.engine.collect.markup import MAX_ATTRIBUTES, within_bounds
from ronda.engine.collect.scope import Scope
from ronda.engine.collect.target import target_of
from ronda.engine.netconfig import Limits, NetConfig

LIMITS = Limits()


class Played:
    """A wire that plays an answer back."""

    address, port = "198.18.0.7", 80

    def __init__(self, answer: bytes) -> None:
        self._left = answer

    async def read(self, stage: Stage) -> bytes:
        """The next piece, then the end."""
        piece, self._left = self._left[:16_384], self._left[16_384:]
        return piece

    async def write(self, data: bytes, stage: Stage) -> None:
        """Nobody listens."""


def fetched(answer: bytes) -> Exchange:
    async def read() -> Exchange:
        exchange = Exchange(Played(answer), LIMITS)
        await exchange.ask(target_of("http://a.contoh.id/"), [])
        await exchange.body(LIMITS.body_bytes)
        return exchange

    return asyncio.run(read())


def failure(answer: bytes) -> FailureKind:
    with pytest.raises(Broken) as caught:
        fetched(answer)
    return caught.value.kind


def test_a_body_of_tiny_chunks_ends_early() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    started = time.process_time()
    assert failure(head + b"1\r\na\r\n" * 500_000) is FailureKind.BAD_HTTP
    assert time.process_time() - started < 2


def test_a_short_page_in_small_chunks_is_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert fetched(head + b"1\r\na\r\n" * 2_000 + b"0\r\n\r\n").status == 200


def test_length_and_chunks_at_once_is_noted() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert "both Content-Length" in fetched(head + b"4\r\nhalo\r\n0\r\n\r\n").framing_problem


def test_another_version_of_http_is_not_understood() -> None:
    assert failure(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n") is FailureKind.BAD_HTTP


def test_an_end_after_an_interim_answer_is_incomplete() -> None:
    assert failure(b"HTTP/1.1 100 Continue\r\n\r\n") is FailureKind.INCOMPLETE


def test_bytes_after_a_compressed_stream_are_noted() -> None:
    import gzip

    body = Body(("gzip",), 1_000)
    body.feed(gzip.compress(b"halo") + b"\xa5" * 50)
    assert body.finish() == b"halo"
    assert "after the end" in body.problem


def test_a_crowded_tag_keeps_its_first_attributes_and_what_follows() -> None:
    crowd = "".join(f" a{n}=1" for n in range(50_000))
    kept, clipped = within_bounds(f"<p>awal<div{crowd}>isi</div>akhir", 500, 200_000)
    assert clipped == ("attributes",)
    assert kept.startswith("<p>awal<div a0=1 a1=1 ")
    assert kept.endswith(f"a{MAX_ATTRIBUTES - 1}=1>isi</div>akhir")


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_attributes_in_quotes_are_counted_too(quote: str) -> None:
    crowd = f" a={quote}<b>{quote}" if quote else " a=b"
    kept, clipped = within_bounds(f"<div{crowd * 1_000}>isi", 500, 200_000)
    assert clipped == ("attributes",)
    assert kept.endswith(">isi")


def test_an_ordinary_tag_stays_as_it_is() -> None:
    text = """<a class="x > y" data-q='<b "c">' href=/a/b/ hidden>isi</a><img src=a/>"""
    assert within_bounds(text, 500, 200_000) == (text, ())


@pytest.mark.parametrize(
    "hostile",
    [
        "<div " + "a " * 900_000,
        "<div " + "a=1 " * 450_000,
        "<a b='<a b=\"" * 150_000,
        '<x y="' + "<a " * 500 + "b='" + "z" * 1_500_000,
        "<a =" * 450_000,
        "<a/" * 600_000,
        '<a b="' * 300_000,
        ("<div " + "a " * 199 + ">") * 4_500,
        ("<div " + "a " * 500 + ">") * 1_800,
    ],
    ids=lambda text: text[:16],
)
def test_counting_attributes_takes_linear_time(hostile: str) -> None:
    started = time.process_time()
    within_bounds(hostile, 500, 200_000)
    assert time.process_time() - started < 3


def certificate(names: list[str]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Uji")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, now, now + timedelta(days=9))
    san = x509.SubjectAlternativeName([x509.DNSName(n) for n in names])
    signed = made.add_extension(san, critical=False).sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


def test_a_name_at_the_end_of_a_long_list_counts() -> None:
    der = certificate([*(f"n{n}.contoh.id" for n in range(2_000)), "ini.contoh.id"])
    assert len(read_certificate(der).names) == MAX_NAMES
    assert valid_for(der, "ini.contoh.id")
    assert not valid_for(der, "itu.contoh.id")


def test_a_name_with_a_nul_in_it_is_another_name() -> None:
    assert not valid_for(certificate(["bank.contoh.id\0.jahat.id"]), "bank.contoh.id")


def reply(*addresses: str) -> dns.message.Message:
    made = dns.message.make_response(dns.message.make_query("a.contoh.id.", "A"))
    if addresses:
        made.answer = [dns.rrset.from_text("a.contoh.id.", 60, "IN", "A", *addresses)]
    return dns.message.from_wire(made.to_wire(max_size=65_535))


def test_more_addresses_than_can_be_judged_are_no_answer() -> None:
    many = [f"203.0.{n // 250}.{n % 250}" for n in range(MAX_VALUES + 1)]
    assert _read("a.contoh.id.", "A", reply(*many)).status == "malformed"
    assert _read("a.contoh.id.", "A", reply(*many[:-1])).status == "ok"


def test_an_answer_cut_short_over_tcp_is_no_answer() -> None:
    cut = reply()
    cut.flags |= dns.flags.TC
    assert _read("a.contoh.id.", "A", cut).status == "malformed"


def test_an_inward_address_is_told_from_our_own_choice() -> None:
    scope = Scope(NetConfig((), "Ronda"), Free())
    site = SiteFacts("https://a.contoh.id/", "a.contoh.id", "official", True, True)
    inward = scope.judge(site, "a.contoh.id", 443, ("10.0.0.1",))
    port = scope.judge(site, "a.contoh.id", 8443, ("103.10.0.1",))
    assert (inward.kind, inward.stage) == (FailureKind.BLOCKED_BY_POLICY, "dns")  # type: ignore[union-attr]
    assert (port.kind, port.stage) == (FailureKind.BLOCKED_BY_POLICY, "policy")  # type: ignore[union-attr]
