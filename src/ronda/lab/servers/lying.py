"""A certificate log that lies, each way by its name: what a reader must catch."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from ronda.lab.ca import Authority
from ronda.lab.servers.log import Log
from ronda.lab.servers.merkle import Tree, leaf_hash

LIES = ("signature", "shrunk", "forked", "entries", "withheld")


class LyingLog(Log):
    """A log that tells the truth until ``lie`` is set to one of :data:`LIES`.

    ``signature``: heads are signed with another key. ``shrunk``: a signed head of half the size.
    ``forked``: the first entry is another one, in a tree that is signed and proved as it is.
    ``entries``: one entry is not the one that the tree holds. ``withheld``: the first entry of
    each answer is passed over, those after it move up, and the last is repeated.
    """

    def __init__(self, path: Path, authority: Authority) -> None:
        super().__init__(path, authority)
        self.lie = ""
        self._stranger = ec.generate_private_key(ec.SECP256R1())

    def sign_head(self, size: int, root: bytes) -> dict[str, object]:
        """As :class:`Log`, unless it lies about it."""
        if self.lie == "shrunk" and size == self.size:
            return super().sign_head(size // 2, self._tree.root(size // 2))
        return super().sign_head(size, root)

    def raw(self, start: int, end: int) -> list[tuple[bytes, bytes]]:
        """As :class:`Log`, unless it lies about it."""
        found = super().raw(start, end)
        if self.lie == "withheld":
            return found[1:] + found[-1:]
        if self.lie == "entries":
            leaf, extra = found[-1]
            found[-1] = leaf[:9] + bytes([leaf[9] ^ 1]) + leaf[10:], extra
        elif self.lie == "forked" and start == 0:
            found[0] = _other(found[0][0]), found[0][1]
        return found

    def tell(self, lie: str) -> None:
        """Lie from now on."""
        if lie not in LIES:
            raise ValueError(f"no lie is called {lie!r}")
        if lie == "forked":
            hashes = [self._tree.row(0, n, 1) for n in range(len(self._tree))]
            hashes[0] = leaf_hash(_other(super().raw(0, 0)[0][0]))
            self._tree = Tree(hashes)
        self.lie = lie

    def _signer(self) -> ec.EllipticCurvePrivateKey:
        return self._stranger if self.lie == "signature" else super()._signer()


def _other(leaf: bytes) -> bytes:
    """The same entry, logged at another time."""
    return leaf[:2] + bytes(8) + leaf[10:]
