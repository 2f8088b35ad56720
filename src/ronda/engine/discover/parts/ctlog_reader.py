"""Reads a certificate log in chunks that are proved before anybody sees them."""

from collections import Counter
from collections.abc import AsyncIterator

import msgspec

from ronda.engine.discover.parts.ctlog_client import Client, Rfc6962, client_of
from ronda.engine.discover.parts.ctlog_heads import Head, LogKey
from ronda.engine.discover.parts.ctlog_list import CtLog
from ronda.engine.discover.parts.ctlog_state import BadState, LogLies, LogState
from ronda.engine.discover.parts.ctlog_tree import Frontier, leaf_hash
from ronda.engine.discover.parts.fetch import Endpoint

A_RUN = 2_000_000  # entries at most in one run of one log
CHUNK = 4_096  # entries between two proofs and checkpoints


class Shrunk(Exception):
    """A log without a key has fewer entries than were read of it."""

    def __init__(self, at: int, size: int) -> None:
        super().__init__(f"{size} entries, {at} read before")
        self.at, self.size = at, size


class Chunk(msgspec.Struct, frozen=True):
    """Entries in their order, and what is known after them."""

    start: int
    leaves: list[bytes]  # MerkleTreeLeaf
    state: LogState  # without head and frontier when nothing is verified


async def read_log(
    log: CtLog,
    endpoint: Endpoint,
    stored: LogState | None,
    counts: Counter[str],
    backfill: int,
) -> AsyncIterator[Chunk]:
    """Yield what is new in a log since ``stored`` (None: its last ``backfill`` entries).

    With a key, each chunk is yielded after it was proved to stand where it was read, in the tree
    that the log has signed, and that tree to continue the one seen before. A last chunk may be
    empty: there was nothing, and the state says from where on.

    Raises ``FetchFailed`` when the log gives no proper answer, :class:`LogLies` when it is caught
    in a lie, :class:`BadState`, and :class:`Shrunk` for logs without a key.
    """
    if log.key:
        reading = _verified(log, endpoint, stored, counts, backfill)
    else:
        reading = _unverified(endpoint, stored, counts, backfill)
    async for chunk in reading:
        yield chunk


def _bounds(size: int, at: int | None, counts: Counter[str], backfill: int) -> tuple[int, int]:
    """Return where to begin and to end, and count what is left out."""
    start = at if at is not None else max(0, size - backfill)
    if at is None and start:
        counts["skipped_history"] += start
    end = min(size, start + A_RUN)
    if end < size:
        counts["left_for_next_run"] += size - end
    return start, end


async def _unverified(
    endpoint: Endpoint, stored: LogState | None, counts: Counter[str], backfill: int
) -> AsyncIterator[Chunk]:
    client = Rfc6962(endpoint)
    size = await client.claimed_size()
    if stored is not None and size < stored.at:
        raise Shrunk(stored.at, size)
    at, end = _bounds(size, stored.at if stored else None, counts, backfill)
    if stored is None and at == end:
        yield Chunk(at, [], LogState(at))
    while at < end:
        # Logs may return fewer than asked for: go on from what was really read.
        leaves = await client.entries(at, end, size)
        counts["unverified"] += len(leaves)
        yield Chunk(at, leaves, LogState(at + len(leaves)))
        at += len(leaves)


async def _verified(
    log: CtLog, endpoint: Endpoint, stored: LogState | None, counts: Counter[str], backfill: int
) -> AsyncIterator[Chunk]:
    client = client_of(log, endpoint)
    head = await client.head(LogKey(log.key))
    frontier = await _continued(client, head, stored)
    at, end = _bounds(head.size, stored.at if stored else None, counts, backfill)
    if frontier is None:
        frontier = await client.begin(at, head)
    if at == end and (stored is None or stored.size != head.size):
        yield Chunk(at, [], LogState.of(frontier, head))
    while at < end:
        leaves = await _chunk(client, at, min(end, at + CHUNK), head.size)
        grown = frontier.copy()
        grown.extend([leaf_hash(leaf) for leaf in leaves])
        await client.check_read(grown, head)
        frontier = grown
        yield Chunk(at, leaves, LogState.of(frontier, head))
        at += len(leaves)


async def _continued(client: Client, head: Head, stored: LogState | None) -> Frontier | None:
    """Prove that the head continues what is stored; return the stored frontier, if there is one."""
    if stored is None:
        return None
    if head.size < max(stored.size, stored.at):
        before = max(stored.size, stored.at)
        raise LogLies("shrunk", f"{head.size} entries now, {before} before")
    if not stored.root:
        return None  # read so far by an address without a key
    frontier, old = stored.read()
    if frontier.size > old.size:
        raise BadState(f"{frontier.size} entries read of {old.size}")
    await client.check_head(old, head)
    return frontier


async def _chunk(client: Client, start: int, end: int, size: int) -> list[bytes]:
    leaves: list[bytes] = []
    while (at := start + len(leaves)) < end:
        leaves += await client.entries(at, end, size)
    return leaves
