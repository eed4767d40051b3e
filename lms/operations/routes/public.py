"""For whoever watches over the service."""

import structlog
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from lms.operations import queries, rules
from lms.web import guard

bp = Blueprint("operations_public", __name__)
log = structlog.get_logger(__name__)


@bp.get("/healthz")
@guard.public
def healthz() -> ResponseReturnValue:
    """Answer as soon as pages are served: 200 where the database answers, else 503."""
    try:
        is_there = queries.is_database_there()
    except SQLAlchemyError:
        log.exception("database does not answer")
        is_there = False
    answer = jsonify(status="ok" if is_there else "failing", version=rules.version(), database=is_there)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if is_there else 503
