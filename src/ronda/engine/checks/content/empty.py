"""The front page has something to read.

## What it does
Looks whether the front page holds more than a few words, a form, or links to go on to.

## Why it matters
An empty page under an official name helps nobody, and it is often the rest of an application that
broke without anybody noticing.

## How to fix
Look into the server's error log, put the content back, or retire the site.

## Limits
A page that scripts build in the browser looks empty without one. Such a page is not judged.

## References
Inpres 3/2003 and the guide to the minimal content of government sites.
"""

from ronda.engine.artifacts import HTTP_VISITOR, PAGE_VISITOR, FailureKind, Form
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
    not_applicable,
    not_measured,
    passed,
)
from ronda.engine.checks.examples import URL, failure, http, page
from ronda.engine.checks.helpers import clip, own_page
from ronda.engine.content.defaults import default_page
from ronda.engine.content.parking import parking
from ronda.engine.content.unfinished import nearly_empty, unfinished
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.EMPTY",
    area="content",
    title=Text("Halaman depan tidak kosong", "The front page is not empty"),
    problem=Text("Halaman depan nyaris kosong", "The front page is nearly empty"),
    finding_class="empty",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    guidance=Guidance(
        why=Text(
            "Halaman kosong di alamat resmi tidak membantu siapa pun. Sering kali aplikasinya "
            "rusak tanpa ada yang tahu.",
            "An empty page under an official name helps nobody. Often the application broke and "
            "nobody noticed.",
        ),
        steps=(
            Text("Periksa catatan galat di server.", "Look into the server's error log."),
            Text(
                "Kembalikan isinya dari cadangan, atau perbaiki aplikasinya.",
                "Bring the content back from a backup, or mend the application.",
            ),
            Text(
                "Bila situs tidak dipakai lagi, ajukan penghentiannya.",
                "If the site is no longer used, ask for it to be retired.",
            ),
        ),
        see_for_yourself=Text("Buka situsnya di peramban.", "Open the site in a browser."),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge whether there is anything to read; see the manual page above."""
    got = own_page(seen)
    if isinstance(got, Verdict):
        return got
    found = seen.page()
    if not nearly_empty(found):
        return passed(Text("Halaman depan berisi.", "The front page has content."))
    if default_page(found) or parking(found, seen.site.host) or unfinished(found):
        return not_applicable(
            Text(
                "Pemeriksaan lain sudah menilai halaman ini.",
                "Another check has judged this page.",
            )
        )
    if found.scripts or b"<script" in got.body.lower():
        return not_measured(
            Text(
                "Belum terukur: isi halaman ini dibuat oleh skrip di peramban.",
                "Not measured: scripts build this page in the browser.",
            )
        )
    where = Text("seluruh teks halaman", "all text of the page")
    return failed(
        Text(
            "Halaman depan hanya memuat {count} huruf, tanpa formulir dan hampir tanpa tautan.",
            "The front page holds {count} characters, no form and hardly a link.",
        ).fill(count=len(found.text)),
        Evidence(PAGE_VISITOR, where, clip(found.text)),
    )


CASES = (
    Case(
        "A living site",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page("Selamat datang. " * 20)},
        Outcome.PASS,
    ),
    Case(
        "A login page",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Masuk", forms=(Form(f"{URL}masuk", "post", (("sandi", "password"),)),)
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "A page that a script fills",
        {
            HTTP_VISITOR: http('<div id="app"></div><script src="/app.js"></script>'),
            PAGE_VISITOR: page("", scripts=(f"{URL}app.js",)),
        },
        Outcome.NOT_MEASURED,
    ),
    Case(
        "Nothing at all",
        {HTTP_VISITOR: http("<html></html>"), PAGE_VISITOR: page("", title="")},
        Outcome.FAIL,
        says="0 huruf",
    ),
    Case(
        "A single word",
        {HTTP_VISITOR: http("<p>tes</p>"), PAGE_VISITOR: page("tes", title="")},
        Outcome.FAIL,
    ),
    Case(
        "An announcement is another finding",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page("Segera hadir", title="Coming soon")},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.INCOMPLETE, "body")},
        Outcome.NOT_MEASURED,
    ),
)
