"""Keep-alive within a visit: one connection serves many requests, and no answer poisons a later one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from collect_world import CollectWorld, Handler, html

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PATH_MISSING,
    TLS,
    Failure,
    FailureKind,
    HttpArtifact,
    Observation,
)
from ronda.engine.collect.budget import Politeness

PLAIN, SECURE = "http://198.18.0.7/", "https://198.18.0.7/"
PATHS = tuple(f"path:/{n}" for n in range(8))

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def answer(seen: Observation, key: str) -> HttpArtifact:
    found = seen.artifacts[key]
    assert isinstance(found, HttpArtifact), found
    return found


def whole(body: str, more: str = "") -> bytes:
    """An answer after which the connection stays."""
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    )
    return head.encode() + body.encode()


def lasting(
    world: CollectWorld, say: Callable[[str, int, asyncio.StreamWriter], Awaitable[bool]]
) -> Handler:
    """Serve requests on a connection as long as ``say(path, number on the connection)`` is true."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        while True:
            number += 1
            path = (await world.request(reader)).split()[1]
            if not await say(path, number, writer):
                return
            await writer.drain()

    return handler


async def told(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
    writer.write(whole(f"this is {path}"))
    return True


def is_right(seen: Observation) -> bool:
    """Every path brought its own body."""
    return all(
        answer(seen, key).body == f"this is {key.removeprefix('path:')}".encode() for key in PATHS
    )


async def test_the_paths_of_a_visit_share_one_connection(world: CollectWorld) -> None:
    await world.serve(lasting(world, told))
    seen = await world.visit(PLAIN, HTTP_VISITOR, *PATHS)
    assert is_right(seen)
    assert (world.connections, seen.requests) == (2, 9)
    kept = ["Connection: keep-alive" in head for head in world.heads]
    assert kept == [False] + [True] * 8, "the front page is asked for as ever"


async def test_over_tls_too_and_the_measured_handshake_stands_alone(world: CollectWorld) -> None:
    await world.serve(lasting(world, told), tls=world.tls("198.18.0.7"))
    seen = await world.visit(SECURE, TLS, HTTP_VISITOR, *PATHS)
    assert is_right(seen)
    assert world.connections == 3


async def test_each_view_comes_as_a_stranger(world: CollectWorld) -> None:
    await world.serve(lasting(world, told))
    seen = await world.visit(PLAIN, HTTP_VISITOR, HTTP_ROBOT, HTTP_PHONE)
    assert (world.connections, seen.requests, world.open_most) == (3, 3, 1)


async def test_a_redirect_within_the_site_is_followed_on_the_same_connection(
    world: CollectWorld,
) -> None:
    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        if path == "/0":
            writer.write(
                b"HTTP/1.1 302 Found\r\nLocation: /beranda\r\nContent-Length: 5\r\n\r\nSINI!"
            )
            return True
        return await told(path, number, writer)

    await world.serve(lasting(world, say))
    seen = await world.visit(PLAIN, "path:/0", "path:/1")
    assert answer(seen, "path:/0").body == b"this is /beranda"
    assert (world.connections, seen.requests) == (1, 3)


@pytest.mark.parametrize("every", [1, 3])
async def test_a_server_that_closes_silently_is_asked_once_more(
    world: CollectWorld, every: int
) -> None:
    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        if number > every:
            return False  # the request came, and the connection ends without a byte
        return await told(path, number, writer)

    await world.serve(lasting(world, say))
    seen = await world.visit(PLAIN, HTTP_VISITOR, *PATHS)
    assert is_right(seen)
    assert seen.requests > 9, "what is asked again is counted"


async def test_a_new_connection_that_closes_silently_is_not_asked_again(
    world: CollectWorld,
) -> None:
    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        return path == "/0" and await told(path, number, writer)

    await world.serve(lasting(world, say))
    seen = await world.visit(PLAIN, "path:/0", "path:/1")
    found = seen.artifacts["path:/1"]
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.INCOMPLETE
    assert (world.connections, seen.requests) == (2, 3)


EVIL = whole("this is EVIL")
ODD: dict[str, tuple[bytes, bytes, float]] = {
    # what is sent before the right answer, after it at once, and after it a little later
    "more bytes than were told": (b"", b"EXTRA BYTES", 0),
    "a second answer in the same breath": (b"", EVIL, 0),
    "a second answer a little later": (b"", EVIL, 0.05),
    "an interim answer": (b"HTTP/1.1 103 Early Hints\r\n\r\n", b"", 0),
    "a line too many": (b"", b"\r\n", 0),
}


@pytest.mark.parametrize("how", ODD)
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
async def test_what_is_odd_poisons_no_later_answer(
    world: CollectWorld, how: str, secure: bool
) -> None:
    before, after, pause = ODD[how]

    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        writer.write(before + whole(f"this is {path}") + (b"" if pause else after))
        if pause:
            await writer.drain()
            await asyncio.sleep(pause)
            writer.write(after)
        return True

    await world.serve(lasting(world, say), tls=world.tls("198.18.0.7") if secure else None)
    slow: dict[str, Any] = {"requests_per_second_per_host": 5, "burst_per_host": 1} if pause else {}
    keys = PATHS[:3] if pause else PATHS
    seen = await world.visit(SECURE if secure else PLAIN, *keys, **slow)
    for key in keys:
        assert answer(seen, key).body == f"this is {key.removeprefix('path:')}".encode()
    assert world.connections == len(keys), "odd connections are not used again"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nini\r\nX\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nkurang",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nini\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nini",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nini",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nini",
        b"rusak\r\n\r\n",
    ],
)
async def test_after_broken_framing_the_next_request_comes_on_a_new_connection(
    world: CollectWorld, raw: bytes
) -> None:
    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        if path == "/0":
            writer.write(raw)
            return True
        return await told(path, number, writer)

    await world.serve(lasting(world, say))
    seen = await world.visit(PLAIN, *PATHS, read_timeout=0.2)
    assert all(answer(seen, key).body == f"this is {key[5:]}".encode() for key in PATHS[1:])
    assert world.connections >= 2, "nothing follows on the connection of a broken answer"


