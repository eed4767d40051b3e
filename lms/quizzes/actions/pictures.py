"""Pictures of questions: checked, made small, kept once."""

import io
from uuid import UUID

from flask_babel import gettext as _
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.rules import media
from lms.core import files
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.models import BankCategory, BankFile


@transaction()
def choose_picture(category_uid: UUID, name: str, sent: tuple[str, bytes] | None, *, by: Principal) -> BankFile | None:
    """Return the picture of a drawer that an author names or sends; what is sent is kept."""
    category = next((one for one in queries.categories_within(by) if one.uid == category_uid), None)
    if category is None:
        raise Refused(_("Please choose a category."), fields={"category": _("Please choose a category.")})
    if sent is not None:
        return keep_picture(category, *sent)
    return next((row for row in queries.pictures_of(category.id) if row.name == name), None)


def keep_picture(category: BankCategory, name: str, data: bytes) -> BankFile:
    """Add a picture to a drawer, or return the one that has these bytes; a name in use gets a number. In a transaction.

    It is stored at most media.WIDEST pixels wide: the row's `width` and `height` are those of what was stored.
    """
    found = media.checked(name, data)
    if found.media_type not in media.PICTURES:
        raise Refused(_("%(name)s is no picture.", name=name))
    known = _known(category)
    sha = files.digest(found.data)
    same = next((row for row in known.values() if row.file.sha256 == sha), None)
    if same is not None:
        return same
    width, height = Image.open(io.BytesIO(found.data)).size
    stored = files.store(found.data, name=found.name, media_type=found.media_type)
    row = BankFile(category_id=category.id, name=_free(found.name, known), file=stored, width=width, height=height)
    db.session.add(row)
    db.session.flush()
    return row


def _known(category: BankCategory) -> dict[str, BankFile]:
    rows = db.session.scalars(
        select(BankFile).where(BankFile.category_id == category.id).options(joinedload(BankFile.file))
    )
    return {row.name: row for row in rows}


def _free(name: str, known: dict[str, BankFile]) -> str:
    stem, _point, ending = name.rpartition(".")
    names = [name, *(f"{stem}-{number}.{ending}" for number in range(2, len(known) + 3))]
    return next(one for one in names if one not in known)
