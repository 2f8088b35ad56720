"""What a candidate has in common with known sites, and what that says together with the rest."""

import msgspec
from arunika import AT, GAZETTEER, page
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.artifacts import Form, PageArtifact
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer, KnownLook, LookBook, Relation
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.from_likeness import look_of
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.model import attribute
from ronda.engine.attribute.sentences import sentence
from ronda.engine.attribute.sketch import held, sketch
from ronda.engine.attribute.words import tokens
from ronda.engine.content.channels import channels
from ronda.engine.discover.contract import Sighting

TITLE = "Dinas Kesehatan Provinsi Tanjung Arunika"
TEXT = (
    "Dinas Kesehatan Provinsi Tanjung Arunika melayani perizinan tenaga kesehatan, akreditasi "
    "puskesmas, dan pengawasan obat di seluruh kabupaten. Jadwal imunisasi balai pengobatan "
    "diumumkan setiap pekan melalui laman ini, dan warga dapat menyampaikan pengaduan di loket "
    "pelayanan terpadu pada hari kerja tanpa dipungut biaya apa pun oleh petugas kami."
)
OFFICIAL = "https://dinkes.arunikaprov.go.id/"
FOREIGN = "https://dinkes-arunika.com/"
FORM = Form("https://dinkes-arunika.com/kirim", "post", (("nik", "text"), ("kode_otp", "text")))


def made(url: str, text: str = TEXT, title: str = TITLE, **more: object) -> PageArtifact:
    marks, outline = more.pop("marks", ()), more.pop("outline", "")
    shown = page(url, title, text, **more)  # type: ignore[arg-type]
    social = tuple(channel.key for channel in channels(link.url for link in shown.links))
    return msgspec.structs.replace(shown, marks=marks, outline=outline, social=social)


def knowing(*looks: KnownLook) -> Gazetteer:
    return msgspec.structs.replace(GAZETTEER, looks=LookBook(looks))


KNOWN = knowing(look_of(made(OFFICIAL), "dinkes"))


def seen(shown: PageArtifact, known: Gazetteer, **more: object) -> list[Evidence]:
    return gather(CandidateFacts(shown.url, pages=(shown,), **more), known)  # type: ignore[arg-type]


def kinds(shown: PageArtifact, known: Gazetteer = KNOWN, **more: object) -> set[str]:
    return {e.kind for e in seen(shown, known, **more)}


def test_a_copied_text_names_the_office_whose_page_it_is() -> None:
    found = [e for e in seen(made(FOREIGN, title="Beranda"), KNOWN) if e.kind == "copied_text"]
    assert [(e.agency, e.agency_kind, e.excerpt) for e in found] == [
        ("dinkes", "copy_of", OFFICIAL)
    ]


def test_new_dates_and_a_paragraph_more_leave_it_a_copy() -> None:
    shown = made(FOREIGN, f"Diperbarui 12 Mei 2026. {TEXT} Sisa kuota 9 orang, ditutup malam ini.")
    assert "copied_text" in kinds(shown)


def test_another_text_about_the_same_office_is_no_copy() -> None:
    other = (
        "Kegiatan posyandu di Batu Sari dihadiri kader dari sembilan desa, kata Dinas Kesehatan. "
    )
    assert not kinds(made(FOREIGN, other * 3, "Kabar Batu Sari")) & {"copied_text", "same_title"}


def test_a_site_is_no_copy_of_itself() -> None:
    assert "copied_text" not in kinds(made("https://www.dinkes.arunikaprov.go.id/berita"))


def test_a_copy_that_asks_for_secrets_is_an_impersonation() -> None:
    shown = made(FOREIGN, forms=(FORM,))
    said = attribute(CandidateFacts(FOREIGN, pages=(shown,)), KNOWN)
    assert (said.relation, said.agency) == (Relation.IMPERSONATION, "dinkes")
    assert "copy_asks" in {r.kind for r in said.reasons}


def test_a_copy_with_the_offices_true_contacts_that_asks_for_secrets_is_one_too() -> None:
    shown = made(FOREIGN, forms=(FORM,), footer="Telepon (0499) 821001, dinkes@arunikaprov.go.id")
    assert "copy_asks" in kinds(shown)
    said = attribute(CandidateFacts(FOREIGN, pages=(shown,)), KNOWN)
    assert said.relation is not Relation.UNOFFICIAL


def test_the_same_page_that_the_office_links_is_its_own_second_address() -> None:
    shown = made(FOREIGN, footer="Telepon (0499) 821001, dinkes@arunikaprov.go.id")
    linked = ((OFFICIAL, "Dinas Kesehatan"),)
    said = attribute(CandidateFacts(FOREIGN, pages=(shown,), linked_from=linked), KNOWN)
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dinkes")
    assert "mirror" in kinds(shown, linked_from=linked)


