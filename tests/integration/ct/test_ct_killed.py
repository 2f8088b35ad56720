"""A reader killed with SIGKILL goes on where its last transaction ended."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from support.ct_lab import CtLab

READER = """
import asyncio, json, sqlite3, sys, time
from datetime import UTC, datetime
from ronda.engine.discover import ct
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext
from ronda.engine.discover.parts import ctlog_reader
from ronda.engine.netconfig import NetConfig

ctlog_reader.CHUNK = 16
db = sqlite3.connect(sys.argv[1])
db.execute("CREATE TABLE IF NOT EXISTS state (one PRIMARY KEY, text)")
db.execute("CREATE TABLE IF NOT EXISTS sighted (url)")
row = db.execute("SELECT text FROM state").fetchone()
context = SourceContext(
    net=NetConfig(resolvers=(), user_agent="Ronda"),
    now=datetime(2026, 6, 1, tzinfo=UTC),
    ct_log_list=sys.argv[2],
    watched=("dinkes",),
    checkpoint=json.loads(row[0]) if row else {},
)

async def run():
    async for event in ct.discover(context):
        if isinstance(event, Sighting):
            db.execute("INSERT INTO sighted VALUES (?)", (event.url,))
        elif isinstance(event, Checkpoint):
            state = json.dumps(event.state)
            db.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", (state,))
            db.commit()
            print("kept", flush=True)
            time.sleep(0.01)
        elif isinstance(event, Note) and event.level == "error":
            print("error", event.text.en, flush=True)
    db.commit()

asyncio.run(run())
"""


@pytest.mark.parametrize("face", ["rfc6962", "static"])
def test_a_killed_run_leaves_no_gap_and_repeats_nothing(tmp_path: Path, face: str) -> None:
    lab = CtLab(tmp_path)
    lab.strangers(100, "dinkes{}.id")
    with lab.serving():
        command = [sys.executable, "-c", READER, str(tmp_path / "db"), lab.lists[face]]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(4):
                assert process.stdout.readline() == "kept\n"
            os.kill(process.pid, signal.SIGKILL)
            process.stdout.read()
        assert process.returncode == -signal.SIGKILL
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "error" not in done.stdout
    rest = done.stdout.count("kept")
    assert 0 < rest <= 13 - 4
    found = [url for [url] in sqlite3.connect(tmp_path / "db").execute("SELECT url FROM sighted")]
    assert found == [f"https://dinkes{n:03}.id/" for n in range(100)]
