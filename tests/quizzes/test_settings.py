"""How a quiz is taken: passwords, other terms, time, behaviours, negative marks, and what is seen when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.enrolment import actions as enrolment
from lms.quizzes import actions, queries
from lms.quizzes.models import (
    AtExpiry,
    Attempt,
    AttemptState,
    FormRule,
    ItemCheck,
    QuestionState,
    Quiz,
    ResponseStep,
    Slot,
)  # fmt: skip
from lms.quizzes.rules import behaviours, review
from lms.quizzes.rules.overrides import Whom, overridden
from lms.quizzes.rules.types import Question
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene
from tests.quizzes.samples import SAMPLES
from tests.quizzes.test_actions import answer, start
from tests.quizzes.test_taking import form_of

RIGHT, WRONG = "1", "2"
SINGLE = SAMPLES["single"][0]


@pytest.fixture
def scene(app: object) -> Iterator[Scene]:
    factories.make_site()
    return make_scene()


@pytest.fixture
def learner(client: Any, scene: Scene) -> Any:
    return client.sign_in(scene.person)


@pytest.fixture
def staff(client: Any, scene: Scene) -> Any:
    return client.sign_in(factories.make_staff(Role.ADMINISTRATOR))


def fraction(scene: Scene, attempt: Attempt) -> float | None:
    return actions.submit(attempt.uid, by=scene.by, now=clock.now()).fraction


# Behaviours, as rules.


@pytest.mark.parametrize(
    ("tries", "last", "earned"),
    [((), RIGHT, 1.0), ((WRONG,), RIGHT, 2 / 3), ((RIGHT,), RIGHT, 1.0), ((RIGHT,), WRONG, 1.0),
     ((WRONG,), WRONG, 0.0)],
)  # fmt: skip
def test_each_wrong_try_costs_a_third(tries: Any, last: str, earned: float) -> None:
    assert behaviours.earned("adaptive", SINGLE, last, tries=tries) == pytest.approx(earned)


def test_an_answer_that_was_checked_stays() -> None:
    assert behaviours.earned("immediate", SINGLE, RIGHT, tries=[WRONG]) == 0.0
    assert behaviours.is_settled("immediate", SINGLE, [WRONG])
    assert not behaviours.is_settled("adaptive", SINGLE, [WRONG])
    assert behaviours.is_settled("adaptive", SINGLE, [WRONG, RIGHT])


@pytest.mark.parametrize(
    ("said", "certainty", "earned"),
    [(RIGHT, 3, 1.0), (RIGHT, 2, 2 / 3), (RIGHT, 1, 1 / 3), (RIGHT, None, 1 / 3), (WRONG, 3, -2.0), (WRONG, 2, -2 / 3),
     (WRONG, 1, 0.0), (None, 3, 0.0)],
)  # fmt: skip
def test_certainty_earns_and_costs(said: str | None, certainty: int | None, earned: float) -> None:
    assert behaviours.earned("certainty", SINGLE, said, certainty=certainty) == pytest.approx(earned)


@given(st.sampled_from(behaviours.BEHAVIOURS), st.sampled_from([RIGHT, WRONG, None]),
       st.lists(st.sampled_from([RIGHT, WRONG])), st.sampled_from([1, 2, 3, None]), st.integers(0, 100))  # fmt: skip
def test_whoever_is_right_at_once_and_sure_earns_everything_and_nobody_more(
    behaviour: str, said: str | None, tries: list[str], certainty: int | None, costs: int
) -> None:
    found = behaviours.earned(behaviour, SINGLE, said, tries=tries, certainty=certainty, wrong_costs=costs)
    assert found is not None
    assert found <= 1.0
    assert behaviours.earned(behaviour, SINGLE, RIGHT, certainty=3, wrong_costs=costs) == 1.0


def test_a_wrong_answer_costs_and_none_costs_nothing() -> None:
    assert behaviours.earned("deferred", SINGLE, WRONG, wrong_costs=25) == -0.25
    assert behaviours.earned("deferred", SINGLE, None, wrong_costs=25) == 0.0
    assert behaviours.earned("deferred", Question("essay"), "Esai", wrong_costs=25) is None


# The review matrix, as rules.


def test_each_phase_has_its_time() -> None:
    now = clock.now()
    at = now - timedelta(minutes=1)
    assert review.phase(submitted_at=None, closes_at=None, now=now) == "during"
    assert review.phase(submitted_at=at, closes_at=None, now=now) == "after"
    assert review.phase(submitted_at=at - timedelta(minutes=5), closes_at=None, now=now) == "open"
    assert review.phase(submitted_at=at, closes_at=now, now=now) == "closed"


def test_without_a_choice_everything_is_seen_but_no_right_answer_during() -> None:
    assert review.visible({}, "after") == set(review.PARTS)
    assert "right" not in review.visible({}, "during")
    assert review.visible({"after": ["marks", "strange"]}, "after") == {"marks"}


def test_the_highest_band_that_is_reached_speaks() -> None:
    bands = review.read_bands("0 Ulangi\n80 Sangat baik\n50 Cukup")
    assert [review.band(bands, one) for one in (0.8, 0.79, 0.0, None)] == ["Sangat baik", "Cukup", "Ulangi", ""]
    assert review.write_bands(bands) == "80 Sangat baik\n50 Cukup\n0 Ulangi"
    assert None in review.read_bands("bagus sekali")
    assert review.read_bands(f"{'9' * 5000} Terlalu") == [None]


# Through the doors.


def test_a_quiz_with_a_password_begins_with_it_only(learner: Any, scene: Scene) -> None:
    ask(scene, "single", password="buku merah")
    address = f"/my/quizzes/{scene.lesson_uid()}"
    said = {"participation": str(scene.participation.uid)}
    assert 'name="password"' in learner.get(f"{address}?participation={scene.participation.uid}").text
    learner.post(f"{address}/attempts", data=said | {"password": "buku biru"})
    assert db.session.scalars(select(Attempt)).all() == []
    learner.post(f"{address}/attempts", data=said | {"password": " buku merah "})
    assert len(db.session.scalars(select(Attempt)).all()) == 1


def test_other_terms_of_a_person_count_before_those_of_the_training(scene: Scene) -> None:
    by, lesson, training = scene.by, scene.lesson_uid(), scene.training.uid
    staff = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    ask(scene, "single", time_limit=10, attempts_allowed=1)
    actions.give_terms(lesson, training, None, by=staff, now=clock.now(), time_limit=20, attempts_allowed=2)
    own = actions.give_terms(lesson, training, scene.participation.uid, by=staff, now=clock.now(), time_limit=60)

    attempt = start(scene)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=60)
    actions.submit(attempt.uid, by=by, now=clock.now())
    assert start(scene).number == 2

    actions.take_terms(lesson, own.uid, by=staff)
    quiz = queries.get_quiz(scene.lessons["pre-test"].id)
    assert queries.terms_of(quiz, scene.participation).time_limit == 20
    with pytest.raises(Refused):
        actions.give_terms(lesson, training, None, by=staff, now=clock.now(), time_limit=None)


def test_the_most_generous_of_several_groups_counts_and_a_person_before_them() -> None:
    early, late = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
    nothing = dict.fromkeys(("opens_at", "closes_at", "time_limit", "attempts_allowed", "password"))
    training = {**nothing, "time_limit": 90, "attempts_allowed": 9, "password": "umum"}
    first = {**nothing, "opens_at": late, "closes_at": early, "time_limit": 20, "password": "satu"}
    second = {**nothing, "opens_at": early, "closes_at": late, "time_limit": 30, "password": "dua"}
    groups = [(Whom.GROUP, first), (Whom.GROUP, second)]

    found = overridden([*groups, (Whom.TRAINING, training)])
    assert found == {"opens_at": early, "closes_at": late, "time_limit": 30, "attempts_allowed": 9, "password": "satu"}
    assert overridden([(Whom.PERSON, {**nothing, "time_limit": 5}), *groups])["time_limit"] == 5
    assert overridden([(Whom.TRAINING, training)]) == {"time_limit": 90, "attempts_allowed": 9, "password": "umum"}


@pytest.mark.database
def test_a_group_has_other_terms_as_long_as_it_is_there(staff: Any, scene: Scene) -> None:
    by, lesson = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR)), scene.lesson_uid()
    ask(scene, "single", time_limit=10)
    group = enrolment.make_group(scene.training.uid, name="Kelas A", by=by, now=clock.now())
    other = enrolment.make_group(scene.training.uid, name="Kelas B", by=by, now=clock.now())
    enrolment.change_group(group.uid, name="Kelas A", member_uids=[scene.participation.uid], by=by)
    for one, minutes in ((group, "40"), (other, "50")):
        page = {"training": str(scene.training.uid), "person": f"group:{one.uid}", "time_limit": minutes}
        assert staff.post(f"/staff/quizzes/{lesson}/terms", data=page).status_code == 302
    assert "Kelas A" in staff.get(f"/staff/quizzes/{lesson}/terms").text

    quiz = queries.get_quiz(scene.lessons["pre-test"].id)
    assert queries.terms_of(quiz, scene.participation).time_limit == 40
    enrolment.remove_group(group.uid, by=by)
    assert queries.terms_of(quiz, scene.participation).time_limit == 10
    assert [one.group.name for one in queries.overrides_of(quiz.id)] == ["Kelas B"]
    with pytest.raises(Missing):
        actions.give_terms(lesson, scene.training.uid, None, group_uid=group.uid, by=by, now=clock.now(), time_limit=9)


def test_terms_are_given_and_taken_on_screen(staff: Any, scene: Scene) -> None:
    address = f"/staff/quizzes/{scene.lesson_uid()}/terms"
    assert scene.training.title in staff.get(address).text
    page = staff.get(f"{address}?training={scene.training.uid}")
    assert "Wayan Sudarma" in page.text
    facts = {"training": str(scene.training.uid), "person": str(scene.participation.uid), "time_limit": "45"}
    assert staff.post(address, data=facts).status_code == 302
    listed = staff.get(address).text
    assert "Wayan Sudarma" in listed
    quiz_id = queries.get_quiz(scene.lessons["pre-test"].id).id
    row = queries.overrides_of(quiz_id)[0]
    assert staff.post(f"{address}/{row.uid}/removal").status_code == 302
    assert queries.overrides_of(quiz_id) == []
    assert staff.post(address, data={"training": "x"}).status_code == 404
    assert staff.post(address, data={"training": str(scene.training.uid)}).status_code == 422


def test_in_the_minutes_of_grace_one_hands_in_but_answers_no_more(learner: Any, scene: Scene) -> None:
    ask(scene, "single", time_limit=5, at_expiry=AtExpiry.ABANDON, grace_minutes=10)
    attempt = start(scene)
    answer(scene, attempt, {"single": RIGHT})
    with transaction():
        db.session.get_one(Attempt, attempt.id).deadline_at = clock.now() - timedelta(minutes=3)
    page = learner.get(f"/my/attempts/{attempt.uid}")
    assert "disabled" in page.text
    late = answer(scene, attempt, {"single": WRONG})
    assert [one.kind for one in late] == ["late"]
    assert fraction(scene, attempt) == 1.0


def test_after_the_grace_what_was_not_handed_in_does_not_count(scene: Scene) -> None:
    ask(scene, "single", time_limit=5, at_expiry=AtExpiry.ABANDON, grace_minutes=10)
    attempt = start(scene)
    answer(scene, attempt, {"single": RIGHT})
    after = clock.now() + timedelta(minutes=16)
    assert actions.submit(attempt.uid, by=scene.by, now=after).state == AttemptState.ABANDONED


def test_an_answer_is_checked_once_and_then_stays(learner: Any, scene: Scene) -> None:
    ask(scene, "single", "matching", behaviour="immediate")
    attempt = start(scene)
    single = queries.items_of(attempt.id)[0]
    data = form_of(attempt, check=str(single.uid)) | {f"a-{single.uid}": WRONG}
    for _ in range(2):
        learner.post(f"/my/attempts/{attempt.uid}", data=data)
    assert len(db.session.scalars(select(ItemCheck)).all()) == 1
    page = learner.get(f"/my/attempts/{attempt.uid}").text
    assert "RAHASIA tidak" in page
    assert "RAHASIA ya" not in page
    later = answer(scene, attempt, {"single": RIGHT})
    assert later[0].kind == "late"
    assert fraction(scene, attempt) == 0.5


def test_tries_are_checked_again_with_hints_and_a_cost(learner: Any, scene: Scene) -> None:
    ask(scene, "single", behaviour="adaptive")
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    for said in (WRONG, RIGHT):
        data = form_of(attempt, check=str(item.uid)) | {f"a-{item.uid}": said}
        learner.post(f"/my/attempts/{attempt.uid}", data=data)
    page = learner.get(f"/my/attempts/{attempt.uid}").text
    assert "RAHASIA ya" in page
    assert 'name="check"' not in page
    assert fraction(scene, attempt) == pytest.approx(2 / 3)


def test_nothing_is_checked_where_results_come_later(learner: Any, scene: Scene) -> None:
    ask(scene, "single")
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    with pytest.raises(Missing):
        actions.check(attempt.uid, item.uid, by=scene.by, now=clock.now())
    assert learner.post(f"/my/attempts/{attempt.uid}", data={"check": "x"}).status_code == 404


def test_how_sure_one_is_is_kept_with_the_answer(learner: Any, scene: Scene) -> None:
    from uuid import uuid4

    ask(scene, "single", "truefalse", behaviour="certainty")
    attempt = start(scene)
    first, second = queries.items_of(attempt.id)
    assert "--certainty" in learner.get(f"/my/attempts/{attempt.uid}").text
    fields = {"": [RIGHT], "--certainty": ["3"]}
    step = {"uid": str(uuid4()), "item": str(first.uid), "fields": fields, "base_seq": 0, "device": "a"}
    assert learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]}).status_code == 200
    data = {f"base-{second.uid}": "0", f"a-{second.uid}": RIGHT, f"a-{second.uid}--certainty": "1", "submit": "1"}
    learner.post(f"/my/attempts/{attempt.uid}", data=data)
    assert db.session.scalar(select(Attempt.fraction)) == pytest.approx((1 + 1 / 3) / 2)
    assert sorted(db.session.scalars(select(ResponseStep.certainty))) == [1, 3]


def test_a_score_never_falls_below_nothing(scene: Scene) -> None:
    ask(scene, "single", wrong_costs=100)
    attempt = start(scene)
    answer(scene, attempt, {"single": WRONG})
    assert fraction(scene, attempt) == 0.0
    assert queries.items_of(attempt.id)[0].fraction == -1.0


@pytest.mark.parametrize(
    ("parts", "there", "absent"),
    [([], [], ["RAHASIA", "100 %", "Ya", "benar"]), (["marks"], ["100 %"], ["RAHASIA"]),
     (["response"], ["Ya"], ["RAHASIA", "100 %"]), (["feedback"], ["RAHASIA ya", "Hebat"], ["100 %"])],
)  # fmt: skip
def test_a_review_shows_what_the_matrix_allows(
    learner: Any, scene: Scene, parts: list[str], there: list[str], absent: list[str]
) -> None:
    ask(scene, "single", review={"after": parts}, bands=[{"from": 50, "text": "Hebat"}])
    attempt = start(scene)
    answer(scene, attempt, {"single": RIGHT})
    fraction(scene, attempt)
    page = learner.get(f"/my/attempts/{attempt.uid}/review").text.partition("<h1")[2].partition("</main>")[0]
    assert [one for one in there if one not in page] == []
    assert [one for one in absent if one in page] == []


def test_settings_are_kept_and_shown(staff: Any, scene: Scene) -> None:
    address = f"/staff/quizzes/{scene.lesson_uid()}"
    facts = {"title": "Pre-test", "purpose": "pre", "form_rule": "fixed", "grading": "highest", "at_expiry": "grace",
             "grace_minutes": "15", "behaviour": "certainty", "wrong_costs": "25", "password": "merah", "matrix": "1",
             "bands": "80 Sangat baik\n0 Ulangi", "seen_after": ["marks"],
             "seen_closed": ["marks", "right"]}  # fmt: skip
    assert staff.post(address, data=facts).status_code == 302
    quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id)).one()
    assert (quiz.at_expiry, quiz.grace_minutes, quiz.behaviour) == (AtExpiry.ABANDON, 15, "certainty")
    assert (quiz.wrong_costs, quiz.password, quiz.bands[0]["from"]) == (25, "merah", 80)
    assert quiz.review == {"during": [], "after": ["marks"], "open": [], "closed": ["marks", "right"]}
    page = staff.get(address).text
    assert "80 Sangat baik" in page
    assert staff.post(address, data=facts | {"bands": "bagus"}).status_code == 422


def test_a_slot_may_ask_a_fixed_version_for_more_points(app: Any, client: Any) -> None:
    scene = make_scene(form_rule=FormRule.FIXED)
    client.sign_in(factories.make_staff())
    by, now = factories.principal_of(factories.make_staff()), clock.now()
    slot = db.session.scalars(
        select(Slot).join(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id, Slot.form == "A")
    ).first()
    address = f"/staff/quizzes/{scene.lesson_uid()}/slots/{slot.uid}"
    client.post(address, data={"set": "1", "points": "3", "version": "1"})
    said = queries.question_text(slot.entry, queries.versions_of(slot.entry_id)[0], [])
    actions.change_question(slot.entry.uid, type(said)(**{**said.__dict__, "text": "Lain?"}), state=QuestionState.READY,
                            by=by, now=now)  # fmt: skip
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=now)
    item = next(one for one in queries.items_of(attempt.id) if one.slot_id == slot.id)
    assert (item.version.number, item.points) == (1, 3)
    page = client.get(f"/staff/quizzes/{scene.lesson_uid()}").text
    assert '<option value="1" selected>' in page
    for wrong in ({"points": "-1"}, {"points": "x"}, {"points": "1", "version": "9"}):
        client.post(address, data={"set": "1", **wrong})
        assert db.session.get_one(Slot, slot.id, populate_existing=True).points == 3
    client.post(address, data={"set": "1", "points": "1", "version": ""})
    assert db.session.get_one(Slot, slot.id, populate_existing=True).version_id is None
