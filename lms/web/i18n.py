"""Languages: which one a request speaks, and where its words are."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import current_app, has_request_context, request, session
from flask_babel import Babel, get_locale

from lms.web import guard

babel = Babel()
COMPILED = Path(__file__).parent.parent / "translations" / "compiled"
NAMES = {"id": "Bahasa Indonesia", "en": "English"}
_site: dict[str, Callable[[], Sequence[str]]] = {}


def speak_with(load: Callable[[], Sequence[str]]) -> None:
    """Tell how the languages that this installation chose are loaded, the first one first; empty before it did."""
    _site["languages"] = load


def offered() -> tuple[str, ...]:
    """Return the languages that people may choose here, the first one first."""
    known: tuple[str, ...] = current_app.config["LANGUAGES"]
    chosen = _site["languages"]() if "languages" in _site else ()
    return tuple(one for one in chosen if one in known) or known


def choose() -> str:
    """Return the language of this request: chosen on this device, else the person's, else the installation's."""
    here = offered()
    if not has_request_context():
        return here[0]
    who = guard.find_principal()
    for wanted in (session.get("language"), who.locale if who else None):
        if wanted in here:
            return str(wanted)
    return here[0] if request.args.get("lang") not in here else str(request.args["lang"])


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
