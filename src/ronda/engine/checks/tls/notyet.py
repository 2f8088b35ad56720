"""The certificate's time of validity has begun.

## What it does
Compares the beginning of validity of the certificate that the server shows with the time of the
visit.

## Why it matters
Browsers warn every visitor of a certificate that is not valid yet, just as of an expired one.
Citizens who learn to click such warnings away will do so on a forged site too.

## How to fix
Look at the clock of the server that asked for the certificate first: it is the usual cause. If the
clock is right, put the former certificate back until the day on which the new one begins.

## Limits
Judged by Ronda's own clock. A certificate that begins within the same five minutes is let pass,
since clocks differ by a little.

## References
RFC 5280 section 4.1.2.5 (validity).
"""

from datetime import timedelta

from ronda.engine.artifacts import TLS, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import certificate, failure, tls
from ronda.engine.checks.helpers import first_certificate, on_day, validity_seen
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="TLS.NOTYET",
    area="tls",
    title=Text("Sertifikat sudah mulai berlaku", "The certificate's validity has begun"),
    problem=Text("Sertifikat belum mulai berlaku", "The certificate is not valid yet"),
    finding_class="tls-not-yet-valid",
    severity=Severity.HIGH,
    needs=(TLS,),
    lifecycle="preview",
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Peramban memperingatkan setiap pengunjung bahwa situs Anda tidak aman. Warga yang "
            "terbiasa mengabaikan peringatan itu juga akan mengabaikannya di situs palsu.",
            "Browsers warn every visitor that your site is not safe. Citizens who get used to "
            "ignoring that warning will ignore it on a forged site too.",
        ),
        steps=(
            Text(
                "Periksa jam dan tanggal server dengan `timedatectl`; nyalakan penyelarasan waktu "
                "(NTP) bila meleset.",
                "Check the server's clock and date with `timedatectl`; switch time "
                "synchronisation (NTP) on if they are wrong.",
            ),
            Text(
                "Pasang kembali sertifikat sebelumnya bila masih berlaku, atau terbitkan yang "
                "berlaku mulai hari ini.",
                "Put the former certificate back if it is still valid, or issue one that is valid "
                "from today.",
            ),
            Text(
                "Muat ulang server web, lalu buka situsnya dari komputer lain.",
                "Reload the web server, then open the site from another computer.",
            ),
        ),
        see_for_yourself=Text(
            'Buka situs, klik gembok atau tulisan "Tidak aman" di bilah alamat, lalu lihat tanggal '
            "mulai berlakunya sertifikat.",
            'Open the site, click the padlock or "Not secure" in the address bar, and look at '
            "the day on which the certificate begins.",
        ),
    ),
)

# Clocks of two machines may differ by this much without anybody being to blame.
_CLOCKS = timedelta(minutes=5)


def judge(seen: Seen) -> Verdict:
    """Judge the beginning of the certificate's validity; see the manual page above."""
    leaf = first_certificate(seen.tls())
    if isinstance(leaf, Verdict):
        return leaf
    if leaf.not_before - seen.at > _CLOCKS:
        said = Text(
            "Sertifikat baru berlaku mulai {day}.", "The certificate is only valid from {day}."
        )
        return failed(on_day(said, leaf.not_before), validity_seen(leaf))
    said = Text("Sertifikat berlaku sejak {day}.", "The certificate is valid since {day}.")
    return passed(on_day(said, leaf.not_before), validity_seen(leaf))


CASES = (
    Case("Valid since a month", {TLS: tls()}, Outcome.PASS, says="berlaku sejak"),
    Case(
        "Begins in three days",
        {TLS: tls(certificate(days_old=-3), problem="not_yet_valid")},
        Outcome.FAIL,
        says="mulai 5 Maret 2026",
    ),
    Case(
        "An expired one had begun",
        {TLS: tls(certificate(days_left=-8), problem="expired")},
        Outcome.PASS,
    ),
    Case("Issued a moment ago", {TLS: tls(certificate(days_old=0))}, Outcome.PASS),
    Case("No handshake", {TLS: failure(FailureKind.REFUSED)}, Outcome.NOT_MEASURED),
)
