"""Honest texts as Indonesian offices write them: all quiet, in whichever view they stand."""

import pytest

from ronda.engine.artifacts import Artifact, Observation, PageArtifact, View
from ronda.engine.checks.contract import Case, Outcome
from ronda.engine.checks.examples import http
from ronda.engine.checks.registry import get
from ronda.engine.collect.page import parse_page
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

SITE = Case("", {}, Outcome.PASS).site
AT = Case("", {}, Outcome.PASS).at
RULES = (get("CONTENT.GAMBLING"), get("CONTENT.SPAM"))

# Title | text. What is within [[ ]] is a link to another host.
TEXTS = """
Surat Edaran Larangan Judi Online|Seluruh ASN dilarang bermain judi online, slot, togel dan sejenisnya; pelanggar dikenai sanksi disiplin berat. Tembusan disampaikan kepada Inspektorat.
Polres Ungkap Sindikat Judi Online|Polisi menangkap lima admin situs slot gacor yang menawarkan rtp live dan bonus new member kepada pelajar. Barang bukti berupa laptop disita.
Kominfo Blokir 12.000 Situs|Diskominfo mengajukan pemblokiran situs slot88, togel online dan live casino. Laporkan lewat [[aduan konten|aduankonten.example]].
Waspada Sisipan Slot Gacor di Situs Pemerintah|CSIRT menemukan penyusupan kata slot gacor, maxwin, scatter hitam dan link alternatif pada subdomain. Pengelola diminta memeriksa folder unggahan.
Bahaya Judi Daring bagi Remaja|Psikolog mengingatkan kecanduan slot online merusak keluarga. Korban pinjaman dan deposit pulsa terus bertambah.
Sosialisasi Stop Judol|Kegiatan diikuti 120 siswa. Narasumber menjelaskan modus bandar: freebet, jackpot, server Thailand, akun pro.
Razia Sabung Ayam|Satpol PP membubarkan arena sabung ayam dan menyita uang taruhan. Pelaku diamankan di polsek.
UU ITE Pasal 27 ayat (2)|Setiap orang dilarang mendistribusikan informasi elektronik yang memiliki muatan perjudian. Pidana penjara paling lama sepuluh tahun.
Perda Ketertiban Umum|Bab IV Perjudian. Pasal 21: setiap orang dilarang menyelenggarakan togel, dadu, kartu, poker dan permainan sejenis.
Putusan Pengadilan tentang Bandar Togel|Majelis hakim memvonis bandar togel online dua tahun penjara. Terdakwa mengelola situs toto macau.
Tim Hoki Putri ke Final|Tim hoki putri menang 3-1. Pelatih menyebut latihan slot pagi membantu. Hoki lapangan dipertandingkan di PON.
Kejuaraan Hoki Ruangan|Klasemen hoki ruangan dipimpin tuan rumah. Jadwal laga hari ini pukul 15.00.
Kontes Burung Berkicau|Murai batu paling gacor hari ini meraih jackpot hadiah utama. Kelas kacer, kenari dan lovebird.
Latber Kicau Mania|Latihan bersama burung gacor setiap Ahad. Tiket kelas murai Rp50.000, slot gantangan terbatas 36 peserta.
Slot Antrean Poli Dibuka|Ambil slot online antrean poli melalui aplikasi. Slot pasien penyakit dalam 40, slot anak 25.
Pendaftaran Slot Waktu Vaksinasi|Pilih slot waktu vaksin yang tersedia. Daftar slot di loket bila kuota habis.
Slot Parkir Terminal|Terminal memiliki 120 slot parkir. Slot online dapat dipesan pengunjung pukul 06.00.
Booking Slot Sidang|Wajib pajak memesan slot konsultasi. Link slot dikirim lewat surat elektronik.
Slot Memori dan Kartu Ekspansi|Spesifikasi server: 8 slot memori DDR4, 3 slot PCI Express, bonus dudukan rak.
Realisasi Pengeluaran Daerah|Tabel pengeluaran dan keluaran kegiatan per triwulan. Data HK dan data SDY adalah kode rekening.
Neraca Pengeluaran Triwulan II|Pengeluaran belanja modal 42 persen. Keluaran: 12 km jalan. Hasil: waktu tempuh berkurang.
Laporan RTP Sungai|RTP (ruang terbuka publik) di bantaran sungai ditata. RTP taman kota selesai bulan depan.
Ruang Terbuka Publik|Pembangunan RTP tahap dua dimulai. Lomba desain RTP berhadiah Rp10 juta.
Prediksi Cuaca|Prediksi hujan lebat hari ini. Angka curah hujan 88 mm; siaga banjir 77 titik.
Angka Kemiskinan|Angka kemiskinan turun menjadi 8,8 persen. Prediksi tahun depan 8,3 persen.
Bonus Atlet Porprov|Bonus atlet emas Rp50 juta dibayarkan. Deposit jaminan wisma dikembalikan.
Deposito Kas Daerah|Penempatan deposit kas daerah pada bank milik daerah. Bunga dan bonus dicatat sebagai pendapatan.
Jaminan Deposit Gedung|Penyewa membayar deposit Rp500.000. Deposit pulsa untuk petugas lapangan dianggarkan terpisah.
Kebun Raja dan Dewi Sri|Cerita Dewi Sri, raja naga dan sultan dalam naskah lama dipamerkan di museum.
Batik Naga Emas|Motif naga emas dan garuda dibuat perajin. Toko hoki jaya menjual kain sutra.
Toko Hoki Jaya Mendaftar UMKM|Hoki Jaya, Cuan Berkah dan Raja Snack mengikuti kurasi produk lokal.
Daftar Nama Penerima Bantuan|Slamet Hoki, Dewi Togelina, Raja Sultan, Judika Sihombing, Casino Manalu, Poker Situmorang.
Pengumuman Kelulusan CPNS|Peserta: Agus Toto, Toto Sugiarto, Jackpot Siregar, Bet Ginting, Edwin Winata.
Bupati Toto Resmikan Jembatan|Bupati Toto Resmi membuka jembatan. Toto menyebut jembatan memangkas jarak.
Undian Gebyar Pajak|Undian gebyar pajak kendaraan: jackpot satu unit mobil. Pemenang diumumkan terbuka di kantor Samsat.
Lomba Domino Warga|Lomba domino dan gaple antar-RT tanpa uang, untuk kerukunan warga.
Turnamen Catur dan Bridge|Cabang bridge dan catur dipertandingkan. Kartu skor dibagikan panitia.
Mahjong untuk Lansia|Kelompok lansia Tionghoa bermain mahjong di balai warga; petugas menjelaskan bahaya judi.
Statistika Dasar|Diagram pencar (scatter plot), peluang, permainan dadu dan koin. Contoh soal: roulette dengan 37 angka.
Modul Peluang SMA|Peluang muncul angka pada dadu, kartu poker, dan mesin slot dihitung dengan ruang sampel.
Penelitian Perilaku Taruhan|Riset menunjukkan taruhan bola menyasar mahasiswa. Peneliti mewawancarai 60 responden.
Apotek RSUD Melayani 24 Jam|Instalasi farmasi RSUD melayani resep BPJS. Daftar obat: amlodipin, sildenafil untuk hipertensi paru, tramadol dengan resep.
Formularium Rumah Sakit|Formularium 2026: tadalafil 20 mg, tramadol 50 mg, diazepam (valium) 5 mg, misoprostol (cytotec) untuk indikasi obstetri.
Waspada Obat Kuat Ilegal|BPOM menyita viagra palsu, cialis tanpa izin dan obat kuat mengandung sildenafil. Masyarakat diimbau melapor.
Bahaya Obat Aborsi|Dinas Kesehatan mengingatkan bahaya cytotec yang dijual bebas. Penjual obat aborsi ditangkap polisi.
Daftar Produk Halal|Sertifikat halal terbit untuk 88 produk: keripik hoki, kopi raja, madu sultan, jamu kuat lelaki Cap Naga.
Jamu dan Obat Tradisional|Pelaku usaha jamu wajib izin edar. Klaim obat kuat pada label dilarang.
Razia Barang Tiruan|Bea Cukai musnahkan tas kw, jam tangan tiruan dan sepatu replika. Pemilik toko disanksi.
Pameran Replika Prasasti|Replica prasasti dan outlet store kerajinan dibuka untuk pengunjung museum.
Replika Kapal Phinisi|Pengrajin membuat replica kapal; cheap tour paket tersedia bagi wisatawan.
Pemagangan ke Jepang|日本での技能実習 プログラム. Pendaftaran magang Jepang dibuka; 送料無料 tidak berlaku untuk berkas.
Kunjungan Delegasi Osaka|大阪市からの代表団を歓迎します. Wali kota menerima delegasi; cendera mata batik.
Kerja Sama dengan Guangxi|欢迎广西代表团访问. Investasi kawasan industri dibahas bersama pengusaha 澳门.
Wisatawan Thailand Datang|ยินดีต้อนรับนักท่องเที่ยว. Agen wisata dari Bangkok dan server restoran dilatih bahasa.
Welcome to Our Province|Online services, betting on youth, and free public Wi-Fi. Sports facilities and live music every Saturday.
Beasiswa Online|Daftar online beasiswa. Login dengan akun SSO. Link pendaftaran resmi hanya di situs ini.
Cara Login Aplikasi Absensi|Login aplikasi, unduh APK resmi, masukkan kode. Link alternatif bila server penuh: [[server dua|absensi-dua.example]].
Lelang Barang Milik Daerah|Uang jaminan (deposit) disetor sebelum lelang. Pemenang lelang diumumkan pukul 14.00; keluaran risalah lelang.
E-Katalog Mesin Permainan Anak|Pengadaan mesin permainan edukasi untuk taman: koin 88 buah, tiket, ayunan, tembak ikan plastik untuk terapi.
Pasar Malam Rakyat|Wahana tembak ikan dan lempar gelang tanpa uang. Polisi memastikan tidak ada judi.
Jadwal Samsat Keliling|Senin 08.00 di alun-alun. Kode 4D-77, nomor 138, loket 303.
Kode Klasifikasi Arsip|Kode 188.4 peraturan, 138 pelayanan, 4D.88 peta, RTP.01 ruang terbuka publik, slot arsip 777.
Tautan Terkait|[[Bank Daerah|bank-daerah.example]] [[Portal Berita|kabar-hoki.example]] [[PMI|palangmerah.example]]
Sepak Bola Antardinas|Taruhan makan siang antarkepala bidang berakhir damai; skor 4-0. Bola resmi disumbang KONI.
""".strip().splitlines()


