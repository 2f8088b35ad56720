"""What tells an unfinished site from one that speaks of repairs or of a demonstration."""

import pytest

from ronda.engine.checks.examples import page
from ronda.engine.content.unfinished import unfinished


def test_two_fillers_of_a_theme_tell_an_unfinished_site() -> None:
    found = unfinished(page("Welcome! Your slogan here. Feature one.", title="Your Company Name"))
    assert found is not None
    assert found.what == "template"


@pytest.mark.parametrize(
    "text",
    [
        "Tuliskan nama usaha Anda pada kolom 'your company name' di formulir ini. " * 3,
        "Layanan Samsat tersedia di laman ini selama laman utama dalam perbaikan. "
        + "Balik nama, keringanan denda, dan cek pajak dilayani setiap hari kerja. " * 5,
    ],
)
def test_an_office_that_speaks_of_such_things_is_finished(text: str) -> None:
    assert unfinished(page(text, title="Badan Contoh", headings=("Layanan",))) is None
