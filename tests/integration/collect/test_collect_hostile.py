"""Hostile and broken servers: each has its typed outcome, in bounded time and memory."""

import asyncio
import gzip
import re
import socket
import struct
import time
import tracemalloc
import zlib

import pytest
from collect_world import CollectWorld, Handler, html

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PAGE_VISITOR,
    PATH_MISSING,
    TLS,
    Failure,
    FailureKind,
    HttpArtifact,
    Observation,
    PageArtifact,
)
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.budget import VisitBudget
from ronda.engine.collect.wire import TcpWire

PLAIN = "http://198.18.0.7/"
SECURE = "https://198.18.0.7/"
MEBIBYTE = 1 << 20


def failure(seen: Observation, key: str = HTTP_VISITOR) -> Failure:
    found = seen.artifacts[key]
    assert isinstance(found, Failure), found
    return found


def answer(seen: Observation, key: str = HTTP_VISITOR) -> HttpArtifact:
    found = seen.artifacts[key]
    assert isinstance(found, HttpArtifact), found
    return found


async def test_a_server_that_never_answers_times_out(world: CollectWorld) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    await world.serve(silent)
    started = time.monotonic()
    seen = await world.visit(PLAIN, HTTP_VISITOR, HTTP_ROBOT, "path:/.env")
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.TIMEOUT, "http")
    assert failure(seen, HTTP_ROBOT).kind is FailureKind.NOT_ATTEMPTED
    assert failure(seen, "path:/.env").kind is FailureKind.NOT_ATTEMPTED
    assert time.monotonic() - started < 10


async def test_a_byte_now_and_then_ends_at_the_request_timeout(world: CollectWorld) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.1)

    await world.serve(drip)
    started = time.monotonic()
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.TIMEOUT, "body")
    assert time.monotonic() - started < 10


async def test_nobody_listening_is_refused(world: CollectWorld) -> None:
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.REFUSED, "connect")


async def test_an_endless_body_is_kept_up_to_the_limit(world: CollectWorld) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"a" * 65_536)
            await writer.drain()

    await world.serve(endless)
    found = answer(await world.visit(PLAIN, HTTP_VISITOR, body_bytes=200_000))
    assert found.truncated
    assert len(found.body) == 200_000


async def test_a_gzip_bomb_costs_no_memory(world: CollectWorld) -> None:
    bomb = gzip.compress(bytes(200 * MEBIBYTE), 9)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    await world.serve(world.pages(head + bomb))
    tracemalloc.start()
    try:
        found = answer(await world.visit(PLAIN, HTTP_VISITOR))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.truncated
    assert len(found.body) == 2_000_000
    assert peak < 30 * MEBIBYTE


async def test_raw_deflate_is_read_as_some_servers_mean_it(world: CollectWorld) -> None:
    maker = zlib.compressobj(wbits=-15)
    body = maker.compress(b"Selamat datang") + maker.flush()
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: %d\r\n\r\n" % len(body)
    await world.serve(world.pages(head + body))
    assert answer(await world.visit(PLAIN, HTTP_VISITOR)).body == b"Selamat datang"


async def test_a_broken_compressed_stream_is_a_framing_problem(world: CollectWorld) -> None:
    body = gzip.compress(b"Selamat datang" * 100)[:40]
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    await world.serve(world.pages(head + body))
    found = answer(await world.visit(PLAIN, HTTP_VISITOR))
    assert "ends in the middle" in found.framing_problem


async def test_a_redirect_to_itself_is_a_loop_after_one_request(world: CollectWorld) -> None:
    await world.serve(world.pages(html("", f"Location: {PLAIN}", status="302 Found")))
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert failure(seen).kind is FailureKind.TOO_MANY_REDIRECTS
    assert world.connections == 1


async def test_redirects_that_always_go_elsewhere_end_at_the_limit(world: CollectWorld) -> None:
    async def onward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        writer.write(html("", f"Location: /{world.connections}", status="301 Moved"))
        await writer.drain()

    await world.serve(onward)
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert failure(seen).kind is FailureKind.TOO_MANY_REDIRECTS
    assert world.connections == 9


