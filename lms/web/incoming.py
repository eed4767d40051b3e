"""What comes in, without what no database keeps and no page can write."""

import re
from typing import Any

from flask import Flask, Request, abort, json, request
from flask.json.provider import DefaultJSONProvider
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

from lms.core.errors import TooLarge
from lms.core.names import writable

DEEPEST = 32
_UNWRITABLE = re.compile(rb"\\u(?:0000|d[89a-f])", re.IGNORECASE)


class Json(DefaultJSONProvider):
    """Flask's JSON; NUL and half letters are left out of what comes in, and nothing may lie too deep in it."""

    def loads(self, s: str | bytes, **how: Any) -> Any:
        """Read JSON; raise ValueError where it is none, or so deep that whoever walks through it would fall."""
        text = s if isinstance(s, bytes) else s.encode(errors="surrogatepass")
        try:
            found = super().loads(s, **how)
        except RecursionError as error:
            raise ValueError("This lies too deep.") from error
        is_odd = text.count(b"[") + text.count(b"{") > DEEPEST or _UNWRITABLE.search(text)
        return _plain(found, DEEPEST) if is_odd else found


class Fields(ImmutableMultiDict[str, Any]):
    """What an address asks, or a form sends: texts without NUL, and files."""

    def __init__(self, sent: Any = None) -> None:
        pairs = iter_multi_items(sent) if sent is not None else ()
        super().__init__([(writable(name), writable(one) if isinstance(one, str) else one) for name, one in pairs])


class Asked(Request):
    """A request of a reader."""

    parameter_storage_class = Fields


def read_json(largest: int) -> Any:
    """Return the JSON of a request, None where it is none; refuse what has more than `largest` bytes, unread."""
    if (request.content_length or 0) > largest:
        raise TooLarge(_("This is more than this page ever sends."))
    data = request.stream.read(largest + 1)  # what comes in chunks tells no length
    if len(data) > largest:
        raise TooLarge(_("This is more than this page ever sends."))
    try:
        return json.loads(data) if request.is_json else None
    except ValueError:
        return None


def register(app: Flask) -> None:
    """Find nothing under an address that has a NUL in it, before anything looks for it."""

    @app.before_request
    def _require_address() -> None:
        if "\0" in request.path:
            abort(404)


def _plain(found: Any, deep: int) -> Any:
    if isinstance(found, str):
        return writable(found)
    if not isinstance(found, dict | list):
        return found
    if not deep:
        raise ValueError("This lies too deep.")
    if isinstance(found, list):
        return [_plain(one, deep - 1) for one in found]
    return {writable(key): _plain(value, deep - 1) for key, value in found.items()}
