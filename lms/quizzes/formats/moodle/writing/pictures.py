"""What is dragged onto a picture, and marked in one."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import SubElement

from lms.quizzes.formats.moodle.writing.target import Target, safe
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

SHAPES = {"rect": "rectangle", "circle": "circle", "poly": "polygon"}


def onto_picture(target: Target, question: QuestionText) -> None:
    """Write what is put onto places of a picture."""
    numbers = _picture_and_drags(target, question)
    for place, one in enumerate(question.options, 1):
        made = target.text("drop", one.get("text") or "")
        target.plain("no", place, made)
        target.plain("choice", numbers[one["right"][0]], made)
        left, top = _corner(one)
        target.plain("xleft", left, made)
        target.plain("ytop", top, made)


def hotspot(target: Target, question: QuestionText) -> None:
    """Write markers for the areas of a picture."""
    numbers = _picture_and_drags(target, question)
    place = 0
    for one in question.options:
        for key in one["right"]:
            place += 1
            made = SubElement(target.element, "drop")
            target.plain("no", place, made)
            target.plain("shape", SHAPES[one["shape"]], made)
            target.plain("coords", _coords(one), made)
            target.plain("choice", numbers[key], made)


def _picture_and_drags(target: Target, question: QuestionText) -> dict[str, int]:
    settings = question.settings
    if settings["picture"]["name"] in target.files:
        target.file(settings["picture"]["name"])
    if not settings.get("keeps_order"):
        SubElement(target.element, "shuffleanswers")
    numbers: dict[str, int] = {}
    for place, one in enumerate(settings["choices"], 1):
        numbers[one["key"]] = place
        found = re.fullmatch(r"!\[([^\]]*)\]\(media/([^)]+)\)", one["text"])
        made = SubElement(target.element, "drag")
        target.plain("no", place, made)
        SubElement(made, "text").text = safe(found[1] if found else one["text"])
        made.set("format", "markdown")
        if found and found[2] in target.files:
            target.file(found[2], made)
        if question.type == QuestionType.DRAGPICTURE:
            target.plain("draggroup", one.get("group", "1"), made)
        if one.get("many"):
            SubElement(made, "infinite")
    return numbers


def _corner(place: Mapping[str, Any]) -> tuple[int, int]:
    coords = place["coords"]
    if place["shape"] == "circle":
        return coords[0] - coords[2], coords[1] - coords[2]
    return min(coords[::2]), min(coords[1::2])


def _coords(area: Mapping[str, Any]) -> str:
    coords = area["coords"]
    if area["shape"] == "circle":
        return f"{coords[0]},{coords[1]};{coords[2]}"
    if area["shape"] == "rect":
        return f"{coords[0]},{coords[1]};{coords[2] - coords[0]},{coords[3] - coords[1]}"
    return ";".join(f"{x},{y}" for x, y in zip(coords[::2], coords[1::2], strict=True))
