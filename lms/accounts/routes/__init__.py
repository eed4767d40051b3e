"""Doors of accounts, and how a session's principal is loaded."""

from uuid import UUID

from flask import current_app

from lms.accounts import queries
from lms.core import clock
from lms.core.principals import Principal
from lms.web import guard


def load(token: str) -> Principal | None:
    """Return the principal of what a session cookie keeps, or None when that sign-in has ended."""
    try:
        sign_in_uid = UUID(token)
    except ValueError:
        return None
    today = clock.today(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    return queries.find_principal(sign_in_uid, now=clock.now(), today=today)


guard.load_with(load)
guard.sign_in_at("accounts_public.sign_in")
