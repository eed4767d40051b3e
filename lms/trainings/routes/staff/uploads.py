"""Files that come in small parts: begun, continued where they stopped."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from lms.core import clock, uploads
from lms.core.errors import Unreadable
from lms.trainings.routes.staff.door import bp, staff
from lms.web import guard, incoming

MOST_SAID = 4 * 1024
"""Bytes that tell uid, name and size of a file."""


@bp.post("/uploads")
@staff
def begin_upload() -> ResponseReturnValue:
    """Begin a file, or find out how far it has come."""
    said: Any = incoming.read_json(MOST_SAID)
    try:
        uid, name, size = UUID(said["uid"]), str(said["name"]), int(said["size"])
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise Unreadable("A file is told as uid, name and size.") from error
    return {"received": uploads.begin(uid, name=name, size=size, by=guard.principal().id, now=clock.now())}


@bp.post("/uploads/<uuid:uid>")
@staff
def continue_upload(uid: UUID) -> ResponseReturnValue:
    """Take the next part of a file."""
    start = request.args.get("start", -1, type=int)
    if (request.content_length or 0) > uploads.LARGEST_PART:
        raise Unreadable("A part is too large.")
    data = request.get_data(cache=False)
    return {"received": uploads.take(uid, start=start, data=data, by=guard.principal().id)}
