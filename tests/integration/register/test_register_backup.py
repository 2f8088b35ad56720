"""Backup and restore of whole installations, through the commands that an operator types."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import postgres

Run = Callable[..., subprocess.CompletedProcess[str]]


def ronda(
    var: Path, *arguments: object, url: str = "", fine: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a command of Ronda on an installation of its own."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("RONDA_")},
        "RONDA_VAR": str(var),
        "LANG": "en_US.UTF-8",
        "COLUMNS": "200",
    }
    if url:
        environment["RONDA_DATABASE_URL"] = url
    done = subprocess.run(
        [Path(sys.executable).with_name("ronda"), *map(str, arguments)],
        env=environment, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    if fine:
        assert done.returncode == 0, done.stderr
    return done


AGENCIES = "Nama OPD;Singkatan;Situs\nDinas Kesehatan;Dinkes;dinkes.rembulanprov.go.id\n"


def fill(var: Path, folder: Path, url: str = "") -> None:
    """An installation with an agency, an account and a file."""
    ronda(var, "init", url=url)
    listed = folder / "opd.csv"
    listed.write_text(AGENCIES)
    ronda(var, "import", "agencies", listed, url=url)
    (var / "files" / "surat").mkdir(parents=True)
    (var / "files" / "surat" / "1.pdf").write_bytes(b"%PDF surat")


def names(var: Path) -> list[str]:
    connection = sqlite3.connect(var / "ronda.sqlite3")
    try:
        return [row[0] for row in connection.execute("SELECT name FROM register_agency")]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation just set up; not to be changed."""
    var = tmp_path_factory.mktemp("empty") / "var"
    ronda(var, "init")
    return var


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A filled SQLite installation and its backup; not to be changed."""
    folder = tmp_path_factory.mktemp("backup")
    fill(folder / "var", folder)
    ronda(folder / "var", "backup", folder / "b.tar.gz")
    return folder / "var", folder / "b.tar.gz"


def test_a_restore_elsewhere_brings_back_database_secret_and_files(
    backed_up: tuple[Path, Path], tmp_path: Path
) -> None:
    var, backup = backed_up
    ronda(tmp_path / "new", "restore", backup)
    assert names(tmp_path / "new") == ["Dinas Kesehatan"]
    secret = tmp_path / "new" / "secret_key"
    assert secret.read_text() == (var / "secret_key").read_text()
    assert secret.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new" / "files" / "surat" / "1.pdf").read_bytes() == b"%PDF surat"


def test_the_backup_is_for_its_owners_eyes_only(backed_up: tuple[Path, Path]) -> None:
    assert backed_up[1].stat().st_mode & 0o777 == 0o600


def test_a_database_with_data_is_replaced_only_by_force(
    backed_up: tuple[Path, Path], empty: Path, tmp_path: Path
) -> None:
    var = Path(shutil.copytree(empty, tmp_path / "var"))
    refusal = ronda(var, "restore", backed_up[1], fine=False)
    assert refusal.returncode == 1
    assert "--force" in refusal.stderr
    assert names(var) == []
    ronda(var, "restore", backed_up[1], "--force")
    assert names(var) == ["Dinas Kesehatan"]
    assert (var / "ronda.sqlite3.replaced").exists()


def test_a_database_in_use_is_not_replaced(
    backed_up: tuple[Path, Path], empty: Path, tmp_path: Path
) -> None:
    var = Path(shutil.copytree(empty, tmp_path / "var"))
    using = sqlite3.connect(var / "ronda.sqlite3")
    using.execute("SELECT count(*) FROM accounts_person").fetchone()
    try:
        refusal = ronda(var, "restore", backed_up[1], "--force", fine=False)
    finally:
        using.close()
    assert refusal.returncode == 1
    assert "in use" in refusal.stderr
    assert names(var) == []


def tampered(backup: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Copy an archive with its members changed or (None) left out."""
    with tarfile.open(backup) as source, tarfile.open(target, "w:gz") as out:
        for info in source:
            file = source.extractfile(info)
            assert file is not None
            raw = change(info.name, file.read())
            if raw is not None:
                info.size = len(raw)
                out.addfile(info, io.BytesIO(raw))
    return target


def _flip(name: str, raw: bytes) -> bytes | None:
    return raw[:-1] + bytes([raw[-1] ^ 1]) if name == "secret_key" else raw


def _drop(name: str, raw: bytes) -> bytes | None:
    return None if name.startswith("files/") else raw


def _escape(name: str, raw: bytes) -> bytes | None:
    return raw.replace(b'"secret_key"', b'"../secret_key"') if name == "manifest.json" else raw


