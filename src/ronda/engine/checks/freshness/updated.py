"""Somebody has written something on the front page within the last year.

## What it does
Looks for the newest day that the page tells: days in the text (Indonesian, English, ISO and
numeric), times such as "3 hari lalu", and the machine-readable days that news systems write. When
all are more than a year old, the page is stale.

## Why it matters
An agency's site with old news gives citizens wrong opening hours, prices and officials. A site
that nobody writes on is usually one that nobody updates either.

## How to fix
Publish something true and current, take down what no longer holds, and name who looks after the
site. If nobody does, ask for its retirement.

## Limits
Days in the future (events, terms of office) and years alone (copyright) do not count. A clock that
shows today is ignored when it is the only sign of life. A page without any day, or with a single
old one that may be history, is not judged. Nor is a site that was never finished: its days are samples.

## References
UU 14/2008, article on information to be announced regularly; schema.org dateModified.
"""

from datetime import date, timedelta

from ronda.engine.artifacts import HTTP_VISITOR, PAGE_VISITOR, FailureKind
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
    passed,
)
from ronda.engine.checks.examples import failure, http, page
from ronda.engine.checks.helpers import clip, local_day, on_day, own_page
from ronda.engine.checks.legal import PUBLIC_INFORMATION
from ronda.engine.content.dates import Dates, dates_of
from ronda.engine.content.unfinished import unfinished
from ronda.engine.text import Text

META = Meta(
    id="FRESH.UPDATED",
    area="freshness",
    title=Text("Isi diperbarui dalam setahun terakhir", "Content was updated within the last year"),
    problem=Text("Isi sudah lama tidak diperbarui", "Content has not been updated for long"),
    finding_class="stale",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(PUBLIC_INFORMATION,),
    guidance=Guidance(
        why=Text(
            "Warga membaca jam layanan, biaya dan nama pejabat yang sudah tidak benar. Situs yang "
            "tidak ditulisi biasanya juga tidak diperbarui keamanannya.",
            "Citizens read opening hours, fees and names that no longer hold. A site that nobody "
            "writes on usually gets no security updates either.",
        ),
        steps=(
            Text(
                "Terbitkan satu berita atau pengumuman yang benar dan baru.",
                "Publish one piece of news or announcement that is true and new.",
            ),
            Text(
                "Periksa profil, kontak, jam layanan dan nama pejabat; perbaiki yang berubah.",
                "Check profile, contact, opening hours and officials; mend what has changed.",
            ),
            Text(
                "Tetapkan siapa yang menulis dan seberapa sering.",
                "Decide who writes, and how often.",
            ),
            Text(
                "Bila tidak ada yang mengurus, ajukan penonaktifan situs.",
                "If nobody looks after it, ask for the site's retirement.",
            ),
        ),
        see_for_yourself=Text(
            "Buka halaman depan dan cari tanggal terbaru pada berita atau pengumuman.",
            "Open the front page and look for the newest date on news or announcements.",
        ),
        platforms={
            "wordpress": (
                Text(
                    "Masuk ke /wp-admin, pilih Pos > Tambah Baru, tulis, lalu Terbitkan.",
                    "Sign in at /wp-admin, choose Posts > Add New, write, then Publish.",
                ),
            ),
        },
    ),
)

YEAR = timedelta(days=365)


