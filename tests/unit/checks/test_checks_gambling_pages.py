"""Whole pages, as they come from servers: what must be found, and what must stay quiet."""

import pytest

from ronda.engine.artifacts import Artifact, Observation, PageArtifact, View
from ronda.engine.checks.contract import Case, Outcome, Verdict
from ronda.engine.checks.examples import URL, http
from ronda.engine.checks.registry import get
from ronda.engine.collect.page import parse_page
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

CHECK = get("CONTENT.GAMBLING")
SITE = Case("", {}, Outcome.PASS).site
HEAD = (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
)
OFFICE = (
    "<header><h1>Dinas Contoh</h1><nav><a href='/profil'>Profil</a> <a href='/layanan'>Layanan</a>"
    "</nav></header><main><h2>Berita</h2><p>Pelayanan keliling di kecamatan berjalan lancar.</p>"
    "<p>Rapat koordinasi membahas rencana kerja tahun depan.</p>{more}</main>"
    "<footer>Jalan Melati 5, telepon (0400) 123456</footer>"
)


def html(more: str = "", *, title: str = "Dinas Contoh", head: str = "") -> str:
    return f"{HEAD.format(title=title, head=head)}<body>{OFFICE.format(more=more)}</body></html>"


def look(
    visitor: str, robot: str | None = None, phone: str | None = None, phone_at: str = URL
) -> Verdict:
    """Judge three answers as the collectors would bring them."""
    artifacts: dict[str, Artifact] = {}
    views: tuple[tuple[View, str, str], ...] = (
        ("visitor", visitor, URL),
        ("robot", robot or visitor, URL),
        ("phone", phone or visitor, phone_at),
    )
    for view, body, at in views:
        answer = http(body, view=view, final_url=at)
        parsed = parse_page(answer, Limits())
        assert isinstance(parsed, PageArtifact)
        artifacts |= {f"http:{view}": answer, f"page:{view}": parsed}
    at_time = Case("", {}, Outcome.PASS).at
    return judge(CHECK, Observation(SITE, at_time, at_time, artifacts))


HIDDEN_WAYS = {
    "display": 'style="display:none"',
    "visibility": 'style="visibility: hidden"',
    "size": 'style="font-size:0px"',
    "off screen": 'style="position:absolute; left:-5000px"',
    "attribute": "hidden",
    "opacity": 'style="opacity:0"',
}


@pytest.mark.parametrize("way", HIDDEN_WAYS.values(), ids=HIDDEN_WAYS)
def test_hidden_links_to_gambling_hosts_are_found_however_they_are_hidden(way: str) -> None:
    block = f"<div {way}><a href='https://surgaslot77.example/'>slot gacor hari ini</a></div>"
    verdict = look(html(block))
    assert verdict.outcome is Outcome.FAIL
    assert any("surgaslot77.example" in e.excerpt for e in verdict.evidence)


POSITIVE: dict[str, tuple[str, ...]] = {
    "hidden links to hosts with innocent names": (
        html(
            "<div style='display:none'><a href='https://warungkopi-jaya.example/'>situs slot gacor</a>"
            "<a href='https://tokobunga.example/a'>togel online terpercaya</a></div>"
        ),
    ),
    "an open block of links on a defaced page": (
        html(
            "<p><a href='https://mpo888.example/'>Daftar slot gacor</a>"
            "<a href='https://raja-toto.example/'>Toto macau</a></p>"
        ),
    ),
    "disguised letters and masks in hidden links": (
        html(
            "<div style='display:none'><a href='https://a.example/'>ѕⅼоt ɢᴀᴄᴏʀ</a>"
            "<a href='https://b.example/'>situs j*di slot g\u200bacor</a>"
            "<a href='https://c.example/'>s l o t gacor</a></div>"
        ),
    ),
    "a doorway for robots": (
        html(),
        html("<p>rtp live, slot gacor, maxwin hari ini</p>", title="Situs Slot Gacor Maxwin"),
    ),
    "links for robots only": (
        html(),
        html("<a href='https://dewatogel.example/'>klik di sini</a>"),
    ),
    "a page whose title and links sell gambling to everybody": (
        html(
            "<p>Slot gacor, rtp live, mahjong ways, scatter hitam, toto macau.</p>"
            "<a href='https://pendek.example/x1'>DAFTAR</a>",
            title="SITUS SLOT GACOR TERPERCAYA",
        ),
    ),
    "structured data that promises gambling": (
        html(
            head=(
                '<meta name="description" content="Slot gacor, rtp live dan togel online terpercaya">'
                '<script type="application/ld+json">{"@type":"Product","name":"situs slot mahjong ways"}'
                "</script>"
            )
        ),
    ),
    "a frame of a gambling host": (
        html("<iframe src='https://nagaslot.example/masuk' width=1 height=1></iframe>"),
    ),
    "a redirect by script": (
        html("<script>window.location.href = 'https://gacor88.example/';</script>"),
    ),
}


