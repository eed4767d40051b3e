"""Flask, with addresses that are made once: a roll of 210 people asks for 210 that differ only in a uid."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, has_request_context, request

from lms.web.incoming import Asked, Json

MOST_SHAPES = 2000


class Application(Flask):
    """An application that remembers the shapes of addresses: each is whole but for its uids."""

    json_provider_class, request_class = Json, Asked

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shapes: dict[Any, str] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a door or a hook as it is: none is a coroutine, and Flask would look eleven times a request."""
        return func

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return an address; where only uids and words fill it, from its remembered shape."""
        uids, words = _parts(values)
        if not uids or words is None or not has_request_context():
            return super().url_for(endpoint, **values)
        place = request.blueprint if endpoint.startswith(".") else None
        key = (endpoint, place, request.root_path, tuple(uids), words)
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shape(endpoint, list(uids), values)
            if len(self._shapes) < MOST_SHAPES:
                self._shapes[key] = shape
        return shape.format_map(uids)

    def _shape(self, endpoint: str, names: list[str], values: dict[str, Any]) -> str:
        marks = {name: uuid4() for name in names}
        shape = super().url_for(endpoint, **{**values, **marks}).replace("{", "{{").replace("}", "}}")
        for name, mark in marks.items():
            shape = shape.replace(str(mark), f"{{{name}}}")
        return shape


def _parts(values: dict[str, Any]) -> tuple[dict[str, UUID], tuple[Any, ...] | None]:
    """Divide an address's values into uids and words; None for the words where something else stands among them."""
    uids: dict[str, UUID] = {}
    words: list[str] = []
    for name, value in values.items():
        if isinstance(value, UUID):
            uids[name] = value
        elif value is not None:
            if not isinstance(value, str) or name.startswith("_"):
                return uids, None
            words += (name, value)
    return uids, tuple(words)
