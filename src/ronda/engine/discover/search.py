"""Names in what search engines know: exports kept as files, and answers to the office's own key.

What it reads: the files of the folder that the office sets (``RONDA_SEARCH_DIR``): tables (CSV,
XLSX, ODS) with a column of addresses in any place, as Google Search Console and Bing Webmaster
Tools export them, and JSON answers (Google Programmable Search, Bing, SerpAPI and their like).
With a key (``RONDA_SEARCH_KEY``) it also asks a search service itself for the agencies' names,
never more than ``RONDA_SEARCH_MONTHLY`` times a month, one question a second, the month's share a
day. It sees what a search engine lists, also sites without https; not what search engines are
forbidden or have not met.

A result with a weak sign only (an office's short name in the host, or a watched name in the title
of a front page) is a lead: Ronda looks at it once, and it becomes a candidate only when what stands
there concerns us.

What it drops, counted: cells that are no address, results without such a sign, zones of other governments, repeats.

What it costs: nothing for files; one request a question to the search service, which the office
pays for.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlencode

from ronda.engine.discover.contract import (
    Checkpoint,
    Note,
    SearchApi,
    Sighting,
    SourceContext,
    SourceMeta,
)
from ronda.engine.discover.parts import folder
from ronda.engine.discover.parts.fetch import Endpoint, FetchFailed
from ronda.engine.discover.parts.folder import Unreadable
from ronda.engine.discover.parts.results import BadResults, Result, in_json, in_rows
from ronda.engine.discover.parts.sheet import SheetRefused
from ronda.engine.discover.parts.sift import Sift
from ronda.engine.discover.parts.signals import squeeze
from ronda.engine.text import Text

META = SourceMeta(
    id="search",
    title=Text("Mesin pencari", "Search engines"),
    what=Text(
        "Membaca ekspor mesin pencari (CSV, XLSX, JSON) dan, dengan kunci kantor sendiri, "
        "menanyakan nama perangkat daerah ke layanan pencarian.",
        "Reads exports of search engines (CSV, XLSX, JSON) and, with the office's own key, asks a "
        "search service for the agencies' names.",
    ),
    cost=Text(
        "Berkas: tidak membebani siapa pun. Layanan: satu permintaan tiap pertanyaan, dalam batas "
        "bulanan.",
        "Files: nobody. The service: one request a question, within the monthly budget.",
    ),
)
SETTING = "RONDA_SEARCH_DIR"
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
JSON = (".json",)
MAX_FILE = 20_000_000  # bytes
PAUSE = 1.0  # seconds between two questions
DAYS = 30  # a month's budget is spread over as many runs


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the watched sites of new or changed exports, then those of the service's answers."""
    sift = _Titles(context)
    state = {str(k): v for k, v in context.checkpoint.items()}
    if context.folders.get(META.id):
        for event in _files(context, sift, state):
            yield event
    if context.search_api is not None:
        async for event in _ask(context.search_api, context, sift, state):
            yield event
    for note in sift.sift.notes():
        yield note


class _Titles:
    """The sift, with titles as a second reason to look at a front page."""

    def __init__(self, context: SourceContext) -> None:
        self.sift = Sift(META.id, context, leads=True)
        words = (squeeze(w) for w in context.watched if "." not in w)
        self._words = tuple(w for w in words if len(w) >= 5)

    def sighting(self, result: Result, where: str, query: str = "") -> Sighting | None:
        """Return the sighting that a result is."""
        found = self.sift.site(result.url, self._in_title(result))
        if found is None:
            return None
        facts = {
            "title": result.title[:300],
            "snippet": result.words[:300],
            "page": result.url[:500],
            "query": query[:300],
            "scheme": result.url.partition("://")[0].lower() if "://" in result.url else "",
        }
        return self.sift.sighting(found, where, facts)

    def _in_title(self, result: Result) -> str | None:
        # News names every agency in its titles, but not on its front page.
        path = result.url.partition("://")[2].partition("/")[2].strip("/")
        if not result.title or "/" in path or len(path) > 20:
            return None
        flat = squeeze(result.title)
        return next((w for w in self._words if w in flat), None)


