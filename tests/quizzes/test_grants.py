"""One attempt more, and attempts that are put aside."""

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.core.trail import TrailEntry
from lms.enrolment import actions as enrolment
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, ResponseStep
from tests import factories
from tests.quizzes.factories import make_scene
from tests.quizzes.test_reports import take


def admin():
    return factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))


def begin(scene):
    return actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())


def test_a_person_who_used_all_attempts_may_be_given_one_more(app):
    scene = make_scene(attempts_allowed=1)
    first = take(scene, scene.person, scene.participation, "pre-test", 2)
    with pytest.raises(Refused):
        begin(scene)
    actions.allow_attempt(first.uid, reason="Listrik padam.", by=admin(), now=clock.now())
    assert begin(scene).number == 2
    acts = db.session.scalars(select(TrailEntry.act)).all()
    assert "attempt.allowed" in acts


def test_an_attempt_that_is_put_aside_keeps_its_steps_and_counts_no_more(app):
    scene = make_scene(attempts_allowed=1)
    first = take(scene, scene.person, scene.participation, "pre-test", 3)
    by = admin()
    for _turn in range(2):
        actions.put_aside(first.uid, reason="Salah ruang.", by=by, now=clock.now())
    assert db.session.scalar(select(Attempt.fraction).where(Attempt.id == first.id)) is None
    assert queries.best_fraction([scene.participation.id], [scene.lessons["pre-test"].id]) == {}
    assert len(db.session.scalars(select(ResponseStep)).all()) == 3
    assert len(queries.grants_of(first)) == 1
    assert begin(scene).number == 2


def test_only_who_runs_the_training_may_do_so_and_says_why(app):
    scene = make_scene(attempts_allowed=1)
    first = take(scene, scene.person, scene.participation, "pre-test", 1)
    with pytest.raises(Refused):
        actions.allow_attempt(first.uid, reason=" ", by=admin(), now=clock.now())
    for person in (scene.person, factories.make_staff(Role.AUDITOR)):
        with pytest.raises(Missing):
            actions.put_aside(first.uid, reason="x", by=factories.principal_of(person), now=clock.now())


def test_the_attempt_page_offers_it_and_shows_what_was_given(client):
    scene = make_scene(attempts_allowed=1)
    first = take(scene, scene.person, scene.participation, "pre-test", 1)
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    assert "Izinkan satu percobaan lagi" in client.get(f"/staff/attempts/{first.uid}").text
    sent = {"reason": "Layar rusak.", "aside": "1"}
    assert client.post(f"/staff/attempts/{first.uid}/grants", data=sent).status_code == 302
    page = client.get(f"/staff/attempts/{first.uid}").text
    assert "Layar rusak." in page
    assert "tidak dihitung" in page


def test_an_open_attempt_is_handed_in_for_its_person_and_the_page_says_who_did_what(app, client):
    factories.make_site()
    scene = make_scene()
    attempt, boss = begin(scene), factories.make_staff(Role.ADMINISTRATOR)
    page, address = client.sign_in(boss), f"/staff/attempts/{attempt.uid}"
    page.post(f"{address}/grants", data={"end": "1", "reason": " "})
    assert factories.reload(attempt).state == "open"
    for _turn in range(2):
        page.post(f"{address}/grants", data={"end": "1", "reason": "Gawai rusak."})
    page.post(f"{address}/grants", data={"reason": "Boleh lagi."})
    shown = page.get(address).text

    assert factories.reload(attempt).state == "submitted"
    assert db.session.scalars(
        select(TrailEntry.act).where(TrailEntry.subject_uid == attempt.uid).order_by(TrailEntry.id)
    ).all() == [
        "attempt.ended",
        "attempt.allowed",
    ]
    for words in (boss.full_name, "Gawai rusak.", "Boleh lagi."):
        assert words in shown
    stranger = factories.principal_of(factories.make_person("Orang Lain"))
    with pytest.raises(Missing):
        actions.end_attempt(attempt.uid, reason="x", by=stranger, now=clock.now())


@pytest.mark.database
def test_attempts_are_listed_filtered_and_exported_with_every_answer(app, client):
    factories.make_site()
    scene = make_scene(attempts_allowed=2)
    take(scene, scene.person, scene.participation, "pre-test", 2)
    begin(scene)
    page, address = client.sign_in(factories.make_staff(Role.ADMINISTRATOR)), f"/staff/trainings/{scene.training.uid}"
    lesson = scene.lessons["pre-test"].id
    everything = page.get(f"{address}/attempts").text
    opened = page.get(f"{address}/attempts?state=open&lesson={lesson}&q=wayan").text
    table = page.get(f"{address}/attempts?lesson={lesson}&export=csv").text.splitlines()

    by = admin()
    inside, empty = (enrolment.make_group(scene.training.uid, name=name, by=by, now=clock.now()) for name in "AB")
    enrolment.change_group(inside.uid, name="A", member_uids=[scene.participation.uid], by=by)
    shown = [page.get(f"{address}/attempts?group={one.id}").text for one in (inside, empty)]

    people = [page.get(f"{address}/tests?group={one.id}&export=csv").text.splitlines() for one in (inside, empty)]
    assert [len(lines) for lines in people] == [2, 1]
    assert 'name="group"' in page.get(f"{address}/tests?group={inside.id}").text
    assert [text.count("/staff/attempts/") for text in shown] == [2, 0]
    assert (everything.count("/staff/attempts/"), opened.count("/staff/attempts/")) == (2, 1)
    assert "Show all" not in page.get(f"{address}/attempts?q=tidak-ada").text
    assert len(table) == 3
    assert len(table[0].split(",")) == 13 + 2 * 5
    assert client.sign_in(scene.person).get(f"{address}/attempts").status_code == 404
