"""Sentences on what a site has in common with known ones, and on what others publish of it."""

from ronda.engine.text import Text

# {seen} is what was seen, {agency} an office's name, {other} a relative's host.
RELATIVES: dict[str, Text] = {
    "copied_text": Text(
        "Isinya sama dengan isi situs resmi {seen}.",
        "Its text is that of the official site {seen}.",
    ),
    "copied_outline": Text(
        "Susunan halamannya sama dengan situs resmi {seen}.",
        "Its page is built like that of the official site {seen}.",
    ),
    "same_title": Text(
        "Judulnya sama dengan judul situs resmi (“{seen}”).",
        "Its title is that of an official site (“{seen}”).",
    ),
    "copy_asks": Text(
        "Menyalin situs resmi, lalu meminta data atau uang ({seen}).",
        "Copies an official site, and asks for data or money ({seen}).",
    ),
    "borrowed_contact": Text(
        "Mencantumkan kontak kantor yang benar, tetapi meminta atau menjanjikan apa yang tidak "
        "diminta kantor ({seen}).",
        "Gives the office's true contacts, but asks or promises what no office does ({seen}).",
    ),
    "copy_for_sale": Text(
        "Alamatnya dibuat mirip domain resmi dan kini ditawarkan atau diparkir ({seen}).",
        "Its address is made like the official zone, and is parked or for sale ({seen}).",
    ),
    "copy_unlinked": Text(
        "Menyalin situs resmi, tetapi tidak ditautkan dari situs resmi mana pun ({seen}).",
        "Copies an official site, but no official site links to it ({seen}).",
    ),
    "mirror": Text(
        "Sama dengan situs resmi {seen}, dan kantor sendiri menautkan atau menyatakannya.",
        "Is the same as the official site {seen}, and the office itself links or declares it.",
    ),
    "shared_mark": Text(
        "Memakai akun statistik atau verifikasi yang sama dengan situs resmi ({seen}).",
        "Uses the account for statistics or verification of official sites ({seen}).",
    ),
    "vendor_mark": Text(
        "Memakai akun yang ada di situs banyak perangkat daerah, biasanya milik penyedia jasa ({seen}).",
        "Uses an account that many offices' sites have, mostly a vendor's ({seen}).",
    ),
    "shared_profile": Text(
        "Menautkan profil media sosial yang sama dengan situs resmi ({seen}).",
        "Links the social profile that official sites link ({seen}).",
    ),
    "same_icon": Text(
        "Ikonnya sama dengan ikon situs resmi {seen}.",
        "Its icon is that of the official site {seen}.",
    ),
    "government_icon": Text(
        "Ikonnya lambang yang dipakai di banyak situs resmi, antara lain {seen}.",
        "Its icon is the emblem of many official sites, {seen} among them.",
    ),
    "borrowed_icon": Text(
        "Memasang ikon situs resmi ({seen}), padahal alamatnya tiruan atau isinya meminta apa yang "
        "tidak diminta kantor.",
        "Shows an official site's icon ({seen}), though its address is an imitation or it asks for "
        "what no office asks.",
    ),
    "declared": Text(
        "Dinyatakan sebagai miliknya oleh {agency}.", "Declared as its own by {agency}."
    ),
    "domain_young": Text(
        "Domainnya baru didaftarkan ({seen}).", "Its domain was registered recently ({seen})."
    ),
    "domain_old": Text(
        "Domainnya sudah lama terdaftar (sejak {seen}).",
        "Its domain has long been registered (since {seen}).",
    ),
    "holder_is_agency": Text(
        "Pemilik domainnya menurut data pendaftaran: {seen}.",
        "The registration names as the domain's holder: {seen}.",
    ),
    "holder_published": Text(
        "Pemilik domainnya pihak lain menurut data pendaftaran ({seen}).",
        "The registration names another holder ({seen}).",
    ),
}

_DECIDED = {
    "impersonation": Text("tiruan", "an impersonation"),
    "other_government": Text("milik pemerintah lain", "another government's"),
    "third_party": Text("milik pihak ketiga", "a third party's"),
    "ex_official": Text("bekas milik kantor", "once an office's"),
    "unrelated": Text("tidak terkait", "unrelated"),
}
# What people decided on a relative of the site: the same domain, account, profile or contact.
RELATIVES |= {
    f"near_{relation}": Text(
        f"Memakai {{seen}}, seperti {{other}} yang sudah diputuskan: {said.id}.",
        f"Uses {{seen}}, as does {{other}}, which was decided to be {said.en}.",
    )
    for relation, said in _DECIDED.items()
}
# The same of a relative on which nobody has decided, but whose own evidence leaves hardly a doubt.
RELATIVES |= {
    f"beside_{relation}": Text(
        f"Memakai {{seen}}, seperti {{other}} yang hampir pasti {_DECIDED[relation].id}.",
        f"Uses {{seen}}, as does {{other}}, which is almost certainly {_DECIDED[relation].en}.",
    )
    for relation in ("impersonation", "ex_official")
}
