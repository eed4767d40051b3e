"""How a question looks to those who answer: its controls, never its key."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lms.quizzes.rules.types import Gradable, plain
from lms.quizzes.rules.types.base import Option, masks, pieces
from lms.quizzes.rules.types.placing import choices, group_of

INLINE = {"gapselect", "dragwords", "cloze"}
CHOSEN = {"single", "truefalse", "multiple"}


@dataclass(frozen=True)
class Control:
    """One control: `name` follows the question's own; `options` are (value, HTML, words); `chosen` its values."""

    name: str
    shape: str
    label: str = ""
    options: tuple[tuple[str, str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    mode: str = ""

    @property
    def has_pictures(self) -> bool:
        """Tell whether words alone would not tell the options apart."""
        return any("<img" in html for _value, html, _words in self.options)


@dataclass(frozen=True)
class Face:
    """A question on a page: `body` is HTML, or HTML and controls in turn where they stand in the text."""

    body: tuple[str | Control, ...]
    controls: tuple[Control, ...] = ()
    tray: tuple[tuple[str, str, str], ...] = ()
    picture: Option | None = None
    places: tuple[Option, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    reusable: frozenset[str] = frozenset()


def face(question: Any, order: Sequence[str], response: Any) -> Face:
    """Return what a page shows of a question to one person, with the response filled in."""
    drawn = question.html
    if question.type in INLINE:
        controls = {control.name: control for control in _controls(question, order, response)}
        cut = pieces(drawn)
        body = [piece if number % 2 == 0 else controls[f"-{piece}"] for number, piece in enumerate(cut)]
        tray = _options(question, order) if question.type == "dragwords" else ()
        return Face(tuple(body), tray=tray, reusable=_reusable(question) if tray else frozenset())
    picture = question.settings.get("picture")
    return Face(
        (drawn,), tuple(_controls(question, order, response)), picture=picture,
        tray=_options(question, order) if picture else (),
        places=tuple(_place(one) for one in question.options) if question.type == "dragpicture" else (),
        facts={key: question.settings[key] for key in SHOWN if question.settings.get(key)},
        reusable=_reusable(question) if picture else frozenset(),
    )  # fmt: skip


def _reusable(question: Gradable) -> frozenset[str]:
    return frozenset(one["key"] for one in choices(question) if one.get("many"))


SHOWN = ("least_words", "most_words", "lines", "template", "most_files", "kinds")


def _controls(question: Gradable, order: Sequence[str], response: Any) -> list[Control]:
    if question.type in CHOSEN:
        return [_choice(question, order, response)]
    if question.type == "ordering":
        return _ordering(question, order, response)
    if question.type == "cloze":
        return [_part(part, order, (response or {}).get(part["key"])) for part in question.options]
    if question.type == "hotspot":
        return [_marker(one, (response or {}).get(one[0], "")) for one in _options(question, order)]
    if question.type in ("shortanswer", "numerical"):
        mode = "decimal" if question.type == "numerical" and not question.settings.get("units") else ""
        return [Control("", "text", chosen=(response or "",), mode=mode)]
    if question.type in ("matching", "gapselect", "dragwords", "dragpicture"):
        return [_place_control(question, place, order, response or {}) for place in question.options]
    return []


def _choice(question: Gradable, order: Sequence[str], response: Any) -> Control:
    shape = "checks" if question.type == "multiple" else "radios"
    chosen = tuple(response or ()) if question.type == "multiple" else (response or "",)
    return _masked(Control("", shape, options=_of(question.options, order), chosen=chosen), question.options)


def _masked(control: Control, options: Sequence[Option]) -> Control:
    """Call options by what does not tell the order in which they were written."""
    names = masks(options)
    return replace(
        control, options=tuple((names[key], html, words) for key, html, words in control.options),
        chosen=tuple(names.get(key, key) for key in control.chosen),
    )  # fmt: skip


def _ordering(question: Gradable, order: Sequence[str], response: Any) -> list[Control]:
    places = tuple((str(n), str(n), str(n)) for n in range(1, len(order) + 1))
    shown = response or order
    rows = {one[0]: one for one in _of(question.options, order)}
    return [
        Control(f"-{key}", "select", rows[key][1], places, (str(number),) if response else ())
        for number, key in enumerate(shown, 1)
    ]


def _part(part: Option, order: Sequence[str], response: Any) -> Control:
    key = part["key"]
    own = [one.removeprefix(f"{key}.") for one in order if one.startswith(f"{key}.")]
    options = _of(part.get("options", ()), own) if own else ()
    if part["type"] == "multiple":
        return _masked(Control(f"-{key}", "checks", key, options, tuple(response or ())), part["options"])
    if part["type"] == "single":
        shape = "select" if part.get("layout", "menu") == "menu" else "radios"
        return _masked(Control(f"-{key}", shape, key, options, (response or "",)), part["options"])
    return Control(
        f"-{key}", "text", key, chosen=(response or "",), mode="decimal" if part["type"] == "numerical" else ""
    )


def _place_control(question: Gradable, place: Option, order: Sequence[str], response: dict[str, str]) -> Control:
    own = [one["key"] for one in choices(question) if group_of(one) == group_of(place)]
    options = _of(choices(question), [key for key in order if key in own])
    return Control(
        f"-{place['key']}", "select", _html(place) or place["key"], options, (response.get(place["key"], ""),)
    )


def _marker(one: tuple[str, str, str], said: str) -> Control:
    return Control(f"-{one[0]}", "point", one[1], chosen=tuple(said.split(",")) if said else ("", ""))


def _place(place: Option) -> Option:
    return {key: place[key] for key in ("key", "shape", "coords")} | {"words": plain(_html(place)) or place["key"]}


def _options(question: Gradable, order: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    return _of(choices(question), order)


def _of(rows: Sequence[Option], order: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    known = {row["key"]: row for row in rows}
    return tuple((key, _html(known[key]), plain(_html(known[key]))) for key in order if key in known)


def _html(row: Option) -> str:
    return str(row.get("html") or row.get("text") or "")
