"""The domain says who may send mail in its name, and what to do with the rest.

## What it does
Reads SPF (in TXT) and DMARC (in TXT of `_dmarc`) of the domain. A domain that sends no mail should
say so; that is the same two records with nothing allowed.

## Why it matters
Without them anybody can write as bendahara@ your domain, and the mail arrives in the in-box of the
next office with nothing to tell it from a true one.

## How to fix
Publish one SPF record that ends in `-all` or `~all`, and a DMARC record. Begin DMARC with `p=none`
and reports, read them for some weeks, then raise it to `quarantine` and `reject`.

## Limits
Judged on the site that stands on the domain itself (or its www), and on hosts with mail records of
their own, so that one missing record is one finding and not one for each subdomain. Not judged for
pages under somebody else's domain. DKIM cannot be seen from outside.

## References
RFC 7208 (SPF), RFC 7489 (DMARC), RFC 7505 (domains without mail).
"""

from ronda.engine.artifacts import DNS, DnsAnswer, DnsArtifact, FailureKind, SiteFacts
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
from ronda.engine.checks.examples import APEX, HOST, answer, dns, failure
from ronda.engine.checks.helpers import clip
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.content.hosts import on_shared_host, without_www
from ronda.engine.text import Text

META = Meta(
    id="MAIL.SPOOF",
    area="mail",
    title=Text("Surel atas nama domain terlindungi", "Mail in the domain's name is protected"),
    problem=Text(
        "Orang lain dapat mengirim surel atas nama domain ini",
        "Others can send mail in this domain's name",
    ),
    finding_class="mail-spoofable",
    severity=Severity.MEDIUM,
    needs=(DNS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Penipu dapat menulis surel seolah-olah dari kantor Anda, misalnya untuk menagih "
            "pembayaran. Penerima tidak punya cara untuk mengenalinya.",
            "Frauds can write mail as if from your office, for instance to ask for a payment. The "
            "one who gets it has no means to tell.",
        ),
        steps=(
            Text(
                "Catat server mana saja yang sah mengirim surel untuk domain ini.",
                "Note which servers rightly send mail for this domain.",
            ),
            Text(
                "Di DNS, buat satu catatan TXT `v=spf1 mx -all` (tanpa surel: `v=spf1 -all`).",
                "In DNS make one TXT record `v=spf1 mx -all` (without mail: `v=spf1 -all`).",
            ),
            Text(
                "Buat catatan TXT `_dmarc` berisi `v=DMARC1; p=none; rua=mailto:alamat-anda`, lalu "
                "naikkan ke `p=reject` setelah laporannya bersih (tanpa surel: langsung `p=reject`).",
                "Make a TXT record `_dmarc` with `v=DMARC1; p=none; rua=mailto:your-address`, then "
                "raise it to `p=reject` once the reports are clean (without mail: at once).",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `nslookup -type=TXT nama-domain` dan `nslookup -type=TXT _dmarc.nama-domain`.",
            "Run `nslookup -type=TXT domain` and `nslookup -type=TXT _dmarc.domain`.",
        ),
        platforms={
            "cpanel": (
                Text(
                    "Buka cPanel > Email Deliverability, klik Repair untuk SPF; tambahkan DMARC di "
                    "Zone Editor.",
                    "Open cPanel > Email Deliverability and click Repair for SPF; add DMARC in the "
                    "Zone Editor.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge SPF and DMARC of the site's mail domain; see the manual page above."""
    found = seen.dns()
    domain = _mail_domain(seen.site, found)
    if not domain:
        return not_applicable(
            Text(
                "Surel domain {apex} diperiksa pada situs utamanya.",
                "Mail of the domain {apex} is judged at its main site.",
            ).fill(apex=found.apex)
        )
    txt = found.answer(domain, "TXT")
    policy = found.answer(f"_dmarc.{domain}", "TXT")
    if policy and policy.status in ("nodata", "nxdomain") and domain != found.apex:
        policy = found.answer(f"_dmarc.{found.apex}", "TXT")  # RFC 7489 section 6.6.3
    if not (_clear(txt) and _clear(policy)):
        return not_measured(
            Text(
                "Belum terukur: DNS tidak memberi jawaban yang jelas tentang surel.",
                "Not measured: DNS gave no clear answer about mail.",
            )
        )
    return _verdict(domain, _spf(txt), _dmarc(policy), has_mail=_has_mail(found, domain))


def _mail_domain(site: SiteFacts, found: DnsArtifact) -> str:
    """The domain to judge, or "" when another site stands for it."""
    if on_shared_host(found.host) or (not site.in_official_zone and _path(site.url)):
        return ""
    if without_www(found.host) == found.apex:
        return found.apex
    txt = found.answer(found.host, "TXT")
    own = _has_mail(found, found.host) or (txt is not None and bool(_spf(txt)))
    return found.host if own else ""


def _path(url: str) -> str:
    return url.partition("://")[2].partition("/")[2]


def _has_mail(found: DnsArtifact, domain: str) -> bool:
    mx = found.answer(domain, "MX")
    # "0 ." says that the domain takes no mail (RFC 7505).
    return mx is not None and any(value.split()[-1:] != ["."] for value in mx.values)


def _clear(got: DnsAnswer | None) -> bool:
    return got is not None and got.status in ("ok", "nodata", "nxdomain")


def _texts(got: DnsAnswer | None) -> list[str]:
    """TXT values without the quotes of presentation format, their strings joined."""
    return (
        ["".join(v.split('"')[1::2]) if v.startswith('"') else v for v in got.values] if got else []
    )


def _spf(got: DnsAnswer | None) -> list[str]:
    return [t for t in _texts(got) if t.lower() == "v=spf1" or t.lower().startswith("v=spf1 ")]


def _dmarc(got: DnsAnswer | None) -> str:
    return next((t for t in _texts(got) if t.replace(" ", "").lower().startswith("v=dmarc1")), "")


def _verdict(domain: str, spf: list[str], dmarc: str, *, has_mail: bool) -> Verdict:
    where_spf = Text(f"SPF (TXT {domain})", f"SPF record (TXT {domain})")
    where_dmarc = Text(f"DMARC (TXT _dmarc.{domain})", f"DMARC record (TXT _dmarc.{domain})")
    seen = (
        Evidence(DNS, where_spf, clip(" | ".join(spf) or "-")),
        Evidence(DNS, where_dmarc, clip(dmarc or "-")),
    )
    lacks = _weakness(spf, dmarc)
    if lacks is None:
        return passed(
            Text(
                "SPF dan DMARC untuk {domain} sudah ada.", "SPF and DMARC of {domain} are in place."
            ).fill(domain=domain),
            *seen,
        )
    if not has_mail:
        note = Text(
            " Domain ini tidak memakai surel, jadi cukup melarang semuanya.",
            " This domain takes no mail, so forbidding all is enough.",
        )
        summary = Text(lacks.id + note.id, lacks.en + note.en)
        return failed(summary, *seen, severity=Severity.LOW)
    return failed(lacks, *seen)


def _weakness(spf: list[str], dmarc: str) -> Text | None:
    if not spf and not dmarc:
        return Text("SPF dan DMARC belum ada.", "SPF and DMARC are absent.")
    if not spf:
        return Text("SPF belum ada.", "SPF is absent.")
    if len(spf) > 1:
        return Text(
            "SPF ada lebih dari satu, sehingga tidak berlaku.",
            "There is more than one SPF record, so that none counts.",
        )
    words = spf[0].lower().split()
    if "+all" in words or "all" in words:
        return Text("SPF mengizinkan semua server (+all).", "SPF allows every server (+all).")
    if not dmarc:
        return Text("DMARC belum ada.", "DMARC is absent.")
    return None


_MX = answer(APEX, "MX", "10 mail.contohprov.go.id.")
_SPF = answer(APEX, "TXT", '"v=spf1 mx -all"')
_DMARC = answer(f"_dmarc.{APEX}", "TXT", '"v=DMARC1; p=reject"')
_NO_DMARC = answer(f"_dmarc.{APEX}", "TXT", status="nxdomain")
_MAIN = SiteFacts(f"https://{APEX}/", APEX, "official", in_official_zone=True, confirmed=True)

CASES = (
    Case(
        "Both records on the domain",
        {DNS: dns(_MX, _SPF, _DMARC, host=APEX)},
        Outcome.PASS,
        site=_MAIN,
    ),
    Case(
        "Neither record",
        {DNS: dns(_MX, answer(APEX, "TXT"), _NO_DMARC, host=APEX)},
        Outcome.FAIL,
        site=_MAIN,
        says="SPF dan DMARC belum ada",
    ),
    Case(
        "SPF alone does not stop a forged sender",
        {DNS: dns(_MX, _SPF, _NO_DMARC, host=APEX)},
        Outcome.FAIL,
        site=_MAIN,
        says="DMARC belum ada",
    ),
    Case(
        "A domain without mail that does not say so",
        {DNS: dns(answer(APEX, "MX"), answer(APEX, "TXT"), _NO_DMARC, host=APEX)},
        Outcome.FAIL,
        site=_MAIN,
        says="tidak memakai surel",
    ),
    Case(
        "Everybody is allowed",
        {DNS: dns(_MX, answer(APEX, "TXT", '"v=spf1 +all"'), _DMARC, host=APEX)},
        Outcome.FAIL,
        site=_MAIN,
        says="+all",
    ),
    Case(
        "A subdomain without mail is covered by its domain",
        {DNS: dns(answer(HOST, "MX"), answer(HOST, "TXT"))},
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "A subdomain with a mail server of its own, under the domain's DMARC",
        {
            DNS: dns(
                answer(HOST, "MX", "10 mail.dinas.contohprov.go.id."),
                answer(HOST, "TXT", '"v=spf1 mx ~all"'),
                answer(f"_dmarc.{HOST}", "TXT", status="nxdomain"),
                _DMARC,
            )
        },
        Outcome.PASS,
    ),
    Case(
        "The DNS server fails on the question",
        {DNS: dns(_MX, _SPF, answer(f"_dmarc.{APEX}", "TXT", status="servfail"), host=APEX)},
        Outcome.NOT_MEASURED,
        site=_MAIN,
    ),
    Case(
        "Nothing was learnt from DNS",
        {DNS: failure(FailureKind.DNS_TIMEOUT, "dns")},
        Outcome.NOT_MEASURED,
        site=_MAIN,
    ),
)