def _files(
    context: SourceContext, titles: _Titles, state: dict[str, object]
) -> Iterator[Sighting | Checkpoint | Note]:
    try:
        files, others = folder.files_of(context.folders[META.id], TABLES + JSON, SETTING)
    except Unreadable as failed:
        yield Note("unreadable", level="error", text=failed.text)
        return
    if others:
        yield Note("other_file", others)
    known = folder.known_states(context.checkpoint)
    done = {path.name: known[path.name] for path in files if path.name in known}
    for path in files:
        try:
            mark = folder.signature(path)
            if done.get(path.name) == mark:
                continue
            results = list(_results(path, context))
        except (OSError, SheetRefused, BadResults) as failed:
            yield Note("unreadable", level="error", text=_broken(path, failed))
            continue
        for result in results:
            sighting = titles.sighting(result, f"ekspor {path.name}")
            if sighting is not None:
                yield sighting
        if not results:
            yield Note("unreadable", level="error", text=_no_addresses(path))
        done[path.name] = mark
        state["files"] = dict(done)
        yield Note("files")
        yield Checkpoint(dict(state))


def _results(path: Path, context: SourceContext) -> Iterator[Result]:
    with path.open("rb") as file:
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise BadResults("larger than 20 MB; split it")
    if path.name.lower().endswith(JSON):
        yield from in_json(content)
    elif context.read_sheet is None:
        raise BadResults("this installation has no reader of spreadsheets")
    else:
        yield from in_rows(context.read_sheet(path.name, content))


async def _ask(
    api: SearchApi, context: SourceContext, titles: _Titles, state: dict[str, object]
) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Ask the day's share of questions, each counted in the checkpoint before it is asked."""
    month = context.now.strftime("%Y-%m")
    used = _number(state.get("used")) if state.get("month") == month else 0
    at = _number(state.get("next"))
    share = min(-(-api.monthly // DAYS), api.monthly - used, len(api.queries))
    endpoint = None
    try:
        headers = (("Ocp-Apim-Subscription-Key", api.key),) if api.kind == "bing" else ()
        endpoint = Endpoint(api.endpoint, context.net, headers)
        for number in range(max(0, share)):
            query = api.queries[at % len(api.queries)]
            used, at = used + 1, (at + 1) % len(api.queries)
            state |= {"month": month, "used": used, "next": at}
            yield Checkpoint(dict(state))
            if number:
                await asyncio.sleep(PAUSE)
            answer = await endpoint.get(_question(api, query), tries=1)
            yield Note("asked")
            for result in in_json(answer):
                sighting = titles.sighting(result, f"pencarian {query}", query)
                if sighting is not None:
                    yield sighting
    except (FetchFailed, BadResults) as failed:
        yield Note("unreadable", level="error", text=_refused(api, str(failed)))
    finally:
        if endpoint is not None:
            endpoint.close()
    if api.queries and used >= api.monthly:
        yield Note("budget_used")


def _question(api: SearchApi, query: str) -> str:
    if api.kind == "bing":
        return "?" + urlencode({"q": query, "count": 50, "mkt": "id-ID"})
    return "?" + urlencode({"key": api.key, "cx": api.engine, "q": query, "num": 10, "gl": "id"})


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _broken(path: Path, failed: Exception) -> Text:
    if isinstance(failed, SheetRefused):
        said = failed.text
    else:
        detail = (getattr(failed, "strerror", None) or str(failed))[:200]
        said = Text(f"tidak terbaca ({detail}).", f"it cannot be read ({detail}).")
    return Text(
        "Ekspor {path}: {id} Ekspor ulang sebagai CSV, XLSX atau JSON.",
        "The export {path}: {en} Export it again as CSV, XLSX or JSON.",
    ).fill(path=path.name[:200], id=said.id, en=said.en)


def _no_addresses(path: Path) -> Text:
    return Text(
        "Ekspor {path} tidak memuat satu pun alamat. Pilih ekspor yang memiliki kolom halaman "
        "atau URL.",
        "The export {path} holds no address at all. Choose an export with a column of pages or "
        "URLs.",
    ).fill(path=path.name[:200])


def _refused(api: SearchApi, detail: str) -> Text:
    return Text(
        "Layanan pencarian {endpoint} tidak menjawab sebagaimana mestinya ({detail}). Periksa "
        "RONDA_SEARCH_KEY, RONDA_SEARCH_ENGINE dan kuotanya; pertanyaan dilanjutkan pada "
        "pencarian berikutnya.",
        "The search service {endpoint} gave no proper answer ({detail}). Check RONDA_SEARCH_KEY, "
        "RONDA_SEARCH_ENGINE and its quota; the next search goes on.",
    ).fill(endpoint=api.endpoint[:200], detail=detail[:200])
