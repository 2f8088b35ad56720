"""Subversion's working files cannot be fetched.

## What it does
Asks for the two files that every Subversion working copy has and looks whether they came back.

## Why it matters
From these files anybody can rebuild the whole source code, with passwords written in it.

## How to fix
Block the folder `.svn` in the web server, or deploy an export instead of a working copy.

## Limits
Only the folder at the site's base is tried.

## References
OWASP Web Security Testing Guide, WSTG-CONF-04 (old, backup and unreferenced files).
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
from ronda.engine.content.leaks import subversion
from ronda.engine.text import Text

PATHS = ("/.svn/wc.db", "/.svn/entries")
KEYS = tuple(f"path:{path}" for path in PATHS)

META = Meta(
    id="EXPOSURE.SVN",
    area="exposure",
    title=Text("Folder .svn tidak terbuka", "The .svn folder is not open"),
    problem=Text(
        "Kode sumber dapat diunduh siapa pun (folder .svn)",
        "Anybody can download the source code (.svn folder)",
    ),
    finding_class="exposed-svn",
    severity=Severity.HIGH,
    needs=(*KEYS, PATH_MISSING),
    judges_failure=(*KEYS, PATH_MISSING),
    urgent=True,
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Dari folder ini seluruh kode sumber dapat disalin, termasuk kata sandi yang tertulis di dalamnya.",
            "The whole source code can be copied from this folder, with any password written in it.",
        ),
        steps=(
            Text(
                "Tutup folder .svn di server web.",
                "Block the .svn folder in the web server.",
            ),
            Text(
                "Pasang aplikasi dengan `svn export`, bukan salinan kerja.",
                "Deploy the application with `svn export`, not as a working copy.",
            ),
            Text(
                "Ganti kata sandi yang tertulis di kode sumber.",
                "Change the passwords that are written in the source code.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat yang kami sebutkan; harus muncul 403 atau 404.",
            "Open the address that we name; it must say 403 or 404.",
        ),
        platforms=closing("/.svn"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what came back for the usual addresses; see the manual page above."""
    return judge_served(
        seen,
        PATHS,
        subversion,
        Text(
            "Berkas {path} dapat diambil siapa pun; kode sumbernya ikut terbuka.",
            "Anybody can fetch {path}; the source code is open with it.",
        ),
        Text("Folder .svn tidak dapat diambil.", "The .svn folder cannot be fetched."),
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
        "A page in place of the file",
        _served("<title>Beranda</title>"),
        Outcome.PASS,
    ),
    Case("The working copy's database", _served(b"SQLite format 3\x00"), Outcome.FAIL, says=_AT),
    Case(
        "Not ours to ask",
        {key: failure(FailureKind.BLOCKED_BY_POLICY, "policy") for key in (*KEYS, PATH_MISSING)},
        Outcome.NOT_MEASURED,
    ),
)
