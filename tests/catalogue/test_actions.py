"""Publishing."""

import pytest
from sqlalchemy import select

from lms.catalogue import actions, queries
from lms.catalogue.models import PageText
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from tests import factories

pytestmark = pytest.mark.database


def _author() -> Principal:
    return factories.principal_of(factories.make_staff())


def test_publishing_the_same_draft_again_is_refused(app: object) -> None:
    module, by = factories.make_module(), _author()

    with pytest.raises(Refused):
        actions.publish(module.uid, by=by, now=clock.now())


def test_a_changed_text_becomes_the_next_release_and_the_first_stays(app: object) -> None:
    module, by = factories.make_module(), _author()
    first = factories.release_of(module)
    with transaction():
        db.session.scalar(select(PageText)).body = "## Baru"

    second = actions.publish(module.uid, note="Kedua", by=by, now=clock.now())

    assert (second.number, second.note) == (2, "Kedua")
    faces = [[face.body for face in queries.release_faces(release.id)] for release in (first, second)]
    assert faces == [["## Isi 1\n\nTeks.", "## Isi 2\n\nTeks."], ["## Baru", "## Isi 2\n\nTeks."]]


def test_an_empty_lesson_holds_a_release_back(app: object) -> None:
    module, by = factories.make_module(), _author()
    with transaction():
        db.session.scalar(select(PageText)).body = " "

    with pytest.raises(Refused):
        actions.publish(module.uid, by=by, now=clock.now())

    assert factories.release_of(module).number == 1
