"""The bytes of a photo or material."""

from flask import Response

from lms.core import files
from lms.trainings.models import FileKind, TrainingFile


def content(row: TrainingFile) -> Response:
    """Answer with a file: photos in the page, materials to keep."""
    answer = Response(files.read(row.file), mimetype=row.file.media_type)
    if row.kind == FileKind.MATERIAL:
        answer.headers["Content-Disposition"] = f"attachment; filename={row.file.name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
