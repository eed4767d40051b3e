"""A training's pages stand in six places; where one is shows on both levels, and rights decide what is offered."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.principals import Role
from tests import factories as make

NAV = re.compile(r'<nav class="(?:tabs places|within)".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"( aria-current="(?:page|true)")?>([^<]+)</a>')


def levels(client: FlaskClient, path: str) -> list[list[tuple[str, bool, str]]]:
    """The links of both levels on a page: where each leads, whether one is there, and its words."""
    page = client.get(path)
    assert page.status_code == 200
    return [[(url, bool(here), words) for url, here, words in LINK.findall(nav)] for nav in NAV.findall(page.text)]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_every_page_of_a_training_shows_its_place_on_both_levels(app: Flask, role: Role) -> None:
    training = make.make_training()
    client = app.test_client().sign_in(make.make_staff(role, region=training.region))  # type: ignore[attr-defined]
    root = f"/staff/trainings/{training.uid}"
    seen = set()
    for place, _here, _words in levels(client, root)[0]:
        below = levels(client, place)
        assert len(below[0]) == 6
        for url in [link[0] for link in below[1]] if below[1:] else [place]:
            lit = [[link[0] for link in level if link[1]] for level in levels(client, url)]
            assert lit == [[place]] + [[url]] * (len(lit) - 1)
            seen.add(url.removeprefix(root))
    messages = {"/messages"} if role == Role.COORDINATOR else set()
    assert seen == messages | {
        "", "/people", "/delegations", "/registration", "/agenda", "/attendance", "/tests", "/evaluations", "/plans",
        "/certificates", "/files", "/minutes", "/reports",
    }  # fmt: skip


def test_pages_beside_a_place_show_it_too(app: Flask) -> None:
    training = make.make_training()
    client = app.test_client().sign_in(make.make_staff())  # type: ignore[attr-defined]
    for path, place in (("papers", "agenda"), ("names", "certificates")):
        top = levels(client, f"/staff/trainings/{training.uid}/{path}")[0]
        assert [url.rpartition("/")[2] for url, here, _words in top if here] == [place]
