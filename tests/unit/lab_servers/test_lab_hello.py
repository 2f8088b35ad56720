"""Reading a client's wish out of a true ClientHello, however it comes in pieces."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL

from ronda.lab.servers import hello


def client_hello(name: str | None) -> bytes:
    client = SSL.Connection(SSL.Context(SSL.TLS_METHOD), None)
    client.set_connect_state()
    if name:
        client.set_tlsext_host_name(name.encode())
    with pytest.raises(SSL.WantReadError):
        client.do_handshake()
    return client.bio_read(65_536)


def test_name_is_read_from_a_true_client() -> None:
    assert (
        hello.server_name(client_hello("Dinkes.Rembulanprov.go.id")) == "dinkes.rembulanprov.go.id"
    )


def test_client_without_a_name_has_the_empty_one() -> None:
    assert hello.server_name(client_hello(None)) == ""


def test_every_beginning_asks_for_more() -> None:
    whole = client_hello("a.go.id")
    assert {hello.server_name(whole[:n]) for n in range(len(whole))} == {None}


def test_message_in_two_records_is_joined() -> None:
    body = client_hello("a.go.id")[5:]
    cut = len(body) // 2
    records = b"".join(b"\x16\x03\x01" + len(p).to_bytes(2) + p for p in (body[:cut], body[cut:]))
    assert hello.server_name(records) == "a.go.id"


def test_plain_http_is_no_hello() -> None:
    with pytest.raises(hello.NotTls):
        hello.server_name(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")


@given(st.binary(max_size=400), st.booleans())
def test_rubbish_never_breaks_the_reader(data: bytes, looks_right: bool) -> None:
    if looks_right:
        data = (
            b"\x16\x03\x01" + (len(data) + 4).to_bytes(2) + b"\x01" + len(data).to_bytes(3) + data
        )
    with contextlib.suppress(hello.NotTls):
        assert isinstance(hello.server_name(data), str | None)
