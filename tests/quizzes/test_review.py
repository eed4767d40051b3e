"""The review matrix: each part of an attempt is seen in its phase where the quiz allows it, and on no page besides."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from lms.catalogue.models import Lesson
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from lms.notifications.models import Message
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, BankCategory, FormRule, QuestionState, Quiz, Slot
from lms.quizzes.rules import review
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.steps import Sent
from tests import factories
from tests.quizzes.factories import Scene, make_scene

MARKERS = {
    "response": ("salah JAWABANKU", "KARANGANKU"),
    "correctness": ("benar sebagian",),
    "marks": ("38 %", "25 %", "50 %", "0,25 dari 1 poin", "0,50 dari 1 poin"),
    "feedback": ("UMPAN-OPSI", "UMPAN-UMUM", "UMPAN-SEBAGIAN", "PITA-NILAI", "KOMENTAR-PENILAI"),
    "right": ("KUNCI-BENAR",),
}
# What a page may show of an attempt, where its phase allows it; any other page shows nothing of it, ever. One's own
# answers stand on the page where they are given.
SHOWN = {"review": set(review.PARTS), "attempt": {"correctness", "marks", "feedback", "right"}, "quiz": {"marks"}}
CHOICES = [(), *[(part,) for part in review.PARTS], review.PARTS]


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene()


@pytest.fixture
def taken(scene: Scene) -> Attempt:
    """An attempt of two questions, answered; the first was checked."""
    quiz_id = _asked(scene)
    now = clock.now()
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=now)
    said = zip(queries.items_of(attempt.id), ("salah JAWABANKU", "KARANGANKU"), strict=True)
    steps = [Sent(uid=uuid4(), item_uid=item.uid, response=text, base_seq=0) for item, text in said]
    actions.save(attempt.uid, steps, by=scene.by, now=now)
    actions.check(attempt.uid, steps[0].item_uid, by=scene.by, now=now)
    assert attempt.quiz_id == quiz_id
    return attempt


def _asked(scene: Scene) -> int:
    by, now = factories.principal_of(factories.make_staff()), clock.now()
    category = db.session.scalars(select(BankCategory)).one()
    options = ({"key": "1", "text": "KUNCI-BENAR", "correct": True, "share": 1},
               {"key": "2", "text": "salah*", "correct": False, "share": 0.25, "feedback": "UMPAN-OPSI"})  # fmt: skip
    settings = {"partly_feedback": "UMPAN-SEBAGIAN"}
    said = [QuestionText(type="shortanswer", text="Apa?", options=options, settings=settings, feedback="UMPAN-UMUM"),
            QuestionText(type="essay", text="Uraikan.", options=())]  # fmt: skip
    entries = [actions.make_question(category.uid, one, state=QuestionState.READY, by=by, now=now) for one in said]
    with transaction():
        quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id)).one()
        quiz.form_rule, quiz.behaviour, quiz.review = FormRule.FIXED, "immediate", {one: [] for one in review.PHASES}
        quiz.bands = [{"from": 0, "text": "PITA-NILAI"}]
        db.session.execute(delete(Slot).where(Slot.quiz_id == quiz.id))
        db.session.add_all(Slot(quiz_id=quiz.id, position=n, entry_id=one.id) for n, one in enumerate(entries))
    return quiz.id


def _hand_in(scene: Scene, taken: Attempt) -> None:
    """Hand the attempt in, and let a person mark the essay; the score is 37.5 %."""
    actions.submit(taken.uid, by=scene.by, now=clock.now())
    essay = queries.items_of(taken.id)[1]
    by = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    actions.mark(essay.uid, fraction=0.5, comment="KOMENTAR-PENILAI", by=by, now=clock.now())
    assert db.session.scalar(select(Attempt.fraction)) == 0.375


def _at(taken: Attempt, phase: str) -> None:
    """Move the attempt and its quiz to a phase."""
    now = clock.now()
    with transaction():
        attempt = db.session.get_one(Attempt, taken.id)
        if phase != "during":
            attempt.submitted_at = now if phase == "after" else now - timedelta(hours=1)
        db.session.get_one(Quiz, taken.quiz_id).closes_at = now - timedelta(minutes=1) if phase == "closed" else None


def _see(taken: Attempt, phase: str, parts: tuple[str, ...]) -> None:
    """Let a phase show these parts, and every other phase all but these."""
    others = [one for one in review.PARTS if one not in parts]
    matrix = {one: list(parts) if one == phase else others for one in review.PHASES}
    with transaction():
        db.session.get_one(Quiz, taken.quiz_id).review = matrix


def _pages(scene: Scene, taken: Attempt, phase: str) -> dict[str, str]:
    part = scene.participation.uid
    lessons = db.session.scalars(select(Lesson.uid).where(Lesson.module_id == scene.module.id)).all()
    return {
        ("attempt" if phase == "during" else "review"): f"/my/attempts/{taken.uid}" + "/review" * (phase != "during"),
        "quiz": f"/my/quizzes/{scene.lesson_uid()}?participation={part}",
        **{f"lesson {n}": f"/my/learning/{part}/lessons/{uid}" for n, uid in enumerate(lessons)},
        "home": "/", "learning": "/my/learning/", "outline": f"/my/learning/{part}", "messages": "/my/messages/",
        "certificates": "/my/certificates", "training": f"/my/trainings/{scene.training.uid}",
        "evaluations": "/my/evaluations/", "account": "/my/account/", "found": "/search?q=Pre-test",
    }  # fmt: skip


@pytest.mark.parametrize("phase", review.PHASES)
def test_each_page_shows_what_the_matrix_allows_in_its_phase_and_nothing_else(
    client: Any, scene: Scene, taken: Attempt, phase: str
) -> None:
    learner = client.sign_in(scene.person)
    if phase != "during":
        _hand_in(scene, taken)
    _at(taken, phase)
    shown = {"attempt": SHOWN["attempt"]} if phase == "during" else SHOWN
    for parts in CHOICES:
        _see(taken, phase, parts)
        pages = _pages(scene, taken, phase)
        looked = pages if parts in ((), review.PARTS) else pages.keys() & shown.keys()
        for name in looked:
            page = learner.get(pages[name])
            assert page.status_code in (200, 302), name
            own = {"response"} if name == "attempt" else set()
            assert _shown(page.text.partition("</head>")[2]) - own == set(parts) & shown.get(name, set()), (name, parts)


def _shown(text: str) -> set[str]:
    return {part for part, words in MARKERS.items() if any(word in text for word in words)}


def test_every_marker_is_there_where_everything_may_be_seen(client: Any, scene: Scene, taken: Attempt) -> None:
    _hand_in(scene, taken)
    _see(taken, "after", review.PARTS)
    text = client.sign_in(scene.person).get(f"/my/attempts/{taken.uid}/review").text
    missing = [word for words in MARKERS.values() for word in words if word not in text]
    assert missing == []


def test_the_doors_of_scripts_tell_nothing_of_what_an_answer_is_worth(
    client: Any, scene: Scene, taken: Attempt
) -> None:
    learner = client.sign_in(scene.person)
    _see(taken, "during", review.PARTS)
    item = queries.items_of(taken.id)[0]
    step = {"uid": str(uuid4()), "item": str(item.uid), "response": "KUNCI-BENAR", "base_seq": 1}
    data = {"attempt": str(taken.uid), "item": str(item.uid), "fields": {"": ["x"]}, "base_seq": 0}
    fact = {"uid": str(uuid4()), "kind": "quiz.answer", "data": data}
    told = [learner.post(f"/my/attempts/{taken.uid}/steps", json={"steps": [step]}),
            learner.post("/sync", json={"as": "", "facts": [fact]}, headers={"X-Pelita-Sync": "1"})]  # fmt: skip
    assert [_shown(one.text) - {"response"} for one in told] == [set(), set()]
    training = scene.training.uid
    for address in (f"attempts/{taken.uid}", f"trainings/{training}/tests?export=xlsx", f"trainings/{training}/papers",
                    f"quizzes/{scene.lesson_uid()}/statistics"):  # fmt: skip
        assert learner.get(f"/staff/{address}").status_code in (403, 404), address


@pytest.mark.parametrize(("parts", "tells"), [(["marks"], True), ([], False)])
def test_a_message_carries_a_score_only_where_no_phase_hides_it(
    client: Any, scene: Scene, taken: Attempt, parts: list[str], *, tells: bool
) -> None:
    with transaction():
        matrix = {"during": [], "after": ["marks"], "open": ["marks"], "closed": parts}
        db.session.get_one(Quiz, taken.quiz_id).review = matrix
    _hand_in(scene, taken)
    facts = db.session.scalars(select(Message.facts).where(Message.kind == "essay_marked")).one()
    assert ("score" in facts) is tells
    assert ("38 %" in client.sign_in(scene.person).get("/my/messages/").text) is tells


def test_several_tries_do_not_end_where_their_end_would_tell_that_one_was_right(
    client: Any, scene: Scene, taken: Attempt
) -> None:
    learner = client.sign_in(scene.person)
    item = queries.items_of(taken.id)[0]
    with transaction():
        db.session.get_one(Quiz, taken.quiz_id).behaviour = "adaptive"
    step = Sent(uid=uuid4(), item_uid=item.uid, response="KUNCI-BENAR", base_seq=1)
    actions.save(taken.uid, [step], by=scene.by, now=clock.now())
    actions.check(taken.uid, item.uid, by=scene.by, now=clock.now())
    offers = {}
    for parts in ((), ("correctness",)):
        _see(taken, "during", parts)
        offers[parts] = 'name="check"' in learner.get(f"/my/attempts/{taken.uid}").text
    assert offers == {(): True, ("correctness",): False}
