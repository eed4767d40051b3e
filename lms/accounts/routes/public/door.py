"""The blueprint of the doors that anyone may pass, and the way in behind them."""

from flask import Blueprint, redirect, session
from flask.typing import ResponseReturnValue

from lms.accounts.routes import browser
from lms.core.principals import Principal
from lms.web import guard

bp = Blueprint("accounts_public", __name__)


def enter(who: Principal, *, onward: str | None) -> ResponseReturnValue:
    """Write a fresh session for a principal and go on."""
    language = session.get("language")
    guard.forget()
    session.permanent = True
    if language:
        session["language"] = language
    guard.remember(who)
    return redirect(browser.safe_next(onward))
