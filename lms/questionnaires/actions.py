"""Writes of questionnaires: their questions are edited, versions are taken, files of answers are kept."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.core import files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.questionnaires import queries, rules
from lms.questionnaires.models import Questionnaire, QuestionnaireVersion
from lms.questionnaires.rules import Kind, Upload


def begin(owner: str, questions: Sequence[Mapping[str, Any]] = ()) -> Questionnaire:
    """Make a questionnaire for a feature that is about to use it, with its first questions."""
    made = Questionnaire(owner=owner, questions=[dict(question) for question in questions], keys_given=len(questions))
    db.session.add(made)
    db.session.flush()
    return made


def take_version(questionnaire: Questionnaire, *, now: datetime) -> QuestionnaireVersion:
    """Return the questions of now as they are put before people: the newest version where nothing changed since."""
    newest = queries.newest_version(questionnaire.id)
    if newest is not None and newest.questions == questionnaire.questions:
        return newest
    number = newest.number + 1 if newest else 1
    made = QuestionnaireVersion(questionnaire_id=questionnaire.id, number=number, made_at=now,
                                questions=deepcopy(questionnaire.questions))  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def keep_files(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the uploads among answers, and return these with what names the files instead."""
    return {key: _kept(value) if isinstance(value, Upload) else value for key, value in answers.items()}


@transaction()
def add_question(
    uid: UUID, *, kind: Kind, options: str = "", spoken: Sequence[str], by: Principal, **facts: Any
) -> str:
    """Add a question at the end, its choices as lines of text; returns its key."""
    kept = queries.get_questionnaire(uid, lock=True)
    question = _question(_next_key(kept), kind, options, (), spoken, facts)
    rules.require_question(question, count=len(kept.questions))
    _keep(kept, [*kept.questions, question], by=by, act="question_added", key=question["key"])
    return str(question["key"])


@transaction()
def change_question(
    uid: UUID, key: str, *, kind: Kind, options: str = "", spoken: Sequence[str], by: Principal, **facts: Any
) -> str:
    """Change what a question asks; choices whose words stay keep their answers. Returns its key.

    One that is answered otherwise than before is another question, with a key of its own: no answer to the one is
    read as an answer to the other.
    """
    kept = queries.get_questionnaire(uid, lock=True)
    before = _find(kept, key)
    is_same = rules.are_alike(before["kind"], kind)
    new_key = key if is_same else _next_key(kept)
    question = _question(new_key, kind, options, before["options"] if is_same else (), spoken, facts)
    rules.require_question(question, count=len(kept.questions) - 1)
    _keep(kept, rules.with_changed(kept.questions, key, question), by=by, act="question_changed", key=new_key)
    return new_key


@transaction()
def move_question(uid: UUID, key: str, *, by: Principal, earlier: bool = True) -> None:
    """Move a question a place up or down."""
    kept = queries.get_questionnaire(uid, lock=True)
    _keep(kept, rules.with_moved(kept.questions, key, -1 if earlier else 1), by=by, act="question_moved", key=key)


@transaction()
def copy_question(uid: UUID, key: str, *, by: Principal) -> None:
    """Put a copy of a question right after it."""
    kept = queries.get_questionnaire(uid, lock=True)
    rules.require_question(_find(kept, key), count=len(kept.questions))
    _keep(kept, rules.with_copy(kept.questions, key, _next_key(kept)), by=by, act="question_copied", key=key)


@transaction()
def remove_question(uid: UUID, key: str, *, by: Principal) -> None:
    """Ask a question no longer; what was answered stays with its version."""
    kept = queries.get_questionnaire(uid, lock=True)
    _keep(kept, rules.without(kept.questions, key), by=by, act="question_removed", key=key)


def _question(
    key: str, kind: Kind, options: str, before: Sequence[Any], spoken: Sequence[str], facts: Mapping[str, Any]
) -> dict[str, Any]:
    read = rules.read_options(options, kept=before, spoken=spoken, seats=kind == Kind.SEATS)
    return rules.make_question(key, kind=kind, options=read, **facts)


def _next_key(kept: Questionnaire) -> str:
    kept.keys_given += 1
    return f"q{kept.keys_given}"


def _find(kept: Questionnaire, key: str) -> dict[str, Any]:
    found = next((question for question in kept.questions if question["key"] == key), None)
    if found is None:
        raise Missing
    return found


def _keep(kept: Questionnaire, questions: list[dict[str, Any]], *, by: Principal, act: str, key: str) -> None:
    queries.owner_of(kept).change(kept, questions, by=by)
    kept.questions = questions
    trail.record(f"questionnaire.{act}", by=by.id, subject="questionnaire", subject_uid=kept.uid, key=key)


def _kept(upload: Upload) -> dict[str, Any]:
    row = files.store(upload.data, name=upload.name or "file", media_type=upload.media_type)
    db.session.flush()
    return {"file": row.uid.hex, "name": row.name}
