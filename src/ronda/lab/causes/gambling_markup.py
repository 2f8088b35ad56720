"""Gambling in parts of a page that people do not read, or in writing that dodges word lists."""

import base64
import json
from html import escape
from typing import Literal

from ronda.lab.causes import markup
from ronda.lab.causes.gambling import TITLE, Injection, Way, concealed
from ronda.lab.draft import Draft


class InjectedStructuredData(
    Injection, frozen=True, kw_only=True, tag_field="kind", tag="injected_structured_data"
):
    """A JSON-LD block about a product with stars and a price, for search results."""

    def plant(self, draft: Draft) -> None:
        """Put the block into the head."""
        host = self.hosts[0]
        about = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": self.words[0].title(),
            "description": ", ".join(self.words),
            "brand": {"@type": "Brand", "name": host.partition(".")[0].upper()},
            "url": f"https://{host}/",
            "offers": {"@type": "Offer", "price": "10000", "priceCurrency": "IDR"},
            "aggregateRating": {
                "@type": "AggregateRating",
                "ratingValue": "4.9",
                "reviewCount": "88777",
            },
        }
        # "<" is written so that no text can end the script element.
        text = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
        block = f'<script type="application/ld+json">{text}</script>'
        draft.edit(lambda html: markup.into_head(html, block))


class InjectedMeta(Injection, frozen=True, kw_only=True, tag_field="kind", tag="injected_meta"):
    """Title, description and preview tags speak of gambling; the page's body is untouched."""

    title: str = TITLE

    def plant(self, draft: Draft) -> None:
        """Replace them."""
        title, described = escape(self.title), escape(", ".join(self.words))
        there = f"https://{self.hosts[0]}/"
        tags = (
            f'<meta property="og:title" content="{title}">'
            f'<meta property="og:description" content="{described}">'
            f'<meta property="og:url" content="{there}"><link rel="canonical" href="{there}">'
        )
        draft.edit(lambda html: markup.into_head(markup.retitled(html, title, described), tags))


_LEET = str.maketrans("aeiost", "43105t")
# Cyrillic and Greek letters that look like Latin ones.
_ALIKE = str.maketrans("aeopcxysi", "аеорсхуѕі")


def obfuscated(words: str, how: str) -> str:
    """Write words as markup so that a person reads them and a list of words does not find them."""
    if how == "leet":
        return escape(words.translate(_LEET))
    if how == "zero_width":
        return "\u200b".join(escape(letter) for letter in words)
    if how == "homoglyph":
        return escape(words.translate(_ALIKE))
    if how == "entities":
        return "".join(f"&#x{ord(letter):x};" for letter in words)
    halves = [(word[: len(word) // 2], word[len(word) // 2 :]) for word in words.split()]
    return " ".join(f"<b>{escape(one)}</b><i>{escape(two)}</i>" for one, two in halves)


class ObfuscatedLinks(
    Injection, frozen=True, kw_only=True, tag_field="kind", tag="obfuscated_links"
):
    """Links whose words are written to dodge word lists: l3tt3rs, look-alikes, split, entities."""

    how: Literal["leet", "zero_width", "homoglyph", "entities", "split"] = "leet"
    way: Way | Literal["visible"] = "visible"

    def plant(self, draft: Draft) -> None:
        """Put the block into the page for everybody."""
        links = self.links(tuple(obfuscated(words, self.how) for words in self.words))
        shown = f'<div class="partner">{links}</div>'
        block = shown if self.way == "visible" else concealed(self.way, links)
        draft.edit(lambda html: markup.at_end(html, block))


class ScriptLinks(Injection, frozen=True, kw_only=True, tag_field="kind", tag="script_links"):
    """Hidden links that come into being only when a browser runs the page's script."""

    how: Literal["document_write", "base64", "from_char_code"] = "document_write"

    def plant(self, draft: Draft) -> None:
        """Put the script at the end of the page."""
        draft.allow_scripts()
        script = f"<script>{self.script()}</script>"
        draft.edit(lambda html: markup.at_end(html, script))

    def script(self) -> str:
        """The script, which writes the links in one of the ways."""
        block = concealed("display_none", self.links())
        if self.how == "base64":
            return f'document.write(atob("{base64.b64encode(block.encode()).decode()}"))'
        if self.how == "from_char_code":
            codes = ",".join(str(ord(letter)) for letter in block)
            return f"document.write(String.fromCharCode({codes}))"
        # "</" is written so that the block does not end the script element.
        return f"document.write({json.dumps(block)})".replace("</", "<\\/")
