"""Pictures of questions: kept once, shown to those who were asked."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.quizzes import actions, queries
from lms.quizzes.models import BankCategory, BankFile, QuestionVersion
from lms.trainings.models import Capacity
from tests import factories
from tests.quizzes.factories import make_scene
from tests.quizzes.test_actions import start


def png(width: int = 40, shade: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 20), (shade, 0, 0)).save(out, "PNG")
    return out.getvalue()


def keep(name: str, data: bytes) -> BankFile:
    with transaction():
        category = db.session.scalars(select(BankCategory)).one()
        return actions.keep_picture(category, name, data)


def test_the_same_picture_is_kept_once_and_another_gets_a_name_of_its_own(app: object) -> None:
    make_scene()
    first, again, other = keep("Denah.PNG", png()), keep("x.png", png()), keep("denah.png", png(shade=9))

    assert (first.name, again.id, other.name) == ("denah.png", first.id, "denah-2.png")
    assert (first.width, first.height) == (40, 20)
    assert db.session.scalar(select(func.count()).select_from(BankFile)) == 2
    category = db.session.scalars(select(BankCategory)).one()
    assert queries.picture_addresses(category)["denah.png"] == f"/files/questions/{first.uid}"


@pytest.mark.parametrize(("name", "data"), [("a.txt", b"words"), ("a.png", b"no picture"), ("a.svg", b"<svg/>")])
def test_what_is_no_picture_is_refused(app: object, name: str, data: bytes) -> None:
    make_scene()
    with pytest.raises(Refused):
        keep(name, data)
    assert db.session.scalar(select(func.count()).select_from(BankFile)) == 0


def test_a_picture_is_shown_to_authors_and_to_those_who_were_asked(client: Any, app: object) -> None:
    factories.make_site()
    scene = make_scene()
    address, other = (f"/files/questions/{keep(name, png(shade=n)).uid}" for n, name in enumerate(("a.png", "b.png")))
    with transaction():
        for version in db.session.scalars(select(QuestionVersion)):
            version.options = [dict(one, html=f'<img src="{address}">') for one in version.options]

    client.sign_in(scene.person)
    assert client.get(address).status_code == 404
    start(scene)
    assert client.get(other).status_code == 404
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    assert client.get(address).status_code == 200
    client.sign_in(factories.make_person("Orang Lain"))
    assert client.get(address).status_code == 404
    teacher = factories.make_person("Pengajar")
    factories.make_participation(training=scene.training, person=teacher, capacity=Capacity.TRAINER)
    client.sign_in(teacher)
    assert (client.get(address).status_code, client.get(other).status_code) == (200, 404)
