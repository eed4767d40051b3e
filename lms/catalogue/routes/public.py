"""The public catalogue, and the files of lessons."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NoReturn
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import parse_range_header

from lms.catalogue import queries
from lms.core import files
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.files import StoredFile
from lms.web import guard, paging

bp = Blueprint("catalogue_public", __name__)
BLOCK = 256 * 1024
SHOWN = ("image/", "video/", "audio/", "application/pdf")
FOREVER = "max-age=31536000, immutable"


@bp.get("/modules")
@guard.public
def modules() -> ResponseReturnValue:
    """Show the modules that anyone may see."""
    text = request.args.get("q", "").strip()
    page = paging.load(queries.public_modules(text=text), page=paging.requested(), scalars=False)
    return render_template("catalogue/public/modules.html", page=page, text=text)


@bp.get("/modules/<slug>")
@guard.public
def module(slug: str) -> ResponseReturnValue:
    """Show what a module teaches."""
    row = db.session.execute(queries.public_modules(slug=slug)).first()
    if row is None:
        raise Missing
    lessons = queries.release_lessons(row.Release.id)
    sections = [(title, list(rows)) for title, rows in groupby(lessons, key=lambda one: one.section_title)]
    return render_template(
        "catalogue/public/module.html", module=row.Module, release=row.Release, lessons=lessons, sections=sections,
        objectives=queries.objectives(row.Module.id),
    )  # fmt: skip


@bp.get("/files/<uuid:uid>")
@guard.public
def file(uid: UUID) -> ResponseReturnValue:
    """Send a file of a lesson to whoever may see its module, whole or in ranges."""
    found = queries.find_file(uid)
    if found is None or not queries.may_read_file(guard.find_principal(), found):
        raise Missing
    response = _whole_or_part(found)
    response.headers["Cache-Control"] = f"{'public' if queries.is_public_file(found) else 'private'}, {FOREVER}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    how = "inline" if found.media_type.startswith(SHOWN) else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{found.name}"'
    return response


def _whole_or_part(found: StoredFile) -> Response:
    response = Response(mimetype=found.media_type, direct_passthrough=True)
    response.set_etag(found.sha256)
    response.accept_ranges = "bytes"
    if request.if_none_match.contains(found.sha256):
        response.status_code = 304
        return response
    start, stop = _range(found)
    if (start, stop) != (0, found.size):
        response.status_code = 206
        response.content_range.set(start, stop, found.size, "bytes")
    response.content_length = stop - start
    if request.method != "HEAD":
        response.response = _blocks(files.path_of(found), start, stop)
    return response


def _range(found: StoredFile) -> tuple[int, int]:
    """Return which bytes are asked for; all of them where the range is of an older file or in several parts."""
    asked = request.headers.get("Range")
    if asked is None or not _is_same_file(found):
        return 0, found.size
    wanted = parse_range_header(asked)
    if wanted is None or wanted.units != "bytes":
        _unsatisfiable(found)
    if len(wanted.ranges) > 1:
        return 0, found.size
    part = wanted.range_for_length(found.size)
    if part is None:
        _unsatisfiable(found)
    return part


def _is_same_file(found: StoredFile) -> bool:
    """Tell whether the part that a reader has already is of this file; we date no file, so a date never says so."""
    condition = request.if_range
    return condition.date is None and condition.etag in (None, found.sha256)


def _unsatisfiable(found: StoredFile) -> NoReturn:
    abort(Response(status=416, headers={"Content-Range": f"bytes */{found.size}"}))


def _blocks(path: Path, start: int, stop: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(start)
        left = stop - start
        while left > 0 and (block := stream.read(min(BLOCK, left))):
            left -= len(block)
            yield block
