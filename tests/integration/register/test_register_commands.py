"""The commands that set up and look after an installation, typed as an operator would."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest


def ronda(var: Path, *arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Ronda on an installation of its own."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("RONDA_")},
        "RONDA_VAR": str(var),
        "RONDA_RESOLVER": "127.0.0.1:1",
        "LANG": "en_US.UTF-8",
        "COLUMNS": "200",
        **settings,
    }
    return subprocess.run(
        [Path(sys.executable).with_name("ronda"), *map(str, arguments)],
        env=environment, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation just set up."""
    var = tmp_path_factory.mktemp("ready") / "var"
    done = ronda(var, "init", RONDA_ZONES="rembulanprov.go.id")
    assert done.returncode == 0, done.stderr
    return var


@pytest.fixture
def var(ready: Path, tmp_path: Path) -> Path:
    """A copy of that installation, to be changed."""
    return Path(shutil.copytree(ready, tmp_path / "var"))


def test_init_is_safe_to_repeat(var: Path) -> None:
    first = (var / "first-sign-in.txt").read_text()
    again = ronda(var, "init", "--json", RONDA_ZONES="rembulanprov.go.id@192.0.2.53, b.go.id")
    assert json.loads(again.stdout) == {
        "zones": ["b.go.id", "rembulanprov.go.id"],
        "first_officer": "",
    }
    assert (var / "first-sign-in.txt").read_text() == first
    assert (var / "first-sign-in.txt").stat().st_mode & 0o777 == 0o600
    assert not var.stat().st_mode & 0o007


def test_init_names_the_setting_that_it_cannot_read(var: Path) -> None:
    done = ronda(var, "init", RONDA_ZONES="rembulanprov.go.id@")
    assert done.returncode == 1
    assert "RONDA_ZONES" in done.stderr


def test_init_says_when_the_database_is_out_of_reach(tmp_path: Path) -> None:
    url = "postgres://ronda@127.0.0.1:1/x"
    done = ronda(tmp_path / "var", "init", RONDA_DATABASE_URL=url)
    assert done.returncode == 1
    assert "RONDA_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_import_shows_errors_and_ends_with_1(var: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Nama OPD;Surel\nDinas [bold]A[/bold];x\n")
    done = ronda(var, "import", "agencies", tmp_path / "a.csv")
    assert done.returncode == 1
    assert "B Surel" in done.stderr
    assert "is not an e-mail address" in done.stderr
    assert "Nothing was applied" in done.stderr


def test_import_applies_and_says_so_to_machines(var: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Nama OPD;Situs\nDinas A;a.rembulanprov.go.id\n")
    dry = ronda(var, "import", "agencies", tmp_path / "a.csv", "--dry-run", "--json")
    assert not json.loads(dry.stdout)["applied"]
    first = ronda(var, "import", "agencies", tmp_path / "a.csv", "--json")
    assert json.loads(first.stdout)["applied"]
    assert json.loads(first.stdout)["counts"]["new"] == 1
    again = ronda(var, "import", "agencies", tmp_path / "a.csv", "--json")
    assert json.loads(again.stdout)["counts"]["same"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("orang", "a.csv"), "no kind"), (("agencies", "tidak-ada.csv"), "cannot be read")],
)
def test_import_refuses_nonsense_in_words(
    ready: Path, arguments: tuple[str, str], words: str
) -> None:
    done = ronda(ready, "import", *arguments)
    assert done.returncode == 1
    assert words in done.stderr


def test_person_add_shows_the_password_once(var: Path) -> None:
    done = ronda(var, "person", "add", "csirt", "--role", "security", "--json")
    assert set(json.loads(done.stdout)) == {"username", "role", "password"}
    again = ronda(var, "person", "add", "csirt", "--role", "security")
    assert again.returncode == 1
    assert "is taken" in again.stderr
    lost = ronda(var, "person", "add", "web", "--agency", "entah")
    assert "no agency with the key entah" in lost.stderr


