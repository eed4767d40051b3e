"""Whose role needs a second step and who has none: they are led to set it up, and reach nothing else before."""

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries
from lms.core.principals import Role
from lms.web import guard

FREE = {
    "accounts_learner.second_step", "accounts_learner.begin_second_step", "accounts_learner.confirm_second_step",
    "accounts_public.sign_out", "accounts_public.choose_language", "places_public.logo", "operations_public.healthz",
    "home.help_page",
}  # fmt: skip


def roles() -> tuple[Role, ...]:
    """Return the roles that need a second step here."""
    return tuple(Role(name) for name in current_app.config["SETTINGS"].second_step_roles)


def lead() -> ResponseReturnValue | None:
    """Lead whoever lacks what is needed to where it is set up; without the setting nothing is asked of the database."""
    needed = roles()
    if not needed or request.endpoint is None or request.endpoint in FREE:
        return None
    who = guard.find_principal()
    if who is None or who.person_id is None or not who.is_one_of(*needed) or queries.has_second_step(who.person_id):
        return None
    if request.method not in {"GET", "HEAD"} or request.headers.get("HX-Request"):
        abort(403)
    return redirect(url_for("accounts_learner.second_step"))
