"""The first pages."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries as accounts
from lms.catalogue import queries as catalogue
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Principal
from lms.home import queries
from lms.monitoring import permissions
from lms.monitoring import queries as monitoring
from lms.monitoring.queries import Figure
from lms.places import queries as places
from lms.places.models import Programme
from lms.web import guard

bp = Blueprint("home", __name__)


@bp.get("/")
@guard.public
def index() -> ResponseReturnValue:
    """Show what this is, what is open, and what was reached; the setup page while nobody is there."""
    if guard.find_principal() is not None:
        return redirect(url_for(".show"))
    if not accounts.is_anybody_here():
        return redirect(url_for("accounts_public.setup"))
    programmes = places.programmes(public_only=True)
    figures = _figures(programmes[0]) if programmes else []
    return render_template(
        "home/index.html",
        programmes=programmes,
        figures=figures,
        trainings=queries.open_trainings(places.today()),
        modules=db.session.scalars(catalogue.public_modules().limit(6)).all(),
    )


@bp.get("/home")
@guard.signed_in
def show() -> ResponseReturnValue:
    """Answer "what do I do now?" for everything that I am."""
    principal = guard.principal()
    return render_template(
        "home/show.html", cards=queries.cards(principal, now=clock.now()), figures=_own_figures(principal)
    )


@bp.get("/help")
@guard.public
def help_page() -> ResponseReturnValue:
    """Show where help is: questions that people ask, and a person to call."""
    return render_template("home/help.html")


def _own_figures(principal: Principal) -> list[Figure]:
    """Return the first figures within reach, for those who read figures."""
    programmes = places.programmes() if permissions.may_read_figures(principal) else []
    return _figures(programmes[0], principal) if programmes else []


def _figures(programme: Programme, principal: Principal | None = None) -> list[Figure]:
    scope = replace(monitoring.whole_scope(programme, today=clock.today(programme.zone)), principal=principal)
    return monitoring.figures(scope, public_only=principal is None)[:4]
