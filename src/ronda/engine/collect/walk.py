"""Walks a parsed page once, without recursion, gathering text, links and the rest as it goes."""

from collections.abc import Iterable, Sized
from typing import Literal

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ronda.engine.collect import marks
from ronda.engine.collect.hidden import NOTHING, Style, read_colour, read_rules, read_style
from ronda.engine.netconfig import Limits

Place = Literal["nav", "header", "footer", "main", "comment"]

MAX_TEXT = 300_000
MAX_LINKS = 3_000
MAX_ITEMS = 500  # forms, scripts, images, metas, headings, each
MAX_FIELDS = 100
MAX_VALUE = 2_000
MAX_JSON_LD = 20_000
MAX_OUTLINE = 400  # tags: what stands below them repeats
MAX_ICONS = 10
MAX_SCRIPTS_READ = 40  # of the page's own scripts, for the accounts they name
MAX_SCRIPT = 8_000  # characters of each

_SKIPPED = frozenset(("script", "style", "template", "head", "object", "svg", "math", "iframe"))
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PLACES: dict[str, Place] = {
    "nav": "nav",
    "navigation": "nav",
    "navbar": "nav",
    "menu": "nav",
    "header": "header",
    "banner": "header",
    "footer": "footer",
    "contentinfo": "footer",
    # What visitors write below a text, in the names that systems and designers give it.
    "comment": "comment",
    "comments": "comment",
    "commentlist": "comment",
    "komentar": "comment",
    "guestbook": "comment",
    "bukutamu": "comment",
    "disqus": "comment",
}
_WHOLE = frozenset(("html", "body", "main", "article"))
_FIELDS = frozenset(("input", "select", "textarea", "button"))


def fold(parts: Iterable[str]) -> str:
    """Join pieces of text and fold white space."""
    return " ".join("".join(parts).split())


class SeenLink(msgspec.Struct):
    """A link while it is read."""

    href: str
    rel: str
    hidden: str
    place: Place
    text: list[str]


class SeenForm(msgspec.Struct):
    """A form while it is read."""

    action: str
    method: str
    fields: list[tuple[str, str]]
    hints: list[str]


class Reading(msgspec.Struct):
    """All that the walk gathers; addresses as written, text in pieces."""

    title: str = ""
    language: str = ""
    base: str = ""
    text: list[str] = []
    hidden_text: list[str] = []
    footer: list[str] = []
    headings: list[str] = []
    links: list[SeenLink] = []
    forms: list[SeenForm] = []
    scripts: list[str] = []
    images: list[tuple[str, str]] = []
    metas: list[tuple[str, str]] = []
    json_ld: list[str] = []
    clipped: list[str] = []
    marks: dict[str, None] = {}
    outline: list[str] = []
    icons: list[str] = []


class _Here(msgspec.Struct, frozen=True):
    """What an element's children inherit."""

    hidden: str = ""
    background: str = ""
    place: Place = "main"
    link: SeenLink | None = None
    heading: list[str] | None = None
    form: SeenForm | None = None


def walk(tree: LexborHTMLParser, limits: Limits) -> Reading:
    """Read a page, at most ``markup_nodes`` nodes of it and ``markup_depth`` deep."""
    walker = _Walker(tree, limits)
    walker.run()
    return walker.seen


