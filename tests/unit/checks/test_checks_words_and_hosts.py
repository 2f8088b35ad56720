"""The parts of the gambling check: undoing disguise, reading promotion, judging hosts by form."""

import re
import time
import tomllib
import unicodedata
from importlib.resources import files

import pytest

from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_words import promotion
from ronda.engine.content.hosts import belongs, host_of, registered
from ronda.engine.content.normalise import LIMIT, UNCHANGED, fold, words


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("SLOT GACOR", "slot gacor"),
        ("s\u200bl\u200do\ufefft", "slot"),
        ("ꜱʟᴏᴛ ɢᴀᴄᴏʀ", "slot gacor"),
        ("Ⓢⓛⓞⓣ", "slot"),
        ("𝐬𝐥𝐨𝐭 𝓰𝓪𝓬𝓸𝓻", "slot gacor"),
        ("ｓｌｏｔ", "slot"),
        ("ѕӏот", "slot"),
        ("slót gácör", "slot gacor"),
        ("j*di sl*t", "judi slot"),
        ("sl0t g4c0r s1ot", "slot gacor slot"),
        ("s l o t g a c o r", "slotgacor"),
        ("s.l.o.t", "slot"),
        ("slot88 mpo4d", "slot88 mpo4d"),
        ("pasal 5 ayat 2 huruf a", "pasal 5 ayat 2 huruf a"),
    ],
)
def test_disguise_is_undone_and_plain_words_are_left(disguised: str, plain: str) -> None:
    assert " ".join(words(disguised)) == plain


def test_what_folding_passes_over_is_what_it_would_leave_as_it_is() -> None:
    passed = re.compile(f"[{UNCHANGED}]")
    letters = [chr(code) for code in range(0x80, 0x10000) if passed.match(chr(code))]
    assert len(letters) > 20_000
    for letter in letters:
        assert not unicodedata.combining(letter)
        assert unicodedata.normalize("NFKD", letter).casefold() == letter


def test_a_text_that_is_folded_already_stays_as_it_is() -> None:
    once = fold("Ⓢⓛⓞⓣ ѕӏот がんばれ правительство ﷺ İstanbul ΣΑΣ … slót")
    assert fold(once) == once


def test_a_disguised_word_is_found_behind_any_number_of_digits() -> None:
    figures = " ".join(f"{n} a{n}" for n in range(4_000))
    assert promotion(f"{figures} g4c0r").phrases == (("gacor", promotion("gacor").weight),)


def test_a_warning_far_from_a_phrase_changes_nothing_and_one_beside_it_does() -> None:
    far = " ".join(["kata"] * 40)
    assert not promotion(f"waspada penipuan {far} slot gacor").warned
    assert promotion(f"{far} waspada penipuan slot gacor").warned


@pytest.mark.parametrize("said", ["slot gacor ", "j*di sl*t ", "g4c0r sl0t ", "правительство "])
def test_a_long_text_costs_no_more_than_its_length(said: str) -> None:
    def seconds(length: int) -> float:
        promotion.cache_clear()
        begun = time.process_time()
        promotion((said * length)[:length])
        return time.process_time() - begun

    short = min(seconds(20_000) for _ in range(3))
    assert min(seconds(160_000) for _ in range(3)) < 8 * 4 * short + 0.01


def test_folding_is_bounded() -> None:
    assert len(fold("ﷺ" * LIMIT)) <= LIMIT


@pytest.mark.parametrize(
    "text",
    [
        "slot " * 40_000,
        "*" * 200_000,
        "a " * 100_000,
        "j*" * 90_000,
        "e" + "\u0301\u0327" * 90_000,
        "ﷺ" * 200_000,
    ],
    ids=("phrases", "asterisks", "single letters", "masks", "marks", "ligatures"),
)
def test_reading_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    promotion(text)
    assert time.process_time() - start < 3


def test_each_phrase_counts_once_and_its_place_is_shown() -> None:
    said = promotion("Daftar slot gacor di sini. Slot gacor terbaik. Togel online resmi.")
    assert dict(said.phrases) == {"daftar slot gacor": 1.0, "slot gacor": 1.0, "togel online": 1.0}
    assert "togel" in said.excerpt or "slot gacor" in said.excerpt


def test_words_of_warning_near_a_phrase_silence_it_but_far_ones_do_not() -> None:
    assert promotion("Polisi menangkap admin situs slot gacor").weight == 0
    assert promotion("Polisi menangkap admin situs slot gacor").warned
    far = "Polisi mengatur lalu lintas. " + "kata " * 30 + "slot gacor maxwin hari ini"
    assert promotion(far).weight > 1


STRONG = (
    "slotgacor.example",
    "surga-slot88.example",
    "www.rtpnaga.example",
    "dewatogel.example",
    "raja4d.example",
    "mpo888.example",
    "judibola.example",
    "sgp-pools.example",
)
WEAK = ("pulautoto.example", "asia88.example", "novabet77.example", "maxwin.dinas.contohprov.go.id")
HONEST = (
    "kompas.example",
    "sman88.sch.id",
    "stopjudi.example",
    "aduan-judol.example",
    "kicaugacor.example",
    "timeslot.example",
    "parkirslot.example",
    "alphabet.example",
    "hoki.example",
    "totogarasi.example",
    "rajaampat.example",
    "judicial.example",
    "dewa19.example",
    "autotools.example",
    "smkn168.example",
    "satudata.go.id",
    "127.0.0.1",
    "",
    "a" * 300,
)


@pytest.mark.parametrize("host", STRONG)
def test_names_of_gambling_sites_are_strong_leads(host: str) -> None:
    form = gambling_form(host)
    assert form is not None
    assert form.strength == "strong"


@pytest.mark.parametrize("host", WEAK)
def test_names_that_could_be_others_are_weak_leads(host: str) -> None:
    form = gambling_form(host)
    assert form is not None
    assert form.strength == "weak"


@pytest.mark.parametrize("host", HONEST)
def test_honest_names_are_no_leads(host: str) -> None:
    assert gambling_form(host) is None


def test_hosts_belong_together_by_registered_domain_except_on_blog_hosts() -> None:
    assert belongs("a.contohprov.go.id", "b.contohprov.go.id")
    assert not belongs("a.blogspot.com", "b.blogspot.com")
    assert registered("198.18.0.7") == "198.18.0.7"
    assert host_of("https://[bad") == ""


def test_the_first_glance_that_spares_the_close_reading_misses_no_phrase() -> None:
    data = tomllib.loads(files("ronda.engine.content").joinpath("gambling_words.toml").read_text())
    phrases = "|".join((data["strong"], data["mild"])).replace("\n", "|").split("|")
    for phrase in filter(None, (one.strip() for one in phrases)):
        assert promotion(phrase.upper()).phrases, phrase
    assert promotion("Rapat koordinasi pelayanan publik di kecamatan.").phrases == ()
