"""Doors of quizzes, for learners and staff."""

import gzip
import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.quizzes import actions, queries, rules
from lms.quizzes.models import Attempt, AttemptState, BankCategory, BankEntry, QuestionVersion, ResponseStep, Slot
from tests import factories
from tests.quizzes.factories import RIGHT, Scene, make_scene
from tests.quizzes.test_actions import answer, start


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene()


@pytest.fixture
def learner(client: Any, scene: Scene) -> Any:
    return client.sign_in(scene.person)


@pytest.fixture
def staff(client: Any, scene: Scene) -> Any:
    return client.sign_in(factories.make_staff(Role.ADMINISTRATOR))


def begin(learner: Any, scene: Scene) -> Attempt:
    learner.post(f"/my/quizzes/{scene.lesson_uid()}/attempts", data={"participation": str(scene.participation.uid)})
    return db.session.scalar(select(Attempt))


def form_of(attempt: Attempt, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"nonce": str(uuid4()), "page_now": "1", **more}
    for item in queries.items_of(attempt.id):
        data[f"base-{item.uid}"] = str(item.sequence)
        if item.version.type in responses:
            data[f"a-{item.uid}"] = responses[item.version.type]
    return data


def test_a_quiz_is_taken_from_beginning_to_review_without_script(learner: Any, scene: Scene) -> None:
    front = learner.get(f"/my/quizzes/{scene.lesson_uid()}?participation={scene.participation.uid}")
    attempt = begin(learner, scene)
    page = learner.get(f"/my/attempts/{attempt.uid}")
    answer = learner.post(f"/my/attempts/{attempt.uid}", data=form_of(attempt, RIGHT, submit="1"))
    review = learner.get(answer.headers["Location"])

    assert (front.status_code, page.status_code, answer.status_code, review.status_code) == (200, 200, 302, 200)
    assert db.session.scalar(select(Attempt.fraction)) == 1.0
    assert "100 %" in review.text
    assert "RAHASIA-umum" in review.text


def test_no_key_and_no_feedback_reaches_the_attempt_page(learner: Any, scene: Scene) -> None:
    attempt = begin(learner, scene)
    page = learner.get(f"/my/attempts/{attempt.uid}").text

    assert "Ya-" in page
    assert "RAHASIA" not in page
    assert "kunci" not in page
    assert "37.5" not in page
    assert "correct" not in page


def test_the_attempt_page_is_light(learner: Any, scene: Scene, count_queries: Any) -> None:
    address = f"/my/attempts/{begin(learner, scene).uid}"
    learner.get(address)
    with count_queries() as seen:
        page = learner.get(address)

    assert len([one for one in seen if "attempt" in one]) == 2
    assert len(gzip.compress(page.data)) < 10_000


def test_a_form_sent_twice_makes_its_steps_once(learner: Any, scene: Scene) -> None:
    attempt = begin(learner, scene)
    data = form_of(attempt, RIGHT)

    for _ in range(2):
        assert learner.post(f"/my/attempts/{attempt.uid}", data=data).status_code == 302

    assert db.session.scalar(select(func.count()).select_from(ResponseStep)) == 5


def test_a_form_from_an_old_tab_is_told_and_nothing_is_lost(learner: Any, scene: Scene) -> None:
    attempt = begin(learner, scene)
    old = form_of(attempt, {"single": "2"}, submit="1")
    learner.post(f"/my/attempts/{attempt.uid}", data=form_of(attempt, {"single": "1"}))

    answer = learner.post(f"/my/attempts/{attempt.uid}", data=old)

    assert "review" not in answer.headers["Location"]
    assert db.session.scalar(select(Attempt.state)) == AttemptState.OPEN
    assert "perangkat lain" in learner.get(answer.headers["Location"]).text
    assert db.session.scalar(select(func.count()).select_from(ResponseStep)) == 2


def test_the_script_saves_and_is_told_the_servers_time(learner: Any, scene: Scene) -> None:
    attempt = begin(learner, scene)
    item = queries.items_of(attempt.id)[0]
    step = {"uid": str(uuid4()), "item": str(item.uid), "response": "1", "base_seq": 0, "device": "a",
            "at": "2019-10-28T02:00:00.000Z"}  # fmt: skip

    first = learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]})
    again = learner.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": [step]})

    assert first.json["steps"] == again.json["steps"]
    assert first.json["steps"][0]["kind"] == "saved"
    assert set(first.json) == {"steps", "now"}
    assert learner.get(f"/my/attempts/{attempt.uid}").text.count(" checked") == 1


