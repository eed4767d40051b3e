"""The blueprint that the staff's doors share, and who may pass them."""

from flask import Blueprint, current_app

from lms.quizzes import permissions
from lms.quizzes.rules import asked_in_words, number_in_words, with_blanks
from lms.web import guard

bp = Blueprint("quizzes_staff", __name__, url_prefix="/staff")
bp.add_app_template_filter(asked_in_words, "in_words")
bp.add_app_template_filter(number_in_words, "in_own_mark")
bp.add_app_template_filter(with_blanks, "with_blanks")
reads = guard.allowed(permissions.may_see_drafts)
writes = guard.allowed(permissions.may_author)


def zone() -> str:
    """Return the installation's own time zone."""
    name: str = current_app.config["BABEL_DEFAULT_TIMEZONE"]
    return name
