"""Markdown to safe HTML: CommonMark and tables, no raw HTML, no outside pictures, an allow-list at the end."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td", "hr", "br", "div", "video", "audio",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"},
    "th": {"align", "scope"}, "td": {"align"}, "video": {"src", "controls", "preload", "title"},
    "audio": {"src", "controls", "preload", "title"}, "div": {"tabindex", "role"},
}  # fmt: skip
MEDIA = "media/"
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_NAMED = re.compile(r"\]\(\s*<?media/([^)\s>]+)")


def draw(markdown: str, media: Mapping[str, str] | None = None) -> str:
    """Return Markdown as safe HTML; `media` gives the address of each file that the text names as media/NAME."""
    html = _parser().render(markdown, {"media": media or {}})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes={"div": {"table-box"}, "table": {"table"}},
        url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer",
    )  # fmt: skip


def file_address(uid: UUID) -> str:
    """Return the address at which a stored file of the catalogue is served."""
    return f"/files/{uid}"


def media_names(markdown: str) -> set[str]:
    """Return the names of the files that a text shows or links to."""
    return set(_NAMED.findall(markdown))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link)
    for name in ("heading_open", "heading_close"):
        parser.add_render_rule(name, _heading)
    for name in ("th_open", "td_open"):
        parser.add_render_rule(name, _cell)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    alt = self.renderInlineAsText(token.children, options, env)
    name = str(token.attrGet("src") or "")
    source = _address(name, env)
    if not source.startswith("/files/"):
        return f"<em>{escape(alt or name)}</em>"  # outside pictures would ask another host
    if name.lower().endswith((".mp4", ".webm")):
        return f'<video src="{escape(source)}" controls preload="metadata" title="{escape(alt)}"></video>'
    if name.lower().endswith(".mp3"):
        return f'<audio src="{escape(source)}" controls preload="none" title="{escape(alt)}"></audio>'
    return f'<img src="{escape(source)}" alt="{escape(alt)}" loading="lazy">'


def _link(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.attrSet("href", _address(str(token.attrGet("href") or ""), env))
    return self.renderToken(tokens, index, options, env)


def _heading(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.tag = "h2" if token.tag == "h1" else token.tag  # the page prints the title as its only h1
    return self.renderToken(tokens, index, options, env)


def _cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    found = _ALIGN.search(str(token.attrs.pop("style", "")))  # an inline style is against our policy
    if found:
        token.attrSet("align", found[1])
    return self.renderToken(tokens, index, options, env)


def _table_open(*_: Any) -> str:
    return '<div class="table-box" tabindex="0" role="region"><table class="table">'


def _table_close(*_: Any) -> str:
    return "</table></div>"


def _address(source: str, env: Any) -> str:
    if not source.startswith(MEDIA):
        return source
    return str(env["media"].get(source.removeprefix(MEDIA), ""))
