"""Says in words in which view a sign of injected content was seen, where in the page, of which kind."""

from ronda.engine.content.gambling_words import Subject
from ronda.engine.text import Text

SUBJECT_NAMES: dict[Subject, Text] = {
    "gambling": Text("sisipan judi", "Gambling has"),
    "pharmacy": Text("sisipan iklan obat", "Advertisements for medicine have"),
    "counterfeit": Text("sisipan iklan barang tiruan", "Advertisements for counterfeits have"),
    "japanese": Text("sisipan halaman toko berbahasa Jepang", "Pages of shops in Japanese have"),
    "wares": Text("sisipan iklan dagangan pihak lain", "Advertisements for strangers' wares have"),
}
# Where nothing tells what the strangers advertise.
UNTOLD = Text("sisipan milik pihak lain", "Content of strangers has")
PLACE_NAMES = {
    "nav": Text("di menu", "in the menu"),
    "header": Text("di kepala halaman", "in the page's header"),
    "footer": Text("di kaki halaman", "in the page's footer"),
    "main": Text("di isi halaman", "in the page's content"),
    "comment": Text("di komentar pengunjung", "in visitors' comments"),
}
ONLY_NAMES = {
    "search": Text(
        "hanya bagi yang datang dari mesin pencari", "only for who comes from a search engine"
    ),
    "robot": Text("hanya bagi robot mesin pencari", "only for a search engine's robot"),
    "phone": Text("hanya bagi ponsel", "only for phones"),
    "once": Text("hanya sekali atau kadang-kadang", "only once, or now and then"),
    "some": Text("hanya dalam keadaan tertentu", "only on a condition"),
}
VIEW_NAMES = {
    "visitor": Text("tampilan pengunjung", "visitor's view"),
    "robot": Text("tampilan robot mesin pencari", "search robot's view"),
    "phone": Text("tampilan ponsel dari hasil pencarian", "view of a phone from a search result"),
}
KIND_NAMES = {
    "hidden_link": Text("tautan tersembunyi ({how})", "hidden link ({how})"),
    "open_link": Text("tautan iklan yang tampak", "advertising link in plain sight"),
    "comment_link": Text(
        "tautan iklan di komentar pengunjung", "advertising link in visitors' comments"
    ),
    "written_link": Text(
        "tautan yang ditulis oleh skrip halaman ({how})",
        "link that the page's script writes ({how})",
    ),
    "view_link": Text(
        "tautan yang tidak diberikan kepada pengunjung", "link that visitors do not get"
    ),
    "veiled_link": Text("tautan yang tulisannya disamarkan", "link whose words are disguised"),
    "window": Text(
        "halaman iklan milik pihak lain, yang semua tautannya keluar",
        "a stranger's page of advertisements, all of whose links lead away",
    ),
    "lead": Text(
        "tautan yang namanya mirip situs judi", "link whose name is like a gambling site's"
    ),
    "view_page": Text(
        "halaman lain sama sekali daripada yang diberikan kepada pengunjung",
        "quite another page than visitors get",
    ),
    "kept_page": Text(
        "halaman yang bagi pengunjung dikatakan tidak ada",
        "page that visitors are told is not there",
    ),
    "stored": Text("halaman asing di folder unggahan", "strange page in a folder of uploads"),
    "ware": Text(
        "barang dagangan pihak lain dalam data terstruktur",
        "strangers' wares in structured data",
    ),
    "home": Text(
        "alamat resmi halaman diarahkan ke situs lain (canonical, og:url)",
        "another site given as the page's own address (canonical, og:url)",
    ),
    "moved_refresh": Text(
        "pengalihan oleh halaman (meta refresh)", "redirect by the page (meta refresh)"
    ),
    "moved_form": Text(
        "formulir yang terkirim sendiri ke pihak lain", "form that sends itself to a stranger"
    ),
    "moved_frame": Text(
        "halaman pihak lain yang menutupi seluruh halaman",
        "stranger's page that covers the whole page",
    ),
    "moved_script": Text("pengalihan oleh skrip halaman", "redirect by the page's script"),
    "hidden_text": Text("teks tersembunyi", "hidden text"),
    "view_text": Text(
        "teks yang tidak diberikan kepada pengunjung", "text that visitors do not get"
    ),
    "view_title": Text(
        "judul yang tidak diberikan kepada pengunjung", "title that visitors do not get"
    ),
    "metadata": Text("data untuk mesin pencari", "data for search engines"),
    "redirect": Text(
        "pengalihan oleh server ke situs lain", "redirect by the server to another site"
    ),
    "code": Text("alamat dalam kode halaman", "address in the page's code"),
    "sitemap": Text("halaman iklan di peta situs", "advertising pages in the sitemap"),
    "taken_over": Text("judul halaman", "title of the page"),
}