@pytest.mark.parametrize("views", POSITIVE.values(), ids=POSITIVE)
def test_injected_gambling_is_found(views: tuple[str, ...]) -> None:
    verdict = look(*views)
    assert verdict.outcome is Outcome.FAIL, verdict
    assert verdict.evidence


def test_a_phone_that_is_sent_to_a_gambling_host_is_told() -> None:
    verdict = look(html(), phone=html(), phone_at="https://surga-slot88.example/")
    assert verdict.outcome is Outcome.FAIL
    assert "ponsel" in verdict.summary.id
    assert verdict.evidence[0].artifact == "http:phone"


def test_a_phone_that_is_sent_to_an_innocent_name_is_accused_only_by_what_it_reads_there() -> None:
    sold = html("<p>Situs slot gacor, rtp live, maxwin hari ini, bonus new member</p>")
    away = "https://kebunraya-indah.example/"
    assert look(html(), phone=sold, phone_at=away).outcome is Outcome.FAIL
    assert look(html(), phone=html(), phone_at=away).outcome is Outcome.NOT_MEASURED


HONEST: dict[str, tuple[str, ...]] = {
    "a circular against gambling": (
        html(
            "<h2>Surat edaran larangan judi online</h2><p>Seluruh ASN dilarang bermain slot, togel "
            "dan judi online dalam bentuk apa pun. Istilah seperti slot gacor, rtp live, maxwin, "
            "scatter hitam dan link alternatif adalah bujukan bandar.</p>"
        ),
    ),
    "a list of blocked sites with live links": (
        html(
            "<h1>Daftar situs judi yang diblokir</h1><ul>"
            "<li><a href='https://slot88gacor.example/'>slot88gacor.example</a></li>"
            "<li><a href='https://dewatogel.example/'>dewatogel.example</a></li>"
            "<li><a href='https://mpo777.example/'>mpo777.example</a></li>"
            "<li><a href='https://surga4d.example/'>surga4d.example</a></li></ul>",
            title="Daftar situs judi online yang diblokir",
        ),
    ),
    "a police release": (
        html(
            "<p>Polda membongkar jaringan bandar togel online yang mengelola situs slot gacor dan "
            "toto macau. Tersangka dijerat pasal 303 KUHP.</p>"
        ),
    ),
    "headlines on a news portal": (
        html(
            "<a href='https://kabar.example/1'>Lima fakta bandar judi slot gacor di kota ini</a>"
            "<a href='https://kabar.example/2'>Cerita bekas admin situs slot: gaji besar, hidup hancur</a>"
            "<a href='https://berita.example/3'>Mengapa anak muda tergoda togel online?</a>"
        ),
    ),
    "headlines in slides that are hidden for now": (
        html(
            "<div class=slide style='display:none'><a href='/berita/1'>Bandar judi slot gacor menyerah "
            "setelah enam bulan</a></div><div class=slide style='display:none'>"
            "<a href='/berita/2'>Situs togel online palsu memakai nama dinas</a></div>"
        ),
    ),
    "news rotates between the views, gambling among it": (
        html("<a href='/berita/9'>Posyandu lansia di lima desa</a>"),
        html(
            "<a href='/berita/7'>Admin situs slot gacor digelandang ke kantor</a><p>Admin situs slot "
            "gacor digelandang ke kantor</p>"
        ),
    ),
    "field hockey and its federation": (
        html(
            "<p>Tim hoki putra menang 3-1. Hoki lapangan masuk porprov.</p>"
            "<a href='https://hoki-indonesia.example/'>Federasi Hoki</a>"
        ),
    ),
    "a contest of singing birds": (
        html(
            "<p>Lomba burung berkicau: murai batu gacor hari ini juara, kenari gacor.</p>"
            "<a href='https://kicaugacor.example/'>Komunitas kicau gacor</a>"
        ),
    ),
    "slots in a queue and in a car park": (
        html(
            "<p>Daftar slot antrean poli gigi. Slot online tersedia 40 peserta. Link slot vaksin "
            "dibuka pukul delapan. Slot parkir bertambah.</p><a href='/slot/daftar'>Daftar slot</a>"
        ),
    ),
    "a budget with its expenditures and outputs": (
        html(
            "<p>Pengeluaran daerah triwulan dua, keluaran kegiatan, data SDGs, prediksi pendapatan, "
            "bonus atlet berprestasi, deposito dan deposit jaminan pelaksanaan.</p>"
        ),
    ),
    "a lecture with a scatter plot": (
        html("<p>Scatter plot menunjukkan korelasi. Jackpot pengetahuan bagi siswa.</p>"),
    ),
    "names that sound like brands": (
        html(
            "<p>Bapak Toto, Ibu Dewi, Raja Ampat, Dewa Ruci, Naga Bonar, Sultan Hasanuddin.</p>"
            "<a href='https://rajaampat.example/'>Raja Ampat</a>"
            "<a href='https://sman88.sch.id/'>SMAN 88</a>"
        ),
    ),
    "tokens, counters and advertisements differ": (
        html("<p>Pengunjung ke-1021</p><a href='https://iklan.example/?t=a1'>Iklan</a>"),
        html("<p>Pengunjung ke-1022</p><a href='https://promo.example/?t=b2'>Promo sembako</a>"),
    ),
    "a collapsed menu for phones": (
        html(
            "<nav style='display:none'><a href='/'>Beranda</a><a href='https://lapor.go.id/'>Lapor</a>"
            "<a href='https://satudata.example/'>Satu Data</a></nav>"
        ),
    ),
    "an office that teaches parents the words": (
        html(
            "<p>Literasi digital: orang tua perlu mengenal kata slot gacor, rtp live, maxwin dan "
            "scatter hitam agar dapat mencegah anak kecanduan judi online.</p>",
            head='<meta name="description" content="Cegah anak dari slot gacor dan togel online">',
        ),
    ),
}


