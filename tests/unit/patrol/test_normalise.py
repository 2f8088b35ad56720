"""What counts as a change of a page and what does not."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine import normalise
from ronda.engine.artifacts import DnsAnswer, DnsArtifact, Failure, FailureKind, HttpArtifact

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 5, tzinfo=UTC)


def http(
    body: str = "<p>Selamat datang</p>", at: datetime = AT, headers: tuple[str, ...] = ()
) -> HttpArtifact:
    pairs = tuple((h.partition(": ")[0], h.partition(": ")[2]) for h in headers)
    return HttpArtifact(
        at=at,
        view="visitor",
        url="https://dinas.rembulanprov.go.id/",
        final_url="https://dinas.rembulanprov.go.id/",
        address="198.18.0.7",
        status=200,
        headers=(("content-type", "text/html"), *pairs),
        hops=(),
        body=body.encode(),
        body_sha256="",
        truncated=False,
        elapsed_ms=12,
    )


def dns(*answers: DnsAnswer) -> DnsArtifact:
    return DnsArtifact(AT, "dinas.rembulanprov.go.id", "rembulanprov.go.id", answers)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '<input type="hidden" name="csrf_token" value="aB3">',
            '<input type="hidden" name="csrf_token" value="x9Q">',
        ),
        (
            '<meta content="aaa" name="csrf-token">',
            '<meta content="bbb" name="csrf-token">',
        ),
        ('<script nonce="q1w2">a()</script>', '<script nonce="z9x8">a()</script>'),
        ("<p>Pengunjung hari ini: <b>1.204</b></p>", "<p>Pengunjung hari ini: <b>1.311</b></p>"),
        ("<p>Dibaca 12 kali</p>", "<p>Dibaca 19 kali</p>"),
        ("<p>Selasa, 3 Maret 2026 10:02:11 WITA</p>", "<p>Rabu, 4 Maret 2026 08:00:59 WITA</p>"),
        ("<p>diperbarui 3 jam lalu</p>", "<p>diperbarui 5 jam lalu</p>"),
        ("<!-- generated in 0.31 s by node 4 -->", "<!-- generated in 1.02 s by node 9 -->"),
        ('<script src="/a.js?v=1709337600">', '<script src="/a.js?v=1709424000">'),
        ('<a href="/x;jsessionid=AA11BB22">', '<a href="/x;jsessionid=CC33DD44">'),
        ('<a href="/x?PHPSESSID=11aa22bb">', '<a href="/x?PHPSESSID=99ff88ee">'),
        ("var t='9f86d081884c7d659a2feaa0c55ad015'", "var t='60303ae22b998861bce3b28f33eec1be'"),
    ],
)
def test_rotating_parts_are_no_change(before: str, after: str) -> None:
    assert normalise.digest(http(before)) == normalise.digest(http(after, LATER))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Selamat datang</p>", "<p>Selamat datang di slot gacor</p>"),
        ('<a href="https://a.example/">a</a>', '<a href="https://b.example/">a</a>'),
        ('<meta name="generator" content="WordPress 6.4.2">', '<meta name="generator" content="WordPress 6.4.3">'),
        ('<link href="/s.css?ver=6.4.2">', '<link href="/s.css?ver=6.4.3">'),
        ("<p>Telp (0435) 821234</p>", "<p>Telp (0435) 821999</p>"),
        ('<a href="/watch?v=abcDEF">', '<a href="/watch?v=ghiJKL">'),
        ("<p>Layanan selesai dalam 14 hari</p>", "<p>Layanan selesai dalam 30 hari</p>"),
    ],
)  # fmt: skip
def test_content_is_a_change(before: str, after: str) -> None:
    assert normalise.digest(http(before)) != normalise.digest(http(after))


def test_headers_that_differ_with_each_answer_are_no_change() -> None:
    one = http(
        headers=("date: Mon, 02 Mar 2026", "etag: 1", "set-cookie: sid=abc; Path=/; HttpOnly")
    )
    two = http(headers=("date: Tue, 03 Mar 2026", "etag: 2", "set-cookie: sid=xyz; Path=/; HttpOnly"))  # fmt: skip
    assert normalise.digest(one) == normalise.digest(two)


def test_a_cookie_that_loses_its_protection_is_a_change() -> None:
    one = http(headers=("set-cookie: sid=abc; Path=/; HttpOnly",))
    two = http(headers=("set-cookie: sid=abc; Path=/",))
    assert normalise.digest(one) != normalise.digest(two)


def test_a_header_that_goes_is_a_change() -> None:
    assert normalise.digest(http(headers=("x-frame-options: DENY",))) != normalise.digest(http())


def test_the_serial_of_a_zone_is_no_change_but_its_master_is() -> None:
    def soa(value: str) -> str:
        return normalise.digest(dns(DnsAnswer("rembulanprov.go.id", "SOA", "ok", (value,))))

    first = soa("ns1.rembulanprov.go.id. admin.rembulanprov.go.id. 2026030201 3600 600 86400 300")
    serial = soa("ns1.rembulanprov.go.id. admin.rembulanprov.go.id. 2026030305 3600 600 86400 300")
    master = soa("ns9.rembulanprov.go.id. admin.rembulanprov.go.id. 2026030201 3600 600 86400 300")
    assert first == serial
    assert first != master


def test_the_words_of_a_failure_are_no_change_but_its_kind_is() -> None:
    one = Failure(FailureKind.TIMEOUT, "connect", "no answer in 8.0 s", AT)
    two = Failure(FailureKind.TIMEOUT, "connect", "no answer in 8.1 s", LATER)
    refused = Failure(FailureKind.REFUSED, "connect", "", AT)
    assert normalise.digest(one) == normalise.digest(two)
    assert normalise.digest(one) != normalise.digest(refused)


def test_whom_a_failed_redirect_led_to_is_a_change_but_not_its_query() -> None:
    def gone(towards: str) -> str:
        return normalise.digest(Failure(FailureKind.NXDOMAIN, "dns", "", AT, "", towards))

    assert gone("https://hadiah.example/m?t=1") == gone("https://hadiah.example/m?t=2")
    assert len({gone(""), gone("https://hadiah.example/m"), gone("https://undian.example/m")}) == 3


@pytest.mark.parametrize(
    "part",
    [
        b"<!--",
        b"<input csrf",
        b'<meta name="csrf" content="',
        b"pengunjung ",
        b"nonce",
        b"1",
        b"a1",
        b"12:",
        b"senin, ",
        b"1 ",
        b"?v=1",
        b"\x00\xff<",
    ],
)
def test_two_megabytes_of_anything_take_bounded_time(part: bytes) -> None:
    content = part * (2_000_000 // len(part))
    started = time.process_time()
    normalise.body(content)
    assert time.process_time() - started < 4


@given(st.binary(max_size=3000))
def test_normalising_any_bytes_gives_the_same_each_time(content: bytes) -> None:
    once = normalise.body(content)
    assert isinstance(once, bytes)
    assert normalise.body(content) == once
