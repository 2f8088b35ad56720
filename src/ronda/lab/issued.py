"""The certificates that the lab's authority has made, kept in one file however many they are."""

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

_SAME = timedelta(days=1).total_seconds()
_COMMIT_EVERY = 2_000
# Another process may be writing into the same file for a moment.
_PATIENCE = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS issued (
    slug BLOB NOT NULL, start INTEGER NOT NULL, until INTEGER NOT NULL,
    key BLOB NOT NULL, leaf BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS issued_slug ON issued (slug);
"""


class Kept(msgspec.Struct, frozen=True):
    """A certificate and its key, both DER."""

    start: datetime
    key: bytes
    leaf: bytes


class IssuedStore:
    """A table of certificates by what was asked for. Safe for threads."""

    def __init__(self, path: Path) -> None:
        fresh = not path.exists()
        if fresh:
            # Keys stand in it.
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_TABLE)
        self._batched = False
        self._waiting = 0

    def find(self, slug: bytes, start: datetime, until: datetime, now: datetime) -> Kept | None:
        """Return a certificate whose dates differ by less than a day, and which is as valid or
        invalid at ``now`` as these are; the oldest first."""
        at, begin, end = now.timestamp(), start.timestamp(), until.timestamp()
        with self._lock:
            rows = self._db.execute(
                "SELECT start, until, key, leaf FROM issued WHERE slug = ? ORDER BY rowid", (slug,)
            ).fetchall()
        for old_begin, old_end, key, leaf in rows:
            close = abs(old_begin - begin) < _SAME and abs(old_end - end) < _SAME
            if close and (old_begin <= at) == (begin <= at) and (old_end < at) == (end < at):
                return Kept(datetime.fromtimestamp(old_begin, UTC), key, leaf)
        return None

    def add(self, slug: bytes, until: datetime, made: Kept) -> None:
        """Keep a certificate."""
        row = (slug, int(made.start.timestamp()), int(until.timestamp()), made.key, made.leaf)
        with self._lock:
            self._db.execute("INSERT INTO issued VALUES (?, ?, ?, ?, ?)", row)
            self._waiting += 1
            if not self._batched or self._waiting >= _COMMIT_EVERY:
                self._commit()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Write many at a time meanwhile; others wait for a second at most."""
        self._batched = True
        try:
            yield
        finally:
            self._batched = False
            self._commit()

    def _commit(self) -> None:
        with self._lock:
            self._db.commit()
            self._waiting = 0
