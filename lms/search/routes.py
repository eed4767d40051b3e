"""The search page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.places import queries as places
from lms.search import queries
from lms.web import guard

bp = Blueprint("search", __name__)


@bp.get("/search")
@guard.signed_in
def show() -> ResponseReturnValue:
    """Show what was found within my reach."""
    text = request.args.get("q", "")[:100]
    found = queries.find(guard.principal(), text, today=places.today())
    return render_template("search/show.html", text=text, groups=found)
