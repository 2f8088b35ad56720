"""The list of certificate logs: can it be used, is each head signed with its log's key, is all read?"""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError

from ronda.engine.discover.parts.ctlog_client import client_of
from ronda.engine.discover.parts.ctlog_heads import Head, LogKey
from ronda.engine.discover.parts.ctlog_list import BadList, CtLog, read_list
from ronda.engine.discover.parts.ctlog_state import BadState, LogLies, states_in
from ronda.engine.discover.parts.fetch import Endpoint, FetchFailed
from ronda.engine.netconfig import BadSetting, NetConfig, from_env
from ronda.upkeep.doctor.contract import Item, error, ok, warning

PATIENCE = 5.0
"""Seconds that each log may take."""
BEHIND = 500_000  # entries: a busy log's of some hours


def look() -> Iterator[Item]:
    """Look at the list and at every log on it whose time is not over."""
    path = settings.RONDA_CT_LOG_LIST
    if not path:
        return
    try:
        net, logs = from_env(os.environ), read_list(path)
    except BadSetting:
        return  # said by the subject that looks at the network
    except BadList as problem:
        yield error(
            "ct_log_list",
            f"Daftar log CT {path} tidak dapat dipakai ({problem}).",
            f"The list of CT logs {path} cannot be used ({problem}).",
            "Perbaiki berkas di RONDA_CT_LOG_LIST; formatnya log_list.json versi 3.",
            "Mend the file in RONDA_CT_LOG_LIST; its format is log_list.json version 3.",
        )
        return
    for log in logs:
        if log.over is None or log.over > datetime.now(UTC):
            yield from _log(log, net)


def _log(log: CtLog, net: NetConfig) -> Iterator[Item]:
    key = f"ct_log_list.{log.base}"
    try:
        head = asyncio.run(_head(log, net))
    except (FetchFailed, TimeoutError, OSError) as problem:
        words = str(problem)[:200] or type(problem).__name__
        yield error(
            key,
            f"Log CT {log.name} tidak dapat dibaca ({words}).",
            f"The CT log {log.name} cannot be read ({words}).",
            "Periksa alamatnya dan jalur keluar ke internet.",
            "Check its address and the way out to the Internet.",
        )
        return
    except LogLies as lie:
        yield error(
            key,
            f"Kepala log CT {log.name} tidak ditandatangani dengan kuncinya ({lie.detail}).",
            f"The head of the CT log {log.name} is not signed with its key ({lie.detail}).",
            "Periksa alamat dan kuncinya di RONDA_CT_LOG_LIST.",
            "Check its address and key in RONDA_CT_LOG_LIST.",
        )
        return
    yield ok(
        key,
        f"Log CT {log.name}: {head.size} entri, ditandatangani dengan kuncinya.",
        f"CT log {log.name}: {head.size} entries, signed with its key.",
    )
    left = head.size - read_to(log, head.size)
    if left > BEHIND:
        yield warning(
            f"{key}.behind",
            f"Log CT {log.name}: {left} entri belum terbaca.",
            f"CT log {log.name}: {left} entries are not read yet.",
            "Pastikan pekerja berjalan (ronda serve atau ronda work) dan tidak dihentikan; sesudah "
            "lama mati, tunggu: ia mengejar 2.000.000 entri setiap kali membaca.",
            "Make sure that the worker runs (ronda serve or ronda work) and is not stopped; after a "
            "long time off, wait: it catches up by 2,000,000 entries each time.",
        )


def read_to(log: CtLog, size: int) -> int:
    """Return how far a log was read; ``size`` when that is not known (said by other subjects)."""
    from ronda.discovery.models import SourceState

    try:
        row = SourceState.objects.filter(source="ct").first()
        state = states_in(row.checkpoint).get(log.log_id) if row else None
    except (DatabaseError, BadState):
        return size
    return state.at if state else size


async def _head(log: CtLog, net: NetConfig) -> Head:
    endpoint = Endpoint(log.base, net)
    try:
        async with asyncio.timeout(PATIENCE):
            return await client_of(log, endpoint).head(LogKey(log.key))
    finally:
        endpoint.close()
