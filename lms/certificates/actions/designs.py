"""Keeping designs: every change is a version, and a paper keeps the version on which it was made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.certificates import pdf, queries
from lms.certificates.actions.keeping import require_kept
from lms.certificates.models import Design, DesignVersion
from lms.core import files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal

Pictures = Mapping[str, bytes | None]  # "logo" and "emblem": new bytes, or None to keep what is there


@transaction()
def make_design(
    *, office_id: int, name: str, folder: str = "resmi-mendatar", settings: dict[str, Any] | None = None,
    pictures: Pictures | None = None, by: Principal, now: datetime,
) -> Design:  # fmt: skip
    """Give an office a design of its own, in its first version."""
    require_kept(by, office_id)
    if folder not in pdf.folders():
        raise Refused(_("There is no such design."), fields={"folder": _("There is no such design.")})
    design = Design(office_id=office_id, name=name, folder=folder, made_at=now)
    db.session.add(design)
    db.session.flush()
    _add_version(design, settings or {}, _kept(pictures or {}), number=1, by=by, now=now)
    trail.record("certificates.design", by=by.id, subject="design", subject_uid=design.uid)
    return design


@transaction()
def change_design(
    uid: UUID, *, name: str, settings: dict[str, Any], pictures: Pictures | None = None, without: tuple[str, ...] = (),
    by: Principal, now: datetime,
) -> DesignVersion:  # fmt: skip
    """Make a new version of a design; certificates that were issued keep theirs."""
    design = queries.get_design_within(by, uid)
    require_kept(by, design.office_id)
    design.name = name
    before = queries.current_version(design.id)
    old = {"logo": before.logo_id, "emblem": before.emblem_id} if before else {}
    chosen = {kind: None if kind in without else kept for kind, kept in old.items()} | _kept(pictures or {})
    fresh = _add_version(design, settings, chosen, number=before.number + 1 if before else 1, by=by, now=now)
    if before is not None and before.sha256 == fresh.sha256:
        db.session.delete(fresh)
        return before
    trail.record("certificates.design_changed", by=by.id, subject="design", subject_uid=uid, number=fresh.number)
    return fresh


@transaction()
def keep_version(design_id: int, *, by: Principal, now: datetime) -> DesignVersion:
    """Return a design's current version; a changed folder makes a new one with the same settings."""
    newest = queries.current_version(design_id)
    if newest is None:
        raise Missing
    pictures = {"logo": newest.logo_id, "emblem": newest.emblem_id}
    if _digest(newest.design, newest.settings, pictures) == newest.sha256:
        return newest
    return _add_version(newest.design, newest.settings, pictures, number=newest.number + 1, by=by, now=now)


def _add_version(
    design: Design, settings: dict[str, Any], pictures: Mapping[str, int | None], *, number: int, by: Principal,
    now: datetime,
) -> DesignVersion:  # fmt: skip
    version = DesignVersion(
        design_id=design.id, number=number, files=pdf.load(design.folder).on_paper(settings).files, settings=settings,
        logo_id=pictures.get("logo"), emblem_id=pictures.get("emblem"), made_by=by.id, made_at=now,
        sha256=_digest(design, settings, pictures),
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return version


def _digest(design: Design, settings: dict[str, Any], pictures: Mapping[str, int | None]) -> str:
    rows = [
        db.session.get(files.StoredFile, key) if (key := pictures.get(kind)) else None for kind in ("logo", "emblem")
    ]
    return pdf.load(design.folder).on_paper(settings).digest(settings, *(row.sha256 if row else "" for row in rows))


def _kept(pictures: Pictures) -> dict[str, int | None]:
    """Store new pictures, made fit for print; a refusal names the field."""
    return {kind: _store(kind, content) for kind, content in pictures.items() if content}


def _store(kind: str, content: bytes) -> int:
    made = pdf.print_picture(content)
    if made is None:
        message = _("The picture must be a PNG or JPEG of at most 5 MB.")
        raise Refused(message, fields={kind: message})
    row = files.store(made.content, name=kind, media_type=made.media_type)
    db.session.flush()
    return row.id
