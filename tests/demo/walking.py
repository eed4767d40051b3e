"""A reader who follows every link of the service and sees every form, a few pages of each kind."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.core.db import db
from tests.conftest import FreshClient

_UID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_NUMBER = re.compile(r"\d[\d.]*")
_NAMES = re.compile(r"([\w-]+)=")
TYPED = {"", "text", "search", "tel", "email", "url", "password", "date", "time", "number"}


@dataclass
class FormSeen:
    """A form as a page shows it: its fields with the values that it would send, and which of them are typed."""

    page: str
    method: str = "get"
    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    has_file: bool = False

    @property
    def kind(self) -> str:
        """What kind of form this is, whatever row it is of."""
        return kind_of(self.action)


@dataclass
class Page:
    """What a reader got."""

    address: str
    status: int
    text: str
    is_html: bool
    links: list[str] = field(default_factory=list)
    forms: list[FormSeen] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)

    @property
    def doubles(self) -> list[str]:
        """The ids that the page gives more than once."""
        return [name for name, times in self.ids.items() if times > 1]


@dataclass
class Walked:
    """Who walked, and every page found."""

    client: Any
    pages: list[Page]

    def forms(self, *, without: tuple[str, ...] = ()) -> list[FormSeen]:
        """Return one form of each kind that sends something, those with something to type first."""
        found: dict[str, FormSeen] = {}
        for form in (form for page in self.pages for form in page.forms):
            if form.method == "post" and not any(word in form.action for word in without):
                found.setdefault(form.kind, form)
        return sorted(found.values(), key=lambda form: not form.typed)


def browser(app: Flask, username: str) -> Any:
    """Return a client signed in as one of the demonstration's people; a visitor's without a name."""
    app.test_client_class = FreshClient
    client = app.test_client()
    if username:
        person = db.session.scalar(select(Person).where(Person.username == username))
        client.sign_in(person)  # type: ignore[attr-defined]
    return client


def kind_of(address: str) -> str:
    """Return an address without what tells rows apart."""
    parts = urlsplit(address)
    path = _NUMBER.sub("N", _UID.sub("U", parts.path))
    return path + "?" + ",".join(sorted(_NAMES.findall(parts.query)))


def read(client: Any, address: str) -> Page:
    """Get a page and look at its links and forms."""
    answer = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True, buffered=True)
    is_html = answer.mimetype == "text/html"
    page = Page(answer.request.full_path.rstrip("?"), answer.status_code, answer.text if is_html else "", is_html)
    if is_html:
        reader = _Reader(page)
        reader.feed(page.text)
    return page


def walk(client: Any, *, start: str = "/home", most: int = 1, past: Collection[str] = frozenset()) -> Iterator[Page]:
    """Yield every page that can be reached by links, at most some of each kind and none of the kinds in `past`."""
    seen: Counter[str] = Counter()
    waiting, known = [start], {start}
    while waiting:
        address = waiting.pop(0)
        if seen[kind_of(address)] >= most or kind_of(address) in past:
            continue
        seen[kind_of(address)] += 1
        page = read(client, address)
        yield page
        for link in page.links:
            if link not in known:
                known.add(link)
                waiting.append(link)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.form: FormSeen | None = None
        self.select: str | None = None
        self.chosen: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {key: value or "" for key, value in attrs}
        if given.get("id"):
            self.page.ids[given["id"]] += 1
        if tag == "a" and (link := self._own(given.get("href", ""))):
            self.page.links.append(link)
        if tag == "form":
            action = self._own(given.get("action", "")) or self.page.address
            self.form = FormSeen(self.page.address, given.get("method", "get").lower(), action)
            self.page.forms.append(self.form)
        if self.form is not None:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select" and self.form and self.select:
            self.form.fields.append((self.select, self.chosen or ""))
            self.select = None
        if tag == "textarea":
            self.area = None

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self.form is not None
        name, kind = given.get("name", ""), given.get("type", "").lower()
        if name and "required" in given:
            self.form.required.add(name)
        if tag == "select" and name:
            self.select, self.chosen = name, None
        if tag == "option" and self.select and ("selected" in given or (self.chosen in {None, ""})):
            self.chosen = given.get("value", "")
        if tag == "textarea" and name:
            self.form.typed[name] = "textarea"
        if tag != "input" or not name:
            return
        if kind == "file":
            self.form.has_file = True
        elif kind in {"checkbox", "radio"}:
            if kind == "checkbox" or name not in dict(self.form.fields):
                self.form.fields.append((name, given.get("value", "y")))
        elif kind in TYPED:
            self.form.typed[name] = kind
            self.form.fields.append((name, given.get("value", "")))
        elif kind not in {"submit", "button", "reset", "image"}:
            self.form.fields.append((name, given.get("value", "")))

    def _own(self, link: str) -> str:
        """Return a link of this service as a path, else nothing."""
        link = link.partition("#")[0]
        if not link or link.startswith(("//", "http:", "https:", "mailto:", "tel:", "data:", "javascript:")):
            return ""
        return urljoin(self.page.address, link)