@pytest.mark.parametrize("views", HONEST.values(), ids=HONEST)
def test_an_honest_page_stays_quiet(views: tuple[str, ...]) -> None:
    verdict = look(*views)
    assert verdict.outcome is Outcome.PASS, verdict


def test_an_injection_beside_a_circular_against_gambling_is_still_found() -> None:
    more = (
        "<p>Waspada judi online: polisi mengimbau warga.</p>"
        "<div style='display:none'><a href='https://surgaslot.example/'>slot gacor</a></div>"
    )
    assert look(html(more)).outcome is Outcome.FAIL


def test_a_hidden_menu_of_honest_names_with_numbers_stays_quiet() -> None:
    links = "".join(
        f"<a href='https://{n}.example/'>{n}</a>"
        for n in ("radio88", "koran123", "info99", "klub77")
    )
    assert look(html(f"<nav style='display:none'>{links}</nav>")).outcome is Outcome.PASS


def test_two_advertisements_for_one_doubtful_host_decide() -> None:
    links = (
        "<p><a href='https://menaratimur77.example/'>slot gacor malam ini</a> "
        "<a href='https://menaratimur77.example/'>togel online</a></p>"
    )
    assert look(html(links)).outcome is Outcome.FAIL


def test_visitors_advertisements_are_found_below_news_of_a_fight_against_gambling() -> None:
    comments = (
        "<p>Literasi digital: waspada judi online dan slot gacor.</p><ol>"
        "<li>Info bagus <a href='https://menaratimur77.example/' rel='ugc'>slot gacor</a></li>"
        "<li>Mantap <a href='https://kudaterbang138.example/' rel='ugc'>togel online</a></li></ol>"
    )
    assert look(html(comments)).outcome is Outcome.FAIL


def test_a_warning_that_links_the_addresses_it_warns_of_stays_quiet() -> None:
    warning = (
        "<p>Waspada! Situs judi online berikut telah diblokir: "
        "<a href='https://menaratimur77.example/'>menaratimur77.example</a>, "
        "<a href='https://kudaterbang138.example/'>kudaterbang138.example</a>.</p>"
    )
    assert look(html(warning)).outcome is Outcome.PASS


def test_an_advertisement_for_an_innocent_name_is_found_by_the_words_beside_it() -> None:
    link = "<a href='https://warungkopi-jaya.example/'>slot gacor</a>"
    beside = f"<div><strong>SITUS TOGEL ONLINE</strong> {link} rtp live hari ini</div>"
    assert look(html(beside)).outcome is Outcome.FAIL
    assert look(html(f"<p>Berita sepekan: {link}</p>")).outcome is not Outcome.FAIL


def test_a_word_of_a_warning_that_links_an_article_stays_quiet() -> None:
    warning = (
        "<p>Waspada judi online. Tautan seperti <a href='https://cekfakta.example/'>slot gacor</a>, "
        "togel online dan rtp live jangan diklik; laporkan kepada polisi.</p>"
    )
    headline = (
        "<p>Kata hari ini. Polisi tangkap bandar togel online.</p>"
        "<a href='https://kabar.example/'>Di balik situs slot gacor, ada anak yang kehilangan rumah</a>"
    )
    assert look(html(warning)).outcome is Outcome.PASS
    assert look(html(headline)).outcome is Outcome.PASS
