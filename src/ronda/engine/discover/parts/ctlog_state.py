"""What is kept of each certificate log between runs, and what a lie of a log is."""

from collections.abc import Mapping

import msgspec

from ronda.engine.discover.parts.ctlog_heads import Head
from ronda.engine.discover.parts.ctlog_tree import Frontier
from ronda.engine.text import Text


class LogLies(Exception):
    """A log contradicts its signature, its past or its entries. ``kind`` is a stable key."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


class BadState(ValueError):
    """What is stored of a log cannot be read back."""


class LogState(msgspec.Struct, frozen=True):
    """How far a log was read, and what was proved of it."""

    at: int  # entries read, from 0 on without a gap since the reading began
    frontier: tuple[str, ...] = ()  # of the first ``at`` entries, hexadecimal
    size: int = 0  # of the newest verified tree head
    root: str = ""
    timestamp: int = 0

    @classmethod
    def of(cls, frontier: Frontier, head: Head) -> "LogState":
        """Return the state after reading up to a frontier below a head."""
        nodes = tuple(node.hex() for node in frontier.nodes)
        return cls(frontier.size, nodes, head.size, head.root.hex(), head.timestamp)

    def read(self) -> tuple[Frontier, Head]:
        """Return frontier and head; raises :class:`BadState`."""
        try:
            frontier = Frontier(self.at, [bytes.fromhex(node) for node in self.frontier])
            return frontier, Head(self.size, bytes.fromhex(self.root), self.timestamp)
        except ValueError as error:
            raise BadState(str(error)) from error


def states_in(checkpoint: Mapping[str, object]) -> dict[str, LogState]:
    """Return the states of verified logs by log id; raises :class:`BadState`."""
    try:
        return msgspec.convert(checkpoint.get("trees") or {}, dict[str, LogState])
    except msgspec.ValidationError as error:
        raise BadState(str(error)) from error


def positions_in(checkpoint: Mapping[str, object]) -> dict[str, int]:
    """Return how far logs without a key were read, by address."""
    stored = checkpoint.get("logs")
    if not isinstance(stored, Mapping):
        return {}
    return {str(k): v for k, v in stored.items() if isinstance(v, int) and v >= 0}


_LIES = {
    "signature": Text(
        "kepala pohonnya tidak ditandatangani dengan kuncinya",
        "its tree head is not signed with its key",
    ),
    "shrunk": Text("catatan itu menyusut", "it has shrunk"),
    "forked": Text("isi lama catatan itu telah diubah", "its past was rewritten"),
    "entries": Text(
        "isinya tidak cocok dengan yang ditandatanganinya",
        "its entries are not those that it signed for",
    ),
}


def lie_told(name: str, lie: LogLies) -> Text:
    """Return the error in words."""
    what = _LIES[lie.kind]
    return Text(
        "Catatan sertifikat {name} tidak dapat dipercaya: " + what.id + " ({detail}). Tidak ada "
        "yang diambil dari bagian itu dan titik baca tidak bergeser. Periksa alamat dan kunci di "
        "RONDA_CT_LOG_LIST; bila benar, laporkan kepada pengelola catatan itu dan hapus dari "
        "daftar.",
        "The certificate log {name} cannot be trusted: " + what.en + " ({detail}). Nothing was "
        "taken from that part and the reading point did not move. Check address and key in "
        "RONDA_CT_LOG_LIST; when they are right, report it to the log's operator and take the "
        "log off the list.",
    ).fill(name=name[:300], detail=lie.detail[:400])


def no_list(path: str, detail: str) -> Text:
    """Return the words for a list that cannot be used."""
    return Text(
        "Daftar catatan sertifikat {path} tidak dapat dipakai ({detail}). Perbaiki berkas di "
        "RONDA_CT_LOG_LIST; formatnya log_list.json versi 3.",
        "The list of certificate logs {path} cannot be used ({detail}). Mend the file in "
        "RONDA_CT_LOG_LIST; its format is log_list.json version 3.",
    ).fill(path=path, detail=detail[:400])


def no_state(name: str, detail: str) -> Text:
    """Return the words for a stored state that cannot be read back."""
    return Text(
        "Titik baca catatan {name} yang tersimpan rusak ({detail}), sehingga catatan itu tidak "
        "dibaca. Pulihkan basis data dari cadangan.",
        "The stored reading point of log {name} is broken ({detail}), so the log is not read. "
        "Restore the database from a backup.",
    ).fill(name=name[:300], detail=detail[:400])


def unreachable(base: str, detail: str) -> Text:
    """Return the words for a log that gives no proper answer."""
    return Text(
        "Catatan sertifikat {base} tidak dapat dibaca ({detail}). Yang sudah terbaca disimpan dan "
        "ronda berikutnya melanjutkan dari situ; periksa alamatnya di RONDA_CT_LOGS atau "
        "RONDA_CT_LOG_LIST dan jaringan.",
        "The certificate log {base} cannot be read ({detail}). What was read is kept and the next "
        "run goes on from there; check its address in RONDA_CT_LOGS or RONDA_CT_LOG_LIST and the "
        "network.",
    ).fill(base=base, detail=detail[:400])


def shrunk(base: str, at: int, size: int) -> Text:
    """Return the words for a log without a key that has fewer entries than were read."""
    return Text(
        "Catatan sertifikat {base} mengaku berisi {size} entri, padahal {at} sudah terbaca. "
        "Catatan yang benar tidak pernah menyusut: periksa apakah alamatnya masih catatan yang "
        "sama. Tidak ada yang dibaca kali ini.",
        "The certificate log {base} claims {size} entries, although {at} were read before. A "
        "proper log never shrinks: check whether the address is still the same log. Nothing was "
        "read this time.",
    ).fill(base=base, size=size, at=at)
