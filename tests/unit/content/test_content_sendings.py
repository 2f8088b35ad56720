"""Where a page sends its reader by itself, however the address is packed, and for whom alone."""

import base64
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.content.script_text import names_of, text_at
from ronda.engine.content.sendings import Sending, sendings

HOME = "https://dinas.contohprov.go.id/"
AWAY = "https://kelomang-sari.example/a"
B64 = base64.b64encode(AWAY.encode()).decode()
CODES = ",".join(str(ord(letter)) for letter in AWAY)
CODED = ",".join(str(ord(letter)) for letter in f"location='{AWAY}'")
CODE64 = base64.b64encode(f"location.replace('{AWAY}')".encode()).decode()
HEX = "".join(f"\\x{ord(letter):02x}" for letter in AWAY)


def led(markup: str) -> list[Sending]:
    found = sendings(markup.encode(), HOME)
    return [msgspec.structs.replace(one, at_once=False) for one in found]


@pytest.mark.parametrize(
    ("code", "packed"),
    [
        (f"location = '{AWAY}'", ""),
        (f"window.location.href=`{AWAY}`", ""),
        (f"top.location.replace('{AWAY}')", ""),
        (f"self.location.assign(  '{AWAY}' )", ""),
        (f"window['location']['href'] = '{AWAY}'", ""),
        (f"window.open('{AWAY}', '_self')", ""),
        ("var a='https://kelomang'; var b=a+'-sari.example'; location.href=b+'/a'", ""),
        (f"location.href=atob('{B64}')", "base64"),
        (f"var z=window.atob('{B64}');document.location=z", "base64"),
        (f"location.href=String.fromCharCode({CODES})", "fromCharCode"),
        (f"location.href='{AWAY[::-1]}'.split('').reverse().join('')", "reversed"),
        (f"location.href=['{AWAY[:9]}','{AWAY[9:]}'].join('')", "pieces"),
        (f"location.href='{AWAY.replace('e', 'e#')}'.split('#').join('')", "pieces"),
        (f"location.href='{AWAY.replace('a', 'aQQ')}'.replace(/QQ/g,'')", "pieces"),
        (f"location.href='{HEX}'", "escapes"),
        ("location.href=decodeURIComponent('%68ttps%3A//kelomang-sari.example/a')", "escapes"),
    ],
)
def test_a_script_that_leads_on_is_read_however_its_address_is_packed(
    code: str, packed: str
) -> None:
    assert led(f"<script>{code}</script>") == [Sending(AWAY, "script", packed)]


@pytest.mark.parametrize(
    ("condition", "only"),
    [
        ("if(document.referrer.indexOf('google.')>-1)", "search"),
        ("var r=document.referrer; if(r.match(/google|bing/))", "search"),
        ("if(/googlebot/i.test(navigator.userAgent))", "robot"),
        ("if(/android|iphone/i.test(navigator.userAgent))", "phone"),
        ("if(screen.width<0)", "some"),
        ("if(!document.cookie.includes('sudah'))", "once"),
    ],
)
def test_for_whom_alone_a_script_acts_is_told(condition: str, only: str) -> None:
    found = led(f"<script>{condition}{{location.href='{AWAY}'}}</script>")
    assert [one.only for one in found] == [only]


@pytest.mark.parametrize(
    "tag",
    [
        f'<meta http-equiv="refresh" content="0;url={AWAY}">',
        f"<META content='3; URL={AWAY}' http-equiv=refresh>",
        f"<meta http-equiv='refresh' content=\"0; '{AWAY}'\">",
    ],
)
def test_a_refresh_that_leads_on_soon_is_read(tag: str) -> None:
    assert led(tag) == [Sending(AWAY, "refresh")]


@pytest.mark.parametrize(
    "markup",
    [
        '<meta http-equiv="refresh" content="300">',
        f'<meta http-equiv="refresh" content="600;url={AWAY}">',
        f"<script>if(location.href=='{AWAY}'){{tampil()}}</script>",
        f"<script>window.open('{AWAY}')</script>",
        "<script>location.reload()</script>",
        f"<a href='{AWAY}'>tautan</a>",
        "<script>location.href=tujuan()</script>",
    ],
)
def test_what_leads_nobody_on_is_none(markup: str) -> None:
    assert led(markup) == []


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    for one in sendings(b"<script>location='" + body + b"</script>" + body, HOME):
        assert one.url.startswith(("http://", "https://"))


PARTS = st.sampled_from(
    ["'ab'", "+", "atob(", ")", "[", "]", ",", ".join('')", ".split('')", ".reverse()", "x", "x=",
     "String.fromCharCode(", "104,116", "var ", ";", "\\x41", "unescape(", "%41", "\"", "`", "("]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(PARTS, max_size=60))
def test_any_expression_is_read_or_given_up(parts: list[str]) -> None:
    code = "".join(parts)
    known = names_of(code)
    read = text_at(code, 0, known)
    assert read is None or len(read.text) <= 4_000


