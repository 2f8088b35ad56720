"""Each kind of evidence as a sentence in plain Indonesian and English."""

from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.sentences_relatives import RELATIVES
from ronda.engine.text import Text

# {seen} is what was seen, {agency} an office's name, {other} another government.
SENTENCES: dict[str, Text] = {
    "in_zone": Text("Berada di domain resmi {seen}.", "Stands in the official zone {seen}."),
    "other_zone": Text(
        "Berada di domain pemerintah lain ({seen}).",
        "Stands in another government's zone ({seen}).",
    ),
    "institution_zone": Text(
        "Berada di domain sekolah atau kampus ({seen}).",
        "Stands in the zone of a school or university ({seen}).",
    ),
    "agency_in_host": Text(
        "Alamatnya memuat “{seen}”, sebutan {agency}.",
        "Its address holds “{seen}”, a name of {agency}.",
    ),
    "agency_in_path": Text(
        "Alamat halamannya memuat “{seen}”, sebutan {agency}.",
        "Its path holds “{seen}”, a name of {agency}.",
    ),
    "region_in_host": Text(
        "Alamatnya memuat nama daerah ini (“{seen}”).",
        "Its address holds this region's name (“{seen}”).",
    ),
    "other_in_host": Text(
        "Alamatnya memuat “{seen}”, nama pemerintah lain ({other}).",
        "Its address holds “{seen}”, the name of another government ({other}).",
    ),
    "imitates_zone": Text(
        "Alamatnya (“{seen}”) dibuat mirip domain resmi.",
        "Its address (“{seen}”) is made like the official zone.",
    ),
    "rebuilt_name": Text(
        "Alamatnya menyusun ulang nama domain resmi (“{seen}”).",
        "Its address puts the official zone's words in another order (“{seen}”).",
    ),
    "cheap_suffix": Text(
        "Berakhiran domain murah yang hampir tidak dipakai instansi ({seen}).",
        "Ends in a cheap suffix that hardly any office uses ({seen}).",
    ),
    "contact_under_imitation": Text(
        "Memuat kontak atau halaman instansi (“{seen}”) di bawah alamat yang meniru domain resmi.",
        "Shows an office's contact or page (“{seen}”) below an address that imitates the official zone.",
    ),
    "copied_along": Text(
        "Kontak atau akun instansi (“{seen}”) ikut tersalin bersama seluruh halaman.",
        "An office's contact or account (“{seen}”) came along with a page copied whole.",
    ),
    "guest_of": Text(
        "Menumpang di bawah domain pihak lain ({seen}).",
        "Stands below somebody else's domain ({seen}).",
    ),
    "bait_in_host": Text(
        "Alamatnya memuat kata pemikat (“{seen}”).",
        "Its address holds words that bait (“{seen}”).",
    ),
    "looks_like_suffix": Text(
        "Alamatnya seolah-olah berakhiran go.id.", "Its address looks as if it ended in go.id."
    ),
    "agency_in_title": Text(
        "Judulnya menyebut “{seen}” ({agency}).", "Its title names “{seen}” ({agency})."
    ),
    "agency_in_heading": Text(
        "Tajuknya menyebut “{seen}” ({agency}).", "A heading names “{seen}” ({agency})."
    ),
    "agency_in_footer": Text(
        "Kaki halamannya menyebut “{seen}” ({agency}).", "Its footer names “{seen}” ({agency})."
    ),
    "agency_in_text": Text(
        "Isinya menyebut “{seen}” ({agency}).", "Its text names “{seen}” ({agency})."
    ),
    "region_in_title": Text(
        "Judul atau tajuknya menyebut “{seen}”.", "Its title or a heading names “{seen}”."
    ),
    "region_in_text": Text("Isinya menyebut “{seen}”.", "Its text names “{seen}”."),
    "other_in_title": Text(
        "Judul atau tajuknya menyebut pemerintah lain: {other}.",
        "Its title or a heading names another government: {other}.",
    ),
    "other_named_office": Text(
        "Menyebut dinas milik pemerintah lain: “{seen}” ({other}).",
        "Names an office of another government: “{seen}” ({other}).",
    ),
    "other_in_footer": Text(
        "Kaki halamannya menyebut pemerintah lain: {other}.",
        "Its footer names another government: {other}.",
    ),
    "other_in_text": Text(
        "Isinya lebih sering menyebut pemerintah lain: {other}.",
        "Its text names another government more often: {other}.",
    ),
    "other_contact": Text(
        "Kontak atau tautannya milik pemerintah lain ({seen}).",
        "Its contacts or links are another government's ({seen}).",
    ),
    "agency_contact": Text(
        "Kontaknya sama dengan milik {agency} ({seen}).",
        "Its contact is that of {agency} ({seen}).",
    ),
    "agency_address": Text(
        "Menulis alamat kantor {agency} ({seen}); alamat dapat disalin siapa saja.",
        "Gives the street of {agency} ({seen}), which anybody can copy.",
    ),
    "third_mail": Text(
        "Mengatasnamakan instansi, tetapi surelnya di domain pihak lain ({seen}).",
        "Speaks for an office, but its mail is in a third party's domain ({seen}).",
    ),
    "free_mail": Text(
        "Surelnya memakai layanan gratis ({seen}).", "Uses a free mail service ({seen})."
    ),
    "mobile_contact": Text(
        "Pengunjung diarahkan ke nomor telepon seluler ({seen}).",
        "Sends visitors to a mobile number ({seen}).",
    ),
    "asks_money": Text(
        "Meminta pembayaran atau transfer (“{seen}”).", "Asks for payment (“{seen}”)."
    ),
    "hurries": Text(
        "Mendesak atau melarang bertanya ke kantor (“{seen}”).",
        "Hurries, or forbids to ask at the office (“{seen}”).",
    ),
    "tempts": Text(
        "Menjanjikan uang, hadiah, atau pekerjaan (“{seen}”).",
        "Promises money, prizes or work (“{seen}”).",
    ),
    "commerce": Text("Isinya berdagang (“{seen}”).", "Its text sells things (“{seen}”)."),
    "advice": Text(
        "Isinya tulisan umum pengejar iklan (“{seen}”).",
        "Its text is advice written for advertising (“{seen}”).",
    ),
    "unsaid_name": Text(
        "Kata “{seen}” pada alamatnya tidak disebut di halaman mana pun.",
        "No page says “{seen}”, the word of its address.",
    ),
    "zone_mail": Text(
        "Memakai surel di domain resmi ({seen}).", "Uses mail in the official zone ({seen})."
    ),
    "area_code": Text(
        "Teleponnya memakai kode wilayah ini ({seen}).",
        "Its telephone has this region's area code ({seen}).",
    ),
    "postcode": Text("Kode posnya di wilayah ini ({seen}).", "Its postcode lies here ({seen})."),
    "town": Text("Menyebut tempat di wilayah ini ({seen}).", "Names a place here ({seen})."),
    "links_to_zone": Text("Menautkan situs resmi ({seen}).", "Links to official sites ({seen})."),
    "linked_from_official": Text(
        "Ditautkan dari situs resmi dengan kata “{seen}”.",
        "Linked from an official site with the words “{seen}”.",
    ),
    "certificate_with_zone": Text(
        "Satu sertifikat dengan situs resmi {seen}.",
        "Shares a certificate with the official site {seen}.",
    ),
    "dns_with_zone": Text(
        "DNS-nya memakai server di domain resmi ({seen}).",
        "Its DNS uses a server in the official zone ({seen}).",
    ),
    "redirects_to_zone": Text(
        "Mengalihkan pengunjung ke situs resmi ({seen}).",
        "Redirects visitors to an official site ({seen}).",
    ),
    "known_host": Text(
        "Berada di bawah {seen}, yang pernah dipastikan milik {agency}.",
        "Stands below {seen}, which was confirmed as {agency}'s.",
    ),
    "copies_layout": Text(
        "Mengambil gambar atau skrip dari situs resmi ({seen}).",
        "Takes pictures or scripts from an official site ({seen}).",
    ),
    "foreign_contact": Text(
        "Mengaku perangkat daerah, tetapi kontaknya bukan dari sini ({seen}).",
        "Says to be an office, but its contact is from elsewhere ({seen}).",
    ),
    "asks_secrets": Text(
        "Meminta data rahasia ({seen}).",
        "Asks for secret data ({seen}).",
    ),
    "asks_identity": Text(
        "Meminta data kependudukan ({seen}).",
        "Asks for identity data ({seen}).",
    ),
    "asks_login": Text("Mempunyai formulir masuk.", "Has a sign-in form."),
    "sends_elsewhere": Text(
        "Isian formulirnya dikirim ke situs lain ({seen}).",
        "Its form sends to another site ({seen}).",
    ),
    "offers_package": Text(
        "Menawarkan aplikasi untuk dipasang dari luar toko aplikasi ({seen}).",
        "Offers a program to be installed from outside of the app stores ({seen}).",
    ),
    "gambling": Text("Isinya perjudian ({seen}).", "Its content is gambling ({seen})."),
    "parked": Text(
        "Domainnya diparkir atau dijual (“{seen}”).", "The domain is parked or for sale (“{seen}”)."
    ),
    "once_ours": Text(
        "Alamat atau tautannya menunjuk ke perangkat daerah ({seen}), tetapi isinya "
        "kini milik pihak lain.",
        "Its address or a link points to an office ({seen}), but what stands there is another's.",
    ),
    "no_history": Text(
        "Namanya seperti nama instansi ({seen}), tetapi tidak ada jejak bahwa instansi pernah memakainya.",
        "Its name is like an office's ({seen}), but nothing shows that an office ever used it.",
    ),
    "news": Text("Berciri situs berita ({seen}).", "Looks like a news site ({seen})."),
    "school": Text(
        "Berciri situs sekolah atau kampus ({seen}).",
        "Looks like a site of a school or university ({seen}).",
    ),
    "vendor": Text(
        "Berciri contoh atau promosi penyedia jasa ({seen}).",
        "Looks like a vendor's demo or promotion ({seen}).",
    ),
    "company": Text("Berciri situs perusahaan ({seen}).", "Looks like a company's site ({seen})."),
    "personal": Text("Berciri blog pribadi ({seen}).", "Looks like a personal blog ({seen})."),
    "association": Text(
        "Berciri situs perkumpulan ({seen}).", "Looks like an association's site ({seen})."
    ),
    "many_offices": Text(
        "Isinya menyebut banyak perangkat daerah ({seen}).",
        "Its text names many offices ({seen}).",
    ),
    "disclaims": Text(
        "Menyatakan diri bukan situs resmi (“{seen}”).",
        "Says itself that it is not official (“{seen}”).",
    ),
    "village": Text("Berciri situs desa ({seen}).", "Looks like a village's site ({seen})."),
    "no_sign": Text(
        "Tidak menyebut perangkat daerah maupun daerah ini.",
        "Names neither an office nor this region.",
    ),
    "no_office": Text(
        "Tidak ada petunjuk perangkat daerah mana yang mengelolanya.",
        "Nothing says which office runs it.",
    ),
    "speaks_of_office": Text(
        "Isinya berbicara tentang pemerintahan.", "Its text speaks of government."
    ),
    "strange_contact": Text(
        "Kontaknya bukan milik perangkat daerah mana pun ({seen}).",
        "Its contact is no office's ({seen}).",
    ),
    "zone_apex": Text(
        "Alamatnya adalah domain resmi itu sendiri ({seen}).",
        "Its address is the zone itself ({seen}).",
    ),
    "unread": Text(
        "Situsnya belum dapat dibaca, jadi isinya belum diketahui.",
        "The site could not be read yet, so what it holds is not known.",
    ),
    "unread_slip": Text(
        "Alamatnya “{seen}” nyaris sama dengan domain resmi, dan tidak ada halaman kita yang menautnya.",
        "Its address “{seen}” is all but an official one, and no page of ours leads there.",
    ),
    "name_resolves": Text(
        "Namanya masih ada di DNS ({seen}).", "Its name still stands in DNS ({seen})."
    ),
    "no_region": Text(
        "Menyebut nama perangkat daerah, tetapi sama sekali tidak menyebut daerah ini.",
        "Names an office, but nothing on it speaks of this region.",
    ),
    "agency_as_brand": Text(
        "Nama perangkat daerah dipakai sebagai nama usaha (“{seen}”).",
        "An office's name is used as the name of a business (“{seen}”).",
    ),
    "company_in_title": Text(
        "Judulnya memuat sebutan perusahaan (“{seen}”).",
        "Its title has a company's word (“{seen}”).",
    ),
    "association_in_title": Text(
        "Judulnya memuat sebutan perkumpulan (“{seen}”).",
        "Its title has an association's word (“{seen}”).",
    ),
    "shop_in_title": Text(
        "Judulnya memuat sebutan usaha (“{seen}”).", "Its title has a trade's word (“{seen}”)."
    ),
    "company_in_host": Text(
        "Alamatnya memuat sebutan perusahaan (“{seen}”).",
        "Its address has a company's word (“{seen}”).",
    ),
    "association_in_host": Text(
        "Alamatnya memuat sebutan perkumpulan (“{seen}”).",
        "Its address has an association's word (“{seen}”).",
    ),
    "shop_in_host": Text(
        "Alamatnya memuat sebutan usaha (“{seen}”).", "Its address has a trade's word (“{seen}”)."
    ),
    "shell": Text(
        "Halamannya kosong, galat, atau sedang diperbaiki (“{seen}”).",
        "Its page is empty, an error or under maintenance (“{seen}”).",
    ),
    "named_as_ours": Text(
        "Alamatnya “{seen}”, seperti halaman kita menyebut sebuah aplikasi.",
        "Its address is “{seen}”, as our pages call an application.",
    ),
    "letterhead": Text(
        "Dokumen yang ditautkannya memakai kop surat {agency} (“{seen}”); surat dapat disalin siapa saja.",
        "A document that it links bears the letterhead of {agency} (“{seen}”); anybody can copy a letter.",
    ),
    "other_letterhead": Text(
        "Dokumen yang ditautkannya memakai kop surat pemerintah lain: {other}.",
        "A document that it links bears another government's letterhead: {other}.",
    ),
    # Evidence for an office alone.
    "host_initials": Text(
        "Alamatnya “{seen}”, seperti huruf awal {agency}.",
        "Its address is “{seen}”, like the initials of {agency}.",
    ),
    "host_app": Text(
        "“{seen}” lazimnya nama aplikasi urusan {agency}.",
        "“{seen}” is commonly an application of what {agency} does.",
    ),
    "host_named": Text(
        "“{seen}” adalah sebutan halaman kita untuk aplikasi {agency}.",
        "“{seen}” is what our pages call an application of {agency}.",
    ),
    "host_field": Text(
        "Alamatnya memuat “{seen}”, kata dari urusan {agency}.",
        "Its address holds “{seen}”, a word of what {agency} does.",
    ),
    "host_exact": Text(
        "Alamatnya memuat “{seen}”, sebutan {agency}.",
        "Its address holds “{seen}”, a name of {agency}.",
    ),
    "host_part": Text(
        "Sebagian alamatnya mirip sebutan {agency} (“{seen}”).",
        "Part of its address is like a name of {agency} (“{seen}”).",
    ),
    "former_host": Text(
        "Berada di bawah {seen}, yang pernah dipastikan milik {agency}.",
        "Stands below {seen}, which was confirmed as {agency}'s.",
    ),
    "managed_by": Text(
        "Menyatakan dikelola {agency} (“{seen}”).", "Says that {agency} runs it (“{seen}”)."
    ),
    "link_to_agency": Text(
        "Berhubungan dengan situs {agency} ({seen}).", "Is tied to a site of {agency} ({seen})."
    ),
    "linked_as_agency": Text(
        "Tautan dari situs resmi menyebutnya {agency} (“{seen}”).",
        "A link from an official site calls it {agency} (“{seen}”).",
    ),
    "organization": Text(
        "Sertifikatnya atas nama {agency} ({seen}).",
        "Its certificate is in the name of {agency} ({seen}).",
    ),
    "email_host": Text("Surelnya milik {agency} ({seen}).", "Its mail is {agency}'s ({seen})."),
}

