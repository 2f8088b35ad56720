"""The site is finished: no announcement, blind text or template in place of content.

## What it does
Recognises short pages that only say that the site will come or is under repair, blind text (Lorem
ipsum), and the first post that a content management system brings along.

## Why it matters
Citizens find an official address and nothing behind it. A half-built site is also hardly ever
updated, which makes it the easiest to break into.

## How to fix
Finish the content, or take the site offline until it is ready and lead its name to the office's
main site.

## Limits
A notice of maintenance is reported too: if it is gone at the next visit, the finding closes.

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
    passed,
)
from ronda.engine.checks.examples import URL, failure, http, page
from ronda.engine.checks.helpers import clip, own_answer, own_page
from ronda.engine.content.unfinished import unfinished
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.UNFINISHED",
    area="content",
    title=Text("Situs sudah berisi", "The site has its content"),
    problem=Text("Situs belum selesai dibuat", "The site was never finished"),
    finding_class="unfinished",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    guidance=Guidance(
        why=Text(
            "Warga menemukan alamat resmi tanpa isi. Situs setengah jadi juga jarang diperbarui, "
            "sehingga paling mudah dibobol.",
            "Citizens find an official address with nothing behind it. A half-built site is also "
            "rarely updated, and so the easiest to break into.",
        ),
        steps=(
            Text(
                "Tentukan siapa yang mengisi situs ini dan kapan selesai.",
                "Settle who fills this site and by when.",
            ),
            Text(
                "Hapus teks contoh dan halaman bawaan templat.",
                "Delete blind text and the template's own pages.",
            ),
            Text(
                "Bila belum siap, tutup dulu dan arahkan namanya ke situs utama instansi.",
                "If it is not ready, take it offline and lead its name to the office's main site.",
            ),
        ),
        see_for_yourself=Text("Buka situsnya di peramban.", "Open the site in a browser."),
    ),
)
_WHAT = {
    "notice": Text(
        "Halaman depan hanya mengumumkan bahwa situsnya belum siap.",
        "The front page only announces that the site is not ready.",
    ),
    "blind text": Text(
        "Halaman depan masih memuat teks contoh.", "The front page still carries blind text."
    ),
    "template": Text(
        "Halaman depan masih memuat isi bawaan templat.",
        "The front page still carries the template's own content.",
    ),
}


def judge(seen: Seen) -> Verdict:
    """Judge whether the front page was ever finished; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    found = unfinished(seen.page())
    if found is None:
        got = own_page(seen)
        if isinstance(got, Verdict):
            return got
        return passed(Text("Halaman depan sudah berisi.", "The front page has its content."))
    where = Text("kalimat di halaman depan", "words on the front page")
    return failed(_WHAT[found.what], Evidence(PAGE_VISITOR, where, clip(found.words)))


CASES = (
    Case("A living site", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "A road under repair is no site under repair",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Ruas jalan Melati masih dalam perbaikan sampai Jumat. " * 20,
                title="Dinas Pekerjaan Umum",
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "A login page may be short",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Aplikasi masih dalam pengembangan. Masuk.",
                title="SIMPEG",
                forms=(Form(f"{URL}masuk", "post", (("nip", "text"), ("sandi", "password"))),),
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "Coming soon",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page("Segera hadir.", title="Coming Soon")},
        Outcome.FAIL,
        says="belum siap",
    ),
    Case(
        "Blind text",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page("Lorem ipsum dolor sit amet, consectetur adipiscing elit."),
        },
        Outcome.FAIL,
        says="teks contoh",
    ),
    Case(
        "The first post that WordPress brings along",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page("Hello world! Welcome to WordPress. This is your first post."),
        },
        Outcome.FAIL,
        says="templat",
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.INCOMPLETE, "body")},
        Outcome.NOT_MEASURED,
    ),
)
