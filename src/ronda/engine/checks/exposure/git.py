"""The history of the source code (.git) cannot be fetched.

## What it does
Asks for `.git/HEAD` below the site's base and reads whether it is the file that git writes: a
reference to a branch, or the hash of a commit. An answer that any made-up path gets too is not
counted.

## Why it matters
With that folder open, anybody can download the whole source code with all its history, and the
passwords that were ever written in it.

## How to fix
Block the folder in the web server first, then change every password that the code ever held, then
deploy without the folder.

## Limits
Only the folder at the site's base is tried. Nothing but this one small file is fetched.

## References
gitrepository-layout(5) (HEAD), OWASP Web Security Testing Guide, WSTG-CONF-04.
"""

import re

from ronda.engine.artifacts import PATH_MISSING, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import URL, failure, http
from ronda.engine.checks.helpers import clip, served_file
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY, PERSONAL_DATA
from ronda.engine.text import Text

PATH = "/.git/HEAD"
KEY = f"path:{PATH}"

META = Meta(
    id="EXPOSURE.GIT",
    area="exposure",
    title=Text("Folder .git tidak terbuka", "The .git folder is not open"),
    problem=Text(
        "Kode sumber situs dapat diunduh siapa pun (folder .git)",
        "Anybody can download the site's source code (.git folder)",
    ),
    finding_class="exposed-git",
    severity=Severity.CRITICAL,
    needs=(KEY, PATH_MISSING),
    judges_failure=(PATH_MISSING,),
    urgent=True,
    legal=(BSSN_SECURITY, BSSN_INCIDENT, PERSONAL_DATA),
    guidance=Guidance(
        why=Text(
            "Seluruh kode sumber beserta riwayatnya dapat diunduh, termasuk kata sandi yang pernah "
            "tertulis di dalamnya. Penyerang memakainya untuk masuk ke basis data.",
            "The whole source code with its history can be downloaded, with every password that "
            "was ever written in it. Attackers use it to enter the database.",
        ),
        steps=(
            Text(
                "Tutup folder .git di server web sekarang juga.",
                "Block the .git folder in the web server right now.",
            ),
            Text(
                "Ganti semua kata sandi dan kunci yang pernah ada di kode: basis data, surel, API.",
                "Change every password and key that the code ever held: database, mail, APIs.",
            ),
            Text(
                "Baca catatan akses: siapa yang sudah mengambil alamat berisi /.git/ dan sejak kapan.",
                "Read the access log: who has fetched addresses with /.git/, and since when.",
            ),
            Text(
                "Pasang ulang aplikasi tanpa folder .git (misalnya `git archive` atau `rsync --exclude .git`).",
                "Deploy without the .git folder (such as `git archive` or `rsync --exclude .git`).",
            ),
        ),
        see_for_yourself=Text(
            'Buka alamat situs ditambah /.git/HEAD; harus muncul 403 atau 404, bukan tulisan "ref:".',
            'Open the site\'s address with /.git/HEAD; it must say 403 or 404, not "ref:".',
        ),
        platforms={
            "nginx": (
                Text(
                    "Tulis `location ~ /\\.git { deny all; }`, lalu `nginx -t && systemctl reload nginx`.",
                    "Write `location ~ /\\.git { deny all; }`, then `nginx -t && systemctl reload nginx`.",
                ),
            ),
            "apache": (
                Text(
                    "Tulis `RedirectMatch 404 /\\.git`, lalu `systemctl reload apache2`.",
                    "Write `RedirectMatch 404 /\\.git`, then `systemctl reload apache2`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Tambahkan `RedirectMatch 404 /\\.git` ke .htaccess, lalu hapus folder .git lewat "
                    "File Manager (nyalakan Show Hidden Files).",
                    "Add `RedirectMatch 404 /\\.git` to .htaccess, then delete the .git folder in the "
                    "File Manager (switch Show Hidden Files on).",
                ),
            ),
        },
    ),
)

_HEAD = re.compile(rb"ref: refs/[\x21-\x7e]{1,200}|[0-9a-f]{40}|[0-9a-f]{64}")


def judge(seen: Seen) -> Verdict:
    """Judge whether git's own file came back; see the manual page above."""
    body = served_file(seen, KEY, PATH)
    if body is None or not _HEAD.fullmatch(body.strip()):
        return passed(
            Text("Folder .git tidak dapat diambil.", "The .git folder cannot be fetched.")
        )
    where = Text(f"isi {PATH}", f"content of {PATH}")
    return failed(
        Text(
            "Berkas {path} dapat diambil siapa pun; seluruh kode sumber ikut terbuka.",
            "Anybody can fetch the file {path}; the whole source code is open with it.",
        ).fill(path=PATH),
        Evidence(KEY, where, clip(body.strip().decode("ascii", "replace"))),
    )


_AT = f"{URL}.git/HEAD"
_NOT_FOUND = http("<h1>Tidak ditemukan</h1>", status=404, url=f"{URL}tidak-ada-7c1e")

CASES = (
    Case(
        "Not found",
        {KEY: http("<h1>Tidak ditemukan</h1>", status=404, url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.PASS,
    ),
    Case(
        "A server that answers 200 with its front page to everything",
        {
            KEY: http("<title>Beranda</title>", url=_AT),
            PATH_MISSING: http("<title>Beranda</title>", url=f"{URL}tidak-ada-7c1e"),
        },
        Outcome.PASS,
    ),
    Case(
        "A page that merely explains git",
        {KEY: http("<p>ref: refs/heads/main</p>", url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.PASS,
    ),
    Case(
        "Git's own file",
        {KEY: http("ref: refs/heads/main\n", url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.FAIL,
        says="kode sumber",
    ),
    Case(
        "A detached head is a hash",
        {
            KEY: http("4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", url=_AT),
            PATH_MISSING: _NOT_FOUND,
        },
        Outcome.FAIL,
    ),
    Case(
        "Git's own file, though the made-up path could not be asked",
        {
            KEY: http("ref: refs/heads/main\n", url=_AT),
            PATH_MISSING: failure(FailureKind.TIMEOUT, "body"),
        },
        Outcome.FAIL,
    ),
    Case(
        "Not ours to ask",
        {
            KEY: failure(FailureKind.BLOCKED_BY_POLICY, "policy"),
            PATH_MISSING: failure(FailureKind.BLOCKED_BY_POLICY, "policy"),
        },
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The server broke off",
        {KEY: http("ref", status=500, url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.NOT_MEASURED,
    ),
)
