"""The address guard: what no site may be connected at."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.collect.addresses import forbidden_reason


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.0.9", "loopback"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "metadata"),
        ("100.64.0.1", "CGNAT"),
        ("0.0.0.0", "this network"),
        ("192.0.2.1", "documentation"),
        ("198.18.0.1", "benchmarking"),
        ("224.0.0.1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "zone index"),
        ("fd00::1", "private"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "documentation"),
        ("::ffff:10.0.0.1", "IPv4-mapped"),
        ("::ffff:8.8.8.8", "IPv4-mapped"),
        ("64:ff9b::10.0.0.1", "carries the private"),
        ("64:ff9b::127.0.0.1", "carries the loopback"),
        ("64:ff9b:1::1", "NAT64"),
        ("2002:a00:1::1", "carries the private"),
        ("2002:7f00:1::1", "carries the loopback"),
        ("2001:0:1::1", "protocol assignments"),
        ("::10.0.0.1", "outside"),
        ("bukan-alamat", "not an IP address"),
        ("1.2.3", "not an IP address"),
    ],
)
def test_an_inward_or_special_address_is_forbidden_in_words(address: str, word: str) -> None:
    assert word in (forbidden_reason(address) or "")


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "103.10.0.1", "2606:4700::1", "64:ff9b::8.8.8.8", "2002:808:808::1"]
)
def test_a_public_address_is_not(address: str) -> None:
    assert forbidden_reason(address) is None


def test_a_setting_opens_its_network_and_no_other_spelling_of_it() -> None:
    allowed = ("198.18.0.0/15",)
    assert forbidden_reason("198.19.255.1", allowed) is None
    assert forbidden_reason("::ffff:198.18.0.1", allowed) is not None
    assert forbidden_reason("64:ff9b::198.18.0.1", allowed) is not None
    assert forbidden_reason("127.18.0.1", allowed) is not None


@given(st.ip_addresses())
def test_what_python_calls_not_global_is_never_open(address: object) -> None:
    ip = ip_address(str(address))
    if forbidden_reason(str(ip)) is None and ip.version == 4:
        assert ip.is_global
        assert not (ip.is_private)
        assert not (ip.is_loopback)
        assert not (ip.is_multicast)
        assert not (ip.is_reserved)
