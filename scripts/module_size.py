"""Fails when a module of the product is longer than 450 lines."""

import sys
from pathlib import Path

LIMIT = 450
root = Path(__file__).parent.parent / "src"
long = [
    (lines, path.relative_to(root))
    for path in root.rglob("*.py")
    if "migrations" not in path.parts
    and (lines := path.read_text(encoding="utf-8").count("\n")) > LIMIT
]
for lines, path in sorted(long):
    print(f"{path}: {lines} lines, {LIMIT} allowed; split it", file=sys.stderr)
sys.exit(1 if long else 0)
