"""The blueprint that the learner's doors share."""

from flask import Blueprint

bp = Blueprint("quizzes_learner", __name__, url_prefix="/my")