def test_a_page_that_many_offices_have_is_a_theme() -> None:
    offices = ("dinkes", "dikbud", "dishub", "kominfo")
    looks = [look_of(made(f"https://{k}.arunikaprov.go.id/"), k) for k in offices]
    assert not kinds(made(FOREIGN), knowing(*looks)) & {"copied_text", "same_title"}


def test_an_account_of_one_office_names_it_and_one_of_many_is_a_vendors() -> None:
    own, vendors = "ga:G-AB12CD34EF", "ga:UA-1234567"
    looks = [
        KnownLook(f"https://{k}.arunikaprov.go.id/", agency=k, marks=(vendors,))
        for k in ("dikbud", "dishub", "kominfo")
    ]
    looks.append(KnownLook(OFFICIAL, agency="dinkes", marks=(own, vendors)))
    found = seen(made("https://simpus-arunika.web.id/", marks=(own, vendors)), knowing(*looks))
    told = {(e.kind, e.agency) for e in found if e.kind in ("shared_mark", "vendor_mark")}
    assert told == {("shared_mark", "dinkes"), ("vendor_mark", "")}


def test_inside_the_zone_a_shared_account_tells_only_the_office() -> None:
    known = knowing(KnownLook(OFFICIAL, agency="dinkes", marks=("ga:G-AB12CD34EF",)))
    url = "https://simpus.arunikaprov.go.id/"
    shown = made(url, "Masuk", "SIMPUS", marks=("ga:G-AB12CD34EF",))
    assert "shared_mark" not in kinds(shown, known)
    assert attribute(CandidateFacts(url, pages=(shown,)), known).agency == "dinkes"


def test_a_profile_that_the_office_links_too_names_it() -> None:
    link = "https://www.instagram.com/Dinkes.Arunika/?hl=id"
    known = knowing(look_of(made(OFFICIAL, links=(link,)), "dinkes"))
    shown = made("https://simpus-arunika.web.id/", "Masuk", "SIMPUS", links=(link,))
    assert {e.agency for e in seen(shown, known) if e.kind == "shared_profile"} == {"dinkes"}


@given(st.lists(st.sampled_from("abcdefghij"), max_size=60), st.integers(0, 40))
def test_a_page_holds_itself_and_its_longer_copies(words: list[str], more: int) -> None:
    known = sketch(words)
    if held(known, known):
        assert held(known, known) == 1.0
        assert held(known, sketch([*words, *["tambahan"] * more])) == 1.0


