"""What enrolment adds to the pages of features below, and how it answers for its questionnaires."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.enrolment import actions, queries
from lms.enrolment.models import Answer
from lms.enrolment.rules import questions as rules
from lms.places import queries as places
from lms.questionnaires.models import Questionnaire
from lms.questionnaires.rules import Kind, Owner, Subject, words_of
from lms.trainings import queries as trainings
from lms.trainings.models import Participation, Training
from lms.web.i18n import said


def people_columns(_principal: Principal, training: Training) -> dict[str, Any]:
    """Return what a file of a training's people says of their groups, by participation; an import reads it."""
    return {"cells": queries.group_cells(training.id)}


def learner_card(principal: Principal, training: Training | None) -> dict[str, Any]:
    """Return which trainings ask me something still; on the page of one also what I answered there."""
    if principal.person_id is None:
        return {"waiting": []}
    waiting = queries.unanswered_by(principal.person_id, today=places.today())
    if training is None:
        return {"waiting": waiting}
    answer = queries.find_answer(training.id, principal.person_id)
    mine = [one for one in waiting if one.training_id == training.id]
    if answer is None:
        return {"waiting": mine}
    asked = answer.version.questions
    address = {key: url_for("enrolment_learner.file", uid=training.uid, key=key) for key in _file_keys(answer)}
    today = clock.today(training.zone)
    return {
        "waiting": mine, "asked": asked, "told": {q["key"]: words_of(q, answer.answers, said) for q in asked},
        "addresses": address, "training": training,
        "may_change": rules.may_still_answer(training, is_complete=answer.is_complete, today=today),
    }  # fmt: skip


def participation_card(principal: Principal, participation: Participation) -> dict[str, Any]:
    """Return what somebody in a training answered to its questions, for its staff."""
    asked = queries.questions_of(participation.training_id)
    if not asked or participation.capacity not in queries.ASKED:
        return {}
    answer = queries.find_answer(participation.training_id, participation.person_id)
    questions = answer.version.questions if answer else asked
    return {
        "asked": questions, "runs": trainings.may_run(principal, participation.training_id), "answer": answer,
        "told": {q["key"]: words_of(q, answer.answers, said) for q in questions} if answer else {},
        "addresses": {key: url_for("enrolment_staff.answer_file", uid=participation.training.uid, answer=answer.uid,
                                   key=key) for key in _file_keys(answer)} if answer else {},
    }  # fmt: skip


def questions_subject(principal: Principal, questionnaire: Questionnaire) -> Subject:
    """Return which training a questionnaire belongs to; Missing for who does not run it."""
    training = queries.own_questions_with_training(questionnaire.id).training
    if not trainings.may_run(principal, training.id):
        raise Missing
    crumbs = [
        {"label": training.title, "url": url_for("trainings_staff.show", uid=training.uid)},
        {"label": _("Registration questions"), "url": url_for("enrolment_staff.asking", uid=training.uid)},
        {"label": _("Questions")},
    ]
    note = _("These questions stand below name and office in the registration form, and on each participant's page.")
    return Subject(title=_("Registration questions"), note=note, crumbs=crumbs, kinds=list(Kind))


def _file_keys(answer: Answer) -> list[str]:
    return [key for key, one in answer.answers.items() if isinstance(one, dict)]


QUESTIONS = Owner(subject=questions_subject, change=actions.change_questions)
