"""The register as attribution knows it, made once for all the shards of a process."""

import threading
import time

import msgspec
from django.db.models import Max

from ronda.engine.attribute.contract import Gazetteer
from ronda.register.gazetteer import gazetteer
from ronda.register.models import Agency, AgencyName, Contact, Site, Zone

# Seconds after which the looks that visits keep are read again; what people change counts at once.
AGE = 30.0
_Version = tuple[int, ...]


class _Kept(msgspec.Struct, frozen=True):
    version: _Version
    made_at: float
    gazetteer: Gazetteer


_lock = threading.Lock()
_kept: _Kept | None = None


def known() -> Gazetteer:
    """Return the gazetteer: to make it, and attribution's indexes of it, takes long.

    The same object is returned until somebody changes the register, at most for ``AGE`` seconds.
    """
    global _kept
    with _lock:
        version = _version()
        now = time.monotonic()
        if _kept is None or _kept.version != version or now - _kept.made_at > AGE:
            _kept = _Kept(version, now, gazetteer())
        return _kept.gazetteer


def forget() -> None:
    """Make it anew when next asked for: another database or other settings."""
    global _kept
    with _lock:
        _kept = None


def _version() -> _Version:
    """What changes whenever the register does: the last entry of each history."""
    entered = (Agency, AgencyName, Contact, Site, Zone)
    # office-wide: attribution works for the office, no person asks here
    return tuple(m.history.aggregate(last=Max("history_id"))["last"] or 0 for m in entered)
