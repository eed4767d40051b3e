"""Pages made of parts: owned low, filled from above by `lms/slots.py`."""

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

    Visitors see a part only where it `is_public`. Links of one `group` stand together below its name. A link is the
    current one on its page and the pages below its address (not where it `stands_alone`), and on those of `also`.
    """

    label: Any
    endpoint: str = ""
    icon: str = ""
    permission: Predicate = lambda _principal, _subject: True
    template: str = ""
    is_public: bool = False
    load: Callable[[Principal, Any], dict[str, Any]] | None = None
    group: Any = ""
    also: tuple[str, ...] = ()
    stands_alone: bool = False


@dataclass(frozen=True)
class Link:
    """An entry as a template draws it."""

    label: Any
    url: str
    icon: str
    current: bool
    group: Any = ""


@dataclass(frozen=True)
class Place:
    """Links that stand together: the name of their group, or of the only one."""

    label: Any
    links: list[Link]

    @property
    def url(self) -> str:
        """Where its first link leads."""
        return self.links[0].url

    @property
    def current(self) -> bool:
        """Whether one of its links is the current one."""
        return any(link.current for link in self.links)


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
        found.append(Link(entry.label, url, entry.icon, _is_current(entry, url), entry.group))
    return found


def places(slot: str, principal: Principal | None, subject: Any = None, **address: Any) -> list[Place]:
    """Return the links of a slot by their groups, in the order of their first links; one alone keeps its own name."""
    by_group: dict[str, list[Link]] = {}
    for link in links(slot, principal, subject, **address):
        by_group.setdefault(str(link.group or link.label), []).append(link)
    return [Place(name if len(held) > 1 else held[0].label, held) for name, held in by_group.items()]


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


def _is_current(entry: Entry, url: str) -> bool:
    if request.endpoint == entry.endpoint or request.endpoint in entry.also:
        return True
    return url != "/" and not entry.stands_alone and request.path.startswith(url.rstrip("/") + "/")
