"""No folder shows the list of its files.

## What it does
Asks for the folders in which applications keep what people upload and looks whether the web server
answers with a list of files.

## Why it matters
Whoever reads the list finds scanned identity cards, letters and spreadsheets that nobody linked.

## How to fix
Switch the listing of folders off in the web server, and keep personal documents outside the web folder.

## Limits
Only the commonest folders are tried. The front page as a list is judged by CONTENT.DEFAULT.

## References
OWASP Web Security Testing Guide, WSTG-CONF-02; CWE-548.
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
from ronda.engine.content.leaks import listing
from ronda.engine.text import Text

PATHS = ("/uploads/", "/wp-content/uploads/", "/files/", "/backup/", "/assets/uploads/")
KEYS = tuple(f"path:{path}" for path in PATHS)

META = Meta(
    id="EXPOSURE.LISTING",
    area="exposure",
    title=Text("Daftar isi folder dimatikan", "The listing of folders is off"),
    problem=Text(
        "Isi folder unggahan terlihat siapa pun",
        "Anybody can see the upload folder's files",
    ),
    finding_class="exposed-listing",
    severity=Severity.MEDIUM,
    needs=(*KEYS, PATH_MISSING),
    judges_failure=(*KEYS, PATH_MISSING),
    urgent=False,
    legal=(PERSONAL_DATA,),
    guidance=Guidance(
        why=Text(
            "Dari daftar ini orang menemukan pindaian KTP, surat, dan data yang tidak pernah ditautkan.",
            "From this list people find scanned identity cards, letters and data that were never linked.",
        ),
        steps=(
            Text(
                "Matikan daftar isi folder: `autoindex off` (nginx) atau `Options -Indexes` (Apache).",
                "Switch the listing off: `autoindex off` (nginx) or `Options -Indexes` (Apache).",
            ),
            Text(
                "Pindahkan dokumen pribadi ke luar folder web.",
                "Move personal documents outside the web folder.",
            ),
            Text(
                "Periksa apakah dokumen itu sudah masuk mesin pencari.",
                "Look whether search engines already show those documents.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat yang kami sebutkan; harus muncul 403 atau 404.",
            "Open the address that we name; it must say 403 or 404.",
        ),
        platforms=closing("/uploads"),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what came back for the usual addresses; see the manual page above."""
    return judge_served(
        seen,
        PATHS,
        listing,
        Text(
            "Folder {path} memperlihatkan daftar berkasnya kepada siapa pun.",
            "The folder {path} shows the list of its files to anybody.",
        ),
        Text(
            "Folder unggahan tidak memperlihatkan isinya.",
            "Upload folders do not show their content.",
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
        "A page of downloads that people made",
        _served("<title>Unduhan</title><a href=a.pdf>Formulir</a>"),
        Outcome.PASS,
    ),
    Case(
        "A list as Apache writes it",
        _served("<title>Index of /uploads</title><a href=../>Parent Directory</a>"),
        Outcome.FAIL,
        says=_AT,
    ),
    Case(
        "Not ours to ask",
        {key: failure(FailureKind.BLOCKED_BY_POLICY, "policy") for key in (*KEYS, PATH_MISSING)},
        Outcome.NOT_MEASURED,
    ),
)
