"""Reading what is dragged onto a picture, and marked in one."""

import io
import re
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _
from PIL import Image

from lms.quizzes.formats.moodle.element import Source, content, has, is_yes, number
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import child, children
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import key_of

PLACE = (100, 30)  # Moodle gives a place no size of its own: it is as large as what is dropped there
LETTER = 9


def onto_picture(source: Source) -> dict[str, Any]:
    """Read words or pictures to be put onto a picture."""
    drags = {content(child(one, "no")).strip(): one for one in children(source.element, "drag")}
    choices = _choices(source, list(drags.values()), with_groups=True)
    keys = {number: one["key"] for number, one in zip(drags, choices, strict=True)}
    groups = {one["key"]: one["group"] for one in choices}
    sizes = _sizes(source, choices)
    places: list[dict[str, Any]] = []
    for drop in children(source.element, "drop"):
        key = keys.get(content(child(drop, "choice")).strip())
        if key is None:
            raise Unreadable(_("a place has no right choice."))
        left, top = int(number(drop, "xleft", 0)), int(number(drop, "ytop", 0))
        wide, high = sizes[groups[key]]
        text = source.markdown(drop)
        places.append(
            {"key": str(len(places) + 1), "shape": "rect", "coords": [left, top, left + wide, top + high],
             "right": [key], "group": groups[key]} | ({"text": text} if text else {})
        )  # fmt: skip
    settings = {"picture": _picture(source), "choices": choices} | _shuffles(source)
    return {"type": QuestionType.DRAGPICTURE, "options": tuple(places), "settings": settings}


def hotspot(source: Source) -> dict[str, Any]:
    """Read markers for the areas of a picture."""
    drags = {content(child(one, "no")).strip(): one for one in children(source.element, "drag")}
    choices = _choices(source, list(drags.values()), with_groups=False)
    keys = {number: one["key"] for number, one in zip(drags, choices, strict=True)}
    areas: list[dict[str, Any]] = []
    for drop in children(source.element, "drop"):
        key = keys.get(content(child(drop, "choice")).strip())
        if key is None:
            raise Unreadable(_("an area has no marker that belongs there."))
        shape, coords = _area(content(child(drop, "shape")).strip(), content(child(drop, "coords")).strip())
        areas.append({"key": str(len(areas) + 1), "shape": shape, "coords": coords, "right": [key]})
    settings = {"picture": _picture(source), "choices": choices} | _shuffles(source)
    return {"type": QuestionType.HOTSPOT, "options": tuple(areas), "settings": settings}


def _choices(source: Source, drags: list[Element], *, with_groups: bool) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for drag in drags:
        text, name = source.markdown(drag), source.file_of(drag)
        if name:
            text = f"![{text}](media/{name})"
        one: dict[str, Any] = {"key": key_of(text, {other["key"] for other in made}), "text": text}
        if with_groups:
            one["group"] = content(child(drag, "draggroup")).strip() or "1"
        if has(drag, "infinite"):
            one["many"] = True
        made.append(one)
    return made


def _picture(source: Source) -> dict[str, Any]:
    """Return the background: the file that stands in the question itself."""
    name = source.file_of(source.element)
    data = source.files.kept.get(name or "")
    if not name or data is None:
        raise Unreadable(_("the picture is missing."))
    width, height = size_of(data)
    return {"name": name, "alt": "", "width": width, "height": height}


def size_of(data: bytes) -> tuple[int, int]:
    """Return the width and height of a picture in pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.width, picture.height


def _sizes(source: Source, choices: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Return how large a place of each group must be for its largest choice."""
    sizes: dict[str, tuple[int, int]] = {}
    for one in choices:
        found = re.search(r"\(media/([^)]+)\)", one["text"])
        data = source.files.kept.get(found[1]) if found else None
        size = size_of(data) if data else (max(PLACE[0], LETTER * len(one["text"]) + 12), PLACE[1])
        known = sizes.get(one["group"], (0, 0))
        sizes[one["group"]] = max(known[0], size[0]), max(known[1], size[1])
    return sizes


def _area(shape: str, coords: str) -> tuple[str, list[int]]:
    numbers = [round(float(one)) for one in re.findall(r"-?\d+(?:\.\d+)?", coords)]
    if shape == "circle" and len(numbers) == 3:
        return "circle", numbers
    if shape in {"rectangle", "rect"} and len(numbers) == 4:
        left, top, wide, high = numbers
        return "rect", [left, top, left + wide, top + high]
    if shape in {"polygon", "poly"} and len(numbers) >= 6 and len(numbers) % 2 == 0:
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        kept = [one for one, other in pairwise([*corners, None]) if one != other]
        return "poly", [value for corner in kept if corner for value in corner]
    raise Unreadable(_("“%(text)s” is no area that can be drawn.", text=f"{shape} {coords}"[:60]))


def _shuffles(source: Source) -> dict[str, Any]:
    return {} if is_yes_or_there(source.element) else {"keeps_order": True}


def is_yes_or_there(element: Element) -> bool:
    """Tell whether the choices are shuffled: these types say so by an empty element."""
    found = child(element, "shuffleanswers")
    return found is not None and (not content(found).strip() or is_yes(element, "shuffleanswers", otherwise=True))
