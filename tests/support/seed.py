"""Fills every room with believable rows of the made-up province Nusa Rembulan, through the models.

For tests of screens and for looking at them; the product's own first run uses the practice province.
"""

import hashlib
import zlib
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from ronda.accounts.models import Person, Role
from ronda.cases.models import EventKind, Finding, FindingEvent, FindingState
from ronda.discovery.models import Action, Decision, Lead, Proposal, Question, Sighting, SourceRun
from ronda.engine import artifacts as art
from ronda.engine.checks.contract import Severity
from ronda.patrol.models import (
    Body,
    Measurement,
    Observation,
    Round,
    RoundKind,
    Visit,
    VisitState,
)
from ronda.register import imports
from ronda.register.models import (
    Agency,
    AgencyName,
    Contact,
    NameKind,
    Relation,
    Site,
    SiteState,
    System,
    Zone,
)
from ronda.reporting.models import Kind, Report

PASSWORD = "lentera-malam-2026"
ZONE = "rembulanprov.go.id"

AGENCIES = [
    ("dinkes", "Dinas Kesehatan", "Dinkes"),
    ("disdikbud", "Dinas Pendidikan dan Kebudayaan", "Disdikbud"),
    ("dkp", "Dinas Kelautan dan Perikanan", "DKP"),
    ("ketapang", "Dinas Ketahanan Pangan", "Ketapang"),
    ("bkd", "Badan Kepegawaian Daerah", "BKD"),
    ("dispar", "Dinas Pariwisata", "Dispar"),
    ("diskominfo", "Dinas Komunikasi, Informatika dan Statistik", "Diskominfotik"),
    ("bpbd", "Badan Penanggulangan Bencana Daerah", "BPBD"),
]
LONG = (
    "Dinas Pemberdayaan Perempuan, Pelindungan Anak, Pengendalian Penduduk dan Keluarga Berencana, "
    "Transmigrasi serta Tenaga Kerja Nusa Rembulan"
)

# (label, agency, title, findings)
OFFICIAL: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    ("dinkes", "dinkes", "Dinas Kesehatan Nusa Rembulan", [("HEADERS.HSTS", "low")]),
    (
        "e-puskesmas",
        "dinkes",
        "e-Puskesmas",
        [("EXPOSURE.ENV", "critical"), ("TLS.EXPIRED", "high")],
    ),
    ("antrean.rsud", "dinkes", "Slot antrean RSUD Rembulan", []),
    (
        "disdikbud",
        "disdikbud",
        "Dinas Pendidikan dan Kebudayaan",
        [("CONTENT.GAMBLING", "critical")],
    ),
    ("ppdb", "disdikbud", "PPDB Daring 2026", [("MAIL.SPOOF", "medium")]),
    ("perpustakaan", "disdikbud", "Katalog Perpustakaan (SLiMS)", [("SOFTWARE.EXPOSED", "medium")]),
    ("dkp", "dkp", "Dinas Kelautan dan Perikanan", []),
    ("hargaikan", "dkp", "Harga Ikan Harian", [("FRESH.UPDATED", "low")]),
    ("ketapang", "ketapang", "Dinas Ketahanan Pangan", [("TLS.NAME", "high")]),
    (
        "bkd",
        "bkd",
        "Badan Kepegawaian Daerah",
        [("HEADERS.SNIFF", "low"), ("HEADERS.HTTPS", "medium")],
    ),
    ("simpeg", "bkd", "SIMPEG", [("EXPOSURE.GIT", "critical")]),
    ("dispar", "dispar", "Wisata Nusa Rembulan", []),
    ("diskominfo", "diskominfo", "Diskominfotik Nusa Rembulan", []),
    ("data", "diskominfo", "Satu Data Nusa Rembulan", []),
    ("ppid", "diskominfo", "PPID Provinsi Nusa Rembulan", [("FRESH.UPDATED", "low")]),
    ("www", "diskominfo", "Portal Resmi Provinsi Nusa Rembulan", [("HEADERS.SNIFF", "low")]),
    ("bpbd", "bpbd", "BPBD Nusa Rembulan", [("REACH.ANSWERS", "high")]),
    ("siaga", "bpbd", "Siaga Bencana", [("CONTENT.DEFAULT", "medium")]),
]
UNOFFICIAL = [
    (
        "https://dinkesrembulan.com/",
        "dinkes",
        "Dinkes Rembulan | Berita dan Layanan",
        [("CONTENT.PARKED", "high")],
    ),
    (
        "https://wisatanusarembulan.my.id/",
        "dispar",
        "Wisata Nusa Rembulan",
        [("TLS.TRUSTED", "high")],
    ),
    ("https://bkdrembulan.blogspot.com/", "bkd", "BKD Nusa Rembulan", [("FRESH.UPDATED", "low")]),
]
CANDIDATES: list[tuple[str, str, str, str | None, float]] = [
    (
        "https://uptd-perikanan-rembulan.or.id/",
        "UPTD Pelabuhan Perikanan Rembulan",
        "unofficial",
        "dkp",
        0.94,
    ),
    (
        "https://dinaspendidikanrembulan.id/",
        "Dinas Pendidikan Rembulan",
        "unofficial",
        "disdikbud",
        0.91,
    ),
    (
        "https://pmb-rembulanprov.com/",
        "Login ASN Provinsi Nusa Rembulan",
        "impersonation",
        "bkd",
        0.88,
    ),
    (
        "https://dinkes.rembulankab.go.id/",
        "Dinas Kesehatan Kabupaten Rembulan",
        "other_government",
        None,
        0.97,
    ),
    ("https://demo-simpeg.vendorsatu.co.id/", "Demo SIMPEG Rembulan", "third_party", None, 0.83),
    ("http://dkp-rembulan.blogkita.web.id/", "DKP Rembulan", "undecided", "ketapang", 0.51),
    (
        "https://kabarrembulan.com/dinas-kesehatan/",
        "Kabar Rembulan: Dinas Kesehatan",
        "third_party",
        None,
        0.9,
    ),
    (
        f"https://{'pusat-informasi-layanan-terpadu-' * 1}dan-pengaduan-masyarakat.rembulan-sejahtera-bersama.sites-kita.id/beranda/profil-dan-tugas-pokok-serta-fungsi/",
        "Pusat Informasi dan Layanan Terpadu serta Pengaduan Masyarakat Dinas Pemberdayaan Perempuan, Pelindungan Anak dan Pengendalian Penduduk Nusa Rembulan",
        "unofficial",
        "dispar",
        0.82,
    ),
]

