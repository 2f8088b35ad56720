"""The certificate log's file: certificates in the order in which they were logged."""

import hashlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

_VERSION = 1
_TABLES = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE about (scenario TEXT NOT NULL, round INTEGER NOT NULL, key BLOB NOT NULL);
CREATE TABLE logged (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at INTEGER NOT NULL,
    leaf BLOB NOT NULL, precert_hash BLOB NOT NULL, hash BLOB NOT NULL);
"""


class About(msgspec.Struct, frozen=True):
    """Whose log it is, the last round that was logged, and the key of its heads."""

    scenario: str
    round: int
    key: bytes


class LogFile:
    """Certificates by number from 0 on, without a gap. Safe for threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        if not self._path.exists():
            # The key stands in it.
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        db = sqlite3.connect(self._path, check_same_thread=False)
        self._close = weakref.finalize(self, db.close)
        return db

    def about(self) -> About | None:
        """Return whose log it is; None when there is none that can be read."""
        with self._lock:
            try:
                [version] = self._db.execute("PRAGMA user_version").fetchone()
                if version != _VERSION:
                    return None
                self._db.execute("PRAGMA synchronous = OFF")
                row = self._db.execute("SELECT scenario, round, key FROM about").fetchone()
                # Reads the last page: a file cut short by a full disk says so here.
                self._db.execute("SELECT hash FROM logged ORDER BY number DESC LIMIT 1").fetchone()
            except sqlite3.DatabaseError:
                return None
        return About(*row) if row else None

    def begin(self, scenario: str, number: int, key: bytes) -> None:
        """Forget everything and begin anew."""
        with self._lock:
            self._close()
            self._path.unlink(missing_ok=True)
            self._db = self._open()
            self._db.executescript(_TABLES)
            self._db.execute("INSERT INTO about VALUES (?, ?, ?)", (scenario, number, key))
            self._db.commit()

    def move(self, number: int) -> None:
        """Remember the round."""
        with self._lock:
            self._db.execute("UPDATE about SET round = ?", (number,))
            self._db.commit()

    def hashes(self) -> Iterator[bytes]:
        """Every leaf hash in order, two of each certificate."""
        rows = self._db.execute("SELECT precert_hash, hash FROM logged ORDER BY number")
        for pair in rows:
            yield from pair

    def new(self, found: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """Yield those of many (time in ms, certificate) that are not logged, the oldest first.

        They are sorted on disk: there may be hundreds of thousands.
        """
        self._run("CREATE TEMP TABLE IF NOT EXISTS incoming (at INTEGER, id BLOB, leaf BLOB)")
        self._run("DELETE FROM incoming")
        for at, leaf in found:
            name = hashlib.sha256(leaf).digest()
            if not self._run("SELECT 1 FROM logged WHERE id = ?", name):
                self._run("INSERT INTO incoming VALUES (?, ?, ?)", at, name, leaf)
        self._run("CREATE INDEX IF NOT EXISTS incoming_order ON incoming (at, id)")
        last = (-(1 << 62), b"")
        query = (
            "SELECT at, id, leaf FROM incoming WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT 500"
        )
        while rows := self._run(query, *last):
            for at, name, leaf in rows:
                yield at, leaf
                last = at, name
        self._run("DROP TABLE incoming")

    def keep(self, at: int, leaf: bytes, hashes: tuple[bytes, bytes]) -> bool:
        """Log one; False when it stands there already."""
        number = "(SELECT coalesce(max(number) + 1, 0) FROM logged)"
        row = (hashlib.sha256(leaf).digest(), at, leaf, *hashes)
        with self._lock:
            done = self._db.execute(
                f"INSERT OR IGNORE INTO logged VALUES ({number}, ?, ?, ?, ?, ?)",  # noqa: S608
                row,
            )
        return done.rowcount == 1

    def range(self, first: int, last: int) -> list[tuple[int, int, bytes]]:
        """Return number, time and certificate from ``first`` to ``last`` inclusive."""
        query = "SELECT number, at, leaf FROM logged WHERE number BETWEEN ? AND ? ORDER BY number"
        with self._lock:
            return self._db.execute(query, (first, last)).fetchall()

    def commit(self) -> None:
        """Write what was logged."""
        with self._lock:
            self._db.commit()

    def _run(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._db.execute(query, values).fetchall()