def _newer(name: str, raw: bytes) -> bytes | None:
    if name != "manifest.json":
        return raw
    manifest = json.loads(raw)
    manifest["migrations"]["register"].append("0999_from_the_future")
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_flip, "damaged: secret_key"),
        (_drop, "damaged: files/surat/1.pdf"),
        (_escape, "damaged: ../secret_key"),
        (_newer, "newer Ronda (register.0999_from_the_future)"),
    ],
)
def test_a_backup_that_does_not_match_its_manifest_changes_nothing(
    backed_up: tuple[Path, Path],
    tmp_path: Path,
    change: Callable[[str, bytes], bytes | None],
    words: str,
) -> None:
    bad = tampered(backed_up[1], tmp_path / "bad.tar.gz", change)
    refusal = ronda(tmp_path / "var", "restore", bad, fine=False)
    assert refusal.returncode == 1
    assert words in refusal.stderr
    assert not (tmp_path / "var" / "ronda.sqlite3").exists()
    assert not (tmp_path / "var" / "files").exists()


@pytest.mark.parametrize("content", [b"", b"not a backup", None])
def test_what_is_no_backup_is_refused_in_words(
    backed_up: tuple[Path, Path], tmp_path: Path, content: bytes | None
) -> None:
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(backed_up[1].read_bytes()[:-2000] if content is None else content)
    refusal = ronda(tmp_path / "var", "restore", bad, fine=False)
    assert refusal.returncode == 1
    assert "Traceback" not in refusal.stderr
    assert "Use another copy" in " ".join(refusal.stderr.split())  # lines are folded


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.running() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def on_postgres(
    cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A filled installation on the database ``filled``, and its backup; not to be changed."""
    folder = tmp_path_factory.mktemp("postgres")
    url = cluster.create("filled")
    fill(folder / "var", folder, url)
    ronda(folder / "var", "backup", folder / "b.tar.gz", url=url)
    return folder / "var", folder / "b.tar.gz"


@pytest.mark.real
def test_postgresql_goes_there_and_back(
    cluster: postgres.Cluster, on_postgres: tuple[Path, Path], tmp_path: Path
) -> None:
    two = cluster.create("two")
    ronda(tmp_path / "two", "restore", on_postgres[1], url=two)
    assert cluster.sql("two", "SELECT name FROM register_agency") == "Dinas Kesehatan"
    assert (tmp_path / "two" / "files" / "surat" / "1.pdf").exists()
    cluster.sql("two", "UPDATE register_agency SET name = 'Lain'")
    refusal = ronda(tmp_path / "two", "restore", on_postgres[1], url=two, fine=False)
    assert "--force" in refusal.stderr
    assert cluster.sql("two", "SELECT name FROM register_agency") == "Lain"
    ronda(tmp_path / "two", "restore", on_postgres[1], "--force", url=two)
    assert cluster.sql("two", "SELECT name FROM register_agency") == "Dinas Kesehatan"


@pytest.mark.real
def test_a_restore_that_fails_leaves_postgresql_and_files_as_they_were(
    cluster: postgres.Cluster, on_postgres: tuple[Path, Path], tmp_path: Path
) -> None:
    var, backup = on_postgres
    cluster.sql("postgres", "CREATE DATABASE four TEMPLATE filled")
    shutil.copytree(var, tmp_path / "var")
    (tmp_path / "var" / "files" / "surat" / "1.pdf").write_bytes(b"milik dua")
    cluster.sql("four", "UPDATE register_agency SET name = 'Lain'")
    # Somebody else's view on one of our tables: it cannot be dropped, so nothing may be.
    cluster.sql("four", "CREATE VIEW laporan AS SELECT name FROM register_agency")
    url = cluster.url("four")
    refusal = ronda(tmp_path / "var", "restore", backup, "--force", url=url, fine=False)
    assert refusal.returncode == 1
    assert "pg_restore failed" in refusal.stderr
    assert cluster.sql("four", "SELECT name FROM register_agency") == "Lain"
    assert (tmp_path / "var" / "files" / "surat" / "1.pdf").read_bytes() == b"milik dua"


@pytest.mark.real
def test_a_backup_of_another_kind_of_database_is_refused(
    backed_up: tuple[Path, Path], cluster: postgres.Cluster, tmp_path: Path
) -> None:
    url = cluster.create("five")
    refusal = ronda(tmp_path / "var", "restore", backed_up[1], url=url, fine=False)
    assert "This backup is of sqlite" in refusal.stderr
