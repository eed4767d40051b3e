"""Every page that a role can reach: no link that leads nowhere, and on each page help and a person to call."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.core.db import db
from lms.demo.rules.sign_ins import SIGN_INS
from tests.conftest import FreshClient
from tests.demo.walking import read, walk

pytestmark = pytest.mark.slow
LEAST = {"peserta": 10, "pengelola": 12, "admin": 60, "manajer": 60, "auditor": 50, "koordinator": 50}


def browser(app: Flask, username: str) -> Any:
    app.test_client_class = FreshClient
    client = app.test_client()
    if username:
        person = db.session.scalar(select(Person).where(Person.username == username))
        client.sign_in(person)  # type: ignore[attr-defined]
    return client


@pytest.mark.parametrize("username", ["", *(one.username for one in SIGN_INS)])
def test_no_link_of_a_role_leads_nowhere_and_every_page_names_somebody_to_call(demo: Flask, username: str) -> None:
    client = browser(demo, username)
    pages = list(walk(client, start="/home" if username else "/"))
    html = [page for page in pages if page.is_html]
    assert [(page.address, page.status) for page in pages if page.status != 200] == []
    assert [page.address for page in html if "https://wa.me/" not in page.text] == []
    assert [page.address for page in html if page.text.count("<h1") != 1] == []
    assert len(html) >= LEAST.get(username, 8)


@pytest.mark.parametrize("username", ["", "peserta", "auditor"])
def test_what_is_not_there_and_what_is_not_allowed_is_said_in_words(kept: Flask, username: str) -> None:
    client = browser(kept, username)
    nowhere = read(client, "/tidak-ada")
    assert (nowhere.status, "https://wa.me/" in nowhere.text) == (404, True)
    if username == "peserta":
        assert read(client, "/staff/modules").status == 403
