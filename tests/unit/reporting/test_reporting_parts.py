"""What a report is made of: the address that is meant, the sender, the form's token."""

import pytest
from django.core import signing
from hypothesis import given, settings
from hypothesis import strategies as st
from time_machine import travel

from ronda.reporting.addresses import NoSite, site_in
from ronda.reporting.senders import sender_address, sender_key
from ronda.reporting.tokens import OLDEST, BadToken, check_token, new_token


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("dinkes-arunika.com", "https://dinkes-arunika.com/"),
        ("http://Dinkes-Arunika.com/login?a=b", "http://dinkes-arunika.com/"),
        ("Tolong cek https://bansos-arunika.my.id/klaim, minta PIN!", "https://bansos-arunika.my.id/"),
        ("“bansos-arunika.my.id”.", "https://bansos-arunika.my.id/"),
        ("lihat warga@contoh.id atau contoh.id", "https://contoh.id/"),
        ("https://sites.google.com/view/dinkesarunika/beranda", "https://sites.google.com/view/dinkesarunika"),
        ("http://9.9.9.9/", "http://9.9.9.9/"),
    ],
)  # fmt: skip
def test_the_site_is_found_in_what_people_paste(written: str, site: str) -> None:
    assert site_in(written)[1] == site


@pytest.mark.parametrize(
    "written",
    ["", "situs palsu", "http://127.0.0.1/", "http://169.254.169.254/latest", "printer.local",
     "http://[::1]/", "10.0.0.1", "javascript:alert(1)", "ftp://contoh.id", "http://a@contoh.id/"],
)  # fmt: skip
def test_what_names_no_site_on_the_internet_is_said_in_words(written: str) -> None:
    with pytest.raises(NoSite) as refused:
        site_in(written)
    assert refused.value.text.id != refused.value.text.en


@settings(max_examples=50)
@given(st.text(max_size=3000))
def test_any_text_gives_a_site_or_words(written: str) -> None:
    try:
        address, url = site_in(written)
    except NoSite:
        return
    assert len(address) <= 500
    assert url.startswith(("http://", "https://"))


def test_a_forwarded_address_counts_only_from_our_proxies() -> None:
    forged = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}
    assert sender_address(forged, ["10.0.0.0/8"]) == "203.0.113.9"
    behind = {"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.1, 10.0.0.7"}
    assert sender_address(behind, ["10.0.0.0/8"]) == "198.51.100.1"
    assert sender_address({}, ["10.0.0.0/8"]) == ""


@settings(max_examples=50)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_header_breaks_the_reading_of_senders(remote: str, forwarded: str) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert len(sender_key(sender_address(meta, ["0.0.0.0/0"]))) == 64


def test_a_household_is_one_sender() -> None:
    assert sender_key("2001:db8:1:2::1") == sender_key("2001:db8:1:2:ffff::9")
    assert sender_key("2001:db8:1:2::1") != sender_key("2001:db8:1:3::1")
    assert "192.0.2.1" not in sender_key("192.0.2.1")


def test_a_token_is_good_after_a_moment_and_not_for_ever() -> None:
    with travel("2026-03-02 08:00:00", tick=False) as clock:
        token = new_token()
        with pytest.raises(BadToken, match="hasty"):
            check_token(token)
        clock.shift(5)
        assert check_token(token) == check_token(token) != check_token_of_another(clock)
        clock.shift(OLDEST)
        with pytest.raises(BadToken, match="stale"):
            check_token(token)


def check_token_of_another(clock: object) -> str:
    token = new_token()
    clock.shift(5)  # type: ignore[attr-defined]
    return check_token(token)


@pytest.mark.parametrize("token", ["", "abc", "a:b:c", "x" * 300])
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken, match="forged"):
        check_token(token)
    with pytest.raises(BadToken, match="forged"):
        check_token(signing.TimestampSigner(salt="other").sign("x"))
