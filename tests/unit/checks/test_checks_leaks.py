"""Files that leak are recognised, and cut down before anything of them is kept."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.content import leaks
from ronda.engine.content.secrets import masked

SECRET = b"rahasia-kota-771"
DUMP = (
    b"-- MySQL dump 10.13  Distrib 8.0\n\nCREATE TABLE `pegawai` (`nik` int);\n"
    b"INSERT INTO `pegawai` VALUES ('" + SECRET + b"');\n"
)
CONFIG = b"<?php\ndefine( 'DB_NAME', 'a' );\ndefine( 'DB_PASSWORD', '" + SECRET + b"' );\n"
JOOMLA = b"<?php\nclass JConfig {\n public $user = 'a';\n public $password = '" + SECRET + b"';\n}"
LOG = b"[2026-01-02 03:04:05] production.ERROR: Access denied for " + SECRET + b"\n"
PHPINFO = (
    b"<title>PHP 8.1 - phpinfo()</title><h1>PHP Version 8.1.2</h1><td>DB_PASSWORD</td><td>"
    + SECRET
    + b"</td>"
)
STATUS = b"<h1>Apache Server Status for x</h1> GET /masuk?sandi=" + SECRET


@pytest.mark.parametrize("body", [DUMP, CONFIG, JOOMLA, LOG, PHPINFO, STATUS])
def test_no_secret_outlives_the_collector(body: bytes) -> None:
    assert SECRET not in masked(body)


@pytest.mark.parametrize(
    ("body", "reader"),
    [
        (DUMP, leaks.dump_or_archive),
        (gzip.compress(DUMP), leaks.dump_or_archive),
        (CONFIG, leaks.configured),
        (JOOMLA, leaks.configured),
        (LOG, leaks.logged),
        (PHPINFO, leaks.server_page),
        (STATUS, leaks.server_page),
        (b"SQLite format 3\x00" + bytes(100), leaks.subversion),
    ],
)
def test_what_remains_is_still_recognised(body: bytes, reader: object) -> None:
    assert callable(reader)
    assert reader(body)
    assert reader(masked(body))
    assert masked(masked(body)) == masked(body)


def test_names_of_tables_are_kept_as_evidence() -> None:
    assert leaks.dump_or_archive(masked(DUMP)).endswith("pegawai")


def test_a_list_of_files_is_left_as_it_is() -> None:
    page = b"<title>Index of /uploads</title><a href=../>Parent Directory</a>"
    assert masked(page) == page
    assert leaks.listing(page) == "Index of /uploads"


@given(st.binary(max_size=3000))
def test_whatever_comes_is_reduced_without_a_crash(body: bytes) -> None:
    assert masked(masked(body)) == masked(body)
