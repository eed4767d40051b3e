"""Every page that a role can reach: no link that leads nowhere, and on each page help and a person to call."""

from collections.abc import Callable

import pytest
from flask import Flask

from lms.demo.rules.sign_ins import SIGN_INS
from tests.demo.conftest import roles
from tests.demo.walking import Walked, browser, read

pytestmark = pytest.mark.slow
LEAST = {"peserta": 10, "pengelola": 12, "admin": 60, "manajer": 60, "auditor": 50, "koordinator": 50}


@roles("", *(one.username for one in SIGN_INS))
def test_no_link_of_a_role_leads_nowhere_and_every_page_names_somebody_to_call(
    walked: Callable[[str], Walked], username: str
) -> None:
    pages = walked(username).pages
    html = [page for page in pages if page.is_html]
    assert [(page.address, page.status) for page in pages if page.status != 200] == []
    assert [page.address for page in html if "https://wa.me/" not in page.text] == []
    assert [page.address for page in html if page.text.count("<h1") != 1] == []
    assert [(page.address, page.doubles) for page in html if page.doubles] == []
    assert [page.address for page in html if 'type="number"' in page.text] == []
    assert len(html) >= LEAST.get(username, 8)


@pytest.mark.parametrize("username", ["", "peserta", "auditor"])
def test_what_is_not_there_and_what_is_not_allowed_is_said_in_words(kept: Flask, username: str) -> None:
    client = browser(kept, username)
    nowhere = read(client, "/tidak-ada")
    assert (nowhere.status, "https://wa.me/" in nowhere.text) == (404, True)
    if username == "peserta":
        assert read(client, "/staff/modules").status == 403
