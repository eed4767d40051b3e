"""Error pages, in words."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from lms.core.db import db
from lms.core.errors import Missing, Refused

PAGES = {403, 404, 422, 500}


def register(app: Any) -> None:
    """Show refusals and errors as pages."""
    app.register_error_handler(Missing, _missing)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def _missing(_refusal: Missing) -> ResponseReturnValue:
    return render_template("errors/404.html"), 404


def _refused(refusal: Refused) -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"refused": str(refusal.message)}, refusal.status
    return render_template("errors/422.html", message=refusal.message, back=request.referrer), refusal.status


def _expired(_error: CSRFError) -> ResponseReturnValue:
    flash(_("This page was open for too long. Please send it again."), "warning")
    return redirect(request.full_path if request.method == "GET" else request.referrer or "/")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    page = status if status in PAGES else 404 if status in {404, 405, 410} else 403 if status in {401, 403} else 422
    message = (
        _("This file is too large.")
        if status == 413
        else _("Too many tries. Please wait a little.")
        if status == 429
        else ""
    )
    return render_template(f"errors/{page}.html", message=message, back=request.referrer), status


def _broken(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    try:
        return render_template("errors/500.html"), 500
    except SQLAlchemyError:  # what every page is given cannot be read: this one stands without it
        return current_app.jinja_env.get_template("errors/500.html").render(request=request), 500
