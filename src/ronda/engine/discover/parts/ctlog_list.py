"""The list of certificate logs to read, from a file in the public v3 format (log_list.json)."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from ronda.engine.discover.parts.ctlog_heads import BadKey, LogKey

MAX_LIST = 8 * 1024 * 1024
READ_STATES = ("usable", "qualified", "readonly")
"""States of a log in which its entries can be read; the others never answered or are gone."""


class BadList(ValueError):
    """The list or one log in it cannot be used; the message (English) says why."""


class CtLog(msgspec.Struct, frozen=True):
    """A log to read. Without a key nothing that it says can be verified."""

    base: str  # where it is read: RFC 6962's base address, or the monitoring prefix
    kind: Literal["rfc6962", "static"] = "rfc6962"
    key: bytes = b""  # SubjectPublicKeyInfo, DER
    name: str = ""
    origin: str = ""  # of a static log's checkpoints
    over: datetime | None = None  # end of the shard: it takes no certificate that ends later

    @property
    def log_id(self) -> str:
        """The identity of the log: SHA-256 of its key, in hexadecimal."""
        return hashlib.sha256(self.key).hexdigest()


class _Interval(msgspec.Struct):
    end_exclusive: datetime


class _Log(msgspec.Struct):
    key: str
    log_id: str = ""
    description: str = ""
    url: str = ""
    submission_url: str = ""
    monitoring_url: str = ""
    state: dict[str, msgspec.Raw] = {}
    temporal_interval: _Interval | None = None


class _Operator(msgspec.Struct):
    name: str = ""
    logs: list[_Log] = []
    tiled_logs: list[_Log] = []


class _List(msgspec.Struct):
    operators: list[_Operator]
    log_list_timestamp: datetime | None = None


def made_at(path: str) -> datetime | None:
    """Return when a list was made; None when it does not say. Raises :class:`BadList`."""
    made = _decoded(_body(path)).log_list_timestamp
    return made if made is None or made.tzinfo is not None else made.replace(tzinfo=UTC)


def read_list(path: str) -> tuple[CtLog, ...]:
    """Return the logs of a list that are in a state to be read, in the list's order.

    Raises :class:`BadList`, also when one log's key or identity is wrong: a list that cannot be
    trusted in one place is mended, not half used.
    """
    return parse_list(_body(path))


def _body(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_LIST + 1)
    except OSError as error:
        raise BadList(f"{error.strerror or error}") from error


def parse_list(body: bytes) -> tuple[CtLog, ...]:
    """Return the logs of a list's text; see :func:`read_list`."""
    found = tuple(_chosen(_decoded(body).operators))
    if not found:
        raise BadList("no log in it is in a state to be read")
    return found


def _decoded(body: bytes) -> _List:
    if len(body) > MAX_LIST:
        raise BadList(f"larger than {MAX_LIST} bytes")
    try:
        return msgspec.json.decode(body, type=_List)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadList(f"not the v3 format: {error}") from error


def _chosen(operators: Iterable[_Operator]) -> Iterator[CtLog]:
    for operator in operators:
        for log in operator.logs:
            if _readable(log):
                yield _log(log, "rfc6962", log.url, log.url)
        for log in operator.tiled_logs:
            if _readable(log):
                yield _log(log, "static", log.monitoring_url, log.submission_url)


def _readable(log: _Log) -> bool:
    return not log.state or any(state in log.state for state in READ_STATES)


def _log(log: _Log, kind: Literal["rfc6962", "static"], base: str, named: str) -> CtLog:
    name = (log.description or base)[:200]
    try:
        key = base64.b64decode(log.key, validate=True)
        LogKey(key)
    except (binascii.Error, ValueError, BadKey) as error:
        raise BadList(f"log {name!r}: key: {error}") from error
    if log.log_id and log.log_id != base64.b64encode(hashlib.sha256(key).digest()).decode():
        raise BadList(f"log {name!r}: log_id is not the SHA-256 of the key")
    try:
        parts, origin = urlsplit(base), urlsplit(named)
    except ValueError as error:
        raise BadList(f"log {name!r}: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.netloc or not origin.netloc:
        raise BadList(f"log {name!r}: {base[:200]!r} is no http or https address")
    over = log.temporal_interval.end_exclusive if log.temporal_interval else None
    if over is not None and over.tzinfo is None:
        over = over.replace(tzinfo=UTC)
    prefix = (origin.netloc + origin.path).rstrip("/")
    return CtLog(base.rstrip("/"), kind, key, name, prefix, over)


def logs_to_read(path: str, bases: Iterable[str]) -> tuple[CtLog, ...]:
    """Return the list's logs, then those set by address alone that the list does not name."""
    listed = read_list(path) if path else ()
    known = {log.base for log in listed}
    plain = (CtLog(base.rstrip("/"), name=base) for base in bases)
    return listed + tuple(log for log in plain if log.base not in known)
