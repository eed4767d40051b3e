"""Addresses and words are remembered; they come out as Flask and Jinja would make them."""

from uuid import uuid4

from flask import Flask, render_template_string, url_for
from flask.testing import FlaskClient
from markupsafe import Markup


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