async def test_a_redirect_that_only_wants_its_cookie_is_followed(world: CollectWorld) -> None:
    async def gate(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if "Cookie: lewat=1" in await world.request(reader):
            writer.write(html("<title>Masuk</title>"))
        else:
            writer.write(
                html("", f"Location: {PLAIN}", "Set-Cookie: lewat=1; Path=/", status="302 Found")
            )
        await writer.drain()

    await world.serve(gate)
    found = answer(await world.visit(PLAIN, HTTP_VISITOR))
    assert (found.status, len(found.hops)) == (200, 1)


@pytest.mark.parametrize(
    "inward",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.0.0.1:8080/",
        "http://dalam.rembulanprov.go.id/",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
async def test_a_redirect_inward_is_blocked_before_connecting(
    world: CollectWorld, inward: str
) -> None:
    world.zone[("dalam.rembulanprov.go.id", "A")] = ["10.1.2.3"]
    await world.serve(world.pages(html("", f"Location: {inward}", status="302 Found")))
    seen = await world.visit(PLAIN, HTTP_VISITOR, "path:/robots.txt")
    assert failure(seen).kind in (FailureKind.BLOCKED_BY_POLICY, FailureKind.NXDOMAIN)
    assert "behind a redirect" in failure(seen).detail
    # The site itself does answer, so that its paths are still asked for; nothing else was touched.
    assert world.connections == 2


async def test_a_listening_loopback_server_is_never_reached(world: CollectWorld) -> None:
    reached: list[int] = []

    async def secret(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(1)

    port = await world.listen(secret, "127.0.0.1", 0)
    world.zone[("dalam.rembulanprov.go.id", "A")] = ["127.0.0.1"]
    seen = await world.visit(f"http://dalam.rembulanprov.go.id:{port}/", HTTP_VISITOR, HTTP_PLAIN)
    assert failure(seen).kind is FailureKind.BLOCKED_BY_POLICY
    assert "loopback" in failure(seen).detail
    assert reached == []


async def test_a_name_that_rebinds_after_the_check_is_not_followed(world: CollectWorld) -> None:
    name = "geser.rembulanprov.go.id"
    world.zone[(name, "A")] = ["then", "198.18.0.7", "127.0.0.1"]
    await world.serve(world.pages(html("<title>Aman</title>")))
    seen = await world.visit(f"http://{name}/", HTTP_VISITOR, HTTP_ROBOT, HTTP_PHONE)
    assert [answer(seen, k).address for k in (HTTP_VISITOR, HTTP_ROBOT, HTTP_PHONE)] == [
        "198.18.0.7"
    ] * 3
    assert world.questions.count((name, "A")) == 1


async def test_one_inward_address_among_public_ones_blocks_the_name(world: CollectWorld) -> None:
    name = "campur.rembulanprov.go.id"
    world.zone[(name, "A")] = ["198.18.0.7", "192.168.1.1"]
    seen = await world.visit(f"http://{name}/", HTTP_VISITOR)
    assert failure(seen).kind is FailureKind.BLOCKED_BY_POLICY
    assert "192.168.1.1" in failure(seen).detail


@pytest.mark.parametrize(
    "headers",
    [
        b"X-Besar: " + b"a" * MEBIBYTE + b"\r\n",
        b"".join(b"X-%d: a\r\n" % n for n in range(10_000)),
        b"".join(b"X-%d: a\r\n" % n for n in range(300)),
    ],
    ids=["one of 1 MB", "10,000", "300 small ones"],
)
async def test_huge_headers_are_too_large(world: CollectWorld, headers: bytes) -> None:
    await world.serve(world.pages(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\nhalo"))
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.TOO_LARGE, "http")
    assert seen.bytes_received < 120_000


async def test_more_bytes_than_announced_are_noted(world: CollectWorld) -> None:
    await world.serve(world.pages(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalo dunia"))
    found = answer(await world.visit(PLAIN, HTTP_VISITOR))
    assert found.body == b"halo"
    assert "after the end" in found.framing_problem


async def test_fewer_bytes_than_announced_are_incomplete(world: CollectWorld) -> None:
    await world.serve(world.pages(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalo"))
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.INCOMPLETE, "body")


async def test_chunks_that_break_off_are_incomplete(world: CollectWorld) -> None:
    await world.serve(
        world.pages(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalo\r\n")
    )
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.INCOMPLETE, "body")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"<html>HTTP/0.9</html>",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00\xff" * 500,
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhalo",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 9\r\n\r\nhalo",
    ],
)
async def test_an_answer_that_is_no_http_is_said_to_be_so(
    world: CollectWorld, nonsense: bytes
) -> None:
    await world.serve(world.pages(nonsense))
    assert failure(await world.visit(PLAIN, HTTP_VISITOR)).kind is FailureKind.BAD_HTTP


async def test_closing_without_a_word_is_incomplete(world: CollectWorld) -> None:
    await world.serve(world.pages(b""))
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.INCOMPLETE, "http")


async def test_a_storm_of_interim_answers_ends(world: CollectWorld) -> None:
    await world.serve(world.pages(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5_000))
    assert failure(await world.visit(PLAIN, HTTP_VISITOR)).kind is FailureKind.BAD_HTTP


async def test_a_reset_in_the_middle_is_a_reset(world: CollectWorld) -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhal")
        await writer.drain()
        await asyncio.sleep(0.05)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    await world.serve(reset)
    seen = await world.visit(PLAIN, HTTP_VISITOR)
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.RESET, "body")


async def test_markup_nested_a_hundred_thousand_deep_is_read_to_the_limit(
    world: CollectWorld,
) -> None:
    deep = "<title>Dalam</title><p>Di atas</p>" + "<div>" * 100_000 + "di dasar"
    await world.serve(world.pages(html(deep)))
    started = time.monotonic()
    found = (await world.visit(PLAIN, PAGE_VISITOR)).artifacts[PAGE_VISITOR]
    assert isinstance(found, PageArtifact)
    assert (found.title, found.text) == ("Dalam", "Di atas")
    assert "depth" in found.clipped
    assert time.monotonic() - started < 3


async def test_a_wrong_charset_does_not_garble_the_page(world: CollectWorld) -> None:
    body = "<title>Pelayanan “Cepat” é</title>".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
    await world.serve(world.pages(head + b"Content-Length: %d\r\n\r\n" % len(body) + body))
    found = (await world.visit(PLAIN, PAGE_VISITOR)).artifacts[PAGE_VISITOR]
    assert isinstance(found, PageArtifact)
    assert (found.title, found.charset) == ("Pelayanan “Cepat” é", "utf-8")


async def test_garbage_instead_of_tls_is_broken_protocol(world: CollectWorld) -> None:
    await world.serve_raw_tls_port(_after_hello(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    seen = await world.visit(SECURE, TLS, HTTP_VISITOR)
    assert failure(seen, TLS).kind is FailureKind.TLS_PROTOCOL
    assert (failure(seen).kind, failure(seen).stage) == (FailureKind.TLS_PROTOCOL, "tls")


async def test_a_tls_alert_is_an_alert(world: CollectWorld) -> None:
    await world.serve_raw_tls_port(_after_hello(bytes.fromhex("15030300020228")))
    seen = await world.visit(SECURE, TLS)
    assert failure(seen, TLS).kind is FailureKind.TLS_ALERT
    assert "handshake failure" in failure(seen, TLS).detail


async def test_a_half_handshake_times_out_and_plain_http_is_still_seen(
    world: CollectWorld,
) -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(bytes.fromhex("1603030050"))
        await asyncio.sleep(30)

    await world.serve_raw_tls_port(half)
    await world.serve(world.pages(html("<title>Tanpa TLS</title>")))
    seen = await world.visit(SECURE, TLS, HTTP_VISITOR, HTTP_PLAIN, PATH_MISSING)
    assert (failure(seen, TLS).kind, failure(seen, TLS).stage) == (FailureKind.TIMEOUT, "tls")
    assert failure(seen).kind is FailureKind.TIMEOUT
    assert failure(seen, PATH_MISSING).kind is FailureKind.NOT_ATTEMPTED
    assert answer(seen, HTTP_PLAIN).status == 200


async def test_closing_during_the_handshake_is_broken_protocol(world: CollectWorld) -> None:
    await world.serve_raw_tls_port(_after_hello(b""))
    assert failure(await world.visit(SECURE, TLS), TLS).kind is FailureKind.TLS_PROTOCOL


async def test_an_endless_handshake_is_too_large(world: CollectWorld) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        # A handshake message that announces 16 MB of certificates.
        hello = bytes.fromhex("0b ff ff ff")
        while True:
            writer.write(bytes.fromhex("160303") + struct.pack("!H", 16_000) + hello.ljust(16_000))
            await writer.drain()

    await world.serve_raw_tls_port(endless)
    found = failure(await world.visit(SECURE, TLS), TLS)
    assert found.kind in (FailureKind.TOO_LARGE, FailureKind.TLS_PROTOCOL)


async def test_a_visit_ends_when_its_time_is_used_up(world: CollectWorld) -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        await asyncio.sleep(0.4)
        writer.write(html("ok"))
        await writer.drain()

    await world.serve(slow)
    keys = [f"path:/{n}" for n in range(20)]
    started = time.monotonic()
    seen = await world.visit(PLAIN, HTTP_VISITOR, *keys, site_time=1)
    assert time.monotonic() - started < 5  # twenty answers would take eight
    kinds = {failure(seen, k).kind for k in keys if isinstance(seen.artifacts[k], Failure)}
    assert kinds == {FailureKind.BUDGET}
    assert set(seen.artifacts) == {HTTP_VISITOR, *keys}


async def test_who_waits_for_all_that_is_left_of_a_visit_says_that_it_is_used_up(
    world: CollectWorld,
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    port = await world.listen(silent, "127.0.0.1", 0)
    streams = await asyncio.open_connection("127.0.0.1", port)
    budget = VisitBudget(world.net(site_time=0.2).limits)
    wire = TcpWire(streams, ("127.0.0.1", port), budget, 5.0, time.monotonic())
    with pytest.raises(Broken) as found:
        await wire.read("http")
    await wire.abort()
    assert found.value.kind is FailureKind.BUDGET
    assert found.value.detail == "the visit's 0.2 seconds are used up"


async def test_a_visit_ends_when_its_bytes_are_used_up(world: CollectWorld) -> None:
    await world.serve(world.pages(html("a" * 50_000)))
    seen = await world.visit(
        PLAIN, HTTP_VISITOR, "path:/a", "path:/b", "path:/c", site_bytes=120_000
    )
    assert answer(seen).status == 200
    assert failure(seen, "path:/c").kind is FailureKind.BUDGET
    assert re.search("bytes are used up", failure(seen, "path:/c").detail)


def _after_hello(words: bytes) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(words)
        await writer.drain()
        await asyncio.sleep(0.05)

    return handler
