"""The backup file: a tar.gz with a manifest of checksums first, verified whole before use."""

import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from ronda.engine.text import Text

FORMAT = 1
MANIFEST = "manifest.json"
_PIECE = 1 << 20


class BadArchive(Exception):
    """A backup that cannot be trusted or made; ``text`` says what is wrong and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(id, en)


class Member(msgspec.Struct, frozen=True):
    """One file of the backup."""

    name: str  # path in the archive, "/" between parts
    size: int  # bytes
    sha256: str  # hex


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds, from which version and which kind of database."""

    format: int
    made_at: datetime
    version: str
    engine: str  # "sqlite" or "postgresql"
    # app -> names of applied migrations
    migrations: Mapping[str, list[str]]
    members: list[Member]
    # The secret key was set in the environment and is not in here.
    secret_from_environment: bool = False


def checksum(path: Path) -> Member:
    """Measure a file; the caller renames the member."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Member(path.name, size, digest.hexdigest())


def write(target: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write the archive whole or not at all, readable by its owner only: it holds the secrets."""
    fresh = target.with_name(f".{target.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar:
                raw = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
                info = tarfile.TarInfo(MANIFEST)
                info.size = len(raw)
                tar.addfile(info, io.BytesIO(raw))
                for member in manifest.members:
                    info = tarfile.TarInfo(member.name)
                    info.size, info.mode = member.size, 0o600
                    with files[member.name].open("rb") as file:
                        tar.addfile(info, file)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadArchive(
            f"Cadangan tidak dapat ditulis ke {target}: {error.strerror or error}. "
            "Periksa folder dan sisa ruang.",
            f"The backup cannot be written to {target}: {error.strerror or error}. "
            "Check the folder and the space left.",
        ) from error


def unpack(source: Path, into: Path) -> Manifest:
    """Verify an archive while unpacking it into an empty folder; raises :class:`BadArchive`.

    Only plain files that the manifest names are taken, each with the size and checksum that it
    says; anything else in the archive, or missing from it, is an error.
    """
    try:
        with tarfile.open(source, "r:gz") as tar:
            entries = iter(tar)
            manifest = _manifest(tar, next(entries, None))
            wanted = {member.name: member for member in manifest.members}
            for info, file in _plain_files(tar, entries):
                member = wanted.pop(info.name, None)
                if member is None or info.size != member.size:
                    raise _damaged(info.name)
                _copy(file, into / PurePosixPath(member.name), member)
            if wanted:
                raise _damaged(next(iter(wanted)))
    except FileNotFoundError as error:
        raise BadArchive(f"Berkas {source} tidak ada.", f"There is no file {source}.") from error
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise BadArchive(
            f"{source} bukan cadangan Ronda yang utuh ({error}). Pakai salinan lain.",
            f"{source} is not a whole backup of Ronda ({error}). Use another copy.",
        ) from error
    return manifest


def _manifest(tar: tarfile.TarFile, first: tarfile.TarInfo | None) -> Manifest:
    file = tar.extractfile(first) if first and first.isfile() and first.size < 50_000_000 else None
    if first is None or first.name != MANIFEST or file is None:
        raise BadArchive(
            "Ini bukan cadangan Ronda: daftar isinya tidak ada.",
            "This is not a backup of Ronda: it has no manifest.",
        )
    try:
        manifest = msgspec.json.decode(file.read(), type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise _damaged(MANIFEST) from error
    if manifest.format > FORMAT:
        raise BadArchive(
            "Cadangan ini dibuat Ronda yang lebih baru. Perbarui Ronda dulu.",
            "This backup was made by a newer Ronda. Update Ronda first.",
        )
    for member in manifest.members:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or "\\" in member.name or not path.parts:
            raise _damaged(member.name)
    return manifest


def _plain_files(
    tar: tarfile.TarFile, entries: Iterator[tarfile.TarInfo]
) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for info in entries:
        file = tar.extractfile(info) if info.isreg() else None
        if file is None:
            raise _damaged(info.name)
        yield info, file


def _copy(file: IO[bytes], target: Path, member: Member) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as out:
        while piece := file.read(_PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != member.sha256:
        raise _damaged(member.name)


def _damaged(name: str) -> BadArchive:
    return BadArchive(
        f"Cadangan rusak: {name} tidak cocok dengan daftar isinya. Pakai salinan lain.",
        f"The backup is damaged: {name} does not match the manifest. Use another copy.",
    )
