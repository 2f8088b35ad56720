"""What an officer is shown of a page: its words, contacts and forms, bounded whatever it holds."""

import json
from datetime import UTC, datetime

from arunika import AT, page
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    PAGE_VISITOR,
    Failure,
    FailureKind,
    Form,
    Observation,
    SiteFacts,
)
from ronda.engine.attribute.extract import MAX_TEXT, extract_of, plain

SITE = SiteFacts("https://contoh.id/", "contoh.id", "undecided")


def seen(**artifacts: object) -> Observation:
    keys = {"page": PAGE_VISITOR, "http": HTTP_VISITOR}
    return Observation(SITE, AT, AT, {keys[k]: v for k, v in artifacts.items()})  # type: ignore[misc]


def test_a_page_is_told_by_its_words_and_contacts() -> None:
    shown = extract_of(
        seen(
            page=page(
                SITE.url,
                title="Dinas Kesehatan",
                text="Selamat datang. Hubungi (0499) 821001 atau dinkes@arunikaprov.go.id",
                headings=("Dinas Kesehatan", "Berita", "Berita"),
                footer="Jl. Melati 4",
            )
        )
    )
    assert shown.headings == ("Berita",)
    assert shown.phones == ("0499821001",)
    assert shown.mails == ("dinkes@arunikaprov.go.id",)
    assert shown.end == "Jl. Melati 4"


def test_a_form_that_asks_for_a_password_or_a_card_is_told() -> None:
    login = Form("https://contoh.id/in", "post", (("user", "text"), ("kata", "password")))
    card = Form("https://contoh.id/in", "post", (("nomor_kartu", "text"),))
    search = Form("https://contoh.id/", "get", (("q", "text"),))
    assert extract_of(seen(page=page(SITE.url, forms=(login, card)))).asks == ("password", "card")
    assert extract_of(seen(page=page(SITE.url, forms=(search,)))).asks == ()


def test_a_page_that_could_not_be_read_says_why() -> None:
    failed = Failure(FailureKind.TIMEOUT, "connect", "no answer", AT)
    assert extract_of(seen(http=failed)).failure == "timeout"


def test_a_long_page_is_cut_between_words() -> None:
    shown = extract_of(seen(page=page(SITE.url, text="kata " * 2_000)))
    assert len(shown.beginning) <= MAX_TEXT + 2
    assert shown.beginning.endswith("kata …")


@settings(max_examples=40, deadline=None)
@given(
    title=st.text(max_size=2_000),
    text=st.text(max_size=3_000),
    headings=st.lists(st.text(max_size=500), max_size=60),
)
def test_whatever_a_page_holds_its_extract_is_small_json(
    title: str, text: str, headings: list[str]
) -> None:
    made = plain(
        extract_of(seen(page=page(SITE.url, title=title, text=text, headings=tuple(headings))))
    )
    stored = json.dumps(made)
    assert "\\u0000" not in stored
    assert len(stored) < 25_000
    assert (
        made["seen_at"] == datetime.fromisoformat(str(made["seen_at"])).astimezone(UTC).isoformat()
    )