VERDICTS: dict[str, tuple[str, str, list[tuple[str, str, str, str]]]] = {
    # check: summary id, summary en, evidence (artifact, where id, where en, excerpt)
    "HEADERS.HSTS": (
        "Situs belum meminta peramban selalu memakai HTTPS.",
        "The site does not yet ask browsers to always use HTTPS.",
        [
            (
                "http:visitor",
                "tajuk Strict-Transport-Security",
                "header Strict-Transport-Security",
                "",
            )
        ],
    ),
    "HEADERS.SNIFF": (
        "Dua tajuk pelindung belum dikirim.",
        "Two protective headers are not sent yet.",
        [("http:visitor", "tajuk jawaban", "response headers", "server: nginx/1.18.0")],
    ),
    "HEADERS.HTTPS": (
        "Alamat http tidak mengalihkan ke https.",
        "The http address does not lead to https.",
        [("http:plain", "jawaban pertama", "first answer", "HTTP/1.1 200 OK")],
    ),
    "EXPOSURE.ENV": (
        "Berkas .env dapat dibaca siapa saja; di dalamnya ada nama 5 rahasia.",
        "The file .env can be read by anybody; it names 5 secrets.",
        [
            (
                "path:/.env",
                "nama kunci di berkas (nilai disembunyikan)",
                "names of keys in the file (values hidden)",
                "APP_KEY=…, DB_HOST=…, DB_DATABASE=…, DB_USERNAME=…, DB_PASSWORD=…",
            )
        ],
    ),
    "EXPOSURE.GIT": (
        "Gudang kode (.git) dapat diunduh siapa saja.",
        "The code repository (.git) can be downloaded by anybody.",
        [("path:/.git/HEAD", "isi berkas", "content of the file", "ref: refs/heads/main")],
    ),
    "TLS.EXPIRED": (
        "Sertifikat berakhir 12 hari yang lalu.",
        "The certificate ended 12 days ago.",
        [
            (
                "tls",
                "sertifikat situs, berlaku sampai",
                "the site's certificate, valid until",
                "2026-11-12 07:00 UTC",
            )
        ],
    ),
    "TLS.NAME": (
        "Sertifikat ini untuk nama lain.",
        "The certificate is for another name.",
        [("tls", "nama di sertifikat", "names in the certificate", "www.contoh-hosting.co.id")],
    ),
    "TLS.TRUSTED": (
        "Sertifikat dibuat sendiri, tidak dikenal peramban.",
        "The certificate is self-signed; browsers do not know it.",
        [("tls", "penerbit", "issuer", "CN=localhost")],
    ),
    "CONTENT.GAMBLING": (
        "Robot mesin pencari diberi halaman judi yang tidak dilihat pengunjung; 3 tautan tersembunyi.",
        "Search robots are given a gambling page that visitors do not see; 3 hidden links.",
        [
            (
                "http:robot",
                "judul untuk robot",
                "title for robots",
                "Situs Slot Gacor Maxwin Hari Ini",
            ),
            (
                "http:visitor",
                "tautan 41, disembunyikan dengan display:none",
                "link 41, hidden by display:none",
                "https://slot-contoh88.example/daftar",
            ),
            ("http:robot", "kalimat ke-2", "sentence 2", "RTP live paling gacor malam ini"),
        ],
    ),
    "CONTENT.PARKED": (
        "Alamat ini menampilkan halaman jual-domain.",
        "The address shows a domain-for-sale page.",
        [("http:visitor", "kalimat di halaman", "sentence on the page", "This domain is for sale")],
    ),
    "CONTENT.DEFAULT": (
        "Yang tampil halaman bawaan server.",
        "What shows is the server's default page.",
        [("http:visitor", "judul halaman", "page title", "Welcome to nginx!")],
    ),
    "MAIL.SPOOF": (
        "Siapa pun dapat mengirim surel atas nama domain ini.",
        "Anybody can send e-mail in this domain's name.",
        [("dns", "catatan TXT _dmarc", "TXT record _dmarc", "(tidak ada)")],
    ),
    "SOFTWARE.EXPOSED": (
        "PHP 7.2 sudah tidak diperbarui pembuatnya sejak November 2020.",
        "PHP 7.2 has had no updates from its makers since November 2020.",
        [("http:visitor", "tajuk X-Powered-By", "header X-Powered-By", "PHP/7.2.34")],
    ),
    "FRESH.UPDATED": (
        "Berita terbaru bertanggal 14 Agustus 2024.",
        "The newest item is of 14 August 2024.",
        [
            (
                "http:visitor",
                "tanggal terbaru di halaman",
                "newest date on the page",
                "14 Agustus 2024",
            )
        ],
    ),
    "REACH.ANSWERS": (
        "Situs tidak menjawab sampai batas waktu.",
        "The site gave no answer within the time limit.",
        [("http:visitor", "sambungan", "connection", "no answer within 8 s from 198.18.3.9:443")],
    ),
}

