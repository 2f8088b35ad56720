"""Injected links told by how they are placed: none of these words or hosts stands in a list."""

from unit.checks.test_checks_gambling_pages import html, look

from ronda.engine.checks.contract import Outcome

ANCHORS = ("vurmo plint resmi", "tempat plint vurmo", "plint zemka hari ini", "vurmo terbaik")
TO_ONE = "".join(f"<a href='https://qarvento.example/'>{text}</a> " for text in ANCHORS)


def test_the_same_phrases_to_a_host_that_visitors_are_led_to_as_well_stay_quiet() -> None:
    menu = "<p>Mitra: <a href='https://qarvento.example/'>Qarvento</a></p>"
    assert look(html(f"{menu}<div style='display:none'>{TO_ONE}</div>")).outcome is Outcome.PASS


def test_a_hidden_menu_to_public_bodies_and_platforms_stays_quiet() -> None:
    links = (
        ("https://bps.go.id/", "data statistik daerah"),
        ("https://www.lapor.go.id/", "layanan aduan warga"),
        ("https://www.youtube.com/", "video kegiatan kami"),
        ("https://wa.me/62811", "hubungi petugas kami"),
    )
    menu = "".join(f"<a href='{url}'>{text}</a>" for url, text in links)
    assert look(html(f"<nav style='display:none'>{menu}</nav>")).outcome is Outcome.PASS


def test_credits_of_theme_and_maker_stay_quiet() -> None:
    made = "<a href='https://karyaweb.example/'>Karya Web</a> <a href='https://temakita.example/'>Tema Kita</a>"
    assert look(html(f"<div style='display:none'>{made}</div>")).outcome is Outcome.PASS


def test_a_page_of_advertisements_without_an_office_is_a_window_of_strangers() -> None:
    page = f"<!doctype html><html><head><title>vurmo plint resmi</title></head><body><h1>vurmo plint</h1>{TO_ONE}</body></html>"
    assert look(page).outcome is Outcome.FAIL


def test_a_bazaar_named_by_a_word_of_promoters_is_no_takeover() -> None:
    title = "Togel: Toko Gelar Produk - Rumah Sakit Daerah Contoh"
    body = (
        "<h1>Togel, Toko Gelar Produk</h1><p>Togel buka tiap Jumat di halaman rumah sakit. Togel ikut "
        "bazar pegawai.</p><a href='https://pemasok.example/'>Pemasok</a>"
    )
    page = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    assert look(page).outcome is Outcome.PASS
