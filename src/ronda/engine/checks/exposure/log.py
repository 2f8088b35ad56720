"""The application's log cannot be read.

## What it does
Asks for the logs that frameworks write below a site and looks whether lines of a log came back. Only
the beginning of a line is kept, without its message.

## Why it matters
Logs hold queries with citizens' data, file paths, and often passwords that failed.

## How to fix
Set the web server's root to the application's public folder and block files that end in .log.

## Limits
Only the commonest places are tried.

## References
OWASP Web Security Testing Guide, WSTG-CONF-04; CWE-532.
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
from ronda.engine.content.leaks import logged
from ronda.engine.text import Text

PATHS = ("/storage/logs/laravel.log", "/error_log", "/debug.log", "/wp-content/debug.log")
KEYS = tuple(f"path:{path}" for path in PATHS)

META = Meta(
    id="EXPOSURE.LOG",
    area="exposure",
    title=Text("Catatan galat tidak terbuka", "The log is not open"),
    problem=Text(
        "Catatan galat aplikasi dapat dibaca siapa pun",
        "Anybody can read the application's log",
    ),
    finding_class="exposed-log",
    severity=Severity.HIGH,
    needs=(*KEYS, PATH_MISSING),
    judges_failure=(*KEYS, PATH_MISSING),
    urgent=False,
    legal=(PERSONAL_DATA,),
    guidance=Guidance(
        why=Text(
            "Catatan galat memuat kueri dengan data warga, lokasi berkas, dan kadang kata sandi.",
            "Logs hold queries with citizens' data, file paths, and sometimes passwords.",
        ),
        steps=(
            Text(
                "Arahkan akar situs ke folder public aplikasi.",
                "Point the web root at the application's public folder.",
            ),
            Text(
                "Tutup berkas berakhiran .log di server web.",
                "Block files that end in .log in the web server.",
            ),
            Text(
                "Hapus catatan lama dan periksa siapa yang pernah mengambilnya.",
                "Delete old logs and look who has fetched them.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat yang kami sebutkan; harus muncul 403 atau 404.",
            "Open the address that we name; it must say 403 or 404.",
        ),
        platforms=closing("/storage/logs"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what came back for the usual addresses; see the manual page above."""
    return judge_served(
        seen,
        PATHS,
        logged,
        Text(
            "Catatan {path} dapat dibaca siapa pun; isinya tidak kami simpan.",
            "Anybody can read the log {path}; we did not keep its content.",
        ),
        Text(
            "Tidak ada catatan galat pada alamat yang lazim.", "No log lies at the usual addresses."
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
        "An article with a line of a log",
        _served("<pre>[2026-01-02 03:04:05] production.ERROR: contoh</pre>"),
        Outcome.PASS,
    ),
    Case(
        "Laravel's log",
        _served("[2026-01-02 03:04:05] production.ERROR: ********\n"),
        Outcome.FAIL,
        says=_AT,
    ),
    Case(
        "Not ours to ask",
        {key: failure(FailureKind.BLOCKED_BY_POLICY, "policy") for key in (*KEYS, PATH_MISSING)},
        Outcome.NOT_MEASURED,
    ),
)
