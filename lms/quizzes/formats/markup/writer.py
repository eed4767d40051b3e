"""Markdown in, XHTML out."""

import html
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


def to_html(markdown: str, address: Callable[[str], str] = lambda name: f"media/{name}") -> str:
    """Return Markdown as XHTML for another system; `address` gives what a file media/NAME is called there."""
    return str(writer().render(markdown, {"address": address})).strip()


@lru_cache(maxsize=1)
def writer() -> MarkdownIt:
    """Return what draws Markdown as CommonMark with tables and struck words, never HTML as it stands."""
    made = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable(["table", "strikethrough"])
    made.add_render_rule("image", _image)
    made.add_render_rule("link_open", _link_open)
    return made


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    source = _place(str(tokens[index].attrGet("src") or ""), env)
    alt = self.renderInlineAsText(tokens[index].children, options, env)
    return f'<img src="{html.escape(source)}" alt="{html.escape(alt)}" />'


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("href", _place(str(tokens[index].attrGet("href") or ""), env))
    return self.renderToken(tokens, index, options, env)


def _place(source: str, env: Any) -> str:
    address = env.get("address") if env else None
    return address(source.removeprefix("media/")) if address and source.startswith("media/") else source
