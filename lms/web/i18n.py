"""Languages: which one a request speaks, and where its words are."""

from pathlib import Path

from flask import current_app, has_request_context, request, session
from flask_babel import Babel, get_locale

from lms.web import guard

babel = Babel()
COMPILED = Path(__file__).parent.parent / "translations" / "compiled"


def choose() -> str:
    """Return the language of this request: chosen on this device, else the person's, else the installation's."""
    offered: tuple[str, ...] = current_app.config["LANGUAGES"]
    if not has_request_context():
        return offered[0]
    who = guard.find_principal()
    for wanted in (session.get("language"), who.locale if who else None):
        if wanted in offered:
            return str(wanted)
    return offered[0] if request.args.get("lang") not in offered else str(request.args["lang"])


def language() -> str:
    """Return the code of the language spoken now, such as "id"."""
    locale = get_locale()
    return locale.language if locale else "id"


def said(text: dict[str, str] | str | None) -> str:
    """Return an adopter's label {id, en} in the language spoken now, else in any it has."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language()) or next(iter(text.values()))
