"""No backup of the site or its database can be downloaded.

## What it does
Asks for the names under which backups are most often left on a server, and looks whether an archive
or a database dump came back. Nothing of it is kept but its kind and the names of tables.

## Why it matters
A backup holds everything: citizens' data, passwords, the code. Robots try these names every day.

## How to fix
Delete the file from the web folder at once, keep backups outside of it, and treat the data as leaked.

## Limits
Only the commonest names are tried, and only the first 64 kilobytes are read.

## References
OWASP Web Security Testing Guide, WSTG-CONF-04; UU 27/2022 (personal data).
"""

from ronda.engine.artifacts import PATH_MISSING, FailureKind, HttpArtifact
from ronda.engine.checks.contract import (
    Case,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
)
from ronda.engine.checks.examples import URL, failure, http
from ronda.engine.checks.helpers import closing, judge_served
from ronda.engine.checks.legal import PERSONAL_DATA
from ronda.engine.content.leaks import dump_or_archive
from ronda.engine.text import Text

PATHS = (
    "/backup.zip",
    "/backup.sql",
    "/db.sql",
    "/database.sql",
    "/dump.sql",
    "/backup.tar.gz",
    "/www.zip",
)
KEYS = tuple(f"path:{path}" for path in PATHS)

META = Meta(
    id="EXPOSURE.BACKUP",
    area="exposure",
    title=Text("Tidak ada cadangan yang dapat diunduh", "No backup can be downloaded"),
    problem=Text(
        "Cadangan situs atau basis data dapat diunduh siapa pun",
        "Anybody can download a backup of the site or its database",
    ),
    finding_class="exposed-backup",
    severity=Severity.CRITICAL,
    needs=(*KEYS, PATH_MISSING),
    judges_failure=(*KEYS, PATH_MISSING),
    urgent=True,
    legal=(PERSONAL_DATA,),
    guidance=Guidance(
        why=Text(
            "Cadangan memuat semuanya: data warga, kata sandi, dan kode. Robot mencoba nama berkas ini setiap hari.",
            "A backup holds everything: citizens' data, passwords, the code. Robots try these names daily.",
        ),
        steps=(
            Text(
                "Hapus berkas itu dari folder web sekarang juga.",
                "Delete the file from the web folder right now.",
            ),
            Text(
                "Baca catatan akses: siapa yang mengunduhnya, dan kapan.",
                "Read the access log: who downloaded it, and when.",
            ),
            Text(
                "Anggap isinya bocor: ganti kata sandi dan lapor bila memuat data pribadi (3x24 jam).",
                "Take it as leaked: change passwords, and report personal data (within 3x24 hours).",
            ),
            Text(
                "Simpan cadangan di luar folder web.",
                "Keep backups outside the web folder.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat yang kami sebutkan; harus muncul 403 atau 404.",
            "Open the address that we name; it must say 403 or 404.",
        ),
        platforms=closing("/backup.zip"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what came back for the usual addresses; see the manual page above."""
    return judge_served(
        seen,
        PATHS,
        dump_or_archive,
        Text(
            "Cadangan {path} dapat diunduh siapa pun; isinya tidak kami simpan.",
            "Anybody can download the backup {path}; we did not keep its content.",
        ),
        Text(
            "Tidak ada cadangan pada alamat yang lazim.", "No backup lies at the usual addresses."
        ),
    )


_MISSING = http("<h1>Tidak ditemukan</h1>", status=404, url=f"{URL}tidak-ada-7c1e")
_NONE = {key: http("<h1>404</h1>", status=404, url=URL) for key in KEYS}
_AT = PATHS[0]


def _served(body: str | bytes) -> dict[str, HttpArtifact]:
    found = http(body, url=URL.rstrip("/") + _AT)
    return {**_NONE, f"path:{_AT}": found, PATH_MISSING: _MISSING}


CASES = (
    Case("Not found", {**_NONE, PATH_MISSING: _MISSING}, Outcome.PASS),
    Case(
        "A page about backups",
        _served("<h1>Cadangan</h1> CREATE TABLE contoh"),
        Outcome.PASS,
    ),
    Case("An archive", _served(b"PK\x03\x04"), Outcome.FAIL, says=_AT),
    Case(
        "Not ours to ask",
        {key: failure(FailureKind.BLOCKED_BY_POLICY, "policy") for key in (*KEYS, PATH_MISSING)},
        Outcome.NOT_MEASURED,
    ),
)
