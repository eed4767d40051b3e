"""The blueprint of the doors to one's own account, and whose it is."""

from flask import Blueprint

from lms.core.errors import Missing
from lms.web import guard

bp = Blueprint("accounts_learner", __name__, url_prefix="/my/account")


def own_id() -> int:
    """Return the id of the person who is signed in."""
    person_id = guard.principal().person_id
    if person_id is None:
        raise Missing
    return person_id
