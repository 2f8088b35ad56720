"""Foreign tongues of short texts, and what links in several of them say of a page."""

import pytest

from ronda.engine.artifacts import Link
from ronda.engine.checks.examples import HOST, page
from ronda.engine.content.smuggled import Placed, in_many_tongues, leads
from ronda.engine.content.tongues import tongue_of, tongues


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("สล็อตเว็บตรง", "thai"),
        ("온라인 카지노", "korean"),
        ("オンライン", "japanese"),
        ("老虎机 真人", "chinese"),
        ("онлайн казино", "russian"),
        ("nổ hũ đổi thưởng", "vietnamese"),
        ("Dinas Kesehatan", ""),
        ("Café Señor", ""),  # marks of western Europe
        ("Jam 08.00 – 15.00 ✓", ""),
    ],
)
def test_a_tongue_is_told_by_its_letters(text: str, tongue: str) -> None:
    assert tongue_of(text) == tongue


def test_an_indonesian_page_has_no_foreign_tongue() -> None:
    assert tongues(["Selamat datang", "Layanan publik", "E-KTP"]) == frozenset()


def test_japanese_is_written_with_chinese_letters_too() -> None:
    assert tongues(["激安 通販 スニーカー", "中古 美品 送料無料"]) == {"japanese"}


def linked(*links: tuple[str, str]) -> int:
    shown = page("<p>Dinas</p>")
    made = tuple(Link(url=url, text=text) for text, url in links)
    fields = {name: getattr(shown, name) for name in shown.__struct_fields__} | {"links": made}
    return len(in_many_tongues(type(shown)(**fields), HOST))


def test_strangers_advertised_in_several_tongues_are_told() -> None:
    assert linked(
        ("สล็อตเว็บตรง แตกง่าย", "https://satu7.world/"), ("온라인 카지노 슬롯", "https://dua8.games/")
    )


@pytest.mark.parametrize(
    "links",
    [
        [("ภาษาไทย หน้าแรก", f"https://{HOST}/th/"), ("한국어 페이지", f"https://{HOST}/ko/")],
        [("中国大使馆 雅加达", "https://id.china-embassy.gov.cn/")],
        [("観光案内 公式サイト", "https://wisata-alam.example/")],
    ],
)
def test_an_office_s_own_pages_in_other_tongues_are_not(links: list[tuple[str, str]]) -> None:
    assert linked(*links) == 0


@pytest.mark.parametrize(("how", "once"), [("packed", False), ("hidden", True)])
def test_names_like_gambling_s_do_not_hide_what_the_placing_says(how: Placed, once: bool) -> None:
    links = [
        Link(url="https://mabrikabetkugas.fun/", text=text, hidden="zero-size")
        for text in (
            "satu dua tiga",
            "empat lima",
            "enam tujuh",
            "delapan sembilan",
            "sepuluh kali",
        )
    ]
    found = leads(links, HOST, how, once=once)
    assert found[0].weight > 0.1


def test_many_phrases_for_one_stranger_weigh_more_when_one_is_in_a_foreign_tongue() -> None:
    url = "https://hongqaluviva.shop/"
    plain = [f"ajakan nomor {word}" for word in ("satu", "dua", "tiga", "empat")]
    weights = [
        leads([Link(url=url, text=text) for text in texts], HOST, "open")[0].weight
        for texts in (plain, [*plain[:3], "百家乐 在线投注"])
    ]
    assert weights[0] < 1.0 <= weights[1]
