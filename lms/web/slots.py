"""Pages made of parts: owned low, filled from above by `wiring.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from werkzeug.local import LocalProxy

from lms.core.principals import Principal

Predicate = Callable[[Principal, Any], bool]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One part of a slot: a labelled link, or a template fed by `load`, for those whom `permission` lets see it.

    Visitors see a part only where it `is_public`.
    """

    label: Any
    endpoint: str = ""
    icon: str = ""
    permission: Predicate = lambda _principal, _subject: True
    template: str = ""
    is_public: bool = False
    load: Callable[[Principal, Any], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Link:
    """An entry as a template draws it."""

    label: Any
    url: str
    icon: str
    current: bool


Slots = Mapping[str, Sequence[Entry]]


def connect(app: Any, slots: Slots) -> None:
    """Give an application what fills its slots."""
    app.extensions["slots"] = dict(slots)


def links(slot: str, principal: Principal | None, subject: Any = None, **address: Any) -> list[Link]:
    """Return the links of a slot for this principal (None: a visitor); `address` are the endpoint's arguments."""
    found = []
    for entry in current_app.extensions["slots"].get(slot, ()):
        if not (entry.is_public if principal is None else entry.permission(principal, subject)):
            continue
        url = url_for(entry.endpoint, **address)
        found.append(Link(entry.label, url, entry.icon, _is_current(entry.endpoint, url)))
    return found


def later(slot: str, principal: Principal | None) -> Any:
    """Return the links of a slot, made when a page first looks at them: many pages do not."""
    made: list[list[Link]] = []

    def once() -> list[Link]:
        if not made:
            made.append(links(slot, principal))
        return made[0]

    return LocalProxy(once)


def cards(slot: str, principal: Principal, subject: Any = None) -> list[tuple[Entry, dict[str, Any]]]:
    """Return the parts of a slot with what they load, for templates to include."""
    entries = current_app.extensions["slots"].get(slot, ())
    return [(e, e.load(principal, subject) if e.load else {}) for e in entries if e.permission(principal, subject)]


def _is_current(endpoint: str, url: str) -> bool:
    return request.endpoint == endpoint or (url != "/" and request.path.startswith(url.rstrip("/") + "/"))
