"""Tables of questionnaires."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Json, Model, moment, pk, uid


class Questionnaire(Model):
    """Questions as they are edited now; `owner` names who uses it, `keys_given` how many keys were ever given."""

    id: Mapped[pk]
    uid: Mapped[uid]
    owner: Mapped[str] = mapped_column(String(40))
    questions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    keys_given: Mapped[int] = mapped_column(default=0)


class QuestionnaireVersion(Model):
    """Questions as they were put before people: never changed, so that answers keep their meaning."""

    __table_args__ = (
        UniqueConstraint("questionnaire_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: Mapped[pk]
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    made_at: Mapped[moment]
