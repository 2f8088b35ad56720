"""The lab's log in the public list format, version 3: once by RFC 6962, once by its tiles."""

import base64
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

LOG_LIST = "log_list.json"
TILED_LIST = "log_list.tiled.json"
_MERGE_DELAY = 86_400


def listed(spki: bytes, **where: str) -> dict[str, object]:
    """Return one log of a list; ``where`` is url, or submission_url and monitoring_url."""
    return {
        "description": "Ronda's lab",
        "log_id": base64.b64encode(hashlib.sha256(spki).digest()).decode(),
        "key": base64.b64encode(spki).decode(),
        "mmd": _MERGE_DELAY,
        "state": {"usable": {"timestamp": "2026-01-01T00:00:00Z"}},
        **where,
    }


def log_list(*, logs: tuple[object, ...] = (), tiled: tuple[object, ...] = ()) -> bytes:
    """Return a list of one operator."""
    operator = {"name": "Lab", "email": [], "logs": logs, "tiled_logs": tiled}
    whole = {
        "version": "1.0",
        "log_list_timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "operators": [operator],
    }
    return msgspec.json.format(msgspec.json.encode(whole))


def write_lists(folder: Path, spki: bytes, base: str, tiled: str) -> None:
    """Write both lists, each as a whole."""
    by_tiles = listed(spki, submission_url=f"{tiled}/", monitoring_url=f"{tiled}/")
    for name, body in (
        (LOG_LIST, log_list(logs=(listed(spki, url=f"{base}/"),))),
        (TILED_LIST, log_list(tiled=(by_tiles,))),
    ):
        fresh = folder / f"{name}.new"
        fresh.write_bytes(body)
        os.replace(fresh, folder / name)
