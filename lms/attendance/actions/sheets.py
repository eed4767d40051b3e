"""Photos of signed pages: kept under the session and page that their code names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from lms.attendance import queries, rules
from lms.attendance.models import Group, SheetPhoto
from lms.core import files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.core.scans import Scan
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingSession


@dataclass
class Filed:
    """What became of pages: filed by their code, waiting for a human, known before."""

    filed: int = 0
    waiting: int = 0
    repeated: int = 0


@transaction()
def keep_photos(training_uid: UUID, source: bytes, scans: Sequence[Scan], *, by: Principal, now: datetime) -> Filed:
    """Keep the pages of one file as evidence; the same file again changes nothing."""
    training = _run(by, training_uid)
    days = {session.uid: session for session in trainings.sessions_of(training.id)}
    sha, told = files.digest(source), Filed()
    for part, scan in enumerate(scans):
        if (same := queries.find_same_photo(training.id, sha, part)) is not None and same.removed_at is None:
            told.repeated += 1
            continue
        photo = same or SheetPhoto(training_id=training.id, source_sha=sha, part=part)
        photo.removed_at, photo.by, photo.at = None, by.id, now
        stored = files.store(scan.jpeg, name=_("signed-page") + ".jpg", media_type="image/jpeg")
        db.session.add(photo)
        photo.file = stored
        is_filed = _file(photo, scan.codes, training, days)
        told.filed, told.waiting = told.filed + is_filed, told.waiting + (not is_filed)
    trail.record("sheet.kept", by=by.id, subject="training", subject_uid=training.uid, pages=len(scans))
    return told


@transaction()
def file_photo(photo_uid: UUID, *, session_uid: UUID, page: int, group: Group, by: Principal) -> SheetPhoto:
    """Say to which session and page a photo belongs."""
    photo = queries.get_photo_within(by, photo_uid)
    _run(by, photo.training.uid)
    session = trainings.get_session_within(by, session_uid)
    if session.training_id != photo.training_id:
        raise Refused(_("Choose a session of this training."), fields={"session": _("Choose a session.")})
    photo.session_id, photo.day, photo.page, photo.group = session.id, None, page, group
    trail.record("sheet.filed", by=by.id, subject="sheet_photo", subject_uid=photo.uid, page=page)
    return photo


@transaction()
def remove_photo(photo_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Take a photo away that shows something else."""
    photo = queries.get_photo_within(by, photo_uid)
    _run(by, photo.training.uid)
    photo.removed_at = now
    trail.record("sheet.removed", by=by.id, subject="sheet_photo", subject_uid=photo.uid)


def _file(photo: SheetPhoto, codes: Sequence[str], training: Training, sessions: dict[UUID, TrainingSession]) -> bool:
    """File a photo by the first code that names a page of this training; a page of another one waits for a human."""
    for page in filter(None, map(rules.page_of, codes)):
        session = sessions.get(page.session_uid) if page.session_uid else None
        if session is None and page.training_uid != training.uid:
            continue
        photo.session_id, photo.day = session.id if session else None, page.day
        photo.page, photo.group = page.page, page.group
        return True
    return False


def _run(by: Principal, training_uid: UUID) -> Training:
    training = trainings.get_training_within(by, training_uid)
    if not trainings.may_run(by, training.id):
        raise Missing
    return training
