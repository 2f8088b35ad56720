"""What further pages tell: gambling, forged forms, and honest pages that stay quiet."""

import pytest

from ronda.engine.artifacts import Artifact, Failure, FailureKind, Form, Observation, PageArtifact
from ronda.engine.checks.contract import Case, Outcome, Verdict
from ronda.engine.checks.examples import URL, failure, http, link, page
from ronda.engine.checks.registry import get
from ronda.engine.judge import judge

SITE = Case("", {}, Outcome.PASS).site
AT = Case("", {}, Outcome.PASS).at
FRONT: dict[str, Artifact] = {
    **{f"http:{view}": http() for view in ("visitor", "robot", "phone")},
    **{f"page:{view}": page() for view in ("visitor", "robot", "phone")},
}


def visit(
    check: str, path: str, inside: PageArtifact | bytes | Failure, **front: Artifact
) -> Verdict:
    """Judge a visit that saw one further page."""
    found: dict[str, Artifact] = {**FRONT, **front}
    if isinstance(inside, PageArtifact):
        found |= {f"inner:{path}": http(url=f"{URL}{path[1:]}"), f"page:{path}": inside}
    else:
        found[f"inner:{path}"] = inside if isinstance(inside, Failure) else http(inside)
    return judge(get(check), Observation(SITE, AT, AT, found))


def test_a_hidden_link_deep_in_the_site_is_found_and_its_page_is_named() -> None:
    spam = link("https://naga-slot88.example/", "slot gacor", hidden="display:none")
    said = visit("CONTENT.GAMBLING", "/profil", page(links=(spam,)))
    assert said.outcome is Outcome.FAIL
    assert "di /profil" in said.summary.id
    assert said.evidence[0].artifact == "inner:/profil"


def test_a_second_sitemap_of_doorway_pages_is_found() -> None:
    places = "".join(f"<loc>{URL}produk/slot-gacor-{n}.html</loc>" for n in range(3))
    said = visit("CONTENT.GAMBLING", "/peta.xml", f"<urlset>{places}</urlset>".encode())
    assert said.outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Polisi tangkap bandar togel online",
            "Polres menangkap tiga bandar togel dan situs slot.",
        ),
        (
            "Surat edaran larangan judi online",
            "ASN dilarang bermain slot online, togel, judi bola.",
        ),
        (
            "Lomba burung: murai paling gacor",
            "Kontes kicau burung gacor hari ini berhadiah jackpot.",
        ),
        ("Pilih slot antrean poli", "Slot online antrean pasien, daftar slot waktu konsultasi."),
        ("Realisasi pengeluaran", "Tabel pengeluaran dan keluaran kegiatan, data hk dan anggaran."),
        ("Waspada obat kuat ilegal", "BPOM sita obat kuat dan viagra ilegal, masyarakat diimbau."),
        ("Pameran replika candi", "Replica prasasti dibuat siswa; outlet store kerajinan dibuka."),
        ("Kunjungan wisatawan", "Rombongan dari 澳门 dan 北京 berkunjung; 欢迎光临. ยินดีต้อนรับ"),
    ],
)
def test_an_honest_further_page_stays_quiet(title: str, text: str) -> None:
    out = (link("https://berita.contoh.id/kabar", title),)
    assert visit("CONTENT.GAMBLING", "/berita/1", page(text, title=title, links=out)).outcome is (
        Outcome.PASS
    )


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("สล็อตเว็บตรง", "judi"),
        ("nhà cái uy tín", "judi"),
        ("在线赌场", "judi"),
        ("best online casino bonus", "judi"),
        ("buy viagra online", "obat"),
        ("replica rolex watches", "tiruan"),
        ("ブランドコピー", "tiruan"),
    ],
)
def test_spam_of_other_languages_is_found_and_called_what_it_is(words: str, subject: str) -> None:
    hidden = tuple(
        link(f"https://lawara{n}.example/", words, hidden="off-screen") for n in range(2)
    )
    rule, other = "CONTENT.GAMBLING", "CONTENT.SPAM"
    if subject != "judi":
        rule, other = other, rule
    said = visit(rule, "/arsip", page(links=hidden))
    assert said.outcome is Outcome.FAIL
    assert subject in said.summary.id
    assert visit(other, "/arsip", page(links=hidden)).outcome is Outcome.PASS


def test_a_forged_form_below_the_site_is_found() -> None:
    form = Form(f"{URL}a/proses.php", "post", (("pin", "password"), ("otp", "text")))
    said = visit("CONTENT.PHISHING", "/.well-known/masuk", page(forms=(form,)))
    assert said.outcome is Outcome.FAIL
    assert "/.well-known/masuk" in said.summary.id


@pytest.mark.parametrize("check", ["CONTENT.GAMBLING", "CONTENT.PHISHING"])
def test_a_further_page_that_timed_out_leaves_the_question_open(check: str) -> None:
    said = visit(check, "/berita/1", failure(FailureKind.TIMEOUT, "http"))
    assert said.outcome is Outcome.NOT_MEASURED


def test_comments_that_praise_one_nameless_host_again_and_again_are_spam() -> None:
    said = ("mahjong ways 2", "akun pro thailand", "situs slot")
    links = tuple(link("https://lawara.example/", words) for words in said)
    got = visit("CONTENT.GAMBLING", "/buku-tamu", page("Komentar", links=links))
    assert got.outcome is Outcome.FAIL


def test_a_visitor_sent_to_a_gambling_host_that_does_not_answer_was_sent_there() -> None:
    gone = failure(
        FailureKind.NXDOMAIN, "dns", "raja-slot777.example", "https://raja-slot777.example/"
    )
    unread = failure(FailureKind.NOT_ATTEMPTED, "parse")
    front = {"http:visitor": gone, "page:visitor": unread}
    said = visit("CONTENT.GAMBLING", "/a", page(), **front)
    assert said.outcome is Outcome.FAIL
