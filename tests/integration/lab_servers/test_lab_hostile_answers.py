"""Each hostile answer really is what its name says, as a raw client hears it."""

import gzip
import zlib
from collections.abc import Callable, Iterator

import pytest
from lab_client import ZONE, connect, everything, get, world

from ronda.lab.serve import LabServer, running_lab
from ronda.lab.servers.behaviours import all_behaviours
from ronda.lab.world import Misbehave, Route, VirtualHost

HOST, AT = f"jahat.{ZONE}", "198.18.0.1"
# Families that test_lab_behaviours.py and test_lab_hostile_handshakes.py know.
ELSEWHERE = {"bodies", "silence", "handshake", "certificates"}
ALSO_ELSEWHERE = {
    "huge_header", "many_headers", "drip_headers", "status_storm", "http09",
    "redirect_loop", "redirect_private",
}  # fmt: skip
PARAMS: dict[str, dict[str, str | int]] = {
    "drip_chunks": {"millis": 20, "seconds": 1},
    "head_only": {"seconds": 1},
    "redirect_slowly": {"millis": 1},
    "robots_gigabyte": {"megabytes": 2},
    "robots_one_line": {"megabytes": 2},
    "sitemap_endless": {"megabytes": 2},
    "endless_chunks": {"megabytes": 1},
    "million_attributes": {"count": 20_000},
    "deflate_bomb": {"megabytes": 10},
    "sitemap_bomb": {"megabytes": 20},
    "nested_gzip_bomb": {"megabytes": 20},
    "redirect_between_hosts": {"to": "https://lain.invalid/"},
}