def items(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return {item["id"]: item for item in json.loads(done.stdout)["items"]}


def test_doctor_names_each_fault_and_how_to_mend_it(var: Path) -> None:
    (var / "secret_key").chmod(0o644)
    done = ronda(
        var, "doctor", "--json", RONDA_CT_LOGS="http://127.0.0.1:1/log", RONDA_TRUST_STORE=__file__
    )
    assert done.returncode == 1
    found = items(done)
    for id_ in (
        "secret.mode.secret_key",
        "resolver.127.0.0.1:1",
        "trust_store",
        "ct_logs.http://127.0.0.1:1/log",
    ):
        assert found[id_]["state"] == "error", id_
        assert found[id_]["mend"]["id"]
        assert found[id_]["mend"]["en"]
    assert found["zones.rembulanprov.go.id"]["state"] == "warning"
    assert found["contact"]["state"] == "warning"
    assert found["database.migrated"]["state"] == "ok"


def test_doctor_tells_a_machine_without_set_up_what_to_do_first(tmp_path: Path) -> None:
    done = ronda(tmp_path / "var", "doctor", "--json")
    assert done.returncode == 1
    assert items(done)["database.migrated"]["mend"]["en"] == "Run: ronda init"


def test_doctor_survives_a_setting_that_cannot_be_read(ready: Path) -> None:
    done = ronda(ready, "doctor", "--json", RONDA_RESOLVER="dns.example")
    assert "RONDA_RESOLVER" in items(done)["network.settings"]["text"]["en"]


class _Log(BaseHTTPRequestHandler):
    """A CT log of one answer, whose clock is an hour slow under /slow."""

    def do_GET(self) -> None:
        body = b'{"tree_size": 42}'
        self.send_response_only(200 if self.path.endswith("/ct/v1/get-sth") else 404)
        now = datetime.now(UTC).timestamp() - (3600 if self.path.startswith("/slow") else 0)
        self.send_header("Date", format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def ct_log() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Log)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_doctor_reads_the_logs_and_compares_the_clock(ready: Path, ct_log: str) -> None:
    good = ronda(ready, "doctor", "--json", RONDA_CT_LOGS=ct_log)
    assert items(good)[f"ct_logs.{ct_log}"]["text"]["en"].endswith("42 entries.")
    assert "clock.compared" not in items(good)
    slow = ronda(ready, "doctor", "--json", RONDA_CT_LOGS=f"{ct_log}/slow")
    assert items(slow)["clock.compared"]["state"] == "warning"


KNOT = """
server:
    listen: 127.0.0.1@{port}
    rundir: "{folder}"
database:
    storage: "{folder}"
acl:
  - id: ours
    address: 127.0.0.1
    action: transfer
zone:
  - domain: terbuka.go.id
    file: "{folder}/terbuka.zone"
    acl: ours
  - domain: tertutup.go.id
    file: "{folder}/tertutup.zone"
"""
ZONE = "@ 300 IN SOA ns.{name}. h.{name}. 1 300 300 300 300\n@ 300 IN NS ns.{name}.\nns 300 IN A 192.0.2.1\n"


@pytest.fixture
def knot(tmp_path: Path) -> Iterator[int]:
    """A real Knot that lets us transfer one of its two zones."""
    program = shutil.which("knotd") or "/usr/sbin/knotd"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path / "knot"
    folder.mkdir()
    for name in ("terbuka", "tertutup"):
        (folder / f"{name}.zone").write_text(ZONE.format(name=f"{name}.go.id"))
    (folder / "knot.conf").write_text(KNOT.format(port=port, folder=folder))
    server = subprocess.Popen(
        [program, "-c", folder / "knot.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as link:
            if link.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield port
    server.terminate()
    server.wait(20)


@pytest.mark.real
def test_doctor_tells_an_allowed_transfer_from_a_refused_one(var: Path, knot: int) -> None:
    zones = ", ".join(f"{name}.go.id@127.0.0.1:{knot}" for name in ("terbuka", "tertutup"))
    assert ronda(var, "init", RONDA_ZONES=zones).returncode == 0
    found = items(ronda(var, "doctor", "--json", RONDA_RESOLVER=f"127.0.0.1:{knot}"))
    assert found["zones.terbuka.go.id"]["state"] == "ok"
    assert found["zones.tertutup.go.id"]["state"] == "error"
    assert "AXFR" in found["zones.tertutup.go.id"]["mend"]["id"]
    # Knot is authoritative: it refuses to be asked for what it does not hold.
    assert found[f"resolver.127.0.0.1:{knot}"]["state"] == "error"
