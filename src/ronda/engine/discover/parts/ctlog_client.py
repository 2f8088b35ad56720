"""The two ways to ask a certificate log: RFC 6962's messages, and the files of static-ct-api."""

import base64
import binascii
from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from ronda.engine.discover.parts.ctlog_heads import (
    BadHead,
    BadSignature,
    Head,
    LogKey,
    read_note,
    read_sth,
)
from ronda.engine.discover.parts.ctlog_list import CtLog
from ronda.engine.discover.parts.ctlog_state import LogLies
from ronda.engine.discover.parts.ctlog_tiles import WIDTH, BadTile, hashes_of, leaves_of, tile_path
from ronda.engine.discover.parts.ctlog_tree import (
    BadProof,
    Frontier,
    check_consistency,
    cover,
    fold,
    frontier_before,
    leaf_hash,
)
from ronda.engine.discover.parts.fetch import Endpoint, FetchFailed

BATCH = 256
_TILES_KEPT = 64
_T = TypeVar("_T")


class Client(Protocol):
    """How a log is asked. Failures to answer are FetchFailed, false answers LogLies."""

    async def head(self, key: LogKey) -> Head:
        """Return the newest tree head, its signature verified."""

    async def entries(self, start: int, end: int, size: int) -> list[bytes]:
        """Return at least one MerkleTreeLeaf from ``start`` on, none from ``end`` on."""

    async def begin(self, at: int, head: Head) -> Frontier:
        """Return the proved frontier of the entries before ``at``."""

    async def check_head(self, old: Head, new: Head) -> None:
        """Raise ``LogLies("forked")`` unless the old head's tree begins the new one's."""

    async def check_read(self, frontier: Frontier, head: Head) -> None:
        """Raise ``LogLies("entries")`` unless what was read begins the head's tree."""


def client_of(log: CtLog, endpoint: Endpoint) -> Client:
    """Return how a log is asked."""
    return Static(endpoint, log.origin) if log.kind == "static" else Rfc6962(endpoint)


class _Entry(msgspec.Struct):
    leaf_input: bytes
    extra_data: msgspec.Raw = msgspec.Raw()


class _Entries(msgspec.Struct):
    entries: list[_Entry]


class _Size(msgspec.Struct):
    tree_size: int


class _Consistency(msgspec.Struct):
    consistency: list[bytes]


class _Path(msgspec.Struct):
    leaf_index: int
    audit_path: list[bytes]