async def test_a_body_that_was_cut_leaves_nothing_for_the_next_answer(world: CollectWorld) -> None:
    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        if path == "/0":
            writer.write(whole("x" * 200_000))
            return True
        return await told(path, number, writer)

    await world.serve(lasting(world, say))
    seen = await world.visit(PLAIN, HTTP_VISITOR, *PATHS)
    assert answer(seen, "path:/0").truncated
    assert answer(seen, "path:/1").body == b"this is /1"
    assert world.connections == 3


async def test_a_resting_connection_makes_room_for_another_visit(world: CollectWorld) -> None:
    await world.serve(lasting(world, told))
    politeness = Politeness(world.net(connections_per_address=1).limits)
    slow: dict[str, Any] = {
        "connections_per_address": 1,
        "burst_per_host": 1,
        "requests_per_second_per_host": 10,
    }

    async def visit(host: str) -> Observation:
        world.zone[(host, "A")] = ["198.18.0.7"]
        return await world.visit(f"http://{host}/", *PATHS, politeness=politeness, **slow)

    hosts = [f"{name}.contohprov.go.id" for name in ("dinas", "badan", "biro")]
    for seen in await asyncio.gather(*map(visit, hosts)):
        assert is_right(seen)
    assert world.open_most <= 2, "the server may notice an end a moment late"
    assert not politeness._gates, "every place was given back"


async def test_a_path_that_leads_to_another_port_gets_a_connection_of_its_own(
    world: CollectWorld,
) -> None:
    """Neither to another scheme of the same host is a connection lent."""

    async def up(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        where = f"Location: https://198.18.0.7{path}\r\n"
        writer.write(f"HTTP/1.1 301 Moved\r\n{where}Content-Length: 0\r\n\r\n".encode())
        return True

    await world.serve(lasting(world, up))
    await world.serve(lasting(world, told), tls=world.tls("198.18.0.7"))
    seen = await world.visit(PLAIN, "path:/0")
    assert answer(seen, "path:/0").final_url == "https://198.18.0.7/0"
    assert world.connections == 2


async def test_an_ordinary_server_is_used_as_before(world: CollectWorld) -> None:
    await world.serve(world.pages(html("tutup")))
    seen = await world.visit(PLAIN, HTTP_VISITOR, PATH_MISSING)
    assert answer(seen, PATH_MISSING).status == 200


async def test_a_visit_that_is_broken_off_leaves_nothing_open(world: CollectWorld) -> None:
    async def say(path: str, number: int, writer: asyncio.StreamWriter) -> bool:
        if path == "/3":
            await asyncio.sleep(30)
        return await told(path, number, writer)

    await world.serve(lasting(world, say))
    politeness = Politeness(world.net().limits)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await world.visit(PLAIN, *PATHS, politeness=politeness, read_timeout=10)
    assert not politeness._gates
    await asyncio.sleep(0.05)
    assert world.connections == 1
