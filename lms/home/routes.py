"""The first pages."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries as accounts
from lms.catalogue import queries as catalogue
from lms.core import clock
from lms.home import queries
from lms.monitoring import queries as monitoring
from lms.monitoring.routes.scopes import scope_of
from lms.places import queries as places
from lms.web import guard

bp = Blueprint("home", __name__)


@bp.get("/")
@guard.public
def index() -> ResponseReturnValue:
    """Show what this is, what is open, and what was reached; the setup page while nobody is there."""
    if guard.find_principal() is not None:
        return redirect(url_for(".show"))
    if not accounts.has_people():
        return redirect(url_for("accounts_public.setup"))
    programmes = places.programmes(public_only=True)
    figures = monitoring.figures(scope_of(programmes[0]), public_only=True)[:4] if programmes else []
    return render_template(
        "home/index.html",
        programmes=programmes,
        figures=figures,
        trainings=queries.open_trainings(),
        modules=catalogue.public_modules()[:6],
    )


@bp.get("/home")
@guard.signed_in
def show() -> ResponseReturnValue:
    """Answer "what do I do now?" for everything that I am."""
    principal = guard.principal()
    return render_template("home/show.html", cards=queries.cards(principal, now=clock.now()))


@bp.get("/help")
@guard.public
def help_page() -> ResponseReturnValue:
    """Show where help is: questions that people ask, and a person to call."""
    return render_template("home/help.html")
