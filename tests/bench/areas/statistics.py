"""Statistics over 10,000 attempts of 40 questions, and grading one of these questions again for all of them."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, AttemptItem, AttemptState, BankEntry, QuestionState, QuestionVersion, Quiz
from lms.quizzes.rules.question_file import QuestionText
from lms.trainings.models import Capacity, Participation
from tests.bench.ground import Ground, close, open_app, principal_of, processor
from tests.bench.rows import Row

ATTEMPTS, QUESTIONS = 10_000, 40


def measure(ground: Ground) -> Iterator[Row]:
    """Fill a copy of the demonstration with attempts, and measure both."""
    app = open_app(ground.copy("statistics"))
    with app.app_context():
        by = principal_of("admin")
        quiz_id, entry_uid = _fill()
        begun = time.perf_counter()
        with processor() as spent:
            forms = queries.quiz_statistics(by, quiz_id, which="all")
        if not any(form.test.n >= ATTEMPTS for form in forms):
            raise RuntimeError("the attempts are not counted")
        yield Row(name="statistics.10000x40", value=time.perf_counter() - begun, unit="s")
        yield Row(name="statistics.10000x40.cpu", value=spent[0], unit="s of processor")
        entry = queries.get_entry_within(by, entry_uid)
        said = queries.question_text(entry, queries.latest_versions([entry.id])[entry.id], [])
        turned = tuple({**one, "correct": not one["correct"]} for one in said.options)
        actions.change_question(entry_uid, QuestionText(type="truefalse", text=said.text, options=turned),
                                state=QuestionState.READY, by=by, now=clock.now())  # fmt: skip
        begun = time.perf_counter()
        if actions.regrade(entry_uid, by=by, now=clock.now()) != ATTEMPTS:
            raise RuntimeError("not every mark moved")
        yield Row(name="regrade.10000", value=time.perf_counter() - begun, unit="s")
    close(app)


@transaction()
def _fill() -> tuple[int, Any]:
    """Add attempts of true or false questions, which people answer differently; return the quiz and one question."""
    quiz = db.session.scalars(select(Quiz).where(Quiz.pass_mark.is_(None)).order_by(Quiz.id)).first()
    people = db.session.scalars(
        select(Participation.id).where(Participation.capacity == Capacity.PARTICIPANT,
                                       Participation.withdrawn_at.is_(None)).limit(100)
    ).all()  # fmt: skip
    category = db.session.scalars(select(BankEntry.category_id)).first()
    if quiz is None or category is None:
        raise RuntimeError("the demonstration has no quiz")
    entries = [BankEntry(category_id=category, key=f"bench-{n}", created_at=clock.now()) for n in range(QUESTIONS)]
    db.session.add_all(entries)
    db.session.flush()
    options = [{"key": "1", "text": "Benar", "correct": True, "feedback": ""},
               {"key": "2", "text": "Salah", "correct": False, "feedback": ""}]  # fmt: skip
    versions = [QuestionVersion(entry_id=one.id, number=1, type="truefalse", text="Soal", options=options,
                                made_at=clock.now()) for one in entries]  # fmt: skip
    db.session.add_all(versions)
    db.session.flush()
    _attempts(quiz.id, people, [one.id for one in versions])
    return quiz.id, entries[0].uid


def _attempts(quiz_id: int, people: Any, versions: list[int]) -> None:
    now, share = clock.now(), ATTEMPTS // len(people)
    db.session.execute(insert(Attempt), [
        {"uid": uuid4(), "quiz_id": quiz_id, "participation_id": person, "number": 1000 + n, "form": "Z", "seed": 1,
         "state": AttemptState.SUBMITTED, "started_at": now, "submitted_at": now, "fraction": 0.5}
        for person in people for n in range(share)
    ])  # fmt: skip
    ids = db.session.scalars(select(Attempt.id).where(Attempt.form == "Z").order_by(Attempt.id)).all()
    for start in range(0, len(ids), 500):
        db.session.execute(insert(AttemptItem), [
            {"uid": uuid4(), "attempt_id": one, "position": place, "version_id": version, "option_order": ["1", "2"],
             "response": "1" if (one * 31 + place * 17) % 40 > place // 2 else "2",
             "fraction": float((one * 31 + place * 17) % 40 > place // 2)}
            for one in ids[start : start + 500] for place, version in enumerate(versions, 1)
        ])  # fmt: skip
