"""Errors are shown without the application's inside.

## What it does
Reads the front page and the answer to a made-up path for the marks of a framework's error page for
developers, or of PHP's errors shown to visitors.

## Why it matters
Such pages print file paths, queries, settings and sometimes passwords to whoever provokes an error,
and some of them let a stranger run commands.

## How to fix
Switch the debugging mode off in the application's settings and write errors to a log instead.

## Limits
Only errors that an ordinary visit meets are seen; nothing is provoked beyond asking for a page that
does not exist.

## References
OWASP Web Security Testing Guide, WSTG-ERRH-01 and -02; CWE-209, CWE-489.
"""

from ronda.engine.artifacts import HTTP_VISITOR, PATH_MISSING, FailureKind, HttpArtifact
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
from ronda.engine.checks.helpers import clip, own_answer, telling
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.content.debugging import debugging
from ronda.engine.text import Text

META = Meta(
    id="EXPOSURE.DEBUG",
    area="exposure",
    title=Text("Mode debug dimatikan", "The debugging mode is off"),
    problem=Text(
        "Aplikasi memperlihatkan bagian dalamnya (mode debug)",
        "The application shows its inside (debugging mode)",
    ),
    finding_class="exposed-debug",
    severity=Severity.HIGH,
    needs=(HTTP_VISITOR, PATH_MISSING),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Halaman galat seperti ini mencetak lokasi berkas, kueri, kadang kata sandi. Sebagian "
            "bahkan memungkinkan orang lain menjalankan perintah.",
            "Error pages like this print file paths, queries, sometimes passwords. Some even let "
            "strangers run commands.",
        ),
        steps=(
            Text(
                "Matikan mode debug pada pengaturan aplikasi di server.",
                "Switch the debugging mode off in the application's settings on the server.",
            ),
            Text(
                "Arahkan galat ke berkas catatan, bukan ke layar pengunjung.",
                "Write errors to a log file, not to the visitor's screen.",
            ),
            Text(
                "Ganti kata sandi yang sempat tampil.", "Change any password that has been shown."
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat situs ditambah kata acak; yang muncul harus halaman galat biasa.",
            "Open the site's address with a random word; an ordinary error page must come.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Laravel: tulis `APP_DEBUG=false` pada .env, lalu `php artisan config:cache`. "
                    "CodeIgniter: `CI_ENVIRONMENT = production`.",
                    "Laravel: write `APP_DEBUG=false` in .env, then `php artisan config:cache`. "
                    "CodeIgniter: `CI_ENVIRONMENT = production`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Di MultiPHP INI Editor matikan display_errors.",
                    "In the MultiPHP INI Editor switch display_errors off.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge whether an error page for developers was shown; see the manual page above."""
    seen.http()
    for key in (HTTP_VISITOR, PATH_MISSING):
        got = seen.artifacts.get(key)
        found = debugging(got.body) if isinstance(got, HttpArtifact) else None
        if found is None or not isinstance(got, HttpArtifact):
            continue
        # On a page that works, the words may be an article's; an error says so by its status.
        if got.status < 400 and found.framework != "PHP":
            continue
        where = Text(f"jawaban {got.final_url}", f"answer of {got.final_url}")
        return failed(
            Text(
                "Halaman galat {framework} untuk pengembang dapat dilihat siapa pun.",
                "Anybody can see {framework}'s error page for developers.",
            ).fill(framework=found.framework),
            Evidence(key, where, clip(found.words)),
        )
    own = own_answer(seen)
    if isinstance(own, Verdict):
        return own
    telling(seen, PATH_MISSING)
    return passed(
        Text("Tidak ada halaman galat untuk pengembang.", "No error page for developers was seen.")
    )


_LARAVEL = (
    "<title>Whoops</title><h1>NotFoundHttpException</h1><pre>/var/www/vendor/laravel/framework/src"
    "/Illuminate/Routing/RouteCollection.php:43</pre>"
)
_AT = f"{URL}tidak-ada-7c1e"
_PLAIN = http("<h1>Tidak ditemukan</h1>", status=404, url=_AT)

CASES = (
    Case("An ordinary error page", {HTTP_VISITOR: http(), PATH_MISSING: _PLAIN}, Outcome.PASS),
    Case(
        "An article about Laravel",
        {HTTP_VISITOR: http(f"<article>{_LARAVEL}</article>"), PATH_MISSING: _PLAIN},
        Outcome.PASS,
    ),
    Case(
        "Laravel's page for developers",
        {HTTP_VISITOR: http(), PATH_MISSING: http(_LARAVEL, status=404, url=_AT)},
        Outcome.FAIL,
        says="Laravel",
    ),
    Case(
        "A PHP warning on the front page",
        {
            HTTP_VISITOR: http(
                "<b>Warning</b>: mysqli_connect(): Access denied in /home/dinas/db.php on line <b>7</b>"
            ),
            PATH_MISSING: _PLAIN,
        },
        Outcome.FAIL,
        says="PHP",
    ),
    Case(
        "The front page is broken in front of everybody",
        {
            HTTP_VISITOR: http(
                "<h1>A Database Error Occurred</h1><p>SELECT * FROM pegawai</p>", status=500
            ),
            PATH_MISSING: _PLAIN,
        },
        Outcome.FAIL,
        says="CodeIgniter",
    ),
    Case(
        "No answer",
        {
            HTTP_VISITOR: failure(FailureKind.TIMEOUT),
            PATH_MISSING: failure(FailureKind.NOT_ATTEMPTED),
        },
        Outcome.NOT_MEASURED,
    ),
)
