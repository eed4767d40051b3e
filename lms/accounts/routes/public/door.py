"""The blueprint of the doors that anyone may pass, and the way in behind them."""

from flask import Blueprint, redirect, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import actions
from lms.accounts.routes import browser
from lms.core.principals import Principal
from lms.web import guard

bp = Blueprint("accounts_public", __name__)
PENDING = "second_step"
"""Under which name the cookie keeps the token of a sign-in that awaits its second step, and where it goes on to."""
ALWAYS = ("language",)
BROUGHT = (*ALWAYS, "check_in")
"""What a visitor brings along: the language, and the claim of a code that was scanned before signing in."""


def enter(who: Principal | actions.Awaited, *, onward: str | None) -> ResponseReturnValue:
    """Write a fresh session for a principal and go on; where a second step is awaited, go there first.

    What somebody scanned who is signed in stays theirs: one scan is not for all who sign in on this phone in turn.
    """
    guard.forget(keeps=BROUGHT if guard.find_principal() is None else ALWAYS)
    session.permanent = True
    if isinstance(who, actions.Awaited):
        session[PENDING] = {"token": who.token, "onward": browser.safe_next(onward)}
        return redirect(url_for("accounts_public.second_step"))
    guard.remember(who)
    return redirect(browser.safe_next(onward))