def parsed(title: str, text: str, view: View) -> tuple[Artifact, PageArtifact]:
    """The page of an office with the text among its own parts, as a view gets it."""
    while "[[" in text:
        before, _, rest = text.partition("[[")
        said, _, after = rest.partition("]]")
        words, _, host = said.partition("|")
        text = f"{before}<a href='https://{host}/'>{words}</a>{after}"
    menu = "".join(f"<a href='/{name}'>{name}</a> " for name in ("profil", "berita", "layanan"))
    body = (
        f"<!doctype html><html lang='id'><title>{title} - Dinas Contoh</title><nav>{menu}</nav><main>"
        f"<h1>{title}</h1><p>{text}</p></main><footer>Dinas Contoh, Jalan Melati 5</footer></html>"
    )
    answer = http(body, view=view)
    page = parse_page(answer, Limits())
    assert isinstance(page, PageArtifact)
    return answer, page


def seen(front: dict[View, str]) -> dict[str, Artifact]:
    """The three views of the front page, each with its text."""
    found: dict[str, Artifact] = {}
    for view, line in front.items():
        title, _, text = line.partition("|")
        found[f"http:{view}"], found[f"page:{view}"] = parsed(title, text, view)
    return found


def outcomes(found: dict[str, Artifact]) -> list[Outcome]:
    return [judge(rule, Observation(SITE, AT, AT, found)).outcome for rule in RULES]