class _Walker:
    def __init__(self, tree: LexborHTMLParser, limits: Limits) -> None:
        self.seen = Reading()
        self._limits = limits
        self._root = tree.root
        self._room = {"text": MAX_TEXT, "hidden": MAX_TEXT, "footer": 5_000, "link": MAX_TEXT}
        self._headings: list[list[str]] = []
        css = "\n".join(n.text() for n in tree.css("style")[:50])
        self._rules = read_rules(css) if css else {}
        self._scripts_left = MAX_SCRIPTS_READ
        self._read_head(tree)

    def run(self) -> None:
        """Depth first, with an own stack of what is inherited: the tree's depth is a stranger's."""
        node = self._root
        stack = [_Here()]
        count = 0
        while node is not None:
            count += 1
            if count > self._limits.markup_nodes:
                self._clip("nodes")
                break
            inside = self._enter(node, stack[-1])
            child = node.first_child if inside is not None else None
            if child is not None and len(stack) > self._limits.markup_depth:
                self._clip("depth")
                child = None
            if child is not None and inside is not None:
                stack.append(inside)
                node = child
                continue
            node = self._onward(node, stack)
        self.seen.headings = [h[:MAX_VALUE] for h in map(fold, self._headings) if h]

    def _onward(self, node: LexborNode, stack: list[_Here]) -> LexborNode | None:
        """Return the next node that is no child, leaving elements that end here."""
        at: LexborNode | None = node
        self._leave(node, stack[-1])
        while at is not None and at.next is None:
            if len(stack) == 1:
                return None
            stack.pop()
            at = at.parent
            if at is not None:
                self._leave(at, stack[-1])
        return at.next if at is not None else None

    def _leave(self, node: LexborNode, here: _Here) -> None:
        """A block's end separates words."""
        tag = node.tag or ""
        if tag[0:1] not in "-_" and tag not in _INLINE:
            self._add(" ", here)

    def _enter(self, node: LexborNode, here: _Here) -> _Here | None:
        """Take in a node; return what its children inherit, or None to pass them over."""
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "", here)
            return None
        if tag == "script":
            self._script(node)
            return None
        if tag in _SKIPPED or tag[0:1] in "-_!":
            return None if tag != "-document" else here
        attributes = node.attributes
        if len(self.seen.outline) < MAX_OUTLINE:
            css = (attributes.get("class") or "")[:60].split(maxsplit=1)
            self.seen.outline.append(f"{tag}.{css[0]}" if css else tag)
        inside = self._inherited(tag, attributes, here)
        if tag not in _INLINE:
            self._add(" ", here)
        self._collect(tag, attributes, inside)
        return inside

    def _inherited(self, tag: str, attributes: "dict[str, str | None]", here: _Here) -> _Here:
        if not attributes and tag not in _PLACES and tag not in _HEADINGS and tag != "noscript":
            return here
        style = self._style(tag, attributes, here.background)
        hidden = here.hidden if here.hidden != style.shows else ""
        hidden = hidden or style.hides
        background = style.background or read_colour((attributes.get("bgcolor") or "").lower())
        link, heading, form = here.link, here.heading, here.form
        # A comment's own head and foot are parts of the comment.
        place = (
            here.place if here.place == "comment" else self._place(tag, attributes) or here.place
        )
        if tag == "a" and attributes.get("href"):
            link = self._link(attributes, hidden, place)
        elif tag in _HEADINGS and not hidden and self._room_in(self._headings):
            heading = []
            self._headings.append(heading)
        elif tag == "form" and self._room_in(self.seen.forms):
            method = (attributes.get("method") or "get").lower()[:20]
            form = SeenForm(attributes.get("action") or "", method, [], [])
            self.seen.forms.append(form)
        return _Here(hidden, background or here.background, place, link, heading, form)

    def _style(self, tag: str, attributes: "dict[str, str | None]", background: str) -> Style:
        if "hidden" in attributes:
            return Style(hides="hidden")
        if tag == "noscript":
            return Style(hides="noscript")
        if tag == "marquee" and {attributes.get("width"), attributes.get("height")} & {"0", "1"}:
            return Style(hides="zero-size")
        style = NOTHING
        if attributes.get("style"):
            style = read_style(attributes["style"] or "", background)
        elif tag == "font" and attributes.get("color"):
            style = read_style(f"color:{attributes['color']}", background)
        if not style.hides and self._rules:
            names = [f".{c}" for c in (attributes.get("class") or "").lower().split()[:30]]
            names.append(f"#{(attributes.get('id') or '').lower()}")
            way = next((self._rules[n] for n in names if n in self._rules), "")
            if way:
                return Style(way, style.shows, style.background)
        return style

    def _place(self, tag: str, attributes: "dict[str, str | None]") -> Place | None:
        """The part of the page that an element begins, or None."""
        if tag in _PLACES:
            return _PLACES[tag]
        if not attributes:
            return None
        names = (attributes.get("role") or "", attributes.get("id") or "")
        words = " ".join((*names, (attributes.get("class") or "")[:300])).lower()
        tokens = words.replace("-", " ").replace("_", " ").split()
        found = next((_PLACES[t] for t in tokens if t in _PLACES), None)
        # Systems say of a whole text, in its classes, that comments are open or closed.
        return None if found == "comment" and tag in _WHOLE else found

    def _link(
        self, attributes: "dict[str, str | None]", hidden: str, place: Place
    ) -> SeenLink | None:
        if len(self.seen.links) >= MAX_LINKS:
            self._clip("links")
            return None
        link = SeenLink(
            (attributes.get("href") or "")[: MAX_VALUE + 1],
            (attributes.get("rel") or "")[:100].lower(),
            hidden,
            place,
            [],
        )
        self.seen.links.append(link)
        return link

    def _collect(self, tag: str, attributes: "dict[str, str | None]", inside: _Here) -> None:
        if tag == "img":
            alt = (attributes.get("alt") or "")[:MAX_VALUE]
            source = attributes.get("src") or attributes.get("data-src") or ""
            if source and self._room_in(self.seen.images):
                self.seen.images.append((source, alt))
            if inside.link is not None and alt:
                inside.link.text.append(f" {alt[:200]} ")
        elif tag in _FIELDS and inside.form and len(inside.form.fields) < MAX_FIELDS:
            kind = (attributes.get("type") or {"input": "text"}.get(tag, tag)).lower()
            # What only a script reads has an id and no name.
            name = attributes.get("name") or attributes.get("id") or ""
            inside.form.fields.append((name[:200], kind[:40]))
            if hint := attributes.get("placeholder") or attributes.get("aria-label"):
                inside.form.hints.append(hint[:200])

    def _script(self, node: LexborNode) -> None:
        source = node.attributes.get("src")
        if source and self._room_in(self.seen.scripts):
            self.seen.scripts.append(source)
        if self._scripts_left > 0:
            self._scripts_left -= 1
            said = source[:MAX_VALUE] if source else node.text()[:MAX_SCRIPT]
            self.seen.marks.update(dict.fromkeys(marks.in_script(said)))
        if "ld+json" in (node.attributes.get("type") or "").lower() and len(self.seen.json_ld) < 20:
            self.seen.json_ld.append(node.text()[:MAX_JSON_LD].strip())

    def _add(self, text: str, here: _Here) -> None:
        """Add a piece of text to everything that it belongs to."""
        if here.link is not None:
            self._keep("link", here.link.text, text)
        if here.heading is not None:
            here.heading.append(text[:MAX_VALUE])
        if here.hidden:
            self._keep("hidden", self.seen.hidden_text, text)
            return
        self._keep("text", self.seen.text, text)
        if here.place == "footer":
            self._keep("footer", self.seen.footer, text)

    def _keep(self, kind: str, pieces: list[str], text: str) -> None:
        room = self._room[kind]
        if len(text) > room:
            self._clip("text")
            text = text[:room]
        if text and (text != " " or (pieces and pieces[-1] != " ")):
            pieces.append(text)
            self._room[kind] = room - len(text)

    def _room_in(self, items: Sized) -> bool:
        """Whether one more of a kind is read."""
        if len(items) < MAX_ITEMS:
            return True
        self._clip("items")
        return False

    def _clip(self, limit: str) -> None:
        if limit not in self.seen.clipped:
            self.seen.clipped.append(limit)

    def _read_head(self, tree: LexborHTMLParser) -> None:
        seen = self.seen
        title = tree.css_first("head > title") or tree.css_first("title")
        seen.title = fold([title.text()[:MAX_VALUE]]) if title is not None else ""
        root = tree.css_first("html")
        seen.language = ((root.attributes.get("lang") if root else "") or "")[:40]
        base = tree.css_first("base[href]")
        seen.base = ((base.attributes.get("href") if base else "") or "")[:MAX_VALUE]
        for node in tree.css("meta")[:MAX_ITEMS]:
            found = node.attributes
            name = found.get("name") or found.get("property") or found.get("http-equiv")
            content = found.get("content")
            if name and content is not None:
                seen.metas.append((name.strip().lower()[:100], content.strip()[:MAX_VALUE]))
        for node in tree.css("link[rel][href]")[:MAX_ITEMS]:
            # Not "apple-touch-icon" nor "mask-icon": few browsers ask for these.
            if "icon" in (node.attributes.get("rel") or "")[:100].lower().split():
                seen.icons.append(node.attributes.get("href") or "")
        del seen.icons[MAX_ICONS:]
        seen.marks.update(dict.fromkeys(marks.in_metas(seen.metas)))
        for node in tree.css("head script")[:MAX_ITEMS]:
            self._script(node)