def headers(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[0] + b"\r\n"


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def unpacked(answer: bytes, most: int = 300_000_000) -> int:
    """How large a gzip body becomes."""
    unpacker, left, size = zlib.decompressobj(31), body(answer), 0
    while left and size < most:
        size += len(unpacker.decompress(left, 1_000_000))
        left = unpacker.unconsumed_tail
    return size


def starts(words: bytes) -> Callable[[bytes], bool]:
    return lambda answer: answer.startswith(words)


def has(*words: bytes) -> Callable[[bytes], bool]:
    return lambda answer: all(word in answer for word in words)


def leads(to: bytes) -> Callable[[bytes], bool]:
    return lambda answer: b"Location: " + to in headers(answer)


CHUNKED = b"Transfer-Encoding: chunked\r\n"
WHAT: dict[str, Callable[[bytes], bool]] = {
    "two_lengths": lambda a: headers(a).count(b"Content-Length: ") == 2,
    "negative_length": has(b"Content-Length: -5\r\n"),
    "absurd_length": has(b"Content-Length: " + b"9" * 30),
    "length_and_chunks": lambda a: CHUNKED in headers(a) and b"Content-Length: 3\r\n" in a,
    "huge_chunk": lambda a: body(a).startswith(b"ffffffffffffffff\r\n"),
    "negative_chunk": lambda a: body(a).startswith(b"-5\r\n"),
    "chunk_nonsense": lambda a: body(a).startswith(b"seratus\r\n"),
    "chunks_cut": lambda a: CHUNKED in a and not a.endswith(b"0\r\n\r\n"),
    "chunk_extension": lambda a: len(body(a).partition(b"\r\n")[0]) > 1_000_000,
    "endless_chunks": lambda a: body(a).count(b"1\r\na\r\n") > 100_000,
    "drip_chunks": lambda a: 5 < body(a).count(b"1\r\na\r\n") < 60,
    "trailer_flood": lambda a: a.count(b"\r\nX-") == 20_000,
    "unknown_transfer": has(b"Transfer-Encoding: gzip, chunked\r\n"),
    "second_answer": lambda a: a.count(b"HTTP/1.1 200 OK\r\n") == 2 and b"Sisipan" in a,
    "body_where_none_is": lambda a: a.startswith(b"HTTP/1.1 204 ") and len(body(a)) > 50,
    "head_only": lambda a: b"Content-Length: " in a and body(a) == b"",
    "status_words": starts(b"HTTP/1.1 2x0 "),
    "status_zero": starts(b"HTTP/1.1 000 "),
    "status_999": starts(b"HTTP/1.1 999 "),
    "long_reason": lambda a: len(a.partition(b"\r\n")[0]) > 200_000,
    "future_version": starts(b"HTTP/9.9 200 "),
    "http2_frames": starts(bytes.fromhex("000000040000000000")),
    "other_protocol": starts(b"SSH-2.0-"),
    "binary_noise": lambda a: len(a) == 65_536 and b"\n" not in a,
    "switching_protocols": starts(b"HTTP/1.1 101 "),
    "only_interim": lambda a: a == b"HTTP/1.1 100 Continue\r\n\r\n",
    "later_by_years": has(b"HTTP/1.1 503 ", b"Retry-After: 315360000\r\n"),
    "too_many_requests": has(b"HTTP/1.1 429 ", b"Retry-After: nanti"),
    "only_the_first": lambda a: a == b"",  # its first two requests are long gone: see below
    "cookie_flood": lambda a: headers(a).count(b"Set-Cookie: ") == 150,
    "injected_header": has(b"a\nSet-Cookie: b=c\rX-Lain"),
    "control_header": has(b"\x1b]0;", b"\x07", "\u202e".encode()),
    "latin_header": has(b"\xe3o Jos\xe9 \xff\xfe"),
    "nul_header": has(b"a\x00b"),
    "header_without_colon": has(b"\r\nini bukan kepala\r\n"),
    "folded_headers": lambda a: headers(a).count(b"\r\n lagi") == 1_000,
    "redirect_chain": leads(b"/?langkah=1\r\n"),
    "redirect_between_hosts": leads(b"https://lain.invalid/"),
    "redirect_scheme": leads(b"file:///etc/passwd"),
    "redirect_port": leads(f"http://{HOST}:22/".encode()),
    "redirect_userinfo": leads(f"http://{HOST}@169.254.169.254/".encode()),
    "redirect_long": lambda a: len(headers(a)) > 50_000,
    "redirect_nowhere": lambda a: a.startswith(b"HTTP/1.1 302 ") and b"Location" not in a,
    "redirect_garbage": leads(b"http://[::1/%%%\x7f"),
    "redirect_two_ways": lambda a: headers(a).count(b"Location: ") == 2,
    "redirect_bad_name": leads("http://ba\u202enk.id/".encode()),
    "redirect_cookies": has(b"Location: ", b"Set-Cookie: putaran"),
    "redirect_slowly": leads(b"/?langkah="),
    "nested_gzip_bomb": lambda a: len(a) < 10_000 < len(gzip.decompress(body(a))),
    "brotli_bomb": lambda a: b"Content-Encoding: br\r\n" in a and len(body(a)) == 53,
    "deflate_bomb": lambda a: len(zlib.decompress(body(a), -15)) == 10_000_000,
    "deflate_garbage": has(b"Content-Encoding: deflate\r\n", b"\xff\x00\xaa"),
    "gzip_cut": lambda a: 0 < unpacked(a) < 4_000,
    "gzip_checksum": lambda a: a.endswith(b"\x00" * 8) and body(a)[:2] == b"\x1f\x8b",
    "gzip_and_more": lambda a: a.endswith(b"\xa5" * 1_000_000),
    "gzip_unpacked": lambda a: b"encoding: gzip" in a.lower() and body(a)[:5] == b"<!doc",
    "hundred_codings": lambda a: headers(a).count(b"gzip") == 100,
    "unknown_coding": has(b"Content-Encoding: rahasia\r\n"),
    "million_attributes": has(b"<div a0=1 ", b" a19999=1 >"),
    "huge_attribute": lambda a: a.count(b"display:none;") > 100_000,
    "megabyte_title": lambda a: a.index(b"</title>") > 999_000,
    "many_links": lambda a: a.count(b"<a href=") == 50_000,
    "odd_links": has(b"javascript:", b"data:", b"file:", b"\x00", b"?" * 1_000_000),
    "entity_flood": lambda a: a.count(b"&#x110000;") == 50_000,
    "unclosed": lambda a: a.count(b"<!--") == 100_000 and b"-->" not in a,
    "formatting_flood": lambda a: a.count(b"</a></b></i>") == 40_000,
    "table_flood": lambda a: a.count(b"<table>") == 60_000,
    "style_flood": has(b".k24999{display:none}", b"<i class=k24999>"),
    "deep_json": has(b"[" * 100_000 + b"]" * 100_000),
    "form_flood": lambda a: a.count(b"<form ") == 5_000,
    "refresh_to_itself": has(b'http-equiv="refresh" content="0; url=/"'),
    "frame_of_itself": lambda a: a.count(b'<iframe src="/">') == 100,
    "script_base": has(b'<base href="javascript:'),
    "escape_title": has(b"<title>=1+1", b"\x1b]0;", "\u202e".encode()),
    "utf7_page": has(b"charset=utf-7", b"+ADw-script+AD4-"),
    "utf16_unmarked": lambda a: body(a).startswith(b"<\x00!\x00"),
    "three_charsets": has(b"charset=big5", b"\xef\xbb\xbf", b"charset=shift_jis"),
    "absurd_charset": lambda a: len(headers(a)) > 9_000 and b"zlib_codec" in body(a),
    "nul_bytes": has(b"<sc\x00ript>"),
    "binary_as_page": has(b"text/html", b"\x89PNG"),
    "page_as_binary": has(b"application/octet-stream", b"<!doctype html>"),
    "robots_gigabyte": lambda a: b"Length: 1000000000\r\n" in a and len(a) > 2_000_000,
    "robots_one_line": lambda a: len(body(a)) > 2_000_000 and b"\n" not in body(a),
    "robots_wildcards": has(b"*a" * 2_000),
    "xml_bomb": has(b"<!ENTITY t9", b"&t9;"),
    "xml_outside": has(b'SYSTEM "file:///etc/passwd"'),
    "sitemap_of_itself": has(f"<loc>http://{HOST}/sitemap_of_itself</loc>".encode()),
    "sitemap_tree": lambda a: a.count(b"<sitemap>") == 100,
    "sitemap_endless": lambda a: a.count(b"<url>") > 20_000 and b"</urlset>" not in a,
    "sitemap_bomb": lambda a: unpacked(a) == 20_000_000,
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    names = [n for n, b in all_behaviours().items() if b.module not in ELSEWHERE]
    routes = [Route(f"/{name}", Misbehave(name, PARAMS.get(name, {}))) for name in names]
    hosts = [VirtualHost(HOST, AT, tuple(routes), None)]
    hosts.append(VirtualHost(f"sedikit.{ZONE}", AT, (Route("/*", Misbehave("only_the_first")),)))
    with running_lab(world(*hosts), tmp_path_factory.mktemp("lab")) as lab:
        for _ in range(3):
            ask(lab, "/only_the_first")
        yield lab


def ask(lab: LabServer, path: str, host: str = HOST) -> bytes:
    with connect(lab, AT) as sock:
        sock.sendall(get(path, host))
        return everything(sock, 20_000_000)


@pytest.mark.parametrize("name", sorted(WHAT))
def test_it_does_what_it_says(lab: LabServer, name: str) -> None:
    assert WHAT[name](ask(lab, f"/{name}"))


def test_only_the_first_requests_are_answered(lab: LabServer) -> None:
    answers = [ask(lab, "/", f"sedikit.{ZONE}") for _ in range(4)]
    assert [bool(answer) for answer in answers] == [True, True, False, False]


def test_a_chain_of_redirects_has_an_end(lab: LabServer) -> None:
    assert b"langkah=50" in ask(lab, "/redirect_chain?langkah=49")
    assert b"Akhir" in ask(lab, "/redirect_chain?langkah=50")


def test_every_answer_is_tested() -> None:
    web = {n for n, b in all_behaviours().items() if b.module not in ELSEWHERE}
    assert web - ALSO_ELSEWHERE == set(WHAT)