def judge(seen: Seen) -> Verdict:
    """Judge the newest day of the front page; see the manual page above."""
    got = own_page(seen)
    if isinstance(got, Verdict):
        return got
    today = local_day(seen)
    if unfinished(seen.page()):
        return not_applicable(
            Text(
                "Situs ini belum jadi; tanggal contohnya bukan tulisan siapa pun.",
                "The site was never finished; its sample days are nobody's writing.",
            )
        )
    found = dates_of(seen.page(), got.body)
    if found.ago:
        where = Text("waktu relatif di halaman", "relative time on the page")
        return passed(
            Text("Halaman memuat tulisan baru.", "The page holds something new."),
            Evidence(PAGE_VISITOR, where, clip(found.ago)),
        )
    days = _days_of_writing(found, today)
    if not days:
        return not_applicable(
            Text(
                "Halaman depan tidak memuat tanggal yang dapat dinilai.",
                "The front page tells no day that can be judged.",
            )
        )
    newest = max(days)
    evidence = _evidence(found, newest)
    if today - newest <= YEAR:
        return passed(
            on_day(
                Text("Tulisan terbaru bertanggal {day}.", "The newest text is of {day}."), newest
            ),
            evidence,
        )
    alone = len(days) == 1 and not found.structured and not any(t.marked for t in found.told)
    if alone:
        return not_applicable(
            Text(
                "Hanya ada satu tanggal lama, yang mungkin bagian dari sejarah.",
                "There is only one old day, which may be part of a history.",
            )
        )
    return failed(
        on_day(
            Text(
                "Tanggal terbaru di halaman depan adalah {day}, lebih dari setahun lalu.",
                "The newest day on the front page is {day}, more than a year ago.",
            ),
            newest,
        ),
        evidence,
        confidence=0.8,
    )


def _days_of_writing(found: Dates, today: date) -> set[date]:
    """The days that count: none in the future, and no clock that shows the day of the visit."""
    near = {today - timedelta(days=1), today, today + timedelta(days=1)}
    told = {t.day for t in found.told}
    clocks = {day for day in told & near if found.times(day) == 1}
    days = {*found.structured, *(told - clocks)}
    return {day for day in days if day <= today + timedelta(days=1)}


def _evidence(found: Dates, newest: date) -> Evidence:
    words = next((t.words for t in found.told if t.day == newest), "")
    if words:
        where = Text(
            "tanggal di halaman, dengan kata sebelumnya", "day on the page, with the words before"
        )
        return Evidence(PAGE_VISITOR, where, clip(words))
    where = Text("tanggal dalam data terstruktur", "day in the structured data")
    return Evidence(PAGE_VISITOR, where, newest.isoformat())


_NEWS = "Berita {a}: Rapat koordinasi. Berita {b}: Pelatihan operator desa. © 2026 Dinas Contoh."

CASES = (
    Case(
        "News of last month",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(_NEWS.format(a="12 Februari 2026", b="3 Januari 2024")),
        },
        Outcome.PASS,
        says="12 Februari 2026",
    ),
    Case(
        "A relative time",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page("Pelayanan keliling · 3 hari yang lalu")},
        Outcome.PASS,
    ),
    Case(
        "A machine-readable day only",
        {
            HTTP_VISITOR: http('<time datetime="2025-11-20T08:00:00+07:00">kemarin dulu</time>'),
            PAGE_VISITOR: page(),
        },
        Outcome.PASS,
    ),
    Case(
        "All news is from years ago, under this year's copyright",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(_NEWS.format(a="12 Mei 2023", b="03/04/2022")),
        },
        Outcome.FAIL,
        says="12 Mei 2023",
    ),
    Case(
        "A clock shows today above old news",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Senin, 2 Maret 2026 | " + _NEWS.format(a="12 Mei 2023", b="1 Mei 2023")
            ),
        },
        Outcome.FAIL,
    ),
    Case(
        "An event in the future does not make old news new",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                _NEWS.format(a="12 Mei 2023", b="3 April 2023") + " Pameran: 5 Mei 2026."
            ),
        },
        Outcome.FAIL,
        says="12 Mei 2023",
    ),
    Case(
        "The day of a law is no news",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page("Dibentuk dengan peraturan daerah tanggal 5 Juli 2016."),
        },
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "Years alone",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page("Renstra 2018-2022. Hak cipta 2019.")},
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "An error page",
        {HTTP_VISITOR: http(status=500), PAGE_VISITOR: page()},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The page could not be fetched",
        {
            HTTP_VISITOR: failure(FailureKind.TIMEOUT),
            PAGE_VISITOR: failure(FailureKind.NOT_ATTEMPTED),
        },
        Outcome.NOT_MEASURED,
    ),
)
