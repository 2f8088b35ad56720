"""Says in words in which view a sign of gambling was seen, and of which kind it is."""

from ronda.engine.content.gambling_words import Subject
from ronda.engine.text import Text

SUBJECT_NAMES: dict[Subject, Text] = {
    "gambling": Text("sisipan judi", "Gambling has"),
    "pharmacy": Text("sisipan iklan obat", "Advertisements for medicine have"),
    "counterfeit": Text("sisipan iklan barang tiruan", "Advertisements for counterfeits have"),
}
VIEW_NAMES = {
    "visitor": Text("tampilan pengunjung", "visitor's view"),
    "robot": Text("tampilan robot mesin pencari", "search robot's view"),
    "phone": Text("tampilan ponsel dari hasil pencarian", "view of a phone from a search result"),
}
KIND_NAMES = {
    "hidden_link": Text("tautan tersembunyi ({how})", "hidden link ({how})"),
    "open_link": Text("tautan ke situs judi", "link to a gambling site"),
    "written_link": Text(
        "tautan yang ditulis oleh skrip halaman ({how})",
        "link that the page's script writes ({how})",
    ),
    "view_link": Text(
        "tautan yang tidak diberikan kepada pengunjung", "link that visitors do not get"
    ),
    "lead": Text(
        "tautan yang namanya mirip situs judi", "link whose name is like a gambling site's"
    ),
    "hidden_text": Text("teks tersembunyi", "hidden text"),
    "view_text": Text(
        "teks yang tidak diberikan kepada pengunjung", "text that visitors do not get"
    ),
    "view_title": Text(
        "judul yang tidak diberikan kepada pengunjung", "title that visitors do not get"
    ),
    "metadata": Text("data untuk mesin pencari", "data for search engines"),
    "redirect": Text("pengalihan ke situs judi", "redirect to a gambling site"),
    "code": Text("alamat dalam kode halaman", "address in the page's code"),
    "sitemap": Text("halaman judi di peta situs", "gambling pages in the sitemap"),
    "taken_over": Text("judul halaman", "title of the page"),
}
