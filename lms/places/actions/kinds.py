"""Kinds of offices, as an adopter calls them."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import permissions, queries
from lms.places.models import OfficeKind


@transaction()
def save_office_kind(key: str | None, *, label: dict[str, str], is_library: bool, by: Principal) -> OfficeKind:
    """Add a kind of office (key None) or rename one; its offices follow its name.

    Whether a kind is of libraries decides what figures count, so it is settled once an office is of it.
    """
    if not permissions.may_settle(by):
        raise Missing
    kind = _get(key) if key else None
    if kind is None:
        kind = OfficeKind(key=_free_key(), position=db.session.scalar(select(func.count(OfficeKind.id))) or 0)
        db.session.add(kind)
    elif kind.is_library != is_library and queries.offices_by_kind().get(kind.id):
        message = _("Offices are of this kind already, and figures count libraries: make another kind instead.")
        raise Refused(message, fields={"is_library": message})
    kind.label, kind.is_library = label, is_library
    db.session.flush()
    trail.record("office_kind.saved", by=by.id, subject="office_kind", key=kind.key, label=label)
    return kind


@transaction()
def retire_office_kind(key: str, *, by: Principal, on: date, back: bool = False) -> OfficeKind:
    """Offer a kind of office no longer (or again); offices of it stay as they are. Twice is once."""
    if not permissions.may_settle(by):
        raise Missing
    kind = _get(key)
    if (kind.retired_on is None) == back:
        return kind
    if not back and len(queries.office_kinds()) == 1:
        raise Refused(_("One kind has to remain: add another one first."))
    kind.retired_on = None if back else on
    trail.record("office_kind.restored" if back else "office_kind.retired", by=by.id, subject="office_kind",
                 key=kind.key)  # fmt: skip
    return kind


def _get(key: str) -> OfficeKind:
    kind = db.session.scalar(select(OfficeKind).where(OfficeKind.key == key))
    if kind is None:
        raise Missing
    return kind


def _free_key() -> str:
    taken = set(db.session.scalars(select(OfficeKind.key)))
    return next(key for number in range(1, len(taken) + 2) if (key := f"kind-{number}") not in taken)
