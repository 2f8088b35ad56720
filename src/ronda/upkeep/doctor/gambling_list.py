"""The operator's lists of gambling hosts: can they be read, how old, how many, which lines not?"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath

from ronda.engine.content.host_lists import SETTING, BadHostList, HostFile, from_env
from ronda.upkeep.doctor.contract import Item, error, ok, warning

OLD = 180
"""Days after which a list is called old: such hosts change their names within weeks."""


def look() -> Iterator[Item]:
    """Look at every file that the setting names; nothing to say when it names none."""
    try:
        lists = from_env(os.environ)
    except BadHostList as problem:
        yield error(
            "gambling_list",
            f"Daftar host judi tidak dapat dipakai ({problem}); patroli berhenti sampai diperbaiki.",
            f"The list of gambling hosts cannot be used ({problem}); no patrol runs until it is mended.",
            f"Perbaiki berkas di {SETTING}, satu host satu baris, atau kosongkan setelan itu.",
            f"Mend the file in {SETTING}, one host a line, or empty the setting.",
        )
        return
    for file in lists.files:
        yield _file(file)


def _file(file: HostFile) -> Item:
    name = PurePath(file.path).name
    key = f"gambling_list.{name}"
    days = (datetime.now(UTC) - file.changed_at).days
    counted_id = f"Daftar host judi {file.path}: {len(file.hosts)} host, berumur {days} hari"
    counted_en = f"List of gambling hosts {file.path}: {len(file.hosts)} hosts, {days} days old"
    if file.bad_lines:
        lines = "; ".join(f"{bad.number}: {bad.words!r} ({bad.why})" for bad in file.bad)
        return warning(
            key,
            f"{counted_id}; {file.bad_lines} baris tidak terbaca, antara lain {lines}.",
            f"{counted_en}; {file.bad_lines} lines could not be read, among them {lines}.",
            "Perbaiki atau hapus baris itu: satu host satu baris, keterangan sesudah tanda #.",
            "Mend or delete these lines: one host a line, comments after a #.",
        )
    if days > OLD or not file.hosts:
        return warning(
            key,
            f"{counted_id}: kosong atau sudah lama.",
            f"{counted_en}: empty or old.",
            "Ganti dengan daftar yang baru; nama situs judi berganti dalam hitungan minggu.",
            "Replace it with a recent list; gambling sites change their names within weeks.",
        )
    return ok(
        key,
        f"{counted_id}; sebagai petunjuk, bukan bukti.",
        f"{counted_en}; a lead, never proof.",
    )
