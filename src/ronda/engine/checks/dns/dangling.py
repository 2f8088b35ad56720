"""The alias (CNAME) of the site's name leads to a name that exists.

## What it does
Follows the aliases of the site's name. When the last one does not exist in DNS (NXDOMAIN), the
alias dangles.

## Why it matters
A dangling alias usually points at a rented service that was given up. Whoever rents that name
next owns a page under the government's address, with its trust, and often uses it for gambling.

## How to fix
Remove the alias when the service is gone, or point it at the service that is in use now. Do it
in the DNS of the official domain: the old service need not be touched.

## Limits
A target that exists but no longer belongs to the agency is not seen here. Names without an alias
are not judged.

## References
RFC 1034 section 3.6.2 (CNAME), RFC 8020 (NXDOMAIN means that nothing is below).
"""

from ronda.engine.artifacts import DNS, DnsArtifact, FailureKind
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
from ronda.engine.checks.examples import HOST, answer, dns, failure
from ronda.engine.checks.helpers import clip
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="DNS.DANGLING",
    area="dns",
    title=Text("Alias DNS menunjuk nama yang ada", "The DNS alias leads to an existing name"),
    problem=Text(
        "Alias DNS menggantung ke nama yang sudah tidak ada",
        "The DNS alias dangles: its target no longer exists",
    ),
    finding_class="dangling-cname",
    severity=Severity.HIGH,
    needs=(DNS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Orang lain dapat menyewa nama tujuan itu lalu mengisi halaman di alamat resmi Anda. "
            "Cara ini lazim dipakai untuk menanam situs judi.",
            "A stranger can rent the target name and fill a page under your official address. "
            "Gambling sites are often planted in this way.",
        ),
        steps=(
            Text(
                "Tanyakan kepada pemakai subdomain ini apakah layanan tujuannya masih disewa.",
                "Ask the user of this subdomain whether the target service is still rented.",
            ),
            Text(
                "Bila tidak, hapus catatan CNAME-nya di pengelola DNS domain resmi.",
                "If not, delete the CNAME record where the official domain's DNS is managed.",
            ),
            Text(
                "Bila masih, ganti isi CNAME dengan nama tujuan yang diberikan layanan itu sekarang.",
                "If it is, replace the CNAME with the target that the service gives you now.",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `nslookup -type=CNAME nama-situs`, lalu `nslookup nama-tujuan`; jawaban "
            '"NXDOMAIN" atau "Non-existent domain" berarti menggantung.',
            "Run `nslookup -type=CNAME site-name`, then `nslookup target-name`; the answer "
            '"NXDOMAIN" or "Non-existent domain" means that it dangles.',
        ),
        platforms={
            "cpanel": (
                Text(
                    "Buka cPanel > Zone Editor > Manage, cari catatan CNAME ini, lalu Delete atau Edit.",
                    "Open cPanel > Zone Editor > Manage, find this CNAME record, then Delete or Edit.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the end of the alias chain; see the manual page above."""
    found = seen.dns()
    chain = _chain(found)
    addresses = [a for t in ("A", "AAAA") if (a := found.answer(found.host, t))]
    statuses = {a.status for a in addresses}
    if not chain:
        if addresses and statuses <= {"ok", "nodata", "nxdomain"}:
            return not_applicable(
                Text("Nama situs ini tidak memakai alias.", "The site's name is not an alias.")
            )
        return _unknown()
    path = Evidence(
        DNS, Text("rantai alias", "chain of aliases"), clip(" -> ".join((found.host, *chain)))
    )
    if "nxdomain" in statuses:
        return failed(
            Text(
                "Nama ini dialihkan ke {target}, yang tidak ada di DNS.",
                "This name is an alias of {target}, which does not exist in DNS.",
            ).fill(target=chain[-1]),
            path,
        )
    if statuses & {"ok", "nodata"}:
        return passed(
            Text("Alias menunjuk nama yang ada.", "The alias leads to an existing name."), path
        )
    return _unknown()


def _chain(found: DnsArtifact) -> tuple[str, ...]:
    chains = [a.aliases for t in ("A", "AAAA") if (a := found.answer(found.host, t)) and a.aliases]
    if chains:
        return max(chains, key=len)
    alias = found.answer(found.host, "CNAME")
    return alias.values if alias and alias.status == "ok" else ()


def _unknown() -> Verdict:
    return not_measured(
        Text(
            "Belum terukur: server DNS tidak memberi jawaban yang jelas.",
            "Not measured: the DNS server gave no clear answer.",
        )
    )


_TARGET = "dinas-lama.layanan-sewa.example"

CASES = (
    Case(
        "The alias leads to a living service",
        {DNS: dns(answer(HOST, "A", "198.51.100.7", aliases=("web.contohprov.go.id",)))},
        Outcome.PASS,
    ),
    Case(
        "The rented service is gone",
        {
            DNS: dns(
                answer(HOST, "CNAME", _TARGET),
                answer(HOST, "A", status="nxdomain", aliases=(_TARGET,)),
                answer(HOST, "AAAA", status="nxdomain", aliases=(_TARGET,)),
            )
        },
        Outcome.FAIL,
        says=_TARGET,
    ),
    Case(
        "The chain was not followed, but the alias itself was seen",
        {DNS: dns(answer(HOST, "CNAME", _TARGET), answer(HOST, "A", status="nxdomain"))},
        Outcome.FAIL,
        says=_TARGET,
    ),
    Case(
        "A name with an address of its own",
        {DNS: dns(answer(HOST, "A", "198.51.100.7"), answer(HOST, "AAAA"))},
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "A name that does not exist at all has no alias",
        {DNS: dns(answer(HOST, "A", status="nxdomain"))},
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "The target's DNS server does not answer",
        {DNS: dns(answer(HOST, "A", status="servfail", aliases=(_TARGET,)))},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "Nothing was learnt from DNS",
        {DNS: failure(FailureKind.DNS_TIMEOUT, "dns")},
        Outcome.NOT_MEASURED,
    ),
)
