"""Social profiles and applications in the links of a page: what is one, and its one spelling."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import HttpArtifact, PageArtifact
from ronda.engine.collect.page import parse_page
from ronda.engine.content.channels import APPS, SOCIAL, channel_of, package_domain
from ronda.engine.netconfig import Limits


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.instagram.com/Dinkes.Contoh/?hl=id", "instagram/dinkes.contoh"),
        ("https://instagram.com/_u/dinkescontoh", "instagram/dinkescontoh"),
        ("https://www.instagram.com/p/Cxyz123/", None),
        ("https://m.facebook.com/Dinas.Contoh", "facebook/dinascontoh"),
        ("https://www.facebook.com/pages/Dinas-Contoh/1234567", "facebook/1234567"),
        ("https://www.facebook.com/profile.php?id=100064000000001", "facebook/100064000000001"),
        ("https://www.facebook.com/p/Dinas-Contoh-61550000000001/", "facebook/61550000000001"),
        ("https://www.facebook.com/sharer/sharer.php?u=https://x.go.id", None),
        ("https://twitter.com/intent/tweet?text=a", None),
        ("https://twitter.com/DinkesContoh", "x/dinkescontoh"),
        ("https://x.com/DinkesContoh/status/1", "x/dinkescontoh"),
        ("https://www.youtube.com/@DinkesContoh", "youtube/dinkescontoh"),
        ("https://youtube.com/channel/UCabcDEF_123", "youtube/channel/UCabcDEF_123"),
        ("https://www.youtube.com/watch?v=abc", None),
        ("https://www.tiktok.com/@dinkes_contoh", "tiktok/dinkes_contoh"),
        ("https://www.tiktok.com/tag/dinkes", None),
        ("https://www.threads.net/@dinkescontoh", "threads/dinkescontoh"),
        ("https://t.me/s/dinkescontoh", "telegram/dinkescontoh"),
        ("https://t.me/+AbCdEf123", None),
        ("https://whatsapp.com/channel/0029VaABC", "whatsapp/channel/0029VaABC"),
        ("https://wa.me/62811000000", None),
        ("https://api.whatsapp.com/send?phone=62811", None),
        (
            "https://play.google.com/store/apps/details?id=id.go.contohprov.antri&hl=id",
            "play/id.go.contohprov.antri",
        ),
        ("https://play.google.com/store/apps/dev?id=1", None),
        ("https://apps.apple.com/id/app/antri-contoh/id1234567890", "appstore/1234567890"),
        ("https://appgallery.huawei.com/app/C101234567", "appgallery/C101234567"),
        (
            "https://unduh.contohprov.go.id/a/Antri-1.2.apk?v=3",
            "apk/unduh.contohprov.go.id/a/Antri-1.2.apk",
        ),
        ("https://facebook.com.penipu.example/dinas", None),
        ("https://contohinstagram.com/dinas", None),
        ("https://www.facebook.com/", None),
        ("mailto:a@instagram.com", None),
    ],
)
def test_an_address_is_a_profile_an_application_or_neither(url: str, key: str | None) -> None:
    found = channel_of(url)
    assert (found.key if found else None) == key


@settings(max_examples=40)
@given(st.one_of(st.text(max_size=80), st.from_regex(r"https://(t\.me|fb\.com|x\.com)/\S{0,40}")))
def test_no_address_whatever_breaks_it(url: str) -> None:
    found = channel_of(url)
    assert found is None or found.network in SOCIAL | APPS


@pytest.mark.parametrize(
    ("package", "domain"),
    [
        ("id.go.contohprov.antri", "contohprov.go.id"),
        ("com.vendorcontoh.si_panda", "vendorcontoh.com"),
        ("tanpa.apa", ""),
        ("bukan paket", ""),
        ("", ""),
    ],
)
def test_a_package_name_tells_the_domain_that_it_is_made_of(package: str, domain: str) -> None:
    assert package_domain(package) == domain


def test_a_page_says_its_profiles_and_applications_but_no_hidden_ones() -> None:
    body = b"""<html><body><footer><a href="https://instagram.com/DinkesContoh">IG</a>
    <a href="https://www.instagram.com/dinkescontoh/">IG lagi</a>
    <a style="display:none" href="https://t.me/penyusup">x</a>
    <a href="https://play.google.com/store/apps/details?id=id.go.contohprov.antri">Unduh</a>
    </footer></body></html>"""
    http = HttpArtifact(
        at=datetime(2026, 3, 2, tzinfo=UTC),
        view="visitor",
        url="https://dinkes.contohprov.go.id/",
        final_url="https://dinkes.contohprov.go.id/",
        address="103.10.0.1",
        status=200,
        headers=(("content-type", "text/html"),),
        hops=(),
        body=body,
        body_sha256="",
        truncated=False,
        elapsed_ms=1,
    )
    page = parse_page(http, Limits())
    assert isinstance(page, PageArtifact)
    assert page.social == ("instagram/dinkescontoh",)
    assert page.apps == ("play/id.go.contohprov.antri",)
