"""The front page comes within a few seconds.

## What it does
Measures the time from the first packet to the last byte of the front page, redirects included.

## Why it matters
Visitors on a phone leave after a few seconds, and a server that is slow for one visitor stands
still for a hundred.

## How to fix
Look which part takes the time: the database, a plug-in, a service that is called while the page is
built. A cache in front of the application is the quickest remedy.

## Limits
One measurement from one place. Only a second visit confirms it, and the network between may be to
blame as well as the server.

## References
Google, Web Vitals (time to first byte); Permenkomdigi 5/2025 (duty to keep a system reliable).
"""

from ronda.engine.artifacts import HTTP_VISITOR, FailureKind
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
from ronda.engine.checks.examples import failure, http
from ronda.engine.checks.helpers import own_answer
from ronda.engine.text import Text

LIMIT = 5.0  # seconds

META = Meta(
    id="REACH.SLOW",
    area="reach",
    title=Text("Halaman depan cepat terbuka", "The front page opens quickly"),
    problem=Text("Halaman depan lambat terbuka", "The front page opens slowly"),
    finding_class="slow",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR,),
    guidance=Guidance(
        why=Text(
            "Pengunjung lewat ponsel pergi setelah beberapa detik. Server yang lambat untuk satu "
            "orang akan macet untuk seratus.",
            "Visitors on a phone leave after a few seconds. A server that is slow for one stands "
            "still for a hundred.",
        ),
        steps=(
            Text(
                "Ukur lagi pada jam lain dan dari jaringan lain.",
                "Measure again at another hour and from another network.",
            ),
            Text(
                "Periksa beban server dan kueri basis data yang paling lama.",
                "Look at the server's load and the longest database queries.",
            ),
            Text(
                "Nyalakan cache halaman, matikan plugin yang tidak dipakai.",
                "Switch a page cache on and unused plug-ins off.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs di jendela penyamaran, tekan F12, lihat waktu baris pertama pada tab Network.",
            "Open the site in a private window, press F12, and read the first line's time in the "
            "Network tab.",
        ),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the time that the front page took; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    seconds = got.elapsed_ms / 1000
    where = Text("waktu sampai halaman lengkap", "time until the page was complete")
    what = Evidence(HTTP_VISITOR, where, f"{got.elapsed_ms} ms")
    if seconds > LIMIT:
        return failed(
            Text(
                "Halaman depan baru lengkap setelah {seconds} detik.",
                "The front page was complete only after {seconds} seconds.",
            ).fill(seconds=round(seconds)),
            what,
        )
    return passed(
        Text(
            "Halaman depan lengkap dalam waktu wajar.",
            "The front page was complete in reasonable time.",
        ),
        what,
    )


CASES = (
    Case("Within a second", {HTTP_VISITOR: http()}, Outcome.PASS),
    Case("Just within the limit", {HTTP_VISITOR: http(elapsed_ms=5000)}, Outcome.PASS),
    Case("Nine seconds", {HTTP_VISITOR: http(elapsed_ms=9100)}, Outcome.FAIL, says="9 detik"),
    Case("No answer", {HTTP_VISITOR: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
