"""Pictures of questions, and files that were sent as answers."""

from uuid import UUID

from flask import Blueprint, Response, request, send_file
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


@bp.get("/files/answers/<uuid:uid>")
@guard.signed_in
def answer_file(uid: UUID) -> ResponseReturnValue:
    """Send a file that was handed in to its sender, or to who sees the training."""
    found = queries.get_answer_file(guard.principal(), uid)
    return send_file(files.path_of(found.file), mimetype=found.file.media_type, as_attachment=True,
                     download_name=found.name, max_age=0)  # fmt: skip
