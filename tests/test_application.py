"""Addresses and words are remembered and come out as Flask and Jinja would make them; faults, filters of lists."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, render_template_string, url_for
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from lms.core.db import db


def test_a_remembered_address_is_the_one_that_flask_makes(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(3):
            uid, batch = uuid4(), uuid4()
            assert url_for("trainings_staff.people", uid=uid) == f"/staff/trainings/{uid}/people"
            assert url_for("trainings_staff.people", uid=uid, step="a&b") == f"/staff/trainings/{uid}/people?step=a%26b"
            assert url_for("trainings_staff.people", uid=uid, marked=batch).endswith(f"?marked={batch}")
            assert url_for("trainings_staff.people", uid=uid, _anchor="top").endswith("/people#top")
            assert url_for("trainings_staff.people", uid=uid, page=2).endswith("?page=2")


def test_a_remembered_address_keeps_to_where_the_service_is_mounted(app: Flask) -> None:
    uid = uuid4()
    for root in ("", "/pelita"):
        with app.test_request_context("/", base_url=f"http://localhost{root}"):
            assert url_for("trainings_staff.show", uid=uid) == f"{root}/staff/trainings/{uid}"


def test_a_word_takes_values_of_any_name_and_escapes_them(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        drawn = render_template_string("{{ _('Nothing found for “%(text)s”', text='<b>') }}{{ _('100 %% of it') }}")
        safe = render_template_string("{{ _('of %(name)s', name=name) }}", name=Markup("<i>x</i>"))
    assert drawn.endswith("“&lt;b&gt;”100 % of it")
    assert safe == "of <i>x</i>"


def test_a_word_follows_the_language_of_each_request(client: FlaskClient) -> None:
    pages = [client.get(f"/verify?lang={language}").text for language in ("id", "en", "id")]
    assert ["Langsung ke isi" in page for page in pages] == [True, False, True]
    assert ["Skip to the content" in page for page in pages] == [False, True, False]


def _breaks(*_: Any, **__: Any) -> Any:
    raise OperationalError("SELECT 1", {}, Exception("away"))


@pytest.mark.parametrize(
    ("language", "words"), [("id", "Ada kerusakan di pihak kami"), ("en", "Something broke on our side")]
)
def test_a_fault_is_said_in_words_also_where_the_database_is_what_broke(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setitem(app.view_functions, "certificates_public.verify", _breaks)
    pages = [client.get(f"/verify?lang={language}")]
    event.listen(db.engine, "before_cursor_execute", _breaks)
    try:
        pages.append(client.get(f"/verify?lang={language}"))
    finally:
        event.remove(db.engine, "before_cursor_execute", _breaks)
    assert [(page.status_code, words in page.text, 'href="/"' in page.text) for page in pages] == [
        (500, True, True)
    ] * 2


def test_the_filters_of_a_list_are_counted_and_each_can_be_taken_away(app: Flask) -> None:
    template = """{% import "components/lists.html" as lists %}{% call lists.toolbar(search="a") %}
    {{ lists.filter("state", "State", [("", "All"), ("open", "<Open>")], "open") }}
    {{ lists.filter("sort", "Order", [("name", "Name"), ("new", "Newest")], "name") }}
    {{ lists.day("since", "From", since) }}{% endcall %}"""
    with app.test_request_context("/modules?lang=en&q=a&state=open&since=2026-01-05&page=3"):
        drawn = render_template_string(template, since="2026-01-05")
        assert ("Filter (2)" in drawn, drawn.count('class="chip"')) == (True, 2)
        assert "&lt;Open&gt;" in drawn
        assert 'href="/modules?lang=en&amp;q=a&amp;since=2026-01-05"' in drawn
