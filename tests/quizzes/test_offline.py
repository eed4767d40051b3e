"""Attempts that lie on a device: begun with a line, answered without one, sent through the offline door."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, AttemptState, FormRule, Method, ResponseStep
from lms.sync import actions as sync
from lms.sync.models import QuarantinedFact
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene(is_offline=True, form_rule=FormRule.FIXED, time_limit=30, behaviour="immediate")


def begin(scene: Scene) -> Attempt:
    return actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now(), offline=True)


def answer(attempt: Attempt, place: int, *values: str, base: int = 0) -> dict[str, Any]:
    item = queries.items_of(attempt.id)[place]
    data = {"attempt": str(attempt.uid), "item": str(item.uid), "fields": {"": list(values)}, "base_seq": base,
            "device": "phone", "at": "2026-01-01T08:00:00+07:00"}  # fmt: skip
    return {"uid": str(uuid4()), "kind": "quiz.answer", "data": data}


def hand_in(attempt: Attempt) -> dict[str, Any]:
    return {"uid": str(uuid4()), "kind": "quiz.hand_in", "data": {"attempt": str(attempt.uid)}}


def send(facts: list[dict[str, Any]], by: Any, *, foreign: bool = False) -> list[dict[str, Any]]:
    return [sync.receive(fact, by=by, now=clock.now(), foreign=foreign) for fact in facts]


@pytest.mark.database
def test_what_was_answered_without_a_line_is_taken_once_and_handed_in(scene: Scene) -> None:
    attempt = begin(scene)
    assert (attempt.method, attempt.deadline_at) == (Method.OFFLINE, None)
    facts = [answer(attempt, 0, "2"), answer(attempt, 0, "1"), answer(attempt, 3, "kuncinya"), hand_in(attempt)]

    first, again = send(facts, scene.by), send(facts, scene.by)

    assert [one["outcome"] for one in first] == ["done"] * 4
    assert again == first
    assert [(one.response, one.fraction) for one in queries.items_of(attempt.id)[:4:3]] == [("1", 1.0), ("kuncinya", 1)]
    assert db.session.scalar(select(func.count()).select_from(ResponseStep)) == 3
    assert db.session.get_one(Attempt, attempt.id).state == AttemptState.SUBMITTED


def test_answers_that_somebody_else_sends_wait_for_a_human_and_count_for_their_owner(scene: Scene) -> None:
    attempt, stranger = begin(scene), factories.principal_of(factories.make_person("Orang lain"))
    told = send([answer(attempt, 0, "1"), hand_in(attempt)], stranger, foreign=True)
    assert [one["outcome"] for one in told] == ["quarantined"] * 2
    assert db.session.get_one(Attempt, attempt.id).state == AttemptState.OPEN
    kept = db.session.scalars(select(QuarantinedFact.uid).order_by(QuarantinedFact.id)).all()

    sync.accept(scene.training.uid, kept, by=factories.principal_of(factories.make_staff()), now=clock.now())

    assert queries.items_of(attempt.id)[0].fraction == 1.0
    assert db.session.scalars(select(ResponseStep.principal_id)).all() == [scene.by.id]


def test_what_is_no_answer_waits_for_no_human_and_breaks_no_page_of_those_who_decide(client: Any, scene: Scene) -> None:
    attempt, stranger = begin(scene), factories.principal_of(factories.make_person("Orang lain"))
    fact = answer(attempt, 0, "1")
    del fact["data"]["fields"]
    assert send([fact], stranger, foreign=True) == [{"outcome": "unreadable"}]
    with transaction():  # as it was kept before
        db.session.add(QuarantinedFact(training_id=scene.training.id, principal_id=stranger.id, fact_uid=uuid4(),
                                       kind="quiz.answer", data=fact["data"], why="-", at=clock.now()))  # fmt: skip
    staff = client.sign_in(factories.make_staff())
    assert staff.get(f"/staff/trainings/{scene.training.uid}/quarantine").status_code == 200


@pytest.mark.parametrize(
    "data",
    [{}, {"attempt": "x"}, {"fields": {"": "1"}}, {"fields": {"": [1]}}, {"base_seq": "0"}, {"base_seq": True},
     {"item": None}, {"at": "yesterday"}, {"base_seq": 2**31}, {"at": "0001-01-01T00:00:00+14:00"}],
)  # fmt: skip
def test_what_is_no_answer_is_told_so(scene: Scene, data: dict[str, Any]) -> None:
    fact = answer(begin(scene), 0, "1")
    fact["data"] = {**fact["data"], **data} if data else {}
    assert send([fact], scene.by) == [{"outcome": "unreadable"}]


def test_a_long_essay_passes_the_door(scene: Scene) -> None:
    ask(scene, "essay")
    attempt = begin(scene)
    assert send([answer(attempt, 0, "kata " * 9000)], scene.by)[0]["outcome"] == "done"
    assert send([answer(attempt, 0, "k" * 400_000)], scene.by) == [{"outcome": "unreadable"}]


def test_a_quiz_stays_on_the_line_unless_it_says_otherwise(app: object) -> None:
    with pytest.raises(Refused):
        begin(make_scene())


def test_files_cannot_be_asked_for_without_a_line(scene: Scene) -> None:
    ask(scene, "file")
    with pytest.raises(Refused):
        begin(scene)
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_only_a_page_to_be_kept_says_so_and_it_checks_nothing(app: Any, client: Any, scene: Scene) -> None:
    client.sign_in(scene.person)
    address = f"/my/quizzes/{scene.lesson_uid()}"
    offered = client.get(address, query_string={"participation": scene.participation.uid}).text
    assert 'name="offline"' in offered
    begun = client.post(f"{address}/attempts", data={"participation": scene.participation.uid, "offline": "1"})
    page = client.get(begun.headers["Location"])
    assert page.headers["X-Pelita-Kept"] == "1"
    assert "RAHASIA" not in page.text
    assert 'name="check"' not in page.text
    assert page.text.count("data-item=") == 5
    item = queries.items_of(db.session.scalars(select(Attempt.id)).one())[0]
    assert client.post(begun.headers["Location"], data={"check": str(item.uid)}).status_code == 404
    assert client.get("/my/worker.js").text.startswith("self.__WB_MANIFEST=")


def test_an_attempt_with_a_line_is_kept_nowhere(app: Any, client: Any, scene: Scene) -> None:
    client.sign_in(scene.person)
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    assert "X-Pelita-Kept" not in client.get(f"/my/attempts/{attempt.uid}").headers


def test_the_waiting_answers_are_told_in_words(app: Any, client: Any, scene: Scene) -> None:
    attempt = begin(scene)
    send([answer(attempt, 0, "1"), hand_in(attempt)], factories.principal_of(factories.make_person()), foreign=True)
    client.sign_in(factories.make_staff(Role.PROGRAMME_MANAGER))
    page = client.get(f"/staff/trainings/{scene.training.uid}/quarantine").text
    assert "Wayan Sudarma: Pre-test" in page
    assert page.count("Sebuah jawaban") == page.count("Diserahkan tanpa jaringan") == 1