def test_how_much_of_a_page_stands_in_another_is_nearly_right() -> None:
    words = [f"kata{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(600)]
    words = [w.replace("0", "") for w in words]
    half = sketch([*words[:300], *(f"lain{w}" for w in words[300:])])
    assert abs(held(sketch(words), half) - 0.5) < 0.2


def test_a_declaration_of_an_agency_says_whose_a_site_is() -> None:
    url = "https://esehat-batusari.com/"
    told = Sighting("declared", url, AT, "halaman Dinas Kesehatan", {"agency": "dinkes"})
    said = attribute(CandidateFacts(url, pages=(page(url, "Masuk"),), sightings=(told,)), GAZETTEER)
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dinkes")


def test_anybodys_report_that_names_an_agency_is_no_declaration() -> None:
    url = "https://esehat-batusari.com/"
    told = Sighting("public", url, AT, "formulir warga", {"agency": "dinkes"})
    assert "declared" not in kinds(page(url, "Masuk"), sightings=(told,))


def test_what_people_decided_on_a_relative_speaks_of_a_candidate() -> None:
    swindle = made("https://bantuan-arunika.site/", "Isi data", footer="WA 0812 0000 7788")
    rejected = msgspec.structs.replace(look_of(swindle), relation="impersonation")
    demo = KnownLook("https://demo-dishub.awanrimba.co.id/", relation="third_party")
    known = knowing(rejected, demo)
    again = made("https://cek-arunika.site/", "Lain sekali", footer="Hubungi 0812-0000-7788")
    assert "near_impersonation" in kinds(again, known)
    url = "https://demo-dinkes.awanrimba.co.id/"
    assert "near_third_party" in {e.kind for e in gather(CandidateFacts(url), known)}


def suspect(host: str, relation: str = "impersonation") -> KnownLook:
    return KnownLook(f"https://{host}/", relation=relation, suspected=True, marks=("ga:G-X1",))


def beside(known: Gazetteer) -> list[tuple[str, float]]:
    shown = made("https://cek-arunika.site/", "Lain sekali", marks=("ga:G-X1",))
    kinds = ("near_", "beside_")
    return [(e.kind, e.strength) for e in seen(shown, known) if e.kind.startswith(kinds)]


def test_an_account_shared_with_suspects_speaks_the_more_the_more_they_are() -> None:
    one, two = suspect("bantuan-arunika.site"), suspect("undian-arunika.site")
    assert beside(knowing(one)) == [("beside_impersonation", 0.8)]
    assert beside(knowing(one, two)) == [("beside_impersonation", 1.0)]


def test_a_decision_counts_and_not_the_suspicion_beside_it() -> None:
    decided = msgspec.structs.replace(suspect("a.site", "ex_official"), suspected=False)
    assert beside(knowing(decided, suspect("b.site"))) == [("near_ex_official", 1.0)]


def test_suspects_that_differ_say_nothing_of_what_they_share() -> None:
    assert beside(knowing(suspect("a.site"), suspect("b.site", "ex_official"))) == []


def test_an_account_that_a_copy_took_along_from_us_is_no_suspects() -> None:
    ours = KnownLook(OFFICIAL, agency="dinkes", marks=("ga:G-X1",))
    assert beside(knowing(ours, suspect("a.site"))) == []


def test_the_reason_names_the_service_of_a_shared_account_and_who_has_it_too() -> None:
    shown = made("https://cek-arunika.site/", "Lain sekali", marks=("ga:G-X1",))
    (found,) = [e for e in seen(shown, knowing(suspect("a.site"))) if e.kind.startswith("beside_")]
    assert found.excerpt == "Google Analytics G-X1"
    assert sentence(found, "").en == (
        "Uses Google Analytics G-X1, as does a.site, which is almost certainly an impersonation."
    )


def test_no_private_number_is_kept() -> None:
    look = look_of(made(FOREIGN, footer="WA 0812 0000 7788, seseorang@gmail.com"))
    assert len(look.contacts) == 2
    assert not any("0812" in c or "@" in c for c in look.contacts)


def test_decisions_that_differ_say_nothing_of_what_they_share() -> None:
    looks = [
        KnownLook(f"https://{n}.awanrimba.co.id/", relation=r)
        for n, r in enumerate(("third_party", "unrelated"))
    ]
    found = gather(CandidateFacts("https://demo.awanrimba.co.id/"), knowing(*looks))
    assert not {e.kind for e in found if e.kind.startswith("near_")}


def test_two_books_of_the_same_looks_are_one_key() -> None:
    one, other = LookBook([look_of(made(OFFICIAL))]), LookBook([look_of(made(OFFICIAL))])
    assert one == other
    assert hash(one) == hash(other)
    assert one != LookBook([])


def test_words_of_a_text_are_what_a_sketch_is_made_of() -> None:
    assert held(sketch(tokens(TEXT)), sketch(tokens(TEXT.upper()))) == 1.0


def test_a_page_with_the_offices_true_telephone_that_asks_for_money_borrows_it() -> None:
    url = "https://undangan-tender-arunika.info/"
    shown = page(
        url,
        "Undangan Tender Tanjung Arunika",
        "Dinas Kesehatan mengundang rekanan. Biaya pendaftaran ditransfer ke rekening panitia.",
        footer="Dinas Kesehatan, telepon (0499) 821001, dinkes@arunikaprov.go.id",
    )
    assert "borrowed_contact" in kinds(shown)
    said = attribute(CandidateFacts(url, pages=(shown,)), GAZETTEER)
    assert said.relation is not Relation.UNOFFICIAL


def test_an_offices_own_page_that_warns_of_it_borrows_nothing() -> None:
    shown = page(
        "https://simpus-arunika.web.id/",
        TITLE,
        "Waspada penipuan: petugas kami tidak pernah meminta transfer ke rekening panitia.",
        footer="Dinas Kesehatan, telepon (0499) 821001, dinkes@arunikaprov.go.id",
    )
    assert "borrowed_contact" not in kinds(shown)


def test_the_offices_contact_on_a_page_copied_whole_came_along_with_it() -> None:
    shown = made(FOREIGN, footer="Telepon 0499-821001, dinkes@arunikaprov.go.id")
    assert "copied_along" in kinds(shown)


def test_the_offices_contact_beside_words_of_its_own_is_no_copy() -> None:
    own = "Jadwal layanan vaksin keliling untuk warga Batu Sari pekan ini dan pekan depan."
    shown = made(FOREIGN, own, footer="Telepon 0499-821001, dinkes@arunikaprov.go.id")
    assert "copied_along" not in kinds(shown)


def test_a_copy_that_an_official_site_links_keeps_its_contacts() -> None:
    shown = made(FOREIGN, footer="Telepon 0499-821001, dinkes@arunikaprov.go.id")
    assert "copied_along" not in kinds(shown, linked_from=((OFFICIAL, "situs kedua kami"),))