PAGE = """<!doctype html><html lang="id"><head><title>{title}</title>
<meta name="generator" content="WordPress 6.4.2"></head><body>
<header><a href="/">Beranda</a> <a href="/profil">Profil</a> <a href="/berita">Berita</a></header>
<h1>{title}</h1>
<p>Selamat datang di laman kami. Layanan tatap muka buka Senin sampai Jumat pukul 08.00 WITA.</p>
<p>Pengumuman: pendaftaran pelatihan gelombang II dibuka sampai 30 November 2026.</p>
{extra}
<footer>Jalan Bahari Nomor 12, Kota Rembulan. Telepon (0499) 555-0142. Surel layanan@rembulanprov.go.id</footer>
</body></html>"""
HIDDEN = (
    '<div style="display:none"><a href="https://slot-contoh88.example/daftar">slot gacor</a> '
    '<a href="https://togel-contoh4d.example/">togel 4d</a> '
    '<a href="https://rtp-contoh.example/live">rtp live</a></div>'
)
DOORWAY = (
    "<h2>Situs Slot Gacor Maxwin Hari Ini</h2><p>RTP live paling gacor malam ini, daftar sekarang.</p>"
    "<p>Deposit pulsa tanpa potongan.</p>"
)


def text(indonesian: str, english: str) -> dict[str, str]:
    """A bilingual sentence as JSON."""
    return {"id": indonesian, "en": english}


