"""Languages: which one a request speaks, and where its words are."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import current_app, has_request_context, request, session
from flask_babel import Babel, get_locale, get_translations
from markupsafe import Markup

from lms.core.wordings import Remembering
from lms.web import guard


class _Words(Babel):  # type: ignore[misc]
    """The languages of this service; its messages remember what they were made from."""

    @cached_property
    def domain_instance(self) -> Remembering:
        """Where messages come from."""
        return Remembering(domain=self.domain)


babel = _Words()
_catalogues: dict[str, "_Catalogue"] = {}
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


def decimal_mark() -> str:
    """Return what stands between a number and its fraction in the language spoken now: "," or "."."""
    locale = get_locale()
    return str(locale.number_symbols["latn"]["decimal"]) if locale else ","


def said(text: dict[str, Any] | str | None) -> str:
    """Return an adopter's label {id, en, and other facts} in the language spoken now, else in any it has."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    found = text.get(language()) or next((words for words in text.values() if isinstance(words, str)), "")
    return str(found)


class _Catalogue:
    """The words of one language, each made safe for a page once."""

    def __init__(self, translations: Any) -> None:
        self._translations = translations
        self._plain: dict[str, Markup] = {}

    def draw(self, text: str, values: dict[str, Any]) -> Markup:
        """Return a message with its values escaped; as in Jinja, "%%" is a per cent sign."""
        if values:
            return self._safe(text) % values
        found = self._plain.get(text)
        if found is None:
            found = self._plain[text] = self._safe(text) % {}
        return found

    def _safe(self, text: str) -> Markup:
        return Markup(self._translations.ugettext(text))  # noqa: S704 - written by us or our translators, never typed in


def catalogue() -> _Catalogue:
    """Return the words of the language spoken now; Flask-Babel's own look-up costs more than the translation."""
    code = language()
    found = _catalogues.get(code)
    if found is None:
        found = _catalogues[code] = _Catalogue(get_translations())
    return found


def word(text: str, /, **values: Any) -> Markup:
    """Return a message for a template, with its values escaped; a list asks for hundreds."""
    return catalogue().draw(text, values)


def register(app: Any) -> None:
    """Choose the language of each request, and let templates find their words quickly."""
    babel.init_app(app, locale_selector=choose)
    app.jinja_env.globals["_"] = word