@pytest.mark.parametrize(
    "body", [{}, {"steps": [{}]}, {"steps": "x"}, {"steps": [{"uid": "x", "item": "y", "base_seq": 0}]}, []]
)
def test_what_cannot_be_read_is_refused(learner: Any, scene: Scene, body: Any) -> None:
    attempt = begin(learner, scene)
    assert learner.post(f"/my/attempts/{attempt.uid}/steps", json=body).status_code == 422


def test_an_attempt_whose_time_is_over_is_closed_when_it_is_opened(
    learner: Any, scene: Scene, monkeypatch: Any
) -> None:
    from datetime import timedelta

    from lms.core.db import transaction
    from lms.quizzes.models import Quiz

    with transaction():
        for quiz in db.session.scalars(select(Quiz)):
            quiz.time_limit = 5
    attempt = begin(learner, scene)
    with transaction():
        db.session.get_one(Attempt, attempt.id).deadline_at = clock.now() - timedelta(hours=1)

    assert "review" in learner.get(f"/my/attempts/{attempt.uid}").headers["Location"]
    assert db.session.scalar(select(Attempt.state)) == AttemptState.EXPIRED


def test_another_persons_attempt_is_missing(app: Any, learner: Any, scene: Scene) -> None:
    attempt = begin(learner, scene)
    stranger = app.test_client().sign_in(factories.make_person("Orang Lain"))
    for address in (
        f"/my/attempts/{attempt.uid}",
        f"/my/attempts/{attempt.uid}/review",
        f"/staff/attempts/{attempt.uid}",
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/my/attempts/{attempt.uid}/steps", json={"steps": []}).status_code == 404


def take(scene: Scene, slug: str, responses: dict[str, Any]) -> Attempt:
    attempt = start(scene, slug)
    answer(scene, attempt, responses)
    return actions.submit(attempt.uid, by=scene.by, now=clock.now())


def test_results_show_the_gain_of_those_with_both_tests(staff: Any, scene: Scene) -> None:
    factories.make_participation(training=scene.training, person=factories.make_person("Tanpa Tes"))
    take(scene, "pre-test", {"single": "1"})
    attempt = take(scene, "post-test", RIGHT)

    found = queries.gains(scene.training.id, queries.module_scores(scene.training.id))
    page = staff.get(f"/staff/trainings/{scene.training.uid}/tests").text
    detail = staff.get(f"/staff/attempts/{attempt.uid}").text

    assert (found.total.matched, found.people) == (1, 2)
    assert found.total.mean_gain == pytest.approx(0.8)
    assert found.total.normalised == pytest.approx(1.0)
    assert "Tanpa Tes" in page
    assert "20,0 %" in page
    assert "Kuncinya" in detail


@pytest.mark.parametrize("people", [1, 3])
def test_results_take_the_same_queries_for_one_and_three_people(
    staff: Any, scene: Scene, count_queries: Any, people: int
) -> None:
    take(scene, "pre-test", RIGHT)
    for number in range(people - 1):
        factories.make_participation(training=scene.training, person=factories.make_person(f"Orang {number}"))
    staff.get(f"/staff/trainings/{scene.training.uid}/tests")
    with count_queries() as seen:
        staff.get(f"/staff/trainings/{scene.training.uid}/tests")
    assert len(seen) <= 16


def test_results_are_exported_with_real_numbers(staff: Any, scene: Scene) -> None:
    take(scene, "pre-test", {"single": "1"})
    text = staff.get(f"/staff/trainings/{scene.training.uid}/tests?export=csv").text
    assert "Wayan Sudarma" in text
    assert "20.0" in text
    assert staff.get(f"/staff/trainings/{scene.training.uid}/tests?export=xlsx").data.startswith(b"PK")


def test_another_regions_training_shows_no_results(client: Any, scene: Scene) -> None:
    client.sign_in(factories.make_staff(Role.COORDINATOR, region=factories.make_region("11")))
    assert client.get(f"/staff/trainings/{scene.training.uid}/tests").status_code == 404


def test_the_bank_is_searched_and_filtered(staff: Any, scene: Scene) -> None:
    def count(query: str) -> int:
        return len(re.findall(r"Soal [ab]\d\d", staff.get(f"/staff/questions{query}").text))

    assert count("") == 10
    assert count("?q=a01") == 1
    assert count("?kind=numerical") == 2
    assert count("?tag=form:A") == 5
    assert count("?state=archived") == 0
    assert staff.get("/staff/questions?export=xlsx").data.startswith(b"PK")


def question(**changes: Any) -> dict[str, Any]:
    return {"type": "single", "text": "Apa itu **perpustakaan**?", "state": "ready", "options-0-text": "Rumah",
            "options-0-correct": "y", "options-0-feedback": "Ya", "options-1-text": "Toko", **changes}  # fmt: skip


def test_an_edit_makes_a_version_and_attempts_keep_theirs(staff: Any, scene: Scene) -> None:
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    entry = db.session.get_one(BankEntry, item.version.entry_id)
    category = db.session.scalar(select(BankCategory.uid))

    answer = staff.post(f"/staff/questions/{entry.uid}", data=question(category=str(category)))

    assert answer.status_code == 302
    assert [one.number for one in queries.versions_of(entry.id)] == [2, 1]
    assert queries.items_of(attempt.id)[0].version_id == item.version_id


def test_a_question_without_a_right_answer_is_refused_and_kept_on_screen(staff: Any, scene: Scene) -> None:
    category = str(db.session.scalar(select(BankCategory.uid)))
    data = question(category=category)
    del data["options-0-correct"]

    answer = staff.post("/staff/questions/new", data=data)

    assert answer.status_code == 422
    assert "Toko" in answer.text
    assert staff.post("/staff/questions/new", data=question(category=category)).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == 11


def test_a_preview_tries_an_answer(staff: Any, scene: Scene) -> None:
    entry = db.session.scalar(select(BankEntry).where(BankEntry.key == "a01"))
    answer = staff.post(f"/staff/questions/{entry.uid}/preview", data={"a-preview": "1"})
    assert "100 %" in answer.text
    assert "RAHASIA-ya" in answer.text


def test_an_author_writes_a_number_with_either_mark_and_a_list_names_gaps_as_blanks(staff: Any, scene: Scene) -> None:
    facts = {"type": "numerical", "text": "Berat [[1]] kg?", "options-0-text": "1,25", "options-1-text": ""}
    category = str(db.session.scalar(select(BankCategory.uid)))
    staff.post("/staff/questions/new", data=question(category=category, **facts))
    version = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id.desc())).first()
    assert version.options[0]["text"] == "1.25"
    assert rules.right_answer(version) == "1,25"  # as Indonesian writes it
    assert "Berat ____ kg?" in staff.get("/staff/questions?kind=numerical").text