class Seed:
    """Makes the rows; every moment is relative to ``now``."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self.agencies: dict[str, Agency] = {}
        self.people: dict[str, Person] = {}
        self.ranks = {s.value: n for n, s in enumerate(Severity)}

    def all(self) -> "Seed":
        """Fill every room."""
        self.make_people_and_agencies()
        self.make_sites()
        self.make_candidates()
        self.make_rounds()
        self.make_sources()
        self.make_leads()
        self.make_reports()
        return self

    def ago(self, **span: float) -> datetime:
        """A moment before now."""
        return self.now - timedelta(**span)

    def make_people_and_agencies(self) -> None:
        """Eight agencies, one with a very long name, and a person of each role."""
        self.zone = Zone.objects.create(name=ZONE, transfer_from="198.18.0.53")
        for key, name, short in [*AGENCIES, ("dp3ap2kb", LONG, "DP3AP2KB")]:
            agency = Agency.objects.create(
                key=key,
                name=name,
                address="Jalan Bahari Nomor 12, Kota Rembulan",
                phone="(0499) 555-0142",
                email=f"{key}@{ZONE}",
            )
            AgencyName.objects.create(agency=agency, text=name, kind=NameKind.OFFICIAL)
            AgencyName.objects.create(agency=agency, text=short, kind=NameKind.SHORT)
            Contact.objects.create(
                agency=agency, title=f"Kepala Subbagian Umum {short}", email=f"umum.{key}@{ZONE}"
            )
            self.agencies[key] = agency
        AgencyName.objects.create(
            agency=self.agencies["bkd"],
            text="Badan Kepegawaian dan Diklat Daerah",
            kind=NameKind.FORMER,
            valid_to=self.ago(days=320).date(),
        )
        self.simpeg = System.objects.create(
            agency=self.agencies["bkd"],
            name="SIMPEG",
            purpose="Data kepegawaian",
            hosting="Pusat data provinsi",
        )
        hashed = make_password(PASSWORD)  # once: hashing is slow on purpose
        for name, role, keys in [
            ("petugas", Role.OFFICER, []),
            ("csirt", Role.SECURITY, []),
            ("kadis", Role.LEADER, []),
            ("inspektur", Role.AUDITOR, []),
            ("web.dinkes", Role.AGENCY, ["dinkes"]),
            ("web.bkd", Role.AGENCY, ["bkd"]),
        ]:
            person = Person.objects.create(username=name, password=hashed, role=role)
            person.agencies.set(self.agencies[k] for k in keys)
            self.people[name] = person

    def make_sites(self) -> None:
        """Official and unofficial sites with findings, observations and measurements."""
        self.sites: list[Site] = []
        for label, key, title, findings in OFFICIAL:
            url = f"https://{label}.{ZONE}/"
            self.site(url, key, title, Relation.OFFICIAL, findings, zone=self.zone)
        for url, key, title, findings in UNOFFICIAL:
            self.site(url, key, title, Relation.UNOFFICIAL, findings)
        Site.objects.filter(host=f"simpeg.{ZONE}").update(system=self.simpeg)
        retired = self.site(
            f"https://pilkada2024.{ZONE}/",
            "diskominfo",
            "Pilkada 2024",
            Relation.OFFICIAL,
            [],
            zone=self.zone,
        )
        Site.objects.filter(pk=retired.pk).update(
            state=SiteState.RETIRED,
            created_at=self.ago(days=400),
            confirmed_at=self.ago(days=400),
            retired_at=self.ago(days=40),
            retired_because="Masa layanan selesai.",
        )

    def site(
        self,
        url: str,
        key: str,
        title: str,
        relation: Relation,
        findings: list[Any],
        zone: Zone | None = None,
    ) -> Site:
        """One registered site with what a visit left."""
        host = url.split("/")[2]
        dead = any(check == "REACH.ANSWERS" for check, _ in findings)
        site = Site.objects.create(
            url=url,
            host=host,
            state=SiteState.REGISTERED,
            relation=relation,
            agency=self.agencies[key],
            zone=zone,
            title=title,
            reachable=not dead,
            last_visit_at=self.ago(hours=2),
            due_at=self.now + timedelta(hours=22),
            confirmed_by=self.people["petugas"],
            confirmed_at=self.ago(days=12),
        )
        Site.objects.filter(pk=site.pk).update(created_at=self.ago(days=30))
        self.sites.append(site)
        self.observations(site, dead, any(c == "CONTENT.GAMBLING" for c, _ in findings))
        for n, (check, severity) in enumerate(findings):
            self.finding(site, check, severity, age=1.5 + 9 * n if n else 0.4 + len(self.sites) % 5)
        self.measurements(site, {c for c, _ in findings}, dead)
        return site

    def observations(self, site: Site, dead: bool, gambling: bool) -> None:
        """What the collectors brought back, stored as the patrol stores it."""
        first, last = self.ago(days=9), self.ago(hours=2)
        dns = art.DnsArtifact(
            at=last,
            host=site.host,
            apex=ZONE,
            answers=(art.DnsAnswer(site.host, "A", "ok", ("198.18.3.9",), 300),),
        )
        self.observe(site, "dns", dns, first, last)
        if dead:
            failure = art.Failure(
                art.FailureKind.TIMEOUT, "connect", "no answer within 8 s", last, "198.18.3.9:443"
            )
            self.observe(site, "http:visitor", failure, self.ago(hours=20), last)
            return
        for view in ("visitor", "robot", "phone"):
            extra = HIDDEN if gambling else ""
            if gambling and view == "robot":
                extra += DOORWAY
            body = PAGE.format(title=site.title, extra=extra).encode()
            sha = hashlib.sha256(body).hexdigest()
            answer = art.HttpArtifact(
                at=last,
                view=view,
                url=site.url,
                final_url=site.url,
                address="198.18.3.9",  # type: ignore[arg-type]
                status=200,
                headers=(
                    ("server", "nginx/1.18.0"),
                    ("content-type", "text/html; charset=utf-8"),
                    ("x-powered-by", "PHP/7.2.34"),
                ),
                hops=(),
                body=b"",
                body_sha256=sha,
                truncated=False,
                elapsed_ms=212,
            )
            Body.objects.get_or_create(
                sha256=sha, defaults={"content": zlib.compress(body), "size": len(body)}
            )
            self.observe(site, f"http:{view}", answer, first, last, sha)

    def observe(
        self,
        site: Site,
        key: str,
        artifact: art.Artifact,
        first: datetime,
        last: datetime,
        body: str | None = None,
    ) -> None:
        """One stored observation."""
        encoded = art.encode(artifact)
        Observation.objects.create(
            site=site,
            key=key,
            digest=hashlib.sha256(encoded).hexdigest(),
            artifact=msgspec.json.decode(encoded),
            body_id=body,
            first_seen_at=first,
            last_seen_at=last,
        )

    def finding(self, site: Site, check: str, severity: str, age: float) -> Finding:
        """An open finding with its timeline."""
        opened = self.ago(days=age)
        state = FindingState.CONFIRMED if age > 1 else FindingState.UNCONFIRMED
        urgent = severity == "critical"
        finding = Finding.objects.create(
            site=site,
            check_id=check,
            state=state,
            severity=severity,
            severity_rank=self.ranks[severity],
            urgent=urgent,
            confidence=0.97 if check.startswith("CONTENT") else 1.0,
            verdict=verdict(check, severity),
            opened_at=opened,
            last_seen_at=self.ago(hours=2),
            confirmed_at=self.ago(days=age - 1) if state == FindingState.CONFIRMED else None,
        )
        FindingEvent.objects.create(finding=finding, kind=EventKind.OPENED, at=opened)
        if finding.confirmed_at:
            FindingEvent.objects.create(
                finding=finding, kind=EventKind.CONFIRMED, at=finding.confirmed_at
            )
        return finding

    def measurements(self, site: Site, failing: set[str], dead: bool) -> None:
        """A current verdict of every check the seed knows."""
        for check in VERDICTS:
            if check in failing:
                outcome, said = "fail", verdict(check, "")
            elif dead and check != "MAIL.SPOOF":
                outcome = "not_measured"
                said = {
                    "outcome": outcome,
                    "summary": text(
                        "Belum terukur: situs tidak menjawab sampai batas waktu.",
                        "Not measured: the site gave no answer within the time limit.",
                    ),
                    "evidence": [],
                }
            else:
                outcome = "pass"
                said = {
                    "outcome": outcome,
                    "summary": text("Sudah baik.", "Already good."),
                    "evidence": [],
                }
            Measurement.objects.create(
                site=site,
                check_id=check,
                outcome=outcome,
                verdict=said,
                since=self.ago(days=9),
                measured_at=self.ago(hours=2),
            )

    def make_candidates(self) -> None:
        """Candidates with proposals and reasons, some decided before."""
        for n, (url, title, relation, key, probability) in enumerate(CANDIDATES):
            site = Site.objects.create(
                url=url,
                host=url.split("/")[2],
                title=title,
                last_visit_at=self.ago(hours=3),
                reachable=True,
            )
            Sighting.objects.create(
                site=site,
                source="ct" if n % 2 else "links",
                where=f"https://www.{ZONE}/ (kaki halaman)",
                first_seen_at=self.ago(days=2),
                last_seen_at=self.ago(hours=3),
            )
            Proposal.objects.create(
                site=site,
                relation=relation,
                agency=self.agencies[key] if key else None,
                probability=probability,
                reasons=reasons(title),
                model="2026.11",
                made_at=self.ago(hours=3),
                root=url.split("/")[2],
                server="198.18.7.7" if n % 3 == 0 else f"198.18.7.{20 + n}",
                extract=self.extract(n, title),
            )
        asked = Site.objects.get(url=CANDIDATES[4][0])
        Question.objects.create(
            site=asked,
            asked_by=self.people["csirt"],
            asked_to=self.people["petugas"],
            note="Apakah vendor ini masih punya kontrak dengan BKD?",
            asked_at=self.ago(hours=5),
        )
        lone = Site.objects.create(
            url=f"https://arsip.{ZONE}/",
            host=f"arsip.{ZONE}",
            state=SiteState.REGISTERED,
            relation=Relation.OFFICIAL,
            zone=self.zone,
            title="Arsip Daerah Nusa Rembulan",
            reachable=True,
            last_visit_at=self.ago(hours=2),
        )
        self.observations(lone, dead=False, gambling=False)
        for n in range(11):
            right = n != 4
            site = self.sites[n]
            Decision.objects.create(
                site=site,
                person=self.people["petugas"],
                action=Action.CONFIRM if right else Action.CORRECT,
                relation=site.relation,
                agency=site.agency,
                proposed_relation=site.relation,
                proposed_agency=site.agency if right else None,
                proposed_probability=0.93,
                previous_state=SiteState.CANDIDATE,
                previous_relation=Relation.UNDECIDED,
                decided_at=self.ago(days=12, minutes=n),
            )

    def extract(self, n: int, title: str) -> dict[str, Any]:
        """What a light visit brought back of every second candidate."""
        if n % 2 == 0:
            return {}
        return {
            "seen_at": self.ago(hours=3).isoformat(),
            "title": title,
            "headings": ["Selamat datang", "Berita terbaru", "Layanan kami"],
            "beginning": f"{title}. Beranda Profil Layanan Berita Kontak. Pelayanan tatap muka "
            "buka Senin sampai Jumat pukul 08.00 sampai 15.30.",
            "end": f"Hak cipta 2026 {title}",
            "phones": ["04995550142"],
            "mails": ["halo@contoh.example"],
            "asks": ["password"] if n == 1 else [],
            "addresses": ["198.18.7.7"],
            "certificate": [title.split()[0].lower() + ".contoh.example"],
        }

    def make_reports(self) -> None:
        """A citizen's report of a candidate, and an agency's declaration of its own."""
        site = Site.objects.get(url=CANDIDATES[0][0])
        Sighting.objects.create(
            site=site,
            source="rdap",
            where="RDAP rdap.contoh.example: uptd-perikanan-rembulan.or.id",
            facts={
                "domain": "uptd-perikanan-rembulan.or.id",
                "server": "https://rdap.contoh.example/",
                "asked_at": self.ago(hours=4).isoformat(),
                "registered_on": self.ago(days=40).isoformat(),
                "registrar": "PT Nama Samudra",
                "name_servers": "ns1.hosting.example, ns2.hosting.example",
            },
            first_seen_at=self.ago(hours=4),
            last_seen_at=self.ago(hours=4),
        )
        said = "Situs ini meminta nomor PIN bantuan sosial lewat WhatsApp, mohon dicek."
        common = {"site": site, "written": site.url, "last_at": self.ago(hours=5)}
        Report.objects.create(
            kind=Kind.PUBLIC,
            number="7K3M-Q9XT",
            remark=said,
            contact="0812-5550-0142",
            digest="warga",
            times=3,
            first_at=self.ago(days=1),
            **common,
        )
        Report.objects.create(
            kind=Kind.DECLARED,
            number="H4WN-C2PD",
            remark="Dikelola bidang pelayanan",
            agency=self.agencies["dinkes"],
            person=self.people["web.dinkes"],
            digest="dinkes",
            first_at=self.ago(hours=5),
            **common,
        )

    def make_rounds(self) -> None:
        """A finished round; some sites mended before, some could not be visited."""
        first = Round.objects.create(
            kind=RoundKind.SCHEDULED,
            started_at=self.ago(hours=2, minutes=10),
            finished_at=self.ago(hours=2),
        )
        for n, site in enumerate(self.sites):
            failed = not site.reachable
            Visit.objects.create(
                round=first,
                site=site,
                state=VisitState.DONE,
                started_at=self.ago(hours=2, minutes=9),
                finished_at=self.ago(hours=2, minutes=8),
                reachable=not failed,
                failure="timeout" if failed else "",
                requests=7,
                bytes_received=48_000 + n,
            )
        for n, site in enumerate(self.sites[5:9]):
            closed = Finding.objects.create(
                site=site,
                check_id="TLS.VERSION",
                state=FindingState.MENDED,
                severity="medium",
                severity_rank=2,
                verdict=verdict("TLS.EXPIRED", "medium"),
                opened_at=self.ago(days=12 + n),
                last_seen_at=self.ago(days=5),
                closed_at=self.ago(hours=5 + 30 * n),
            )
            FindingEvent.objects.create(finding=closed, kind=EventKind.OPENED, at=closed.opened_at)
            FindingEvent.objects.create(
                finding=closed, kind=EventKind.MENDED, at=self.ago(hours=5 + 30 * n)
            )

    def make_sources(self) -> None:
        """The last run of each source; one could not read everything."""
        for source, funnel, errors in [
            ("zone", {"read": 64, "service": 21, "wildcard": 1, "kept": 42}, []),
            (
                "ct",
                {"read": 18240, "not_watched": 18103, "duplicate": 96, "bare": 2, "kept": 41},
                [
                    text(
                        "Log https://ct.contoh.example/2026 tidak menjawab; periksa alamatnya di RONDA_CT_LOGS.",
                        "The log https://ct.contoh.example/2026 gave no answer; check its address in RONDA_CT_LOGS.",
                    )
                ],
            ),
            ("links", {"read": 912, "known": 870, "not_watched": 31, "kept": 11}, []),
        ]:
            SourceRun.objects.create(
                source=source,
                started_at=self.ago(hours=4),
                finished_at=self.ago(hours=3, minutes=55),
                funnel=funnel,
                errors=errors,
                new_sites=3,
            )

    def make_leads(self) -> None:
        """Weak signs of every outcome."""
        for n, state in enumerate(["waiting", "ours", "others", "others", "silent"]):
            url = f"https://tanda-lemah-{n}.contoh.example/"
            Lead.objects.create(
                place=f"tanda-lemah-{n}.contoh.example/",
                url=url,
                source="ct",
                state=state,
                traces=[{"source": "ct", "where": "log contoh", "seen_at": "", "facts": {}}],
                first_seen_at=self.ago(days=n),
                last_seen_at=self.ago(days=n),
                looked_at=None if state == "waiting" else self.ago(hours=n),
                # Every other one is a name that carries no sign at all.
                hunch=0.8 if n % 2 else None,
            )

    def make_imports(self) -> "Seed":
        """Uploads of every outcome: with errors, waiting to be applied, applied. As an officer does."""
        by = self.people["petugas"]
        head = "Nama,Singkatan,Nama lain,Surel\n"
        good = head + "Sekretariat DPRD,Setwan,Sekretariat Dewan,setwan@rembulanprov.go.id\n"
        old = head + "Inspektorat Daerah,Inspektorat,,inspektorat@rembulanprov.go.id\n"
        sites = (
            "Alamat,Perangkat daerah\nhttps://lama.rembulanprov.go.id/,Dinas Kesehatan\n"
            "bukan alamat,Dinas Kesehatan\nhttps://baru.rembulanprov.go.id/,Dinas Antah Berantah\n"
        )
        imports.preview("sites", "situs-galat.csv", sites.encode(), by)
        imports.preview("agencies", "opd-baru.csv", good.encode(), by)
        imports.apply(imports.preview("agencies", "opd-lama.csv", old.encode(), by), by)
        return self

    def many(self, count: int, label: str = "layanan") -> None:
        """Add ``count`` boring registered sites with a visit, an answer and a history.

        A finding on every third, mended on every ninth, and a candidate for every fifth.
        """
        keys = list(self.agencies)
        made = Site.objects.bulk_create(
            [
                Site(
                    url=f"https://{label}-{n:05d}.{ZONE}/",
                    host=f"{label}-{n:05d}.{ZONE}",
                    state=SiteState.REGISTERED,
                    relation=Relation.OFFICIAL,
                    agency=self.agencies[keys[n % len(keys)]] if n % 7 else None,
                    zone=self.zone,
                    title=f"Layanan {n}",
                    reachable=n % 11 != 0,
                    last_visit_at=self.ago(hours=3),
                    confirmed_at=self.ago(days=40) if n % 7 else None,
                )
                for n in range(count)
            ],
            batch_size=1000,
        )
        self._many_seen(made)
        self._many_findings(made[::3])
        self._many_candidates(count // 5, label)

    def _many_seen(self, sites: list[Site]) -> None:
        """A round over many sites, and what it saw on each."""
        over = Round.objects.create(
            kind=RoundKind.SCHEDULED,
            started_at=self.ago(hours=4),
            finished_at=self.ago(hours=3),
        )
        Visit.objects.bulk_create(
            [
                Visit(
                    round=over,
                    site=site,
                    state=VisitState.DONE,
                    started_at=self.ago(hours=3),
                    finished_at=self.ago(hours=3),
                    reachable=site.reachable,
                    failure="" if site.reachable else "timeout",
                )
                for site in sites
            ],
            batch_size=1000,
        )
        Observation.objects.bulk_create(
            [
                Observation(
                    site=site,
                    key=key,
                    digest="0" * 64,
                    artifact={"type": "failure", "kind": "timeout"},
                    first_seen_at=self.ago(days=9),
                    last_seen_at=self.ago(hours=3),
                )
                for site in sites
                for key in ("dns", "http:visitor")
            ],
            batch_size=1000,
        )

    def _many_findings(self, sites: list[Site]) -> None:
        made = Finding.objects.bulk_create(
            [
                Finding(
                    site=site,
                    check_id="HEADERS.HSTS",
                    severity="low",
                    severity_rank=1,
                    state=FindingState.CONFIRMED if n % 3 else FindingState.MENDED,
                    verdict=verdict("HEADERS.HSTS", "low"),
                    opened_at=self.ago(days=3 + n % 60),
                    last_seen_at=self.ago(hours=3),
                    closed_at=None if n % 3 else self.ago(days=n % 3, hours=n % 20),
                )
                for n, site in enumerate(sites)
            ],
            batch_size=1000,
        )
        FindingEvent.objects.bulk_create(
            [
                FindingEvent(finding=finding, kind=EventKind.OPENED, at=finding.opened_at)
                for finding in made
            ],
            batch_size=1000,
        )

    def _many_candidates(self, count: int, label: str) -> None:
        keys = list(self.agencies)
        made = Site.objects.bulk_create(
            [
                Site(
                    url=f"https://calon-{label}-{n:05d}.contoh.example/",
                    host=f"calon-{label}-{n:05d}.contoh.example",
                    title=f"Calon {n}",
                )
                for n in range(count)
            ],
            batch_size=1000,
        )
        Proposal.objects.bulk_create(
            [
                Proposal(
                    site=site,
                    relation=Relation.UNOFFICIAL,
                    agency=self.agencies[keys[n % len(keys)]],
                    probability=0.5 + (n % 49) / 100,
                    reasons=reasons(site.title),
                    model="2026.11",
                    made_at=self.ago(hours=3),
                )
                for n, site in enumerate(made)
            ],
            batch_size=1000,
        )
        Sighting.objects.bulk_create(
            [
                Sighting(
                    site=site,
                    source="ct",
                    where="log contoh",
                    first_seen_at=self.ago(days=2),
                    last_seen_at=self.ago(hours=3),
                )
                for site in made
            ],
            batch_size=1000,
        )


def only_people() -> None:
    """A new installation: an officer, and an agency's person who belongs to no agency yet."""
    hashed = make_password(PASSWORD)
    Person.objects.create(username="petugas", password=hashed, role=Role.OFFICER)
    Person.objects.create(username="web.baru", password=hashed, role=Role.AGENCY)