SENTENCES |= RELATIVES

# Where only the office is spoken for, the sentence is that of the same sight for a relation.
SENTENCES |= {
    "title_name": SENTENCES["agency_in_title"],
    "heading_name": SENTENCES["agency_in_heading"],
    "footer_name": SENTENCES["agency_in_footer"],
    "text_name": SENTENCES["agency_in_text"],
    "letterhead_name": SENTENCES["letterhead"],
    "description_name": SENTENCES["agency_in_text"],
    "path_name": SENTENCES["agency_in_path"],
    "copy_of": SENTENCES["copied_text"],
    "mark_of": SENTENCES["shared_mark"],
    "icon_of": SENTENCES["same_icon"],
    "profile_of": SENTENCES["shared_profile"],
    "declared_by": SENTENCES["declared"],
    "address": SENTENCES["agency_address"],
    "phone": SENTENCES["agency_contact"],
    "email": SENTENCES["agency_contact"],
}


def sentence(item: Evidence, agency: str) -> Text:
    """Return the sentence for a piece of evidence. What a site wrote is filled in as data."""
    template = SENTENCES.get(item.kind) or SENTENCES[item.agency_kind]
    return template.fill(
        seen=item.excerpt[:120], agency=agency or "perangkat daerah", other=item.other[:80]
    )
