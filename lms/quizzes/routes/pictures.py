"""Pictures of questions."""

from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from lms.core import files
from lms.quizzes import queries
from lms.web import guard

bp = Blueprint("quizzes_pictures", __name__)
YEAR = 365 * 24 * 3600


@bp.get("/files/questions/<uuid:uid>")
@guard.signed_in
def picture(uid: UUID) -> ResponseReturnValue:
    """Send a picture to whoever writes questions or was asked one of its drawer."""
    found = queries.get_picture(guard.principal(), uid)
    response = Response(files.read(found.file), mimetype=found.file.media_type)
    response.set_etag(found.file.sha256)
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response.make_conditional(request)
