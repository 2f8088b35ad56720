"""The name leads to a public address.

## What it does
Looks whether the name's addresses belong to private, loopback or link-local networks.

## Why it matters
A public name with an inner address cannot be reached from outside, tells strangers how the inner
network is numbered, and lets pages of strangers reach into it from an employee's browser.

## How to fix
Give the name its public address, or take it out of the public zone and serve it by the office's
inner DNS only.

## Limits
An inner system that is meant to be reached by VPN may be named so on purpose; then grant an
exception with that reason.

## References
RFC 1918, RFC 6598, RFC 6890 (special-purpose addresses), RFC 4193.
"""

from ronda.engine.artifacts import DNS, FailureKind
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
from ronda.engine.checks.examples import HOST, answer, dns, failure
from ronda.engine.checks.helpers import clip
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.content.inner_networks import is_inner
from ronda.engine.text import Text

META = Meta(
    id="DNS.PRIVATE",
    area="dns",
    title=Text("Nama menunjuk alamat publik", "The name leads to a public address"),
    problem=Text(
        "Nama publik menunjuk alamat jaringan dalam", "A public name leads to an inner address"
    ),
    finding_class="dns-private-address",
    severity=Severity.MEDIUM,
    needs=(DNS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Situs ini tidak dapat dibuka dari luar, dan penomoran jaringan dalam ikut terbuka.",
            "This site cannot be opened from outside, and the inner network's numbering is shown.",
        ),
        steps=(
            Text(
                "Tanyakan kepada pengelola aplikasi apakah situs ini untuk umum.",
                "Ask whoever runs the application whether the site is for the public.",
            ),
            Text(
                "Bila untuk umum, ganti catatan A dengan alamat publik server atau proksinya.",
                "If it is, put the public address of the server or its proxy into the A record.",
            ),
            Text(
                "Bila hanya untuk pegawai, hapus dari zona publik dan layani lewat DNS internal.",
                "If it is for staff only, take it out of the public zone and serve it by inner DNS.",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `nslookup NAMA` dari jaringan di luar kantor.",
            "Run `nslookup NAME` from a network outside the office.",
        ),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the addresses of the name; see the manual page above."""
    found = seen.dns().addresses
    if not found:
        return not_applicable(Text("Nama ini tidak beralamat.", "The name has no address."))
    inner = tuple(address for address in found if is_inner(address))
    what = Evidence(DNS, Text("alamat dari DNS", "addresses from DNS"), clip(", ".join(found)))
    if inner:
        return failed(
            Text(
                "Nama ini menunjuk {address}, alamat jaringan dalam.",
                "The name leads to {address}, an address of an inner network.",
            ).fill(address=inner[0]),
            what,
        )
    return passed(Text("Semua alamatnya publik.", "All of its addresses are public."), what)


CASES = (
    Case("A public address", {DNS: dns(answer(HOST, "A", "203.0.113.9"))}, Outcome.PASS),
    Case(
        "An address of the office's own network",
        {DNS: dns(answer(HOST, "A", "10.20.0.5"))},
        Outcome.FAIL,
        says="10.20.0.5",
    ),
    Case(
        "One of two is an inner one",
        {DNS: dns(answer(HOST, "A", "192.168.1.2", "203.0.113.9"))},
        Outcome.FAIL,
    ),
    Case("A unique local address", {DNS: dns(answer(HOST, "AAAA", "fd00::7"))}, Outcome.FAIL),
    Case("No address at all", {DNS: dns(answer(HOST, "A"))}, Outcome.NOT_APPLICABLE),
    Case(
        "Nothing was learnt from DNS",
        {DNS: failure(FailureKind.DNS_TIMEOUT, "dns")},
        Outcome.NOT_MEASURED,
    ),
)
