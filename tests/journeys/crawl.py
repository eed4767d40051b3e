"""Finds every page that somebody is led to: each door once, by the links of the pages before, read without drawing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

FIRST = (
    "/home", "/", "/help", "/trainings", "/modules", "/verify", "/search?q=desa", "/my/learning/", "/my/certificates",
    "/my/account/", "/claim", "/claim/spoken", "/sign-in",
)  # fmt: skip
# Doors that answer with a file, and the one for machines.
FILES = re.compile(r"\.[a-z0-9]{2,11}($|\?)|/files/|/file$|[?&]export=|/healthz$|/did\.json$")
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use", "path"}


@dataclass(frozen=True)
class Found:
    """A page that somebody is led to; two pages of the same parts differ only in words and in how often."""

    endpoint: str
    address: str
    main: frozenset[str]
    around: frozenset[str]


def walk(page: Page, doors: MapAdapter) -> Iterator[Found]:
    """Read one page of each door in turn, as the person who is signed in on this page."""
    waiting = list(FIRST)
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        endpoint = _endpoint_of(doors, address)
        if endpoint is None or endpoint in seen or FILES.search(address):
            continue
        seen.add(endpoint)
        answer = page.request.get(address, headers={"Accept": "text/html"})
        outline = _Outline(answer.url)
        outline.feed(answer.text())
        waiting += outline.links
        yield Found(endpoint, address, frozenset(outline.main), frozenset(outline.around))


def _endpoint_of(doors: MapAdapter, address: str) -> str | None:
    try:
        endpoint, _arguments = doors.match(urlsplit(address).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)


class _Outline(HTMLParser):
    """The links of a page, and its different elements in `main` and around it, each with its parent."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self._address = address
        self._inside: list[tuple[str, str]] = []
        self.main: set[str] = set()
        self.around: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name = f"{tag}.{given.get('class')}{sorted(given)}"
        parts = self.main if any(one == "main" for one, _name in self._inside) else self.around
        parts.add(f"{self._inside[-1][1] if self._inside else ''}>{name}")
        if tag not in EMPTY:
            self._inside.append((tag, name))
        if tag == "a" and given.get("href"):
            self._follow(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if any(tag == one for one, _name in self._inside):
            while self._inside.pop()[0] != tag:
                pass

    def _follow(self, link: str) -> None:
        here, there = urlsplit(self._address), urlsplit(urljoin(self._address, link))
        if here.netloc == there.netloc:
            self.links.append(there.path + (f"?{there.query}" if there.query else ""))
