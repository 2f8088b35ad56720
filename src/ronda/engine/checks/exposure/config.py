"""No copy of the configuration can be read.

## What it does
Asks for the names that editors and people give to copies of a configuration, which a web server hands
out as text, and looks for settings of a database. Values are masked before anything is stored.

## Why it matters
The copy shows the database's password to everybody, while the file itself stays hidden.

## How to fix
Delete the copy, change the passwords in it, and edit configurations outside the web folder.

## Limits
Only the commonest names are tried.

## References
OWASP Web Security Testing Guide, WSTG-CONF-04; CWE-530 (exposure of backup file).
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
from ronda.engine.content.leaks import configured
from ronda.engine.text import Text

PATHS = (
    "/wp-config.php.bak",
    "/wp-config.php~",
    "/wp-config.php.save",
    "/configuration.php.bak",
    "/config.php.bak",
)
KEYS = tuple(f"path:{path}" for path in PATHS)

META = Meta(
    id="EXPOSURE.CONFIG",
    area="exposure",
    title=Text("Salinan konfigurasi tidak terbuka", "No copy of the configuration is open"),
    problem=Text(
        "Kata sandi basis data terbaca dari salinan konfigurasi",
        "A copy of the configuration shows the database's password",
    ),
    finding_class="exposed-config",
    severity=Severity.CRITICAL,
    needs=(*KEYS, PATH_MISSING),
    judges_failure=(*KEYS, PATH_MISSING),
    urgent=True,
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Salinan ini memperlihatkan kata sandi basis data kepada siapa pun, padahal berkas aslinya tersembunyi.",
            "This copy shows the database's password to anybody, while the file itself stays hidden.",
        ),
        steps=(
            Text(
                "Hapus salinan itu dari folder web.",
                "Delete the copy from the web folder.",
            ),
            Text(
                "Ganti kata sandi basis data dan kunci yang tertulis di dalamnya.",
                "Change the database's password and the keys that stand in it.",
            ),
            Text(
                "Batasi basis data agar hanya menerima sambungan dari server aplikasi.",
                "Let the database accept connections from the application's server only.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat yang kami sebutkan; harus muncul 403 atau 404.",
            "Open the address that we name; it must say 403 or 404.",
        ),
        platforms=closing("/wp-config.php.bak"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what came back for the usual addresses; see the manual page above."""
    return judge_served(
        seen,
        PATHS,
        lambda body: "\n".join(configured(body)),
        Text(
            "Salinan konfigurasi {path} dapat dibaca siapa pun; nilainya kami samarkan.",
            "Anybody can read the configuration's copy {path}; we mask its values.",
        ),
        Text(
            "Tidak ada salinan konfigurasi pada alamat yang lazim.",
            "No copy of the configuration lies at the usual addresses.",
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
        "A page that explains a configuration",
        _served("<pre>define('DB_PASSWORD', 'x')</pre>"),
        Outcome.PASS,
    ),
    Case(
        "A copy with the database's password",
        _served("<?php define('DB_NAME', 'a'); define('DB_PASSWORD', '********');"),
        Outcome.FAIL,
        says=_AT,
    ),
    Case(
        "Not ours to ask",
        {key: failure(FailureKind.BLOCKED_BY_POLICY, "policy") for key in (*KEYS, PATH_MISSING)},
        Outcome.NOT_MEASURED,
    ),
)
