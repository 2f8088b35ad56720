"""Days on pages are read as people write them in Indonesia."""

from datetime import date

import pytest

from ronda.engine.checks.examples import page
from ronda.engine.content.dates import dates_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Senin, 3 Maret 2025", date(2025, 3, 3)),
        ("17 Agustus 2024", date(2024, 8, 17)),
        ("5 Des 2023", date(2023, 12, 5)),
        ("1 Pebruari 2022", date(2022, 2, 1)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("2024-11-30", date(2024, 11, 30)),
        ("05/04/2024", date(2024, 4, 5)),
        ("5-4-2024", date(2024, 4, 5)),
        ("05.04.2024", date(2024, 4, 5)),
        ("04/25/2024", date(2024, 4, 25)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert [told.day for told in dates_of(page(text), b"").told] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "© 2024 Dinas Contoh",
        "Renstra 2021-2026",
        "32 Maret 2024",
        "2024-13-01",
        "telepon 0400-12-3456",
        "versi 1.2.3.2024",
        "10.10.10.2024",
        "17 Agustus 1945",
        "Peraturan Nomor 5 Tahun 2016",
    ],
)
def test_what_is_no_day_of_writing_is_left(text: str) -> None:
    found = dates_of(page(text), b"")
    assert found.told == ()
    assert found.ago == ""


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("3 hari yang lalu", True),
        ("sejam lalu", True),
        ("2 bulan lalu", True),
        ("5 minutes ago", True),
        ("14 bulan lalu", False),
        ("3 tahun lalu", False),
    ],
)
def test_relative_times_within_a_year_are_read(text: str, ago: bool) -> None:
    assert bool(dates_of(page(text), b"").ago) is ago


def test_days_for_machines_are_read_from_time_tags_json_ld_and_metas() -> None:
    found = dates_of(
        page(
            "",
            json_ld=('{"@type":"NewsArticle","dateModified":"2025-06-01T23:30:00Z"}',),
            metas=(("article:published_time", "2025-05-01"), ("viewport", "2025-01-01")),
        ),
        b'<p><time class="x" datetime="2025-04-01T10:00:00+07:00">dulu</time></p>',
    )
    # 23:30 UTC is already the next day in Indonesia.
    assert found.structured == (date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 2))


def test_words_of_updating_before_a_day_are_noticed() -> None:
    told = dates_of(page("Terakhir diperbarui: 5 Mei 2023. Lahir 1 Juni 2001"), b"").told
    assert [one.marked for one in told] == [True, False]
