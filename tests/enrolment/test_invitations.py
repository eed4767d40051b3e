"""Invitations: a personal link that only its button answers, and texts for WhatsApp by group."""

import re
from urllib.parse import unquote

import pytest
from flask import Flask

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing
from lms.enrolment import actions, queries
from lms.trainings.models import Participation
from tests import factories as make
from tests.conftest import FreshClient

pytestmark = pytest.mark.database


def invite(**facts: object) -> Participation:
    make.make_site()
    training = make.make_training(**{"starts": None, "ends": None, **facts})
    person = make.make_person("Ma'ruf", phone="+6281234567890")
    found: Participation = make.make_participation(training=training, person=person, registered_at=None,
                                                   arrived_at=None)  # fmt: skip
    return found


def test_opening_the_link_answers_nothing_and_the_button_registers_once(app: Flask) -> None:
    invited = invite(capacity=1)
    link = f"/trainings/invitations/{invited.uid}/{queries.proof_of(invited.uid)}"
    client = app.test_client()
    assert client.get(link).status_code == 200
    assert make.reload(invited).registered_at is None
    for _twice in range(2):
        assert client.post(link, data={"answer": "yes"}).status_code == 302
    assert invited.badge_code in client.get(link).text
    assert queries.seats_taken(invited.training_id) == 1


def test_a_no_frees_the_place_and_stays(app: Flask) -> None:
    invited = invite()
    proof = queries.proof_of(invited.uid)
    actions.decline_invitation(invited.uid, proof, now=clock.now())
    assert make.reload(invited).withdrawn_at is not None
    link = f"/trainings/invitations/{invited.uid}/{proof}"
    assert app.test_client().post(link, data={"answer": "yes"}).status_code == 422


def test_a_full_training_says_so(app: Flask) -> None:
    invited = invite(capacity=1)
    make.make_participation(training=invited.training)
    link = f"/trainings/invitations/{invited.uid}/{queries.proof_of(invited.uid)}"
    assert app.test_client().post(link, data={"answer": "yes"}).status_code == 422
    assert make.reload(invited).registered_at is None


@pytest.mark.parametrize("proof", ["0" * 24, "x", "é" * 24])
def test_a_link_that_was_not_made_here_is_nothing(app: Flask, proof: str) -> None:
    invited = invite()
    with pytest.raises(Missing):
        queries.get_invited(invited.uid, proof)
    assert app.test_client().get(f"/trainings/invitations/{invited.uid}/{proof}").status_code == 404


def test_each_person_gets_the_own_text_by_group(app: Flask) -> None:
    invited = invite()
    client = app.test_client()
    assert isinstance(client, FreshClient)
    client.sign_in(make.make_staff())
    where = f"/staff/trainings/{invited.training.uid}/invitations"
    page = client.get(where).text
    sent = re.search(r'href="(https://wa\.me/6281234567890\?text=[^"]+)"', page)
    assert sent is not None
    words = unquote(sent[1].partition("text=")[2])
    assert "Ma'ruf" in words
    assert queries.proof_of(invited.uid) in words
    assert "Ma" not in _main(client.get(f"{where}?group=expected").text)
    assert db.session.scalar(db.select(Participation.registered_at)) is None


def _main(page: str) -> str:
    return "".join(re.findall(r'<section class="card".*?</section>', page, re.DOTALL))
