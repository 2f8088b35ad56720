"""What the reader of Parquet files is asked; alone in its file, so that the child starts fast."""

import msgspec


class Question(msgspec.Struct):
    """Which rows of which file."""

    path: str
    words: list[str]  # squeezed: no dots, no hyphens
    zones: list[str]
    offices: list[str]  # weak signs: one of each counts
    places: list[str]
    shared: list[str]  # hosts under which a path is a site
    memory: int  # MB that DuckDB may use
