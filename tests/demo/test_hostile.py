"""Markup, bidi characters and nonsense in every field of every form: nothing runs, nothing breaks, nothing is lost."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask

from tests.demo.conftest import roles
from tests.demo.walking import FormSeen, Page, Walked, browser, kind_of, walk

pytestmark = pytest.mark.slow
MARKS = ("<script>hostile(1)</script>", '"><img src=hostile onerror=hostile(2)>', "'{{7*7}}'")
HOSTILE = "".join(MARKS) + "\u202ehostile\u202c\u0007\u2066"
RUNS = re.compile(r"<script>hostile|<img src=.?hostile|'49'")
UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u0007]")
LEAVES = ("/sign-out", "/devices", "/sign-ins", "/language", "/sign-in")
NONSENSE = "\u202e-1\U0001f600../../0x;'\"--"
ASKED = re.compile(r'field-wrong">\s*<label class="field-label" for="([^"]+)">[^<]*<span class="optional">')
DAYS = ("0001-01-01", "9999-12-31")
ADDRESSES = ("\0" + NONSENSE, "9" * 30)


def filled(form: FormSeen, text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in form.fields:
        values.setdefault(name, []).append(value)
    for name, kind in form.typed.items():
        if kind in {"", "text", "search", "textarea"}:
            values[name] = [text]
    return values


@roles("admin", "panitia", "peserta")
def test_markup_in_every_field_is_shown_as_text_and_bidi_characters_are_not_kept(
    demo: Flask, walked: Callable[[str], Walked], username: str
) -> None:
    client, found, wrong, sent = browser(demo, username), walked(username), [], 0
    for form in found.forms(without=LEAVES):
        if form.typed:
            answer = client.post(form.action, data=filled(form, HOSTILE), follow_redirects=True, buffered=True)
            sent += 1
            if answer.status_code >= 500 or RUNS.search(answer.text):
                wrong.append((form.action, answer.status_code, around(answer.text)))
    assert sent >= 3
    files = {kind_of(page.address) for page in found.pages if not page.is_html}
    for page in walk(client, past=files):
        if page.status >= 500 or RUNS.search(page.text) or UNSEEN.search(page.text):
            wrong.append((page.address, page.status, around(page.text)))
    assert wrong == [], wrong


@roles("admin", "panitia", "pengajar", "peserta", "pengelola")
def test_nonsense_in_every_field_is_refused_in_words_and_nothing_optional_is_asked_for(
    demo: Flask, walked: Callable[[str], Walked], username: str
) -> None:
    client, wrong = browser(demo, username), []
    for form in walked(username).forms(without=LEAVES):
        for values in [*nonsense(form), least(form)]:
            answer = client.post(form.action, data=values, buffered=True)
            if answer.status_code >= 500:
                wrong.append((form.action, answer.status_code, values))
        drawn = answer.text if answer.mimetype == "text/html" else ""
        if asked := ASKED.findall(drawn):  # the least was sent last
            wrong.append((form.action, asked, {}))
    assert wrong == [], wrong


@roles("admin", "koordinator")
def test_nonsense_in_every_address_is_answered_in_words(walked: Callable[[str], Walked], username: str) -> None:
    found, wrong = walked(username), []
    for path, names in names_by_path(found.pages).items():
        for text in (*ADDRESSES, *(DAYS if {"from", "since", "until", "day"} & names else ())):
            address = f"{path}?{urlencode(dict.fromkeys(sorted(names), text))}"
            if found.client.get(address, buffered=True).status_code >= 500:
                wrong.append(address)
    assert wrong == []


def around(text: str) -> list[str]:
    """Return what stands around the places where something would run or hide."""
    found = [*RUNS.finditer(text), *UNSEEN.finditer(text)]
    return [text[max(0, one.start() - 60) : one.end() + 60] for one in found[:3]]


def nonsense(form: FormSeen) -> Iterator[dict[str, Any]]:
    """Yield what somebody might send who has changed the page: words in every field, then days that cannot be."""
    kept = {name: value for name, value in form.fields if name != "csrf_token"}
    yield {**dict.fromkeys(kept, NONSENSE), **dict.fromkeys(form.typed, NONSENSE)}
    yield {}
    days = [name for name, kind in form.typed.items() if kind == "date"]
    for day in DAYS if days else ():
        yield {**kept, **dict.fromkeys(days, day)}


def least(form: FormSeen) -> dict[str, Any]:
    """Return what somebody sends who fills in only what is required."""
    words = {"date": "2026-01-05", "time": "08:00", "email": "ada@example.org", "textarea": "Cukup jelas."}
    values: dict[str, Any] = {}
    for name, value in form.fields:
        values.setdefault(name, []).append(value)
    asked = [name for name in form.required & set(form.typed) if not any(values.get(name, ()))]
    return values | {name: words.get(form.typed[name], "1") for name in asked}


def names_by_path(pages: list[Page]) -> dict[str, set[str]]:
    """Return what each address may be asked for: by its own links, and by its search and filter forms."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        path, _mark, query = page.address.partition("?")
        found[path] |= {name for name, _value in parse_qsl(query, keep_blank_values=True)}
        asked = [form for form in page.forms if form.method == "get" and kind_of(form.action) == kind_of(page.address)]
        found[path] |= {name for form in asked for name, _value in form.fields}
    return {path: names for path, names in found.items() if names}
