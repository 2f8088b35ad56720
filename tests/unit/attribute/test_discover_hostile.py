"""Sources survive whatever a log, a zone file or a page throws at them."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.parts.ctentry import BadEntry, names_of
from ronda.engine.discover.parts.signals import Watch
from ronda.engine.urls import BadUrl, normalise

HEAD = b"\x00\x00" + bytes(8)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"\x00\x00", b"\x00\x01" + bytes(32), b"\x00\x07"])
)
def test_any_bytes_are_names_or_a_bad_entry(der: bytes, kind: bytes) -> None:
    for leaf in (der, HEAD + kind + len(der).to_bytes(3, "big") + der + b"\x00\x00"):
        with contextlib.suppress(BadEntry):
            assert isinstance(names_of(leaf).names, tuple)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=100), st.text(max_size=40).map("https://a.id/{}".format)))
def test_any_text_in_a_list_is_a_normal_address_or_refused(written: str) -> None:
    try:
        url = shared_hosts().site_of(written)
    except BadUrl:
        return
    assert normalise(url) == url


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_watching_never_fails_on_any_words(host: str, words: list[str]) -> None:
    watch = Watch(words, shared_hosts())
    watch.in_host(host)
    watch.in_text(host)
