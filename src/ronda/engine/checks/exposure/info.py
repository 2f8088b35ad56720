"""Pages about the server itself are closed.

## What it does
Asks for phpinfo() at its usual addresses and for the web server's status page.

## Why it matters
They show versions, file paths, settings, sometimes passwords, and who is asking for what right now.

## How to fix
Delete phpinfo.php, and allow the status page for the monitoring server only.

## Limits
Only the commonest addresses are tried.

## References
OWASP Web Security Testing Guide, WSTG-CONF-02; CWE-497.
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
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.content.leaks import server_page
from ronda.engine.text import Text

PATHS = ("/phpinfo.php", "/info.php", "/server-status", "/nginx_status")
KEYS = tuple(f"path:{path}" for path in PATHS)

META = Meta(
    id="EXPOSURE.INFO",
    area="exposure",
    title=Text("Halaman info server tertutup", "Pages about the server are closed"),
    problem=Text(
        "Halaman info server dapat dibaca siapa pun",
        "Anybody can read a page about the server",
    ),
    finding_class="exposed-info",
    severity=Severity.MEDIUM,
    needs=(*KEYS, PATH_MISSING),
    judges_failure=(*KEYS, PATH_MISSING),
    urgent=False,
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Halaman ini memperlihatkan versi, lokasi berkas, pengaturan, dan siapa yang sedang mengakses apa.",
            "It shows versions, file paths, settings, and who is asking for what right now.",
        ),
        steps=(
            Text(
                "Hapus phpinfo.php dan info.php dari server.",
                "Delete phpinfo.php and info.php from the server.",
            ),
            Text(
                "Batasi halaman status hanya untuk alamat server pemantau.",
                "Allow the status page for the monitoring server's address only.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat yang kami sebutkan; harus muncul 403 atau 404.",
            "Open the address that we name; it must say 403 or 404.",
        ),
        platforms=closing("/phpinfo.php"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what came back for the usual addresses; see the manual page above."""
    return judge_served(
        seen,
        PATHS,
        server_page,
        Text(
            "Halaman {path} memperlihatkan keadaan server kepada siapa pun.",
            "The page {path} shows the server's inside to anybody.",
        ),
        Text("Halaman info server tidak dapat dibuka.", "Pages about the server cannot be opened."),
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
        "A page that explains phpinfo",
        _served("<h1>Apa itu phpinfo()?</h1>"),
        Outcome.PASS,
    ),
    Case(
        "phpinfo()",
        _served("<title>phpinfo()</title><h1>PHP Version 7.4.3</h1>"),
        Outcome.FAIL,
        says=_AT,
    ),
    Case(
        "Not ours to ask",
        {key: failure(FailureKind.BLOCKED_BY_POLICY, "policy") for key in (*KEYS, PATH_MISSING)},
        Outcome.NOT_MEASURED,
    ),
)
