"""Reading what an item asks about a picture."""

import io
import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _
from PIL import Image

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.item import Facts, Item
from lms.quizzes.formats.qti.reading.attributes import grouped, many
from lms.quizzes.formats.qti.reading.pairs import fitting, pairs_of, tell_uneven
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import children
from lms.quizzes.models import QuestionType


def hotspot(item: Item, interaction: Element) -> Facts:
    """Read spots of a picture that are to be chosen."""
    declaration = item.declaration(interaction)
    spots = {one.get("identifier", ""): one for one in children(interaction, "hotspotChoice")}
    right = [key for key in declaration.right if key in spots]
    right = right or [key for key, value in declaration.mapping.items() if value > 0 and key in spots]
    if not right:
        raise Unreadable(_("the right answer is not given."))
    areas = [_area(spots[key].get("shape", ""), spots[key].get("coords", ""), item, interaction) for key in right]
    return _marked(item, interaction, areas)


def point(item: Item, interaction: Element) -> Facts:
    """Read points of a picture that lie in areas."""
    declaration = item.declaration(interaction)
    areas = [_area(shape, coords, item, interaction) for shape, coords, value in declaration.areas if value > 0]
    if not areas:
        raise Unreadable(_("the area of the right answer is not given."))
    return _marked(item, interaction, areas)


def onto_picture(item: Item, interaction: Element) -> Facts:
    """Read words or pictures that belong onto places of a picture."""
    things = {one.get("identifier", ""): one for one in interaction if one.tag in {"gapImg", "gapText"}}
    texts = {key: _thing(item, one) for key, one in things.items()}
    keys = dict(zip(texts, building.keys_of(texts.values()), strict=True))
    tell_uneven(item, item.declaration(interaction))
    right = fitting(pairs_of(item.declaration(interaction), is_mapped=True))
    places: list[dict[str, Any]] = []
    for spot in children(interaction, "associableHotspot"):
        fits = [keys[key] for key in right.get(spot.get("identifier", ""), []) if key in keys]
        if not fits:
            item.tell(_("a place to which nothing belongs was left out."))
            continue
        shape, coords = _area(spot.get("shape", ""), spot.get("coords", ""), item, interaction)
        places.append(
            {"key": str(len(places) + 1), "shape": shape, "coords": coords, "right": fits} | grouped(spot)
        )  # fmt: skip
    choices = [{"key": keys[key], "text": texts[key]} | grouped(one) | many(one) for key, one in things.items()]
    return {"type": QuestionType.DRAGPICTURE, "options": tuple(places),
            "settings": {"picture": _picture(item, interaction), "choices": choices}}  # fmt: skip


def order(item: Item, interaction: Element) -> Facts:
    """Read spots of a picture in their order as numbers that are put onto them."""
    declaration = item.declaration(interaction)
    spots = {one.get("identifier", ""): one for one in children(interaction, "hotspotChoice")}
    if not declaration.right or any(key not in spots for key in declaration.right):
        raise Unreadable(_("the right answer is not given."))
    item.tell(_("the order of the spots was taken over as numbers to be put onto them."))
    numbers = [str(n) for n in range(1, len(declaration.right) + 1)]
    keys = building.choice_keys(numbers)
    places: list[dict[str, Any]] = []
    for number, key in zip(numbers, declaration.right, strict=True):
        shape, coords = _area(spots[key].get("shape", ""), spots[key].get("coords", ""), item, interaction)
        places.append({"key": number, "shape": shape, "coords": coords, "right": [keys[number]]})
    settings = {"picture": _picture(item, interaction), "all_or_nothing": True,
                "choices": [{"key": key, "text": text} for text, key in keys.items()]}  # fmt: skip
    return {"type": QuestionType.DRAGPICTURE, "options": tuple(places), "settings": settings}


def _marked(item: Item, interaction: Element, areas: list[tuple[str, list[int]]]) -> Facts:
    """Return areas with one marker each; with one alone any of them is right."""
    most = interaction.get("maxChoices", "1")
    count = 1 if most == "1" else len(areas)
    markers = [_("Here") if count == 1 else str(n) for n in range(1, count + 1)]
    keys = building.choice_keys([str(one) for one in markers])
    options = tuple(
        {"key": str(n), "shape": shape, "coords": coords, "right": list(keys.values())}
        for n, (shape, coords) in enumerate(areas, 1)
    )
    settings = {"picture": _picture(item, interaction), "choices": [{"key": k, "text": t} for t, k in keys.items()]}
    return {"type": QuestionType.HOTSPOT, "options": options, "settings": settings}


def _picture(item: Item, interaction: Element) -> Facts:
    element = next((one for one in interaction if one.tag in {"object", "img", "picture"}), None)
    stage = next(iter(item.body.iter("positionObjectStage")), None)
    if interaction.tag == "positionObjectInteraction" and stage is not None:
        element = next((one for one in stage if one.tag in {"object", "img"}), None)
    if element is not None and element.tag == "picture":
        element = next(iter(element.iter("img")), None)
    source = (element.get("data") or element.get("src") or "") if element is not None else ""
    place = item.files.address(source) if source else None
    if element is None or place is None:
        raise Unreadable(_("the picture is missing."))
    name = place.removeprefix("media/")
    with Image.open(io.BytesIO(item.files.kept[name])) as picture:
        width, height = picture.width, picture.height
    words = element.get("alt") or " ".join("".join(element.itertext()).split())
    return {"name": name, "alt": words, "width": width, "height": height}


def _thing(item: Item, element: Element) -> str:
    """Return the words or the picture of something that is dragged."""
    label = element.get("objectLabel", "")
    text = item.words(element)
    return f"![{label}]" + text[text.index("](") + 1 :] if label and text.startswith("![](") else text or label


def _area(shape: str, coords: str, item: Item, interaction: Element) -> tuple[str, list[int]]:
    numbers = [round(float(one)) for one in re.findall(r"-?\d+(?:\.\d+)?", coords)]
    if shape == "circle" and len(numbers) == 3:
        return "circle", numbers
    if shape == "rect" and len(numbers) == 4:
        return "rect", numbers
    if shape == "ellipse" and len(numbers) == 4:
        x, y, wide, high = numbers
        return "poly", [x - wide, y, x, y - high, x + wide, y, x, y + high]
    if shape == "poly" and len(numbers) >= 6:
        numbers = numbers[:-2] if numbers[:2] == numbers[-2:] and len(numbers) > 6 else numbers
        return "poly", numbers[: len(numbers) // 2 * 2]
    if shape == "default":
        picture = _picture(item, interaction)
        return "rect", [0, 0, picture["width"], picture["height"]]
    raise Unreadable(_("“%(text)s” is no area that can be drawn.", text=f"{shape} {coords}"[:60]))


READERS: dict[str, Callable[[Item, Element], Facts]] = {
    "hotspotInteraction": hotspot, "selectPointInteraction": point, "positionObjectInteraction": point,
    "graphicGapMatchInteraction": onto_picture, "graphicOrderInteraction": order,
}  # fmt: skip
