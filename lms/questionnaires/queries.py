"""Reads of questionnaires."""

from uuid import UUID

from sqlalchemy import select

from lms.core import registry
from lms.core.db import db
from lms.core.errors import Missing
from lms.questionnaires.models import Questionnaire, QuestionnaireVersion
from lms.questionnaires.rules import Owner


def get_questionnaire(uid: UUID, *, lock: bool = False) -> Questionnaire:
    """Return a questionnaire, locked for a change where asked; Missing if there is none."""
    statement = select(Questionnaire).where(Questionnaire.uid == uid)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def owner_of(questionnaire: Questionnaire) -> Owner:
    """Return the feature that answers for a questionnaire."""
    owner: Owner = registry.entries("questionnaires")[questionnaire.owner]
    return owner


def newest_version(questionnaire_id: int) -> QuestionnaireVersion | None:
    """Return the version that was put before people last, or None."""
    return db.session.scalar(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def versions_of(questionnaire_id: int) -> dict[int, QuestionnaireVersion]:
    """Return every version of a questionnaire by its id, the oldest first."""
    rows = db.session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireVersion.number)
    )
    return {version.id: version for version in rows}