PLAIN = "Selamat Datang|Rapat koordinasi pelayanan. Jadwal posyandu bulan ini."


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 60


@pytest.mark.parametrize("line", TEXTS, ids=[line.partition("|")[0] for line in TEXTS])
def test_an_honest_text_is_quiet_in_every_view(line: str) -> None:
    for front in (
        {"visitor": line, "robot": line, "phone": line},
        {"visitor": PLAIN, "robot": line, "phone": PLAIN},
        {"visitor": PLAIN, "robot": PLAIN, "phone": line},
        {"visitor": line, "robot": PLAIN, "phone": PLAIN},
    ):
        assert outcomes(seen(front)) == [Outcome.PASS, Outcome.PASS]  # type: ignore[arg-type]


@pytest.mark.parametrize("line", TEXTS, ids=[line.partition("|")[0] for line in TEXTS])
def test_an_honest_text_is_quiet_on_a_further_page_in_every_view(line: str) -> None:
    title, _, text = line.partition("|")
    found = seen({"visitor": PLAIN, "robot": PLAIN, "phone": PLAIN})
    for path in ("/berita/7", "/wp-content/uploads/2026/03/"):
        for key, view in (
            (path, "visitor"),
            (f"robot:{path}", "robot"),
            (f"phone:{path}", "phone"),
        ):
            answer, page = parsed(title, text, view)  # type: ignore[arg-type]
            found |= {f"inner:{key}": answer, f"page:/{key.lstrip('/')}": page}
    assert outcomes(found) == [Outcome.PASS, Outcome.PASS]


RESTLESS = {
    "rotating news": ("<p>Berita {n}: panen raya di kecamatan {n}.</p><a href='/berita/{n}'>Baca</a>",),
    "tokens": ("<form action='/kirim'><input type=hidden name=_token value='k{n}x{n}'></form>",),
    "advertisements": ("<div class=iklan data-slot='{n}'><a href='https://iklan{n}.example/k'>Promo wisata {n}</a></div>",),
    "a counter": ("<p>Pengunjung ke-{n}</p>",),
    "a greeting by device": ("<p>Selamat datang, pengguna perangkat {n}</p>",),
}  # fmt: skip


@pytest.mark.parametrize("markup", [one[0] for one in RESTLESS.values()], ids=RESTLESS)
def test_what_changes_with_each_request_is_no_cloaking(markup: str) -> None:
    found: dict[str, Artifact] = {}
    for number, view in enumerate(("visitor", "robot", "phone"), 3):
        text = f"Pelayanan dibuka. {markup.format(n=number)}"
        found[f"http:{view}"], found[f"page:{view}"] = parsed("Dinas", text, view)  # type: ignore[arg-type]
    assert outcomes(found) == [Outcome.PASS, Outcome.PASS]


def test_an_application_for_phones_in_a_shop_is_no_strange_redirect() -> None:
    found = seen({"visitor": PLAIN, "robot": PLAIN, "phone": PLAIN})
    there = "https://play.google.com/store/apps/details?id=id.go.contoh"
    found["http:phone"] = http("<title>Aplikasi</title>", view="phone", final_url=there)
    rule = get("CONTENT.GAMBLING")
    assert judge(rule, Observation(SITE, AT, AT, found)).outcome is not Outcome.FAIL
