"""Statistics and gains as staff see them, from real attempts."""

import re

from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from lms.quizzes import actions, queries
from lms.quizzes.models import AttemptItem, BankEntry, Quiz
from lms.quizzes.rules.cascade import generations
from lms.quizzes.rules.steps import Sent
from lms.trainings.models import Capacity, Participation, SessionTrainer
from tests import factories
from tests.quizzes.factories import RIGHT, make_scene


def take(scene, person, participation, slug, right):
    """Take a test and answer the first `right` questions rightly."""
    by = factories.principal_of(person)
    attempt = actions.start(participation.uid, scene.lesson_uid(slug), by=by, now=clock.now())
    items = queries.items_of(attempt.id)[:right]
    steps = [
        Sent(uid=factories.new_uid(), item_uid=item.uid, response=RIGHT[item.version.type], base_seq=0)
        for item in items
    ]
    actions.save(attempt.uid, steps, by=by, now=clock.now())
    return actions.submit(attempt.uid, by=by, now=clock.now())


def make_results():
    """Three people with both tests, one with the pre-test alone; a trainer teaches."""
    scene = make_scene()
    trainer = factories.make_person("Pengajar Satu")
    factories.make_participation(training=scene.training, person=trainer, capacity=Capacity.TRAINER)
    people = [(scene.person, scene.participation)]
    for name in ("Budi", "Citra", "Dewi"):
        person = factories.make_person(name)
        people.append((person, factories.make_participation(training=scene.training, person=person)))
    for number, (person, participation) in enumerate(people):
        take(scene, person, participation, "pre-test", number)
        if number < 3:
            take(scene, person, participation, "post-test", number + 2)
    return scene


def admin():
    return factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))


def test_the_report_matches_people_and_counts_missing_pairs(app):
    make_results()
    report = queries.gain_report(admin(), by="training")
    assert (report.total.matched, report.total.only_pre, report.total.only_post) == (3, 1, 0)
    assert report.total.mean_pre == (0 + 0.2 + 0.4) / 3
    assert abs(report.total.mean_gain - 0.4) < 1e-9
    assert abs(report.total.normalised - (0.4 + 0.5 + 0.4 / 0.6) / 3) < 1e-9
    assert [one.gains.matched for one in report.groups] == [3]
    assert sum(one.matched for one in report.forms.values()) == 3


def test_the_report_is_drawn_by_objective_trainer_region_and_generation(client):
    scene = make_results()
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    region = factories.make_region("91.02.03", name="Distrik Kaimana")
    factories.make_region("91.02", tree=region.tree, name="Kabupaten Kaimana")
    with transaction():
        db.session.get_one(Participation, scene.participation.id).region_id = region.id
    for by, words in (
        ("objective", "Peserta mampu menjelaskan."),
        ("trainer", "Pengajar Satu"),
        ("generation", "Generasi 1 · Pre-test"),
        ("region", "–"),
        ("subregion", "Kabupaten Kaimana"),
    ):
        page = client.get(f"/staff/gains?by={by}")
        assert page.status_code == 200
        assert words in page.text
        assert "Distrik Kaimana" not in page.text
    assert client.get("/staff/gains?export=xlsx").status_code == 200
    bars = client.get("/staff/gains?by=training").text
    assert "Batang penuh berarti 100." in bars
    widths = [float(width) for width in re.findall(r'</rect>|<rect width="([0-9.]+)"', bars) if width]
    assert widths == [20.0, 60.0]  # the mean scores in per cent, not their shares of the longest bar


def test_a_trainer_counts_for_the_modules_that_they_taught_and_else_for_the_whole_training(app):
    scene = make_results()
    other = factories.make_person("Pengajar Dua")
    teaching = factories.make_participation(training=scene.training, person=other, capacity=Capacity.TRAINER)
    assert [one.label for one in queries.gain_report(admin(), by="trainer").groups] == ["Pengajar Dua", "Pengajar Satu"]
    session = factories.make_session(training=scene.training, module_id=scene.module.id)
    factories.save(SessionTrainer(session_id=session.id, participation_id=teaching.id))
    assert [one.label for one in queries.gain_report(admin(), by="trainer").groups] == ["Pengajar Dua"]


def test_a_coordinator_sees_only_the_gains_of_their_region(app):
    make_results()
    other = factories.make_staff(Role.COORDINATOR, region=factories.make_region("91"))
    assert queries.gain_report(factories.principal_of(other), by="training").groups == []


def test_the_report_asks_the_same_number_of_queries_for_more_people(app, count_queries):
    scene = make_results()
    principal = admin()
    with count_queries() as before:
        queries.gain_report(principal, by="objective")
    person = factories.make_person("Eka")
    participation = factories.make_participation(training=scene.training, person=person)
    take(scene, person, participation, "pre-test", 2)
    with count_queries() as after:
        queries.gain_report(principal, by="objective")
    assert len(after) == len(before)


def test_a_generation_is_one_deeper_than_the_lowest_of_its_trainers():
    trainers = {1: [100], 2: [200], 3: [200, 300], 4: [999, 300]}
    attended = {200: [1], 300: [1, 2]}
    assert generations(trainers, attended, [1, 2, 3, 4, 5]) == {1: 1, 2: 2, 3: 2, 4: 1}


def test_statistics_are_shown_by_form_and_question(client):
    scene = make_results()
    client.sign_in(factories.make_staff(Role.ADMINISTRATOR))
    uid = scene.lesson_uid("post-test")
    quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["post-test"].id)).one()
    forms = queries.quiz_statistics(admin(), quiz.id)
    assert sum(form.test.n for form in forms) == 3
    assert all(len(form.questions) == 5 for form in forms)
    page = client.get(f"/staff/quizzes/{uid}/statistics")
    assert page.status_code == 200
    assert client.get(f"/staff/quizzes/{uid}/statistics?export=csv").status_code == 200
    entry = db.session.scalars(select(BankEntry).where(BankEntry.key == forms[0].questions[0].entry.key)).one()
    answers = client.get(f"/staff/quizzes/{uid}/statistics/{entry.uid}")
    assert answers.status_code == 200
    of_training = f"?training={scene.training.uid}"
    assert scene.training.title in client.get(f"/staff/quizzes/{uid}/statistics{of_training}").text
    others = f"?training={factories.make_training().uid}"
    of_question = [
        client.get(f"/staff/quizzes/{uid}/statistics/{entry.uid}{one}").text for one in (of_training, others)
    ]
    assert ["n = " in one for one in of_question] == [True, False]
    results = client.get(f"/staff/trainings/{scene.training.uid}/tests").text
    assert f"/staff/quizzes/{uid}/statistics{of_training}" in results
    assert "Ya-" in answers.text or "Satu" in answers.text or "Benar" in answers.text or "kunci" in answers.text


def test_statistics_of_other_regions_are_not_shown(app):
    scene = make_results()
    quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id)).one()
    other = factories.make_staff(Role.COORDINATOR, region=factories.make_region("91"))
    assert queries.quiz_statistics(factories.principal_of(other), quiz.id) == []


def test_an_item_that_was_marked_down_moves_the_facility(app):
    scene = make_results()
    quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id)).one()
    before = [form.test.mean for form in queries.quiz_statistics(admin(), quiz.id)]
    with transaction():
        for item in db.session.scalars(select(AttemptItem)):
            item.fraction = 0.0
    assert [form.test.mean for form in queries.quiz_statistics(admin(), quiz.id)] == [0.0] * len(before)
