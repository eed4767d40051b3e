"""Walks through every page that somebody is led to: each door once, found by the links of the pages before."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

FIRST = (
    "/home", "/", "/help", "/trainings", "/modules", "/verify", "/search?q=desa", "/my/learning/", "/my/certificates",
    "/my/account/", "/claim", "/claim/spoken", "/sign-in",
)  # fmt: skip
# Doors that answer with a file, and the one for machines.
FILES = re.compile(r"\.[a-z0-9]{2,11}($|\?)|/files/|[?&]export=|/healthz$|/did\.json$")
LINKS = 'all => all.map((link) => new URL(link.getAttribute("href"), location.href).href)'


def walk(page: Page, doors: MapAdapter, *, more: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Open one page of each door in turn; yield (endpoint, address) while the page shows it."""
    host = urlsplit(page.url).netloc
    waiting = [*FIRST, *more]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(doors, address)
        if endpoint is None or endpoint in seen or FILES.search(address):
            continue
        seen.add(endpoint)
        page.goto(address)
        yield endpoint, address
        for link in page.eval_on_selector_all("a[href]", LINKS):
            parts = urlsplit(link)
            if parts.netloc == host:
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def endpoint_of(doors: MapAdapter, address: str) -> str | None:
    """Return the door that an address opens, or None."""
    try:
        endpoint, _arguments = doors.match(urlsplit(address).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)
