"""Essays are marked by people, twice where a quiz wants it; repaired questions grade their answers again."""

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.enrolment import actions as enrolment
from lms.progress.models import Completion
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, AttemptItem, BankEntry, ItemRegrade, QuestionState, Quiz
from lms.quizzes.rules.marking import Given, Standing, by_rubric, judge, told_by_rubric
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.steps import Sent
from lms.trainings.models import Capacity
from tests import factories
from tests.quizzes.factories import RIGHT, make_scene

RUBRIC = [
    {"key": "isi", "text": "Isi", "levels": [{"points": 0, "text": "kosong"}, {"points": 3, "text": "lengkap"}]},
    {"key": "bahasa", "text": "Bahasa", "levels": [{"points": 0, "text": "kacau"}, {"points": 1, "text": "rapi"}]},
]


@pytest.mark.parametrize(
    ("given", "second", "standing", "fraction"),
    [
        ([], False, Standing.WAITING, None),
        ([Given(1, 0.8)], False, Standing.DONE, 0.8),
        ([Given(1, 0.8)], True, Standing.SECOND, None),
        ([Given(1, 0.8), Given(1, 0.6)], True, Standing.SECOND, None),
        ([Given(1, 0.8), Given(2, 0.7)], True, Standing.DONE, 0.75),
        ([Given(1, 0.8), Given(2, 0.4)], True, Standing.APART, None),
        ([Given(1, 0.8), Given(2, 0.4), Given(3, 0.5, is_final=True)], True, Standing.DONE, 0.5),
        ([Given(1, 0.8), Given(2, 0.4), Given(2, 0.8)], True, Standing.DONE, 0.8),
    ],
)
def test_what_several_marks_come_to(given, second, standing, fraction):
    assert judge(given, needs_second=second) == (standing, fraction)


def test_a_rubric_gives_its_share_of_points_and_nothing_while_a_row_lacks():
    assert by_rubric(RUBRIC, {"isi": 1, "bahasa": 0}) == 0.75
    assert by_rubric(RUBRIC, {"isi": 1}) is None
    assert by_rubric(RUBRIC, {"isi": 1, "bahasa": 7}) is None
    assert told_by_rubric(RUBRIC, {"isi": 1, "bahasa": 7}) == [("Isi", "lengkap", 3.0)]


def handed_in(**quiz_facts):
    """A person has handed in the pre-test with an essay at its end, everything else right."""
    scene = make_scene(**quiz_facts)
    author = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    category = queries.categories_within(author)[0]
    said = QuestionText(type="essay", text="Ceritakan.", options=(), settings={"rubric": RUBRIC, "notes": "Adil."})
    entry = actions.make_question(category.uid, said, state=QuestionState.READY, by=author, now=clock.now())
    for form in "AB":
        actions.add_slots(scene.lesson_uid(), form=form, entry_uids=[entry.uid], by=author)
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    steps = [
        Sent(
            uid=factories.new_uid(), item_uid=one.uid, response=RIGHT.get(one.version.type, "Kami membaca."), base_seq=0
        )
        for one in queries.items_of(attempt.id)
    ]
    actions.save(attempt.uid, steps, by=scene.by, now=clock.now())
    actions.submit(attempt.uid, by=scene.by, now=clock.now())
    return scene, attempt


def essay(attempt):
    return next(one for one in queries.items_of(attempt.id) if one.version.type == "essay")


def marker(scene, name="Pengajar Satu"):
    person = factories.make_person(name)
    factories.make_participation(training=scene.training, person=person, capacity=Capacity.TRAINER)
    return factories.principal_of(person)


def score(attempt):
    return db.session.scalar(select(Attempt.fraction).where(Attempt.id == attempt.id))


def test_an_attempt_with_an_essay_has_no_score_until_a_trainer_marks_it(app):
    scene, attempt = handed_in()
    assert score(attempt) is None
    completed = select(Completion.lesson_id).where(Completion.participation_id == scene.participation.id)
    assert db.session.scalars(completed).all() == []
    by = marker(scene)
    assert [one.uid for one in db.session.scalars(queries.marking_queue(by))] == [essay(attempt).uid]
    actions.mark(essay(attempt).uid, levels={"isi": 1, "bahasa": 0}, comment="Bagus.", by=by, now=clock.now())
    assert abs(score(attempt) - (5 + 0.75) / 6) < 1e-9
    assert db.session.scalars(completed).all() == [db.session.get_one(Quiz, attempt.quiz_id).lesson_id]
    assert db.session.scalars(queries.marking_queue(by)).all() == []


def test_two_markers_who_are_apart_need_a_third(app):
    scene, attempt = handed_in(needs_second_marker=True)
    uid = essay(attempt).uid
    first, second, third = (marker(scene, name) for name in ("Satu", "Dua", "Tiga"))
    actions.mark(uid, fraction=1.0, by=first, now=clock.now())
    assert score(attempt) is None
    actions.mark(uid, fraction=0.2, by=second, now=clock.now())
    assert score(attempt) is None
    made = actions.mark(uid, fraction=0.5, by=third, now=clock.now())
    assert made.kind == "moderation"
    assert abs(score(attempt) - 5.5 / 6) < 1e-9


