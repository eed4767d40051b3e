"""Rows for the lists of which the demonstration holds none or one: sixty of each, most with neighbours of their own."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select

from lms.catalogue.models import Lesson
from lms.certificates.models import Certificate, CorrectionRequest, Design, Outcome, Series, Signer
from lms.certificates.models.corrections import Field
from lms.core import clock
from lms.core.db import db
from lms.core.jobs import Job, State
from lms.core.principals import PrincipalRow
from lms.core.trail import TrailEntry
from lms.enrolment.models import Delegation, Nomination, NominationFact, NominationPlan, NominationState
from lms.places import queries as places
from lms.places.models import Office
from lms.quizzes.models import Attempt, AttemptItem, AttemptState, BankEntry, QuestionType, QuestionVersion, Quiz
from lms.trainings.models import Capacity, Participation, Training, TrainingModule, TrainingSession, TrainingState

MANY = 60


def the_event() -> Any:
    """Return the large training of October 2019."""
    wanted = select(Training).where(Training.starts == date(2019, 10, 28), Training.is_template.is_(False))
    return _first(wanted.order_by(Training.id))


def a_small_training() -> Any:
    """Return the training with sessions that has the fewest people."""
    held = select(Participation.training_id).where(Participation.training_id.in_(select(TrainingSession.training_id)))
    fewest = held.group_by(Participation.training_id).order_by(func.count(), Participation.training_id.desc())
    return db.session.get_one(Training, _first(fewest))


def crowd() -> None:
    """Repeat what the demonstration has one of, and add jobs, acts, requests, delegations and essays."""
    event = the_event()
    event.state = TrainingState.OPEN
    for model, column, word in ((Series, "name", "Deret"), (Signer, "full_name", "Penanda"),
                                (Design, "name", "Rancangan")):  # fmt: skip
        _repeat(_first(select(model)), column, word)
    by = _first(select(PrincipalRow.id))
    _jobs_and_acts(by)
    people = _people(event)
    _corrections(by)
    _delegations(event, people, by)
    _waiting_room(event)
    _essays([*people, *_people(a_small_training())[:1]], by)


def _jobs_and_acts(by: int) -> None:
    now = clock.now()
    states = [State.FAILED, *[State.DONE] * (MANY - 1)]
    _add(Job, [
        {"name": "certificates.render", "facts": {}, "state": state, "by": by, "created_at": now} for state in states
    ])  # fmt: skip
    _add(TrailEntry, [
        {"at": now, "principal_id": by, "act": f"test.{number}", "subject": "person", "facts": {}, "digest": "0" * 64}
        for number in range(MANY)
    ])  # fmt: skip


def _corrections(by: int) -> None:
    """Each asks about a certificate of its own; one was answered."""
    certificates = db.session.scalars(select(Certificate.id).order_by(Certificate.id).limit(MANY)).all()
    _add(CorrectionRequest, [
        {"certificate_id": one, "field": Field.NAME, "right": f"Nama {one}", "asked_by": by, "asked_at": clock.now(),
         "outcome": Outcome.OPEN}
        for one in certificates
    ])  # fmt: skip
    answered = _first(select(CorrectionRequest))
    answered.outcome, answered.answered_at = Outcome.REPLACED, clock.now()


def _delegations(event: Training, people: Sequence[Participation], by: int) -> None:
    """Sixty trainings take delegations; to the event sixty offices send one person each, half in another's stead."""
    _repeat(event, "title", "Kelas", state=TrainingState.OPEN)
    taking = select(Training.id).where(Training.title.like("Kelas %"))  # the event takes them already
    today = places.today()
    _add(NominationPlan, [{"training_id": one, "until": today, "stages": 0} for one in db.session.scalars(taking)])
    sent = select(Nomination.id).where(Nomination.training_id == event.id)
    for own in (
        delete(NominationFact).where(NominationFact.nomination_id.in_(sent)),
        delete(Nomination).where(Nomination.training_id == event.id),
        delete(Delegation).where(Delegation.training_id == event.id),
    ):
        db.session.execute(own)
    offices = db.session.scalars(select(Office.id).where(Office.region_id.is_not(None)).limit(MANY)).all()
    _add(Delegation, [
        {"training_id": event.id, "office_id": office, "letter_number": f"ST-{office}", "letter_date": today,
         "made_by": by, "made_at": clock.now()}
        for office in offices
    ])  # fmt: skip
    letters = db.session.scalars(select(Delegation.id).where(Delegation.training_id == event.id)).all()
    _add(Nomination, [
        {"training_id": event.id, "delegation_id": letter, "person_id": one.person_id, "region_id": event.region_id,
         "capacity": Capacity.PARTICIPANT, "state": NominationState.PROPOSED, "made_at": clock.now()}
        for letter, one in zip(letters, people, strict=True)
    ])  # fmt: skip
    wanted = select(Nomination).where(Nomination.delegation_id.in_(letters)).order_by(Nomination.id)
    named = db.session.scalars(wanted).all()
    for old, new in zip(named[: MANY // 2], named[MANY // 2 :], strict=True):
        new.replaces_id = old.id
    named[-1].state = NominationState.ENDORSED


def _essays(people: Sequence[Participation], by: int) -> None:
    """Each handed in an essay about a question of its own, and nobody marked it yet."""
    quiz, now = _first(select(Quiz.id)), clock.now()
    entries = db.session.scalars(select(BankEntry.id).order_by(BankEntry.id).limit(len(people))).all()
    _add(QuestionVersion, [
        {"entry_id": one, "number": 99, "type": QuestionType.ESSAY, "text": f"Uraikan {one}.", "made_by": by,
         "made_at": now}
        for one in entries
    ])  # fmt: skip
    _add(Attempt, [
        {"quiz_id": quiz, "participation_id": one.id, "number": 99, "state": AttemptState.SUBMITTED, "seed": 1,
         "started_at": now, "submitted_at": now}
        for one in people
    ])  # fmt: skip
    attempts = db.session.scalars(select(Attempt.id).where(Attempt.number == 99)).all()
    versions = db.session.scalars(select(QuestionVersion.id).where(QuestionVersion.number == 99)).all()
    _add(AttemptItem, [
        {"attempt_id": attempt, "position": 1, "version_id": version, "response": "Pengunjung bertambah."}
        for attempt, version in zip(attempts, versions, strict=True)
    ])  # fmt: skip


def _waiting_room(event: Training) -> None:
    tests = select(Quiz).join(Lesson).join(TrainingModule, TrainingModule.module_id == Lesson.module_id)
    _first(tests.where(TrainingModule.training_id == event.id)).opens_at = clock.now()


def _people(training: Training) -> Sequence[Participation]:
    held = select(Participation).where(Participation.training_id == training.id)
    only = held.where(Participation.capacity == Capacity.PARTICIPANT)
    return db.session.scalars(only.order_by(Participation.id).limit(MANY)).all()


def _repeat(row: Any, column: str, word: str, **other: Any) -> None:
    model = type(row)
    kept = {one.key: getattr(row, one.key) for one in model.__mapper__.column_attrs if one.key not in {"id", "uid"}}
    _add(model, [{**kept, **other, column: f"{word} {number}"} for number in range(7, 7 + MANY)])


def _add(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    db.session.execute(insert(model), [{"uid": uuid4(), **row} for row in rows] if hasattr(model, "uid") else rows)


def _first(statement: Any) -> Any:
    return db.session.scalars(statement.limit(1)).one()
