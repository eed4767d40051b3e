"""Files that are sent as answers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.catalogue.rules import media
from lms.core import files
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.models import AnswerFile, QuestionType
from lms.quizzes.rules.types.written import FILE_KINDS

LARGEST = 10 * 1024 * 1024
MOST_KEPT = 40


@transaction()
def keep_answer_files(
    attempt_uid: UUID, item_uid: UUID, sent: Sequence[tuple[str, bytes]], *, by: Principal, now: datetime
) -> list[str]:
    """Keep the files that somebody sends for a question of the own open attempt; return their uids."""
    attempt = queries.get_own_attempt(by, attempt_uid)
    item = next((one for one in queries.items_of(attempt.id) if one.uid == item_uid), None)
    if item is None or item.version.type != QuestionType.FILE:
        raise Missing
    kinds = item.version.settings.get("kinds") or FILE_KINDS
    kept = db.session.scalar(select(func.count()).where(AnswerFile.item_id == item.id)) or 0
    if kept + len(sent) > MOST_KEPT:
        raise Refused(_("Too many files were sent for this question."))
    rows = [_row(item.id, name, data, kinds, by=by, now=now) for name, data in sent]
    db.session.add_all(rows)
    db.session.flush()
    return [str(row.uid) for row in rows]


def _row(item_id: int, name: str, data: bytes, kinds: Sequence[str], *, by: Principal, now: datetime) -> AnswerFile:
    if len(data) > LARGEST:
        raise Refused(_("%(name)s is larger than 10 MB.", name=name))
    found = media.checked(name, data)
    if found.name.rpartition(".")[2] not in kinds:
        raise Refused(_("%(name)s is not of a kind that is asked for: %(kinds)s.", name=name, kinds=", ".join(kinds)))
    stored = files.store(found.data, name=found.name, media_type=found.media_type)
    return AnswerFile(item_id=item_id, file=stored, name=name[-200:], principal_id=by.id, at=now)