def test_a_rubric_must_be_filled_and_strangers_may_not_mark(app):
    scene, attempt = handed_in()
    uid = essay(attempt).uid
    with pytest.raises(Refused):
        actions.mark(uid, levels={"isi": 1}, by=marker(scene), now=clock.now())
    for person in (scene.person, factories.make_staff(Role.COORDINATOR, region=factories.make_region("91"))):
        with pytest.raises(Missing):
            actions.mark(uid, fraction=1.0, by=factories.principal_of(person), now=clock.now())


def test_the_queue_marks_one_and_many_on_screen(client):
    scene, attempt = handed_in()
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    uid = essay(attempt).uid
    by = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    inside, empty = (enrolment.make_group(scene.training.uid, name=name, by=by, now=clock.now()) for name in "AB")
    enrolment.change_group(inside.uid, name="A", member_uids=[scene.participation.uid], by=by)
    assert "Wayan Sudarma" in client.get(f"/staff/marking?group={inside.id}").text
    assert "Wayan Sudarma" not in client.get(f"/staff/marking?group={empty.id}").text
    page = client.get(f"/staff/marking/{uid}").text
    assert "Kami membaca." in page
    assert "Adil." in page
    wrong = client.post(f"/staff/marking/{uid}", data={"comment": "x", "level-isi": "1"})
    assert wrong.status_code == 422
    assert 'name="level-isi" value="1" checked' in wrong.text
    answer = client.post("/staff/marking", data={"chosen": str(uid), "percent": "0", "comment": "Kosong."})
    assert answer.status_code == 302
    assert abs(score(attempt) - 5 / 6) < 1e-9
    assert "Kosong." in client.get(f"/staff/attempts/{attempt.uid}").text
    client.sign_in(scene.person)
    assert "Kosong." in client.get(f"/my/attempts/{attempt.uid}/review").text


@pytest.mark.database
def test_a_repaired_question_shows_whose_mark_changes_and_grades_again(client):
    _scene, attempt = handed_in()
    staff = factories.make_staff(Role.ADMINISTRATOR)
    by = factories.principal_of(staff)
    actions.mark(essay(attempt).uid, fraction=1.0, by=by, now=clock.now())
    assert score(attempt) == 1.0
    item = next(one for one in queries.items_of(attempt.id) if one.version.type == "single")
    entry = db.session.get(BankEntry, item.version.entry_id)
    said = queries.question_text(entry, item.version, [])
    turned = [one | {"correct": not one["correct"]} for one in said.options]
    actions.change_question(entry.uid, QuestionText(type="single", text=said.text, options=tuple(turned)),
                            state=QuestionState.READY, by=by, now=clock.now())  # fmt: skip
    client.sign_in(staff)
    preview = client.get(f"/staff/questions/{entry.uid}/regrade").text
    assert "Wayan Sudarma" in preview
    assert "100,0 % → 83,3 %" in preview.replace("\xa0", " ")
    assert score(attempt) == 1.0
    assert client.post(f"/staff/questions/{entry.uid}/regrade").status_code == 302
    assert abs(score(attempt) - 5 / 6) < 1e-9
    row = db.session.scalars(select(ItemRegrade)).one()
    assert (row.before, row.after) == (1.0, 0.0)
    assert queries.find_regrade(by, entry).answers == []


def test_the_queue_asks_the_same_number_of_queries_for_one_and_for_three(app, count_queries):
    scene, attempt = handed_in()
    by = marker(scene)
    with count_queries() as before:
        db.session.scalars(queries.marking_queue(by)).all()
    with transaction():
        for item in db.session.scalars(select(AttemptItem).where(AttemptItem.attempt_id == attempt.id).limit(1)):
            item.fraction = None
    with count_queries() as after:
        db.session.scalars(queries.marking_queue(by)).all()
    assert len(after) == len(before) == 1
    assert db.session.scalar(select(Quiz.id)) is not None


def test_the_first_mark_is_shown_after_the_second_and_what_one_marked_leaves_the_queue(client):
    scene, attempt = handed_in(needs_second_marker=True)
    uid, lesson = essay(attempt).uid, db.session.get_one(Quiz, attempt.quiz_id).lesson_id
    first, second = factories.make_staff(Role.ADMINISTRATOR), factories.make_staff(Role.ADMINISTRATOR)
    client.sign_in(first)
    client.post(f"/staff/marking/{uid}", data={"percent": "90", "comment": "Rapi sekali."})
    assert "Wayan Sudarma" not in client.get("/staff/marking").text
    assert "Wayan Sudarma" in client.get("/staff/marking?show=all").text
    assert "Rapi sekali." in client.get(f"/staff/marking/{uid}").text
    assert [queries.count_to_mark(factories.principal_of(one)) for one in (first, second, scene.person)] == [0, 1, 0]
    client.sign_in(scene.person)
    assert "Rapi sekali." not in client.get(f"/my/attempts/{attempt.uid}/review").text
    client.sign_in(second)
    assert "1 jawaban menunggu nilai Anda." in client.get("/home").text
    assert "Rapi sekali." not in client.get(f"/staff/marking/{uid}").text
    assert "Rapi sekali." not in client.get(f"/staff/attempts/{attempt.uid}").text
    assert "Wayan Sudarma" in client.get(f"/staff/marking?q=wayan&lesson={lesson}").text
    assert "Wayan Sudarma" not in client.get("/staff/marking?q=tidak-ada").text
    client.post(f"/staff/marking/{uid}", data={"percent": "10"})
    assert "Rapi sekali." in client.get(f"/staff/marking/{uid}").text
    assert "Rapi sekali." in client.get(f"/staff/attempts/{attempt.uid}").text