def test_a_quiz_gets_its_settings_and_a_draw(staff: Any, scene: Scene) -> None:
    address = f"/staff/quizzes/{scene.lesson_uid()}"
    category = str(db.session.scalar(select(BankCategory.uid)))
    facts = {"title": "Pre-test", "purpose": "pre", "form_rule": "fixed", "grading": "highest", "time_limit": "20",
             "opens_at": "2019-10-28T08:00", "closes_at": "2019-10-28T07:00"}  # fmt: skip

    assert staff.get(address).status_code == 200
    assert staff.post(address, data=facts).status_code == 422
    assert staff.post(address, data=facts | {"closes_at": "2019-10-28T09:00"}).status_code == 302
    quiz = queries.get_quiz(scene.lessons["pre-test"].id)
    assert (quiz.time_limit, quiz.opens_at.hour) == (20, 1)
    draw = {"category": category, "tags": "form:A", "draws": "6", "form": "A"}
    assert staff.post(f"{address}/draws", data=draw).status_code == 422
    assert staff.post(f"{address}/draws", data=draw | {"draws": "5"}).status_code == 302


def test_questions_are_added_moved_and_removed(staff: Any, scene: Scene) -> None:
    address = f"/staff/quizzes/{scene.lesson_uid()}"
    entries = db.session.scalars(select(BankEntry.uid).limit(2)).all()
    assert staff.get(f"{address}/questions").status_code == 200
    staff.post(f"{address}/questions", data={"entry": [str(one) for one in entries], "form": "A"})
    quiz = queries.get_quiz(scene.lessons["pre-test"].id)
    assert len(queries.slots_of(quiz.id)) == 12
    first = queries.slots_of(quiz.id)[0]
    staff.post(f"{address}/slots/{first.uid}", data={"act": "down"})
    assert queries.slots_of(quiz.id)[1].uid == first.uid
    staff.post(f"{address}/slots/{first.uid}", data={"act": "remove"})
    assert db.session.scalar(select(func.count()).where(Slot.quiz_id == quiz.id)) == 11


@pytest.mark.parametrize("address", ["/staff/questions", "/staff/questions/new", "/staff/questions/categories"])
def test_a_learner_sees_no_bank(learner: Any, address: str) -> None:
    assert learner.get(address).status_code == 403


def test_markup_in_a_question_stays_text(staff: Any, scene: Scene) -> None:
    category = str(db.session.scalar(select(BankCategory.uid)))
    made = staff.post(
        "/staff/questions/new", data=question(category=category, **{"options-1-text": "<img src=x onerror=1>"})
    )
    page = staff.get(made.headers["Location"]).text
    assert not re.search(r"<img[^>]+onerror", page)
