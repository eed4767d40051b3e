"""The blueprint that the staff's doors share, and who may pass them."""

from flask import Blueprint

from lms.quizzes import permissions
from lms.web import guard

bp = Blueprint("quizzes_staff", __name__, url_prefix="/staff")
reads = guard.allowed(permissions.may_see_drafts)
writes = guard.allowed(permissions.may_author)
