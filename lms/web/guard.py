"""Who may pass a door. The only file that knows Flask-Login; `accounts` tells it how to load a principal."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import abort, has_request_context, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from lms.core import keys
from lms.core.principals import Principal

View = TypeVar("View", bound=Callable[..., Any])
manager = LoginManager()
_doors = {"sign_in": ""}
_devices: dict[str, Callable[[str], Principal | None]] = {}
MOST_DEVICES = 12
_OF_DEVICE = ("devices", "device")


def load_with(load: Callable[[str], Principal | None]) -> None:
    """Tell how the principal of a session is loaded from what its cookie keeps."""
    manager.user_loader(load)


def load_device_with(load: Callable[[str], Principal | None]) -> None:
    """Tell how the principal of a joined device is loaded from what its cookie keeps."""
    _devices["load"] = load


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


def held_devices() -> list[Principal]:
    """Return the devices as which this browser has joined, cut off or not, the newest first.

    They pass only `known` doors: a device is nobody's account.
    """
    kept = cookie.get("devices") or []
    found = [_devices["load"](uid) for uid in kept] if isinstance(kept, list) else []
    return [device for device in found if device is not None]


def hold_device(device: Principal) -> None:
    """Keep a joined device in the session cookie of this browser."""
    kept = [uid for uid in cookie.get("devices") or [] if uid != device.uid.hex]
    cookie.permanent = True
    cookie["devices"] = [device.uid.hex, *kept][:MOST_DEVICES]


def pseudonym_of(who: Principal) -> str:
    """Return what a device writes beside its facts to tell who made them: it names nobody, and outlives a sign-in."""
    return keys.pseudonym(str(who.id), "author of facts")


def remember(who: Principal) -> None:
    """Write a principal's sign-in into the session cookie."""
    login_user(cast("Any", who))


def forget(*, keeps: tuple[str, ...] = ()) -> None:
    """Take the sign-in and all that belongs to it out of the session cookie.

    What belongs to the device stays: which trainings it joined, and the mark by which it is known again; so does what
    `keeps` names.
    """
    logout_user()
    kept = {name: cookie[name] for name in (*_OF_DEVICE, *keeps) if name in cookie}
    cookie.clear()
    if kept:
        cookie.permanent = True
        cookie.update(kept)


def public(view: View) -> View:
    """Mark a door that anyone may pass; tests/test_house.py lists them."""
    view.guarded = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Let only signed-in principals pass."""
    return allowed(lambda _: True)(view)


def known(view: View) -> View:
    """Let signed-in people and joined devices pass; the door asks which of them."""

    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if find_principal() is None and not held_devices():
            return cast("ResponseReturnValue", _to_sign_in())
        return cast("ResponseReturnValue", view(*args, **kwargs))

    run.guarded = "known"  # type: ignore[attr-defined]
    return cast("View", run)


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
