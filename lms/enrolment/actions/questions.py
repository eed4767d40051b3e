"""A training's own questions: asked by the organiser, answered with the registration or later; seats and their return.

Who counts seats has locked the training, so that rivals wait and no choice ever passes its limit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from lms.accounts.events import PeopleMerged
from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal
from lms.enrolment import queries
from lms.enrolment.actions.drafts import get_runnable
from lms.enrolment.events import AnswersPutOff
from lms.enrolment.models import Answer, Chosen, OwnQuestions
from lms.enrolment.rules import questions as rules
from lms.enrolment.rules.delegations import HOLDING
from lms.questionnaires import actions as questionnaires
from lms.questionnaires.models import Questionnaire
from lms.questionnaires.rules import Reply, read_answers
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings.events import TrainingCopied
from lms.trainings.models import Participation, Training

OWNER = "registration"


@transaction()
def begin_questions(training_uid: UUID, *, by: Principal) -> Questionnaire:
    """Give a training questions of its own; who does it again finds those that there are."""
    training = trainings.lock_training(get_runnable(training_uid, by).id)
    found = queries.find_own_questions(training.id)
    if found is not None:
        return found.questionnaire
    made = questionnaires.begin(OWNER)
    db.session.add(OwnQuestions(training_id=training.id, questionnaire=made))
    trail.record("registration.questions_begun", by=by.id, subject="training", subject_uid=training.uid)
    return made


def copy_questions(event: TrainingCopied) -> None:
    """Let a copy of a training ask what the training asks (reacts to TrainingCopied); answers stay where they are."""
    own = queries.find_own_questions(event.source_id)
    if own is None or not own.questionnaire.questions:
        return
    made = questionnaires.begin(OWNER, own.questionnaire.questions)
    made.keys_given = own.questionnaire.keys_given
    db.session.add(OwnQuestions(training_id=event.training_id, questionnaire=made))
    db.session.flush()


def change_questions(questionnaire: Questionnaire, questions: Sequence[dict[str, Any]], /, *, by: Principal) -> None:
    """Let only who runs the training change what it asks, and nobody lose a seat (for the questionnaire's editor)."""
    own = queries.own_questions_with_training(questionnaire.id)
    training = trainings.lock_training(own.training_id)
    if not training_queries.may_run(by, training.id):
        raise Missing
    rules.require_room_for_those_inside(questions, queries.taken_of(training.id))


@transaction()
def answer_own(training_uid: UUID, reply: Reply, *, by: Principal, now: datetime) -> Answer | None:
    """Answer a training's questions, or change one's answers until it begins."""
    mine = queries.get_asked(by.person_id or 0, training_uid)
    training = trainings.lock_training(mine.training_id)
    require_time_to_answer(training, mine.person_id, now)
    return take_answers(training, mine.person_id, reply, by=by, now=now)


@transaction()
def answer_for_participant(participation_uid: UUID, reply: Reply, *, by: Principal, now: datetime) -> Answer | None:
    """Answer for somebody in a training that one runs."""
    found = training_queries.get_participation_within(by, participation_uid)
    training = trainings.lock_training(get_runnable(found.training.uid, by).id)
    if found.withdrawn_at is not None or found.capacity not in queries.ASKED:
        raise Missing
    made = take_answers(training, found.person_id, reply, by=by, now=now)
    trail.record("registration.answered_for", by=by.id, subject="participation", subject_uid=found.uid)
    return made


@transaction()
def put_off_answers(participation_uid: UUID, *, reason: str, by: Principal, now: datetime) -> Participation:
    """Let somebody who stands at the desk answer later, and tell them; why, where the form wants an answer."""
    found = training_queries.get_participation_within(by, participation_uid)
    training = trainings.lock_training(get_runnable(found.training.uid, by).id)
    own = queries.find_own_questions(training.id)
    if own is None or found.withdrawn_at is not None or found.capacity not in queries.ASKED:
        raise Missing
    kept, why = queries.find_answer(training.id, found.person_id), clean(reason)[:300]
    if kept is not None and kept.is_complete:
        return found
    rules.require_reason(own.questionnaire.questions, why)
    if why:
        answer = kept or _keep(own, None, found.person_id, {}, by=by, now=now)
        answer.put_off = why
    publish(AnswersPutOff(training_id=training.id, person_id=found.person_id))
    trail.record("registration.put_off", by=by.id, subject="participation", subject_uid=found.uid)
    return found


@transaction()
def answer_for_nominee(nomination_uid: UUID, reply: Reply, *, by: Principal, now: datetime) -> Answer | None:
    """Answer for somebody whom one's office sends."""
    found = queries.get_nomination_within(by, nomination_uid)
    training = trainings.lock_training(found.training_id)
    db.session.refresh(found)
    if found.state not in HOLDING:
        raise Refused(_("This person has no place yet. Answer when there is one."))
    require_time_to_answer(training, found.person_id, now)
    made = take_answers(training, found.person_id, reply, by=by, now=now)
    trail.record("registration.answered_for", by=by.id, subject="nomination", subject_uid=found.uid)
    return made


def take_answers(training: Training, person_id: int, reply: Reply, *, by: Principal, now: datetime) -> Answer | None:
    """Read what was sent against a training's questions and keep it; None where it asks nothing."""
    own = queries.find_own_questions(training.id)
    if own is None or not own.questionnaire.questions:
        return None
    kept = queries.find_answer(training.id, person_id)
    before = kept.answers if kept else {}
    answers, wrong = read_answers(own.questionnaire.questions, reply.sent, reply.uploads, before=before)
    if wrong:
        raise rules.WrongAnswers(wrong)
    rules.require_seats(own.questionnaire.questions, answers, queries.taken_of(training.id, but=person_id))
    return _keep(own, kept, person_id, answers, by=by, now=now)


def take_cells(training_id: int, rows: Mapping[int, Mapping[str, Any]], *, by: Principal, now: datetime) -> int:
    """Keep answers that were imported, by person; what a row does not answer stays. How many people's changed."""
    own = queries.find_own_questions(training_id)
    if own is None or not rows:
        return 0
    questions, there = own.questionnaire.questions, queries.answers_of(training_id, rows)
    taken, changed = queries.taken_of(training_id), 0
    for person_id, cells in rows.items():
        kept = there.get(person_id)
        answers = {**(kept.answers if kept else {}), **cells}
        if kept and kept.answers == answers and kept.version.questions == questions:
            continue
        mine = rules.chosen_in(kept.version.questions, kept.answers) if kept else set()
        others = {pair: count - (pair in mine) for pair, count in taken.items()}
        rules.require_seats(questions, answers, others)
        for pair in rules.chosen_in(questions, answers) | mine:
            taken[pair] = others.get(pair, 0) + (pair in rules.chosen_in(questions, answers))
        _keep(own, kept, person_id, answers, by=by, now=now)
        changed += 1
    return changed


def give_seats_back(training_id: int, person_ids: Iterable[int]) -> None:
    """Free the seats that people had chosen who are no longer in a training; their other answers stay."""
    still = select(Participation.person_id).where(
        Participation.training_id == training_id, Participation.capacity.in_(queries.ASKED),
        Participation.registered_at.is_not(None), Participation.withdrawn_at.is_(None),
    )  # fmt: skip
    left = select(Answer).where(
        Answer.training_id == training_id, Answer.person_id.in_(list(person_ids)), Answer.person_id.not_in(still)
    )
    for answer in db.session.scalars(left).all():
        kept = rules.without_seats(answer.version.questions, answer.answers)
        if kept != answer.answers:
            answer.answers, answer.is_complete = kept, False
            _note_choices(answer)


def move_answers(event: PeopleMerged) -> None:
    """Give a merged person's answers to the one who is kept; where both answered, the kept one's stand."""
    both = set(db.session.scalars(select(Answer.training_id).where(Answer.person_id == event.kept_id)))
    for answer in db.session.scalars(select(Answer).where(Answer.person_id == event.merged_id)).all():
        if answer.training_id not in both:
            answer.person_id = event.kept_id
            continue
        db.session.execute(delete(Chosen).where(Chosen.answer_id == answer.id))
        db.session.delete(answer)
    db.session.flush()


def _keep(
    own: OwnQuestions, kept: Answer | None, person_id: int, answers: Mapping[str, Any], *, by: Principal, now: datetime
) -> Answer:
    version = questionnaires.take_version(own.questionnaire, now=now)
    answer = kept or Answer(training_id=own.training_id, person_id=person_id)
    answer.version, answer.version_id = version, version.id
    answer.answers = questionnaires.keep_files(answers)
    answer.is_complete = all(one["key"] in answers for one in version.questions if one["required"])
    answer.by, answer.at, answer.put_off = by.id, now, ""
    db.session.add(answer)
    db.session.flush()
    _note_choices(answer)
    return answer


def _note_choices(answer: Answer) -> None:
    db.session.execute(delete(Chosen).where(Chosen.answer_id == answer.id))
    pairs = sorted(rules.chosen_in(answer.version.questions, answer.answers))
    if pairs:
        rows = [{"answer_id": answer.id, "question": question, "choice": choice} for question, choice in pairs]
        db.session.execute(insert(Chosen), rows)


def require_time_to_answer(training: Training, person_id: int, now: datetime) -> None:
    """Refuse answers of one's own that come too late."""
    today, kept = clock.local(now, training.zone).date(), queries.find_answer(training.id, person_id)
    if not rules.may_still_answer(training, is_complete=bool(kept and kept.is_complete), today=today):
        raise Refused(_("This training has begun. Ask the organiser to change your answers."))
