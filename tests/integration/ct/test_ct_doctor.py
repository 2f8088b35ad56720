"""The doctor on discovery: what is set, what is fresh, and what the last readings met."""

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.utils import timezone

from ronda.accounts.models import Person, Role
from ronda.discovery.models import SourceRun, SourceState
from ronda.engine.discover.parts.ctlog_list import CtLog
from ronda.engine.discover.parts.ctlog_state import LogState
from ronda.inbox.models import Delivery, DeliveryState, Message
from ronda.lab.servers.loglist import log_list
from ronda.lab.servers.mailbox import running_mailbox
from ronda.upkeep.doctor import ct_list, ct_reading, messages, sources
from ronda.upkeep.doctor.contract import Item

pytestmark = pytest.mark.django_db


def said(look: Callable[[], Iterator[Item]]) -> dict[str, Item]:
    return {item.id: item for item in look()}


def states(look: Callable[[], Iterator[Item]]) -> dict[str, str]:
    return {key: item.state for key, item in said(look).items()}


@pytest.fixture
def log_file(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "log_list.json"
    path.write_bytes(log_list())
    settings.RONDA_CT_LOG_LIST = str(path)
    settings.RONDA_CT_LOGS = ()
    return path


def read_at(when: datetime, **fields: Any) -> None:
    SourceRun.objects.create(source="ct", started_at=when, finished_at=when, **fields)


def test_a_fresh_list_and_a_fresh_reading_are_fine(log_file: Path) -> None:
    read_at(timezone.now())
    assert states(ct_reading.look) == {"ct_reading.list_age": "ok", "ct_reading.last": "ok"}


def test_an_old_list_and_a_reader_that_stands_still_are_named(log_file: Path) -> None:
    listed = json.loads(log_file.read_text())
    listed["log_list_timestamp"] = "2025-01-01T00:00:00Z"
    log_file.write_text(json.dumps(listed))
    read_at(timezone.now() - timedelta(hours=3))
    found = said(ct_reading.look)
    assert {item.state for item in found.values()} == {"warning"}
    assert "180 minutes" in found["ct_reading.last"].text.en


def test_a_log_that_lied_is_named_also_when_the_last_reading_was_good(log_file: Path) -> None:
    read_at(timezone.now(), funnel={"log_lies": 3})
    assert "3 times" in said(ct_reading.look)["ct_reading.lied"].text.en
    SourceRun.objects.update(errors=[{"id": "Log X berbohong.", "en": "Log X lies."}])
    assert "Log X lies." in said(ct_reading.look)["ct_reading.errors"].text.en


def test_how_far_a_log_is_read_is_known_by_its_key() -> None:
    log = CtLog("https://log.example", key=b"kunci")
    assert ct_list.read_to(log, 900) == 900  # never read: said elsewhere
    trees = {log.log_id: msgspec.to_builtins(LogState(100))}
    SourceState.objects.create(source="ct", checkpoint={"trees": trees})
    assert ct_list.read_to(log, 900) == 100


def test_query_logs_are_there_readable_and_fresh(tmp_path: Path, settings: Any) -> None:
    settings.RONDA_OWN_RANGES = ("192.0.2.0/24",)
    settings.RONDA_QUERY_LOGS = ()
    assert states(sources.look) == {
        "sources.query_logs": "warning",
        "sources.own_ranges": "ok",
    }
    log = tmp_path / "queries.log"
    log.write_text("x")
    settings.RONDA_QUERY_LOGS = (str(log), str(tmp_path / "tidak-ada*"))
    found = states(sources.look)
    assert found["sources.query_logs"] == "ok"
    assert found[f"sources.query_logs.{tmp_path / 'tidak-ada*'}"] == "error"
    old = time.time() - 5 * 86400
    os.utime(log, (old, old))
    assert states(sources.look)["sources.query_logs.stale"] == "warning"


@pytest.mark.parametrize(
    ("ranges", "key"),
    [
        (("192.0.2.1/24",), "sources.own_ranges.192.0.2.1/24"),
        (("10.0.0.0/8",), "sources.own_ranges.large"),
    ],
)
def test_a_range_that_cannot_be_asked_is_an_error(
    settings: Any, ranges: tuple[str, ...], key: str
) -> None:
    settings.RONDA_OWN_RANGES = ranges
    assert states(sources.look)[key] == "error"


def test_each_source_whose_last_run_failed_or_is_long_ago_is_named() -> None:
    now = timezone.now()
    SourceRun.objects.create(
        source="zone", started_at=now, errors=[{"id": "Ditolak.", "en": "Refused."}]
    )
    SourceRun.objects.create(source="nsec", started_at=now - timedelta(days=5))
    SourceRun.objects.create(source="lookalikes", started_at=now)
    found = said(sources.look)
    assert "Refused." in found["sources.zone"].text.en
    assert found["sources.nsec"].state == "warning"
    assert found["sources.runs"].text.en.startswith("1 sources")


def test_a_mail_server_that_does_not_answer_and_what_waits_for_it_are_named(
    settings: Any,
) -> None:
    settings.RONDA_SMTP, settings.RONDA_MAIL_FROM = "", ""
    assert states(messages.look) == {"messages.none": "warning"}
    settings.RONDA_SMTP = "smtp://127.0.0.1:1"
    assert "RONDA_MAIL_FROM" in said(messages.look)["messages.email"].text.en
    settings.RONDA_MAIL_FROM = "ronda@contohprov.go.id"
    person = Person.objects.create(username="petugas", role=Role.OFFICER)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    message = Message.objects.create(
        person=person, topic="candidates", title={}, body={}, path="/", made_at=hour_ago
    )
    row = Delivery.objects.create(message=message, channel="email", due_at=hour_ago)
    found = said(messages.look)
    assert "127.0.0.1" in found["messages.email"].text.en
    assert found["messages.email.people"].state == "warning"
    assert found["messages.email.undelivered"].text.en.startswith("E-mail: 1 messages wait")
    Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.SENT)
    with running_mailbox() as box:
        settings.RONDA_SMTP = box.setting
        found = said(messages.look)
    assert found["messages.email"].state == "ok"
    assert "messages.email.undelivered" not in found
