"""The child that reads one Parquet file with DuckDB and writes the rows asked for as JSON lines."""

import re
import resource
import sys
from collections.abc import Iterator

import duckdb
import msgspec

from ronda.engine.discover.parts.parquet_question import Question

BATCH = 2_048
NOTHING = r"[^\s\S]"  # matches no text
ADDRESS_SPACE = 3 * 1024**3  # bytes; DuckDB reserves more than it uses


def main() -> int:
    """Read the question from standard input; exit code 1 and the reason on standard error."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    try:
        if re.search(r"[*?\[\]{}]", asked.path):
            raise ValueError("the name holds one of * ? [ ] { }; rename the file")
        for row in _rows(asked):
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
        sys.stdout.buffer.flush()
    except (duckdb.Error, ValueError, MemoryError) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        sys.stderr.write(first + "\n")
        return 1
    return 0


def _rows(asked: Question) -> Iterator[tuple[str, str, str]]:
    con = duckdb.connect(":memory:")
    con.execute(f"SET memory_limit='{int(asked.memory)}MB'")
    for setting in (
        "SET threads=1",
        "SET autoinstall_known_extensions=false",
        "SET autoload_known_extensions=false",
        "SET temp_directory=''",
    ):
        con.execute(setting)
    con.execute("SET allowed_paths=$1", [[asked.path]])
    con.execute("SET enable_external_access=false")
    con.execute("SET lock_configuration=true")
    described = con.execute("DESCRIBE SELECT * FROM read_parquet($1)", [asked.path]).fetchall()
    columns = {str(row[0]).lower() for row in described}
    if not columns & {"url", "url_host_name"}:
        raise ValueError("no column url or url_host_name")
    con.execute(*_query(asked, columns))
    while found := con.fetchmany(BATCH):
        yield from ((url[:2000], status[:20], at[:40]) for url, status, at in found)


def _query(asked: Question, columns: set[str]) -> tuple[str, dict[str, object]]:
    """Names are constants of ours; values are bound."""
    host = "lower(CAST(url_host_name AS VARCHAR))"
    if "url_host_name" not in columns:
        host = "lower(regexp_extract(CAST(url AS VARCHAR), '^[a-zA-Z]+://([^/:?#]+)', 1))"
    url = "CAST(url AS VARCHAR)" if "url" in columns else host
    status = "CAST(fetch_status AS VARCHAR)" if "fetch_status" in columns else "''"
    at = "CAST(fetch_time AS VARCHAR)" if "fetch_time" in columns else "''"
    zones = [rf"(^|\.){re.escape(zone)}$" for zone in asked.zones]
    flat = "replace(replace({}, '-', ''), '.', '')"
    sql = (
        f"SELECT coalesce({url}, {host}), coalesce({status}, ''), coalesce({at}, '') "  # noqa: S608
        f"FROM read_parquet($path) WHERE regexp_matches({flat.format(host)}, $words) "
        f"OR regexp_matches({host}, $zones) "
        f"OR (regexp_matches({flat.format(host)}, $offices) "
        f"AND regexp_matches({flat.format(host)}, $places)) "
        f"OR (list_contains($shared, {host}) "
        f"AND regexp_matches({flat.format(f'lower({url})')}, $words))"
    )
    bound: dict[str, object] = {
        "path": asked.path,
        "words": _any(asked.words),
        "offices": _any(asked.offices),
        "places": _any(asked.places),
        "zones": "|".join(zones) or NOTHING,
        "shared": asked.shared,
    }
    return sql, bound


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in words) or NOTHING


if __name__ == "__main__":
    sys.exit(main())