HOSTILE = {
    "moves": b"location='" * 6_000,
    "joins": b"location=" + b"'a'+" * 15_000,
    "calls": b"location=" + b"atob(" * 12_000,
    "lists": b"location=['a'" + b",'b'" * 15_000,
    "names": b"var a='x';" * 6_000 + b"location=a",
    "numbers": b"location=String.fromCharCode(" + b"104," * 15_000,
    "braces": b"{" * 30_000 + b"location='https://a.example/'",
    "functions": b"function a(){a();location='https://a.example/'}" * 1_200,
    "many functions": b"".join(
        b"function a%d(){a%d();location='https://a.example/'}" % (n, n + 1) for n in range(1_100)
    ),
    "members": b"['a'+" * 10_000 + b"location",
    "listed": b"var a=['location','b'];" * 2_000,
    "packed": b"}('a',9,9,'" * 5_000 + b"eval location",
    "metas": b"<meta http-equiv=refresh content='0;url=" * 8_000,
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_is_read_in_bounded_time(code: bytes) -> None:
    start = time.process_time()
    sendings(b"<script>" + code + b"</script>" + code, HOME)
    assert time.process_time() - start < 1.5


def test_a_refresh_is_read_against_the_base_that_the_page_names() -> None:
    page = (
        b'<head><base target="_self"><base href="https://masuk.example.net/">'
        b'<meta http-equiv="refresh" content="0; url=/lobi"></head>'
    )
    assert [one.url for one in sendings(page, "https://dinkes.example.go.id/")] == [
        "https://masuk.example.net/lobi"
    ]


def test_an_own_base_leaves_an_own_address_at_home() -> None:
    page = b"<base href='/portal/'><script>location.href = 'beranda.html'</script>"
    assert [one.url for one in sendings(page, "https://dinkes.example.go.id/")] == [
        "https://dinkes.example.go.id/portal/beranda.html"
    ]


def test_a_refresh_that_says_nothing_hides_no_other() -> None:
    page = (
        b'<meta http-equiv="refresh" content="">'
        b'<meta http-equiv="refresh" content="0; url=https://masuk.example.net/">'
    )
    assert [one.url for one in sendings(page, "https://dinkes.example.go.id/")] == [
        "https://masuk.example.net/"
    ]


@pytest.mark.parametrize(
    ("code", "at_once"),
    [
        (f"location='{AWAY}'", True),
        (f"var a=1;if(a){{b()}}location.href='{AWAY}'", True),
        (f"setTimeout(function(){{location.href='{AWAY}'}},900)", True),
        (f"setTimeout(() => {{location.href='{AWAY}'}},900)", True),
        (f"setTimeout(()=>location.replace('{AWAY}'),900)", True),
        (f"(function(){{var a=1;location.href='{AWAY}'}})()", True),
        (f"!function(){{location.href='{AWAY}'}}()", True),
        (f"window.onload=function(){{location.href='{AWAY}'}}", True),
        (f"$(document).ready(function(){{location.href='{AWAY}'}})", True),
        (f"document.addEventListener('DOMContentLoaded',()=>{{location='{AWAY}'}})", True),
        (f"function pergi(){{location.href='{AWAY}'}} setTimeout(pergi, 10)", True),
        (f"function pergi(){{location.href='{AWAY}'}} pergi()", True),
        (f"try{{top.location.href='{AWAY}'}}catch(e){{}}", True),
        (f"function masuk(){{location.href='{AWAY}'}}", False),
        (f"tombol.onclick=()=>{{location.href='{AWAY}'}}", False),
        (f"tombol.onclick=()=>location.assign('{AWAY}')", False),
        (f"a.addEventListener('click',function(){{location.href='{AWAY}'}})", False),
        (f"$('#kirim').click(function(){{location.href='{AWAY}'}})", False),
        (f"function a(){{location.href='{AWAY}'}} function b(){{a()}} x.onclick=b", False),
    ],
)
def test_what_waits_for_a_call_is_told_from_what_does_not(code: str, at_once: bool) -> None:
    assert [one.at_once for one in sendings(f"<script>{code}</script>".encode(), HOME)] == [at_once]


@pytest.mark.parametrize(
    ("markup", "packed"),
    [
        (f"<body onload=\"location.href='{AWAY}'\">", ""),
        (f"<img src=x onerror=\"top.location='{AWAY}'\">", ""),
        (f"<script>eval(String.fromCharCode({CODED}))</script>",
         "fromCharCode"),
        (f"<script>eval(atob('{CODE64}'))</script>",
         "base64"),
        (f"<script>document.write(unescape('%3Cmeta http-equiv=refresh content=%220;url={AWAY}%22%3E'))</script>",
         ""),
        (f"<script>window['loc'+'ation']='{AWAY}'</script>", "pieces"),
        (f"<script>var _0x1=['{AWAY}','location','href'];window[_0x1[1]][_0x1[0x2]]=_0x1[0]</script>", "list"),
        ("<script>eval(function(p,a,c,k,e,d){return p}('2.1=\\'0://5-6.7/3\\'',8,8,"
         "'https|href|location|a|x|kelomang|sari|example'.split('|'),0,{}))</script>", "packed"),
    ],
)  # fmt: skip
def test_code_that_is_kept_from_readers_is_read(markup: str, packed: str) -> None:
    found = sendings(markup.encode(), HOME)
    assert [(one.url, one.at_once) for one in found] == [(AWAY, True)]
    assert found[0].packed == packed or not packed


def test_the_answers_own_refresh_is_one() -> None:
    assert sendings(b"<p>Halo</p>", HOME, f"0; url={AWAY}") == [
        Sending(AWAY, "refresh", at_once=True)
    ]
