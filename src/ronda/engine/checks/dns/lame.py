"""The name servers that the site's name is delegated to answer for it.

## What it does
Asks for the addresses of the site's name. When the resolver reports an error or a refusal, it is
asked for a name beside the site's domain too: only when it answers for that one do the site's own
name servers count as lame.

## Why it matters
A name whose servers do not answer is gone for every visitor, and mail to it is lost. A delegation
to a server that was given up can be taken over by whoever rents that server's name next.

## How to fix
Compare the name servers that the parent zone delegates to with those that hold the zone, and
correct whichever is wrong.

## Limits
Plain silence is not told as a finding of this kind, since a lost packet looks the same; the site
is then reported as not answering. A broken DNSSEC signature looks like a lame server from here.

## References
RFC 9499 (lame delegation), RFC 1034 section 4.2.2, RFC 8914 (extended DNS errors).
"""

from ronda.engine.artifacts import DNS, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    NotSeen,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    not_measured,
    passed,
)
from ronda.engine.checks.examples import HOST, answer, dns, failure
from ronda.engine.checks.helpers import clip
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="DNS.LAME",
    area="dns",
    title=Text("Server nama menjawab untuk situs ini", "The name servers answer for this site"),
    problem=Text(
        "Server nama tidak menjawab untuk situs ini", "The name servers do not answer for this site"
    ),
    finding_class="dns-lame",
    severity=Severity.HIGH,
    needs=(DNS,),
    judges_failure=(DNS,),
    lifecycle="preview",
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Tanpa server nama, situs dan surel dengan nama ini hilang bagi semua orang. "
            "Delegasi ke server yang sudah dilepas dapat diambil alih orang lain.",
            "Without name servers, the site and mail of this name are gone for everybody. A "
            "delegation to a server that was given up can be taken over by strangers.",
        ),
        steps=(
            Text(
                "Lihat server nama yang tercatat di pengelola domain induk (catatan NS).",
                "Look at the name servers that the parent domain's manager has on record (NS).",
            ),
            Text(
                "Tanyakan kepada penyedia server itu apakah zona ini masih ada di sana.",
                "Ask the provider of those servers whether this zone still stands there.",
            ),
            Text(
                "Betulkan catatan NS di domain induk, atau pasang kembali zonanya.",
                "Correct the NS records in the parent domain, or put the zone back.",
            ),
            Text(
                "Bila nama ini tidak dipakai lagi, hapus delegasinya.",
                "If the name is no longer used, delete its delegation.",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `nslookup -type=NS nama-situs`, lalu `nslookup nama-situs server-nama`; "
            'jawaban "SERVFAIL" atau "REFUSED" berarti server itu tidak mengenalnya.',
            "Run `nslookup -type=NS site-name`, then `nslookup site-name name-server`; the answer "
            '"SERVFAIL" or "REFUSED" means that the server does not know it.',
        ),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what the resolver said of the site's name; see the manual page above."""
    problem = seen.failure(DNS)
    if problem is not None:
        # An answer that cannot be read is one all the same.
        if problem.kind is not FailureKind.DNS_ERROR or "malformed" in problem.detail:
            raise NotSeen(DNS, problem)
        where = Text("jawaban penjawab DNS", "the resolver's answer")
        return failed(
            Text(
                "Server nama menolak atau gagal menjawab untuk nama ini, padahal nama lain terjawab.",
                "The name servers refuse or fail to answer for this name, while others are answered.",
            ),
            Evidence(DNS, where, clip(f"{problem.where} {problem.detail}".strip())),
        )
    found = seen.dns()
    asked = [a for t in ("A", "AAAA") if (a := found.answer(found.host, t))]
    if any(a.status in ("ok", "nodata", "nxdomain") for a in asked):
        return passed(Text("Server nama menjawab.", "The name servers answer."))
    return not_measured(
        Text(
            "Belum terukur: server DNS tidak memberi jawaban yang jelas.",
            "Not measured: the DNS server gave no clear answer.",
        )
    )


CASES = (
    Case(
        "A name with an address",
        {DNS: dns(answer(HOST, "A", "198.51.100.7"), answer(HOST, "AAAA"))},
        Outcome.PASS,
    ),
    Case(
        "A name that does not exist was answered for",
        {DNS: dns(answer(HOST, "A", status="nxdomain"))},
        Outcome.PASS,
    ),
    Case(
        "The zone is delegated to a server that does not hold it",
        {DNS: failure(FailureKind.DNS_ERROR, "dns", HOST)},
        Outcome.FAIL,
        says="nama lain terjawab",
    ),
    Case(
        "Ronda's own resolver is in trouble",
        {DNS: failure(FailureKind.NO_RESOLVER, "dns", HOST)},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "Silence may be a lost packet",
        {DNS: failure(FailureKind.DNS_TIMEOUT, "dns", HOST)},
        Outcome.NOT_MEASURED,
    ),
)
