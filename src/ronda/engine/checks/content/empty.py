"""The front page has something to read.

## What it does
Looks whether the front page holds more than a few words, or anything to look at, fill in, contact or
go on to. One link, one picture or one telephone number is enough.

## Why it matters
An empty page under an official name helps nobody, and it is often the rest of an application that
broke without anybody noticing.

## How to fix
Look into the server's error log, put the content back, or retire the site.

## Limits
A page that scripts build in the browser looks empty without one, and a page that only leads on to
another says nothing of its own. Neither is judged, nor is an address that answers with data. A blank
picture would pass.

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
from ronda.engine.checks.examples import URL, failure, http, link, page
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

_PAGES = ("text/html", "application/xhtml+xml", "")


def judge(seen: Seen) -> Verdict:
    """Judge whether there is anything to read; see the manual page above."""
    got = own_page(seen)
    if isinstance(got, Verdict):
        return got
    kind = (got.header("content-type") or "text/html").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        return not_applicable(
            Text(
                "Alamat ini menjawab dengan data ({kind}), bukan halaman.",
                "This address answers with data ({kind}), not with a page.",
            ).fill(kind=clip(kind)[:60])
        )
    found = seen.page()
    if not nearly_empty(found, got.body):
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
            "Halaman depan hanya memuat {count} huruf, tanpa gambar, formulir, atau tautan.",
            "The front page holds {count} characters, no picture, form or link.",
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
        "A choice of languages",
        {
            HTTP_VISITOR: http('<a href="/id">Indonesia</a>'),
            PAGE_VISITOR: page("Indonesia", title="", links=(link(f"{URL}id", "Indonesia"),)),
        },
        Outcome.PASS,
    ),
    Case(
        "A picture and nothing else",
        {HTTP_VISITOR: http("<img src=/a.jpg>"), PAGE_VISITOR: page("", title="")},
        Outcome.PASS,
    ),
    Case(
        "The root of an interface for programs",
        {
            HTTP_VISITOR: http('{"ok":true}', headers=(("content-type", "application/json"),)),
            PAGE_VISITOR: page('{"ok":true}', title=""),
        },
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "A page that leads on",
        {
            HTTP_VISITOR: http("<meta http-equiv=refresh content='0;url=/app'>"),
            PAGE_VISITOR: page("", title="", metas=(("refresh", "0;url=/app"),)),
        },
        Outcome.NOT_MEASURED,
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
