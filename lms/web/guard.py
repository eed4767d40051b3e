"""Who may pass a door. The only file that knows Flask-Login; `accounts` tells it how to load a principal."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import abort, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from lms.core.principals import Principal

View = TypeVar("View", bound=Callable[..., Any])
manager = LoginManager()
_doors = {"sign_in": ""}


def load_with(load: Callable[[str], Principal | None]) -> None:
    """Tell how the principal of a session is loaded from what its cookie keeps."""
    manager.user_loader(load)


def sign_in_at(endpoint: str) -> None:
    """Tell at which door people sign in."""
    _doors["sign_in"] = endpoint


def find_principal() -> Principal | None:
    """Return who is signed in, or None."""
    if not has_request_context() or not current_user.is_authenticated:
        return None
    return cast("Principal", current_user._get_current_object())


def principal() -> Principal:
    """Return who is signed in; only behind a guarded door."""
    found = find_principal()
    if found is None:
        abort(401)
    return found


def remember(who: Principal) -> None:
    """Write a principal's sign-in into the session cookie."""
    login_user(cast("Any", who))


def forget() -> None:
    """Take the sign-in out of the session cookie."""
    logout_user()


def public(view: View) -> View:
    """Mark a door that anyone may pass; tests/test_house.py lists them."""
    view.guarded = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Let only signed-in principals pass."""
    return allowed(lambda _: True)(view)


def allowed(may: Callable[[Principal], bool]) -> Callable[[View], View]:
    """Let only principals pass for whom a permission says yes; others get 403."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            who = find_principal()
            if who is None:
                return cast("ResponseReturnValue", _to_sign_in())
            if not may(who):
                abort(403)
            return cast("ResponseReturnValue", view(*args, **kwargs))

        run.guarded = "allowed"  # type: ignore[attr-defined]
        return cast("View", run)

    return wrap


@manager.unauthorized_handler
def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET" or request.headers.get("HX-Request"):
        abort(401)
    return redirect(url_for(_doors["sign_in"], next=request.full_path.rstrip("?")))
