"""A check's docstring as blocks of text: headings, paragraphs, lists. Only these, always escaped."""

import inspect
import re
from dataclasses import dataclass, field

HEADING = re.compile(r"^#{1,4}\s+(.*)$")
ITEM = re.compile(r"^\s*(?:[-*]|\d+[.)])\s+(.*)$")


@dataclass
class Block:
    """One block: kind is "heading", "text", "list" or "code"."""

    kind: str
    text: str = ""
    entries: list[str] = field(default_factory=list)


def blocks(docstring: str) -> list[Block]:
    """Cut a docstring into blocks; its first line is the summary."""
    found: list[Block] = []
    fresh = True
    for raw in inspect.cleandoc(docstring).splitlines():
        line = raw.strip().replace("``", "").replace("**", "")
        last = found[-1] if found else None
        heading, item = HEADING.match(line), ITEM.match(line)
        if not line:
            fresh = True
        elif heading:
            found.append(Block("heading", heading[1]))
            fresh = True
        elif item:
            if last is None or last.kind != "list":
                found.append(Block("list"))
            found[-1].entries.append(item[1])
            fresh = False
        elif last is not None and last.kind == "list" and not fresh:
            last.entries[-1] += f" {line}"
        elif last is not None and last.kind == "text" and not fresh:
            last.text += f" {line}"
        else:
            found.append(Block("text", line))
            fresh = False
    return found
