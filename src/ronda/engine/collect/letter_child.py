"""Reads the first page of a PDF inside a child process with little memory and time; run with ``-m``.

A hostile file can nest its objects without end, unpack to gigabytes or lead in circles. The child puts
limits on itself first. Standard input is the file, standard output one :class:`Read` as JSON.
"""

import io
import logging
import resource
import sys

import msgspec

MAX_BYTES = 3_000_000  # of a document; letters are small, and of a longer one no more is read
MAX_LINES = 15
MAX_CHARACTERS = 1_500
MEMORY = 600_000_000  # bytes of address space, the interpreter's own included
SECONDS = 4  # of processor time


class Read(msgspec.Struct, frozen=True):
    """What the child says."""

    lines: tuple[str, ...] = ()
    no_text: str = ""


def main() -> None:
    """Read standard input, write what the first page begins with."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(MAX_BYTES)
    sys.stdout.buffer.write(msgspec.json.encode(read(content)))


def read(content: bytes) -> Read:
    """Return the first lines of a PDF's first page, or why there are none.

    Whatever its reader stumbles over is a broken file, and never an error of ours.
    """
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    except (FileNotDecryptedError, DependencyError):
        return Read(no_text="encrypted")
    except (MemoryError, RecursionError):
        return Read(no_text="too_heavy")
    except Exception:
        return Read(no_text="broken")
    lines = first_lines(text)
    return Read(lines) if lines else Read(no_text="image_only")


def first_lines(text: str) -> tuple[str, ...]:
    """Return the first lines that hold something, bounded, without what no text holds."""
    found: list[str] = []
    room = MAX_CHARACTERS
    for line in text[: 10 * MAX_CHARACTERS].splitlines():
        said = " ".join("".join(c if c.isprintable() else " " for c in line).split())[:room]
        if not said:
            continue
        found.append(said)
        room -= len(said)
        if len(found) >= MAX_LINES or room <= 0:
            break
    return tuple(found)


if __name__ == "__main__":
    main()
