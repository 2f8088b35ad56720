"""The list of certificate logs: can it be used, and is each log's head signed with its key?"""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings

from ronda.engine.discover.parts.ctlog_client import client_of
from ronda.engine.discover.parts.ctlog_heads import Head, LogKey
from ronda.engine.discover.parts.ctlog_list import BadList, CtLog, read_list
from ronda.engine.discover.parts.ctlog_state import LogLies
from ronda.engine.discover.parts.fetch import Endpoint, FetchFailed
from ronda.engine.netconfig import BadSetting, NetConfig, from_env
from ronda.upkeep.doctor.contract import Item, error, ok

PATIENCE = 5.0
"""Seconds that each log may take."""


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
            yield _log(log, net)


def _log(log: CtLog, net: NetConfig) -> Item:
    key = f"ct_log_list.{log.base}"
    try:
        head = asyncio.run(_head(log, net))
    except (FetchFailed, TimeoutError, OSError) as problem:
        words = str(problem)[:200] or type(problem).__name__
        return error(
            key,
            f"Log CT {log.name} tidak dapat dibaca ({words}).",
            f"The CT log {log.name} cannot be read ({words}).",
            "Periksa alamatnya dan jalur keluar ke internet.",
            "Check its address and the way out to the Internet.",
        )
    except LogLies as lie:
        return error(
            key,
            f"Kepala log CT {log.name} tidak ditandatangani dengan kuncinya ({lie.detail}).",
            f"The head of the CT log {log.name} is not signed with its key ({lie.detail}).",
            "Periksa alamat dan kuncinya di RONDA_CT_LOG_LIST.",
            "Check its address and key in RONDA_CT_LOG_LIST.",
        )
    return ok(
        key,
        f"Log CT {log.name}: {head.size} entri, ditandatangani dengan kuncinya.",
        f"CT log {log.name}: {head.size} entries, signed with its key.",
    )


async def _head(log: CtLog, net: NetConfig) -> Head:
    endpoint = Endpoint(log.base, net)
    try:
        async with asyncio.timeout(PATIENCE):
            return await client_of(log, endpoint).head(LogKey(log.key))
    finally:
        endpoint.close()
