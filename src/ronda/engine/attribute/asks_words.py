"""What the words of a request do: who is told to give what, to whom, how soon; one pass over a text.

A swindler's sentence is never written the same way twice, its parts are: a verb of giving, a thing
that nobody gives away, a payee who is no treasury, an end that is near. Here are the parts; how
they come together is in `asks_sentences`.
"""

from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

# What a word contributes to a sentence; bits, so that a sentence's words add up.
STOP = 1 << 0  # a sentence ends
COLON = 1 << 1  # a list begins
WARNS = 1 << 2  # it is spoken of swindlers
NEVER = 1 << 3  # "jangan", "tidak"
TYPE = 1 << 4  # fill in, here
TELL = 1 << 5  # say or hand over to somebody
SEND = 1 << 6  # "kirim": to somebody, or a button that sends a code to the visitor
PASSED = 1 << 7  # "dikirim": whether by us or to us the next words say
UPLOAD = 1 << 8
KEY = 1 << 9  # PIN, password, user name: of what the next words say
BANK = 1 << 10
CARD = 1 << 11  # of a bank
ANY_CARD = 1 << 12
OF_CARD = 1 << 13  # the back of it, until when it is valid
DIGITS = 1 << 14
CODE = 1 << 15  # a one-time code
ANY_CODE = 1 << 16
SECRET = 1 << 17  # CVV and what else is a bank's alone
MOTHER = 1 << 18
BALANCE = 1 << 19
ACCOUNT = 1 << 20
PAPER = 1 << 21  # KTP, NIK, family card
SELFIE = 1 << 22
CHAT = 1 << 23
STAFF = 1 << 24  # admin, committee
PAY = 1 << 25
FEE = 1 << 26
FEE_HEAD = 1 << 27
PURPOSE = 1 << 28  # what such a fee is said to be for
AMOUNT = 1 << 29
PRIVATE = 1 << 30  # a payee who is a person
WALLET = 1 << 31
QR = 1 << 32
BACK = 1 << 33  # money comes back
PROOF = 1 << 34
TREASURY = 1 << 35  # a payee or a counter of the public purse
MULE = 1 << 36  # "sewa rekening"
LOSE = 1 << 37
YOURS = 1 << 38
IF = 1 << 39
SOON = 1 << 40
CLOCK = 1 << 41  # hours and minutes
SCARCE = 1 << 42
SLOT = 1 << 43
OTHERS = 1 << 44  # "orang lain"
SPEAK = 1 << 45  # ask at, come to, tell
AT_OFFICE = 1 << 46
SPREAD = 1 << 47
FRIENDS = 1 << 48
GLAD = 1 << 49  # "selamat"
WON = 1 << 50
AID = 1 << 51
PRIZE = 1 << 52
CLAIM = 1 << 53
LINK = 1 << 54
SURE = 1 << 55
PASS = 1 << 56
INSIDE = 1 << 57
APK = 1 << 58
INSTALL = 1 << 59
ALLOW = 1 << 60
ACCESS = 1 << 61
UNKNOWN_SOURCE = 1 << 62
HARD_NEVER = 1 << 63  # "jangan", not "tidak perlu"
FREE = 1 << 64  # "tidak dipungut biaya"
MOVED = 1 << 65  # given to another
TO_STAFF = 1 << 66  # "ke admin"; found, not written below
DEADLINE = 1 << 67  # "dalam 2 jam"; found, not written below
PAY_HERE = 1 << 71  # a button that takes money
NAMED_FEE = 1 << 70  # "biaya administrasi"; found, not written below
DOCUMENT = 1 << 69  # a paper, which is no program
COUNTED = 1 << 68  # "10 kontak"; found, not written below
NOTHING = 0