class Rfc6962:
    """A log by the client messages of RFC 6962, section 4."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def claimed_size(self) -> int:
        """Return the size of the newest head, unverified."""
        size = (await self._decoded("/ct/v1/get-sth", _Size)).tree_size
        if size < 0:
            raise FetchFailed(f"a tree of {size} entries")
        return size

    async def head(self, key: LogKey) -> Head:
        """As :class:`Client` says."""
        return _verified(read_sth, await self._endpoint.get("/ct/v1/get-sth"), key)

    async def entries(self, start: int, end: int, size: int) -> list[bytes]:
        """As :class:`Client` says."""
        wanted = min(BATCH, end - start)
        path = f"/ct/v1/get-entries?start={start}&end={start + wanted - 1}"
        found = (await self._decoded(path, _Entries)).entries[:wanted]
        if not found:
            raise FetchFailed(f"no entries from {start} on, although the log says it has {size}")
        return [entry.leaf_input for entry in found]

    async def begin(self, at: int, head: Head) -> Frontier:
        """As :class:`Client` says: from the audit path of the first entry to be read."""
        if at == 0:
            await self.check_read(Frontier(), head)
            return Frontier()
        # Where nothing is to be read yet, the last entry before it tells as much.
        index = min(at, head.size - 1)
        leaf = (await self.entries(index, index + 1, head.size))[0]
        digest = leaf_hash(leaf)
        asked = quote(base64.b64encode(digest).decode(), safe="")
        path = f"/ct/v1/get-proof-by-hash?hash={asked}&tree_size={head.size}"
        proof = await self._decoded(path, _Path)
        if proof.leaf_index != index:
            raise FetchFailed(f"entry {index} stands in the log twice, also at {proof.leaf_index}")
        try:
            frontier = frontier_before(index, digest, head.size, head.root, proof.audit_path)
        except BadProof as error:
            raise LogLies("entries", f"entry {index}: {error}") from error
        if index < at:
            frontier.push(digest)
        return frontier

    async def check_head(self, old: Head, new: Head) -> None:
        """As :class:`Client` says."""
        await self._check(old.size, old.root, new, "forked")

    async def check_read(self, frontier: Frontier, head: Head) -> None:
        """As :class:`Client` says."""
        await self._check(frontier.size, frontier.root(), head, "entries")

    async def _check(self, size: int, root: bytes, head: Head, kind: str) -> None:
        proof: list[bytes] = []
        if 0 < size < head.size:
            path = f"/ct/v1/get-sth-consistency?first={size}&second={head.size}"
            proof = (await self._decoded(path, _Consistency)).consistency
        try:
            check_consistency(size, root, head.size, head.root, proof)
        except BadProof as error:
            raise LogLies(kind, f"{size} entries in {head.size}: {error}") from error

    async def _decoded(self, path: str, kind: type[_T]) -> _T:
        body = await self._endpoint.get(path)
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, RecursionError) as error:
            raise FetchFailed(
                f"{path} answered something else than RFC 6962 says: {error}"
            ) from error


class Static:
    """A log by its checkpoint and tiles (c2sp.org/static-ct-api)."""

    def __init__(self, endpoint: Endpoint, origin: str) -> None:
        self._endpoint, self._origin = endpoint, origin
        self._tiles: dict[tuple[int, int, int], list[bytes]] = {}

    async def head(self, key: LogKey) -> Head:
        """As :class:`Client` says."""
        body = await self._endpoint.get("/checkpoint")
        return _verified(lambda b, k: read_note(b, k, self._origin), body, key)

    async def entries(self, start: int, end: int, size: int) -> list[bytes]:
        """As :class:`Client` says: what one data tile holds."""
        number, skipped = divmod(start, WIDTH)
        width = min(WIDTH, size - number * WIDTH)
        try:
            leaves = leaves_of(await self._tile("data", number, width), width)
        except BadTile as error:
            raise FetchFailed(f"data tile {number}: {error}") from error
        return leaves[skipped : end - number * WIDTH]

    async def begin(self, at: int, head: Head) -> Frontier:
        """As :class:`Client` says: from tiles, which with the rest must lead to the root."""
        frontier = await self._grown(Frontier(), at, head.size)
        await self.check_read(frontier, head)
        return frontier

    async def check_head(self, old: Head, new: Head) -> None:
        """As :class:`Client` says."""
        before = await self._grown(Frontier(), old.size, new.size)
        after = await self._grown(before.copy(), new.size, new.size)
        if after.root() != new.root:
            raise LogLies("entries", f"tiles do not lead to the root of {new.size} entries")
        if before.root() != old.root:
            raise LogLies("forked", f"{old.size} entries have another root than before")

    async def check_read(self, frontier: Frontier, head: Head) -> None:
        """As :class:`Client` says."""
        whole = await self._grown(frontier.copy(), head.size, head.size)
        if whole.root() != head.root:
            detail = f"the first {frontier.size} do not lead to the root of {head.size}"
            raise LogLies("entries", detail)

    async def _grown(self, frontier: Frontier, to: int, size: int) -> Frontier:
        """Return the frontier with subtrees from hash tiles added, up to ``to`` of ``size``."""
        for level, index in cover(frontier.size, to):
            frontier.push(await self._node(level, index, size), level)
        return frontier

    async def _node(self, level: int, index: int, size: int) -> bytes:
        """Return the hash of a full subtree in a tree of ``size``."""
        high, low = divmod(level, 8)
        number, offset = divmod(index << low, WIDTH)
        width = min(WIDTH, (size >> 8 * high) - number * WIDTH)
        key = (high, number, width)
        if key not in self._tiles:
            try:
                row = hashes_of(await self._tile(high, number, width), width)
            except BadTile as error:
                raise FetchFailed(f"tile {number} of level {high}: {error}") from error
            if len(self._tiles) >= _TILES_KEPT:
                self._tiles.pop(next(iter(self._tiles)))
            self._tiles[key] = row
        return fold(self._tiles[key][offset : offset + (1 << low)])

    async def _tile(self, level: int | str, number: int, width: int) -> bytes:
        try:
            return await self._endpoint.get(tile_path(level, number, width))
        except FetchFailed as failed:
            # A log may drop a partial tile when the full one is there.
            if width == WIDTH or failed.status not in (404, 410):
                raise
        return await self._endpoint.get(tile_path(level, number))


def _verified(read: "_Reads", body: bytes, key: LogKey) -> Head:
    try:
        return read(body, key)
    except BadSignature as error:
        raise LogLies("signature", str(error)) from error
    except BadHead as error:
        raise FetchFailed(str(error)) from error


class _Reads(Protocol):
    def __call__(self, body: bytes, key: LogKey, /) -> Head: ...
