"""How to get rid of injected gambling, in steps for a novice and for each platform."""

from ronda.engine.checks.contract import Guidance
from ronda.engine.text import Text

GUIDANCE = Guidance(
    why=Text(
        "Orang lain dapat menulis di server Anda; tautan judi hanyalah tandanya. Jalan masuk "
        "yang sama dapat dipakai untuk mengambil data.",
        "Somebody else can write on your server; the gambling links are only the sign of it. "
        "The same way in can be used to take data.",
    ),
    steps=(
        Text(
            "Simpan bukti dulu: salin seluruh berkas situs, basis data dan catatan akses.",
            "Keep the evidence first: copy all files of the site, the database and access logs.",
        ),
        Text(
            "Laporkan ke tim tanggap insiden (CSIRT) daerah Anda.",
            "Tell your region's incident response team (CSIRT).",
        ),
        Text(
            "Cari jalan masuknya: berkas PHP baru di folder unggahan, akun admin yang tidak "
            "dikenal, plugin lama, .htaccess yang berubah.",
            "Find the way in: new PHP files in upload folders, unknown admin accounts, old "
            "plugins, a changed .htaccess.",
        ),
        Text(
            "Ganti semua kata sandi (admin, basis data, FTP, panel) dan perbarui perangkat lunaknya.",
            "Change all passwords (admin, database, FTP, panel) and update the software.",
        ),
        Text(
            "Pasang ulang dari salinan bersih; jangan hanya menghapus tautannya.",
            "Reinstall from a clean copy; do not merely delete the links.",
        ),
        Text(
            "Periksa sitemap dan kepemilikan di Google Search Console, lalu minta pengindeksan ulang.",
            "Check the sitemap and owners in Google Search Console, then ask for re-indexing.",
        ),
    ),
    see_for_yourself=Text(
        "Tekan Ctrl+U di halaman depan lalu cari kata pada bukti; untuk tampilan robot, jalankan "
        "`curl -A Googlebot https://nama-situs/`; untuk tampilan ponsel, cari nama situs di "
        "Google dari telepon lalu buka hasilnya.",
        "Press Ctrl+U on the front page and look for the words of the evidence; for the robot's "
        "view run `curl -A Googlebot https://site-name/`; for the phone's view search for the "
        "site's name on a phone and open the result.",
    ),
    platforms={
        "wordpress": (
            Text(
                "Jalankan `wp core verify-checksums` dan `wp plugin verify-checksums --all`.",
                "Run `wp core verify-checksums` and `wp plugin verify-checksums --all`.",
            ),
            Text(
                "Hapus berkas .php di wp-content/uploads, periksa wp-config.php, functions.php "
                "tema dan folder mu-plugins.",
                "Delete .php files in wp-content/uploads; check wp-config.php, the theme's "
                "functions.php and the folder mu-plugins.",
            ),
            Text(
                "Di Pengguna, hapus administrator yang tidak dikenal; ganti kunci di wp-config.php.",
                "In Users delete unknown administrators; renew the keys in wp-config.php.",
            ),
        ),
        "cpanel": (
            Text(
                "Jalankan cPanel > Virus Scanner, periksa Cron Jobs dan FTP Accounts yang tidak "
                "dikenal, lalu pulihkan dari Backup sebelum tanggal penyisipan.",
                "Run cPanel > Virus Scanner, check unknown Cron Jobs and FTP Accounts, then "
                "restore a Backup from before the injection.",
            ),
        ),
        "nginx": (
            Text(
                "Larang PHP di folder unggahan: `location ~* /uploads/.*\\.php$ { deny all; }`.",
                "Forbid PHP in upload folders: `location ~* /uploads/.*\\.php$ { deny all; }`.",
            ),
        ),
        "apache": (
            Text(
                'Larang PHP di folder unggahan: `<FilesMatch "\\.php$"> Require all denied '
                "</FilesMatch>` dalam .htaccess folder itu.",
                'Forbid PHP in upload folders: `<FilesMatch "\\.php$"> Require all denied '
                "</FilesMatch>` in that folder's .htaccess.",
            ),
        ),
    },
)