def verdict(check: str, severity: str) -> dict[str, Any]:
    """A failing verdict as stored."""
    indonesian, english, evidence = VERDICTS[check]
    return {
        "outcome": "fail",
        "summary": text(indonesian, english),
        "evidence": [{"artifact": a, "where": text(i, e), "excerpt": x} for a, i, e, x in evidence],
        "confidence": 0.97 if check.startswith("CONTENT") else 1.0,
        "severity": severity or None,
    }


def reasons(title: str) -> list[dict[str, Any]]:
    """Reasons for and against, as stored."""
    return [
        {
            "text": text(
                "Judul halaman menyebut nama perangkat daerah.",
                "The page's title names the agency.",
            ),
            "where": text("judul halaman depan", "title of the front page"),
            "weight": 2.4,
            "kind": "name_in_title",
            "excerpt": title,
        },
        {
            "text": text(
                "Nomor telepon di kaki halaman berkode wilayah provinsi.",
                "The telephone number in the footer has the province's area code.",
            ),
            "where": text("kaki halaman", "footer"),
            "weight": 1.3,
            "kind": "phone",
            "excerpt": "(0499) 555-0142",
        },
        {
            "text": text(
                "Situs resmi provinsi menautkan ke alamat ini.",
                "The province's official site links here.",
            ),
            "where": text(f"https://www.{ZONE}/, kaki halaman", f"https://www.{ZONE}/, footer"),
            "weight": 0.9,
            "kind": "linked",
            "excerpt": "Tautan terkait",
        },
        {
            "text": text(
                "Alamatnya di luar domain resmi.", "Its address is outside the official zone."
            ),
            "where": text("nama situs", "name of the site"),
            "weight": -0.6,
            "kind": "off_zone",
            "excerpt": "",
        },
    ]