class Hit(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    part: int


# Words by what they do; where a longer one stands, a shorter one within it does not.
_WORDS: dict[int, str] = {
    # Compounds that hold a word of the others and mean something else.
    NOTHING: """pelaku usaha, pelaku umkm, pelaku utama, pelaku wisata, pelaku ekonomi, pelaku seni,
        pelaku industri, pelaku pengadaan, pelaku perikanan, pelaku perjalanan, pelaku budaya, jangan lupa, jangan sampai, jangan khawatir, jangan ragu, jangan lewatkan,
        selamat datang, selamat pagi, selamat siang, keselamatan, kartu kuning, kartu indonesia pintar,
        kartu indonesia sehat, kartu pelajar, kartu anggota, kartu pegawai, kartu perpustakaan,
        kartu peserta, kartu pasien, kartu berobat, kartu pencari kerja, kartu ak1, kartu inventaris,
        kartu identitas anak, kartu bpjs, kartu jkn, kartu tani, kartu nelayan, bank sampah, bank data,
        bank darah, bank tanah, bank soal, bank benih, bank dunia, bank indonesia, bantuan hukum,
        bantuan teknis, bantuan operasional, dana desa, dana bos, dana kapitasi, dana cadangan,
        uang persediaan, isi berita, isi pokok, isi surat, isi dokumen, kode pos, kode etik, kode wilayah,
        kode rekening, kode arsip, kode barang, daftar isi, surat masuk, masuk angin, chat gpt,
        tidak hanya, tidak saja, bukan hanya, kata kunci pencarian, token listrik, pulsa listrik,
        pos bantuan hukum, bantuan pengguna, pusat bantuan, dana alokasi, dana perimbangan,
        transfer daerah, transfer ke daerah, transfer pengetahuan, transfer teknologi, dana transfer,
        transfer pusat, transfer data, transfer umum""",
    WARNS: """waspada, waspadai, waspadalah, hati-hati, berhati-hati, awas, penipuan, penipu, menipu,
        tertipu, ditipu, hoaks, hoax, palsu, dipalsukan, mengatasnamakan, mengaku, mengaku-ngaku, mencatut,
        pelaku, korban penipuan, calon korban, para korban, meminta korban, mengarahkan korban, meminta warga,
        beredar pesan, beredar kabar, beredar informasi, beredar tautan, pesan berantai, modus, oknum, phishing, pengelabuan, pungli, pungutan liar, gratifikasi, calo,
        tidak bertanggung jawab, tidak benar,
        iming-iming, kejahatan, penyalahgunaan, disalahgunakan, cek fakta, disinformasi,
        abaikan, tidak pernah meminta, tidak pernah minta, tidak akan meminta, tidak meminta,
        tidak akan minta, tidak pernah menghubungi, tidak pernah mengirim, tidak pernah mengirimkan,
        tidak pernah memungut, tidak memungut, tidak pernah menarik, tidak menarik biaya, bukan dari kami,
        takkan meminta, takkan pernah, di luar tanggung jawab, menyesatkan, jangan mudah, jangan percaya,
        jangan mau, jangan pernah, jaga kerahasiaan, merahasiakan, rahasiakan pin, rahasiakan kode,
        scam, fraud, beware, never ask, never asks, will never, do not share, never share, fake, tindak pidana,
        terdakwa, tersangka, kejaksaan, tidak dibenarkan, saber pungli""",
    FREE: """tanpa biaya, tanpa dipungut, tidak dipungut, tidak dikenai, tidak dikenakan, bebas biaya, gratis,
        tidak ada biaya, tidak ada pungutan, tidak memungut, free of charge, rp0, rp 0, nol rupiah""",
    NEVER: "tidak, tak, bukan, tanpa, tidak perlu, tidak usah, tak perlu, tak usah, larangan",
    NEVER | HARD_NEVER: "jangan, janganlah, dilarang, tidak boleh, tak boleh, never, do not, don t",
    TYPE: """masukkan, masukan, isi, isikan, isilah, ketik, ketikkan, ketiklah, input, inputkan, tulis,
        tuliskan, cantumkan, lengkapi, diisi, dimasukkan, diketik, diinput, mengisi, memasukkan, mengetik,
        menginput, melengkapi, verifikasi, verifikasikan, memverifikasi, konfirmasi, konfirmasikan,
        mengonfirmasi, mengkonfirmasi, validasi, validasikan, login dengan, login menggunakan, masuk dengan,
        masuk menggunakan, masuk memakai, hubungkan, tautkan, sambungkan, sinkronkan, siapkan, menyiapkan,
        enter, type in, fill in, provide, submit, confirm, verify, menggunakan, gunakan, pakai, perbarui,
        memperbarui, update, menyertakan, sertakan, catat, catatkan, memberi""",
    TELL: """berikan, sebutkan, sebut, bacakan, balas, teruskan, sampaikan, infokan, informasikan,
        beritahukan, beritahu, kabarkan, serahkan, salinkan, memberikan, menyebutkan, membacakan, menyampaikan,
        menyerahkan, meneruskan, memberitahukan, forward, reply with, tell us, read out, diktekan, titipkan,
        laporkan kode, setor kode, setorkan kode,
        akan meminta, akan menanyakan, akan minta""",
    SEND: """kirim, kirimkan, kirimlah, mengirim, mengirimkan, send, share, forwardkan, salin, tempel,
        tempelkan, screenshot, tangkapan layar, kirim foto, kirimkan foto""",
    PASSED: """dikirim, dikirimkan, diberikan, disebutkan, diserahkan, dibacakan, disampaikan,
        diteruskan, diberitahukan, diinformasikan, diminta, meminta, minta""",
    UPLOAD: """unggah, unggahlah, upload, lampirkan, foto, fotokan, potret, foto kan, mengunggah,
        mengupload, melampirkan, diunggah, dilampirkan, attach, scan, pindai, kirim foto, kirimkan foto""",
    KEY: """pin, mpin, m-pin, sandi, kata sandi, password, passcode, user id, userid, username,
        nama pengguna, id pengguna, kode akses, access code, kode rahasia, token, kode token, kode pin,
        nomor pin, user, id login, kunci akses, kata kunci, akses login, data login, akun login, passphrase,
        pola, kode masuk, pasword, katasandi""",
    BANK: """bank, bank anda, m-banking, mbanking, mobile banking, internet banking, ibanking,
        i-banking, e-banking, ebanking, sms banking, perbankan, atm, brimo, livin, bca, klikbca, mybca,
        m-bca, bni, wondr, bri, bsi, byond, btn, bpd, cimb, danamon, jenius, seabank, bank jago, neobank,
        tabungan, rekening, buku tabungan, nasabah, e-wallet, ewallet, dompet digital, dompet elektronik,
        gopay, ovo, shopeepay, linkaja, akun dana, aplikasi dana, pin dana, banking""",
    CARD: """kartu atm, kartu debit, kartu debet, kartu kredit, kartu bank, kartu tabungan, kartu bri,
        kartu bca, kartu bni, kartu mandiri, kartu bsi, kartu kks, kartu merah putih, debit card, credit card,
        bank card, atm card, nomor atm, no atm, kartu pembayaran, fisik atm, kartu rekening""",
    ANY_CARD: "kartu, kartunya, card, kartumu, kartu anda, kartu saudara",
    OF_CARD: """masa berlaku, tanggal kedaluwarsa, tanggal kadaluarsa, valid thru, expiry date, expired,
        sisi belakang, bagian belakang, di belakang, sisi depan, bagian depan, di balik, kode keamanan,
        tampak depan, tampak belakang, depan dan belakang, depan belakang, bolak-balik, deret angka""",
    DIGITS: """digit, 3 angka, 4 angka, 6 angka, 16 angka, tiga angka, empat angka, enam angka,
        enam belas angka, delapan angka, angka terakhir, angka di, digits""",
    CODE: """otp, kode otp, kode verifikasi, kode aktivasi, kode konfirmasi, kode sms, kode autentikasi,
        kode otentikasi, kode sekali pakai, sandi sekali pakai, one time password, one-time password,
        one time code, verification code, kode keamanan sms, kode whatsapp, kode telegram, kode 6, kode 4,
        kode enam, angka otp, nomor otp, kode login, kode pemulihan, kode respon, kode respons""",
    ANY_CODE: "kode, kodenya, code, angkanya, angka, nomor kode",
    SECRET: """cvv, cvc, cvv2, pin atm, m-token, key bca, keybca, mpin bank, data kartu debit,
        data kartu kredit, data perbankan, data rekening dan pin, nomor kartu atm, nomor kartu debit,
        nomor kartu kredit, card number, frasa pemulihan, seed phrase,
        pin dana, pin ovo, pin gopay, pin shopeepay, pin e-wallet, pin dompet digital""",
    MOTHER: """nama ibu, nama ibu kandung, ibu kandung, nama gadis ibu, gadis ibu, mother s name,
        mother s maiden name""",
    BALANCE: """saldo terakhir, saldo akhir, saldo rekening, sisa saldo, saldo tabungan, jumlah saldo,
        saldo di rekening, saldo anda, saldo saat ini, saldo atm, nominal saldo""",
    ACCOUNT: """nomor rekening, no rekening, no. rekening, norek, rekening anda, rekening aktif,
        rekening bank, nomor rek, no rek, buku rekening, akun bank, nomor dana, nomor ovo, nomor gopay,
        akun gopay, akun ovo, account number, bank account""",
    PAPER: """ktp, e-ktp, ktp-el, nik, kk, kartu keluarga, kartu tanda penduduk, npwp, paspor, sim,
        identity card, id card, foto ktp, ktp anda""",
    SELFIE: """selfie, swafoto, foto diri, foto wajah, wajah, memegang ktp, memegang e-ktp,
        memegang kartu, pegang ktp, video wajah""",
    CHAT: """whatsapp, wa, wa.me, whatsap, telegram, chat, japri, dm, inbox, pesan pribadi, nomor ini,
        nomor berikut, nomor di bawah, sms, messenger, pesan singkat, link wa, tombol wa""",
    STAFF: """petugas, admin, operator, panitia, koordinator, cs, customer service, fasilitator,
        verifikator, tim kami, kepada kami, ke kami, pada kami, nomor petugas, agen, penghubung, pengurus,
        pendamping, bagian keuangan, staf kami, pegawai kami, our officer, our staff, our agent, bapak, ibu""",
    PAY: """bayar, bayarkan, bayarlah, membayar, membayarkan, dibayar, dibayarkan, transfer, transferkan,
        mentransfer, ditransfer, setor, setorkan, menyetor, menyetorkan, disetor, disetorkan, lunasi, melunasi,
        dilunasi, kirim uang, kirimkan uang, kirim dana, kirimkan dana, kirim biaya, kirimkan biaya, top up, topup,
        isi saldo, tf, lakukan pembayaran, melakukan pembayaran, selesaikan pembayaran, menyelesaikan pembayaran,
        pay, pembayaran, pelunasan, dikenakan biaya, tanggung, menanggung, menitipkan uang, talangi, kirim pulsa,
        kirimkan pulsa, serahkan uang, menyerahkan uang, isi pulsa, mengganti biaya, iuran""",
    PAY
    | PAY_HERE: """kirim dan bayar, bayar dan kirim, isi dan bayar, daftar dan bayar, bayar dan lanjut,
        bayar dan lanjutkan, bayar sekarang, submit and pay, pay now""",
    FEE: """deposit, uang muka, uang tanda jadi, tanda jadi, uang panjar, commitment fee, dana talangan,
        uang pelicin, uang rokok, uang lelah, uang terima kasih, mahar, dana pendamping, uang komitmen,
        refundable, ongkos kirim, ongkir, administration fee, processing fee, registration fee,
        dana jaminan, uang jaminan""",
    FEE_HEAD: "biaya, uang, ongkos, fee, dana, tarif, pungutan, sumbangan",
    PURPOSE: """admin, administrasi, pencairan, aktivasi, reaktivasi, materai, meterai, jaminan, pendaftaran,
        registrasi, verifikasi, validasi, pengurusan, pemberkasan, seleksi, pelatihan, seragam, akomodasi,
        transportasi, penerbitan, pencetakan, cetak, proses, pemrosesan, percepatan, pengiriman, kurir, penebusan,
        asuransi, notaris, pembukaan, pemutihan, pengaktifan, pembekalan, penempatan, medis, tes, pajak hadiah,
        sinkronisasi, pemutakhiran, keanggotaan, formulir, berkas, operasional, kepengurusan, transfer,
        pelepasan, pembatalan, penghapusan, koordinasi, keterlambatan""",
    AMOUNT: "rp, ribu, juta, jutaan, idr, rupiah, rb, jt",
    PRIVATE: """rekening pribadi, rekening petugas, rekening panitia, rekening admin, rekening koordinator,
        rekening bendahara, rekening atas nama, rekening a.n, rekening an, rekening staf, rekening pegawai,
        rekening pejabat, rekening kepala, rekening ketua, rekening perantara, rekening penampung,
        rekening penampungan, rekening operator, rekening tim, nomor pribadi, rekening sementara,
        personal account, rekening ibu, rekening bapak, rekening saudara, rekening kabid, rekening kasi,
        rekening agen, rekening perorangan, rekening yang dikirim, rekening yang diberikan""",
    WALLET: """gopay, ovo, shopeepay, linkaja, e-wallet, ewallet, dompet digital, via dana, lewat dana,
        ke dana, melalui dana, nomor dana, akun dana, aplikasi dana, dana ovo, dana atau, saldo dana, pulsa,
        voucher, steam, usdt, kripto, crypto""",
    QR: "qris, kode qr, qr code, qr, barcode",
    BACK: """dikembalikan, kembali dua kali, akan kembali, kembali utuh, kembali penuh, refund, refunded, uang kembali,
        dikembalikan penuh, pengembalian, dikembalikan bersama, kembali 100""",
    PROOF: """bukti transfer, bukti bayar, bukti pembayaran, bukti setor, bukti tf, struk, slip transfer,
        resi transfer, slip setoran, foto struk, proof of payment, tanda terima transfer""",
    TREASURY: """kas daerah, kas umum daerah, kas umum, rkud, kas negara, bendahara penerimaan, bank daerah,
        bank pembangunan, bpd, teller, loket, kasir, kantor pos, gerai, minimarket, indomaret, alfamart,
        tokopedia, kode billing, billing, id billing, virtual account, va, e-samsat, samsat, retribusi, pbb,
        pajak bumi, perda, peraturan daerah, peraturan bupati, perbup, perwali, simponi, mpn, baznas, upz, zakat, bphtb,
        skrd, sts, pdam, tarif resmi, blud, infak, donasi, sedekah, pmi, wakaf, ukt, kantor cabang, kantor kas,
        mesin edc, edc, opd, kas blud, kas desa, simda, sppt, infaq, kurban, qurban, penyedia, wajib pajak""",
    MULE: """sewa rekening, sewakan rekening, pinjam rekening, meminjamkan rekening, pinjamkan rekening,
        numpang rekening, titip dana, titip transfer, terima transfer, menerima transfer, jual rekening,
        meneruskan dana, teruskan dana, penampung dana, rekening penampung""",
    LOSE: """hangus, dibatalkan, batal, diblokir, dinonaktifkan, nonaktif, gugur, ditarik, dicoret, dihapus,
        dicabut, dibekukan, ditangguhkan, dihentikan, terblokir, diblok, disita, didenda, dipotong,
        tidak berlaku, kedaluwarsa, kadaluarsa, terhapus, ditutup, blocked, suspended, cancelled, expire,
        dilelang, dipidanakan, dijemput, ditilang, mengundurkan diri, tercoret, diputus, diputuskan, autodebet""",
    YOURS: """anda, kamu, rekening anda, saldo anda, bank anda, nama anda, data anda, akun anda, nomor anda, hak anda, ktp anda,
        kartu anda, bapak ibu, saudara, kepesertaan anda, you, your""",
    IF: """jika, jika tidak, bila, bila tidak, apabila, apabila tidak, kalau, kalau tidak, bilamana,
        lewat dari, lebih dari, melewati, setelah lewat, tanpa konfirmasi, belum, if, unless, otherwise""",
    SOON: """hari ini, hari ini juga, malam ini, nanti malam, sekarang juga, sekarang, segera, secepatnya, klaim sekarang,
        tengah malam, detik ini, siang ini, sore ini, besok, waktu anda tersisa, buruan, cepat, sebelum terlambat,
        terakhir, today, immediately, tonight, saat ini juga, secepat mungkin, sebelum ditutup""",
    CLOCK: """jam, menit, detik, hours, minutes, 1x24, 1 x 24, 2x24, 2 x 24, 3x24, 3 x 24, pukul""",
    SCARCE: """terbatas, tersisa, tinggal, menipis, hampir habis, segera habis, siapa cepat, cepat-cepatan,
        rebutan, sisa, habis, limited, remaining""",
    SLOT: "kuota, slot, kursi, kupon, formasi, jatah, quota, jatah penerima, tempat duduk",
    OTHERS: """orang lain, penerima lain, warga lain, peserta lain, pendaftar lain, calon lain,
        pelamar lain, cadangan, siapa pun, siapapun, keluarga, tetangga, teman, someone else,
        pemohon lain, calon penerima lain, kelompok lain, perusahaan lain, peserta cadangan, nama lain""",
    MOVED: """dialihkan, diberikan, dipindahkan, digantikan, diganti, dilimpahkan, jatuh, diserahkan,
        pindah, given to, passed to""",
    SPEAK: """datang, mendatangi, datangi, bertanya, tanyakan, menanyakan, tanya, hubungi, menghubungi,
        menelepon, telepon, menelpon, beritahu, beri tahu, memberitahu, memberi tahu, memberitahukan, ceritakan,
        menceritakan, cerita, bicarakan, membicarakan, umumkan, disebarkan, diceritakan, diberitahukan,
        diketahui, lapor, melaporkan, mengecek, konfirmasi""",
    AT_OFFICE: """kantor, dinas, ke dinas, balai desa, kantor desa, kelurahan, kecamatan, bank, loket,
        pak rt, ketua rt, rt, kepala desa, perangkat desa, call center, polisi, pihak bank, kantor cabang, instansi, pemda,
        pemkab, pemkot, pegawai lain, petugas lain, atasan, office""",
    SPREAD: """bagikan, sebarkan, share, teruskan, kirim, kirimkan, forward, undang, ajak, membagikan,
        menyebarkan, dibagikan, disebarkan""",
    FRIENDS: """kontak, grup, grup whatsapp, group, groups, grup wa, teman, kerabat, sahabat, friends,
        contacts, kenalan, orang teman""",
    GLAD: "selamat, congratulations, kabar gembira, kabar baik, beruntung",
    WON: """terpilih, berhak, menang, memenangkan, pemenang, beruntung, lolos, tercatat sebagai penerima,
        terdaftar sebagai penerima, ditetapkan sebagai penerima, penerima terpilih, mendapatkan, mendapat,
        memperoleh, lulus, dinyatakan lulus, dinyatakan lolos, eligible, winner, selected, masuk daftar penerima""",
    AID: """bantuan, bansos, blt, bst, bsu, bpum, pkh, bpnt, subsidi, insentif, tunjangan, hibah, santunan,
        kompensasi, beasiswa, dana bantuan, dana hibah, bantuan tunai, uang tunai, dana segar, pinjaman, modal usaha,
        thr, uang saku, dana kompensasi, grant, dana bansos, restitusi, bantuan modal, kelebihan bayar""",
    PRIZE: """hadiah, undian, doorprize, kupon, voucher, cashback, giveaway, bonus, poin, umrah, sepeda motor,
        mobil, kuota gratis, pulsa gratis, saldo gratis, saldo dana, prize, reward, kejutan, emas""",
    CLAIM: """klaim, klaim sekarang, cairkan, mencairkan, dicairkan, cair, ambil, dapatkan, tukarkan, tukar,
        claim, redeem, terima, aktifkan, raih, ikuti, pencairan, masuk ke rekening, langsung masuk, withdraw, tarik""",
    LINK: """klik, link, tautan, tombol, formulir, formulir di bawah, form, di bawah, di sini, disini, daftar,
        halaman ini, laman ini, click""",
    SURE: """dijamin, garansi, jaminan lulus, jaminan lolos, pasti, 100%, tanpa tes, tanpa seleksi, tanpa ujian,
        formalitas, guaranteed, sudah diatur, sudah dikondisikan, dibantu sampai, jamin""",
    PASS: """lulus, lolos, diterima, diangkat, cair, acc, disetujui, jadi asn, jadi pns, jadi pppk,
        menjadi pns, menjadi asn, menjadi pppk, terbit sk, sk terbit, turun sk, memenangkan, menang tender,
        menang, lelang, penempatan, bekerja""",
    INSIDE: """jalur khusus, jalur dalam, jalur belakang, jalur orang dalam, orang dalam, jalur titipan,
        jalur prioritas, jalur istimewa, peserta titipan, jatah pimpinan, jatah pejabat, kuota pimpinan, kuota pejabat,
        kursi kosong, formasi kosong, formasi sisa, kuota khusus, rekomendasi pejabat, kebijakan pimpinan,
        jalur kebijakan, pintu belakang, jalur vip, afirmasi khusus, paket penunjukan, proyek penunjukan""",
    APK: "apk, file apk, berkas apk, aplikasi apk, format apk, android package",
    INSTALL: """instal, install, pasang, unduh, download, menginstal, menginstall, memasang, mengunduh,
        buka, membuka, diinstal, diunduh, dipasang, instalasi, jalankan, klik""",
    ALLOW: """izinkan, ijinkan, izin, mengizinkan, beri izin, berikan izin, aktifkan, nyalakan, hidupkan,
        allow, enable, setujui, menyetujui, centang, terima, matikan, nonaktifkan, abaikan peringatan, disable""",
    ACCESS: """akses, semua akses, semua izin, akses sms, sms, notifikasi, kontak, aksesibilitas, accessibility,
        permission, permissions, layar, membaca pesan, baca sms, admin perangkat, administrator perangkat""",
    DOCUMENT: """undangan, tilang, tagihan, resi, foto, bukti, nota, invoice, hadiah, denda, kuitansi, kwitansi,
        lampiran, paket, surat tilang, surat undangan, surat panggilan, bill, invitation, pelanggaran""",
    UNKNOWN_SOURCE: """sumber tidak dikenal, sumber tak dikenal, sumber yang tidak dikenal, sumber tidak diketahui,
        sumber lain, unknown sources, unknown source, play protect, sumber luar, di luar play store,
        luar play store""",
}
# Punctuation that stands before a word or between two, as a space.
_AS_SPACE = str.maketrans(dict.fromkeys("()[]{}\"'“”‘’`,/&*_-–—<>|=+\n\t\r#~•·▪✓✔→\xa0", " "))
# Words that end with a full stop within a sentence.
_SHORT = frozenset(
    {"no", "rp", "jl", "dr", "hj", "h", "ir", "a.n", "an", "bpk", "sdr", "tgl", "d.a"}
)
_STOPS = {".apk": APK, ".": STOP, "!": STOP, "?": STOP, ";": STOP, ":": COLON}
MAX_HITS = 4_000


@cache
def _lexicon() -> tuple[AhoCorasick, tuple[int, ...]]:
    """Words with a space before them, so that none begins within another."""
    parts: dict[str, int] = {}
    for part, words in _WORDS.items():
        for word in words.split(","):
            key = " " + " ".join(word.translate(_AS_SPACE).split())
            parts[key] = parts.get(key, NOTHING) | part
    parts.update(_STOPS)
    found = AhoCorasick(
        list(parts), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    return found, tuple(parts.values())


def hits(text: str) -> tuple[str, list[Hit]]:
    """The text as it is read, and its words that do something; ``text`` is folded already."""
    plain = " " + text.translate(_AS_SPACE) + " "
    automaton, parts = _lexicon()
    found: list[Hit] = []
    for word, start, end in automaton.find_matches_as_indexes(plain)[:MAX_HITS]:
        part, after = parts[word], plain[end]
        if part & (STOP | COLON):
            if after == " " and not (
                plain[start] == "." and plain[max(0, start - 5) : start].split(" ")[-1] in _SHORT
            ):
                found.append(Hit(start, end, part))
        elif part and (not after.isalnum() or (part & AMOUNT and after.isdigit())):
            found.append(Hit(start, end, part))
    return plain, found
