"""The log's other face: checkpoint, tiles and issuers as static-ct-api lays them out."""

import base64
import gzip
import hashlib
import re

from ronda.lab.servers.log import Log

WIDTH = 256
_TILE = re.compile(
    r"/tile/(data|[0-5])/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?"
)
_ISSUER = re.compile(r"/issuer/([0-9a-f]{64})")
_DATA = "application/octet-stream"


class Tiles:
    """Answers by path, from the same tree as the RFC 6962 face; one key signs for both.

    Entries carry no ``leaf_index`` extension, since the other face shows the same entries.
    """

    def __init__(self, log: Log, origin: str) -> None:
        self.log, self.origin = log, origin

    def reply(self, path: str) -> tuple[int, str, bytes]:
        """Return status, type and body; data tiles are gzipped, as the specification allows."""
        if path == "/checkpoint":
            return 200, "text/plain; charset=utf-8", self._checkpoint()
        if found := _TILE.fullmatch(path):
            number = int(found[2].replace("x", "").replace("/", ""))
            body = self._tile(found[1], number, int(found[3] or WIDTH))
            if body:
                return 200, _DATA, body
        elif found := _ISSUER.fullmatch(path):
            for der in self.log.issuers:
                if hashlib.sha256(der).hexdigest() == found[1]:
                    return 200, "application/pkix-cert", der
        return 404, "text/plain", b"no such file of this log\n"

    def _checkpoint(self) -> bytes:
        head = self.log.head()
        size, root = head["tree_size"], head["sha256_root_hash"]
        signature = int(str(head["timestamp"])).to_bytes(8)
        signature += base64.b64decode(str(head["tree_head_signature"]))
        named = self.origin.encode() + b"\n\x05" + self.log.log_id
        signed = base64.b64encode(hashlib.sha256(named).digest()[:4] + signature).decode()
        return f"{self.origin}\n{size}\n{root}\n\n— {self.origin} {signed}\n".encode()

    def _tile(self, level: str, number: int, width: int) -> bytes:
        """Return a tile, or nothing when the tree has none such."""
        height = 0 if level == "data" else 8 * int(level)
        first = number * WIDTH
        if first + width > self.log.size >> height:
            return b""
        if level != "data":
            return self.log.hashes(height, first, width)
        return gzip.compress(b"".join(map(self._leaf, self.log.raw(first, first + width - 1))), 1)

    def _leaf(self, entry: tuple[bytes, bytes]) -> bytes:
        """TileLeaf: the timestamped entry, the precertificate if any, the chain's fingerprints."""
        leaf, extra = entry
        pre = extra[: 3 + int.from_bytes(extra[:3])] if leaf[10:12] == b"\x00\x01" else b""
        chain = b"".join(hashlib.sha256(der).digest() for der in self.log.issuers)
        return leaf[2:] + pre + len(chain).to_bytes(2) + chain
