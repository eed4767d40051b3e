"""What stands in a text: gaps for words, typed answers, and lists."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.item import Facts, Item
from lms.quizzes.formats.qti.reading.attributes import grouped, many, name_of, order_of
from lms.quizzes.formats.qti.reading.choices import chosen
from lms.quizzes.formats.qti.reading.pairs import fitting, pairs_of, tell_uneven
from lms.quizzes.formats.qti.reading.typed import typed
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import children
from lms.quizzes.models import QuestionType

_MARKS = re.compile("\ue010(\\d+)\ue011")
_LAST = re.compile("^(?P<text>.*?)\\s*\ue0101\ue011\\s*$", re.DOTALL)


def gap_match(item: Item, interaction: Element) -> Facts:
    """Read words to be put into a text."""
    declaration = item.declaration(interaction)
    tell_uneven(item, declaration)
    gaps = list(interaction.iter("gap"))
    words = {one.get("identifier", ""): one for one in interaction.iter() if one.tag in {"gapText", "gapImg"}}
    texts = {key: item.words(one, without=("feedbackInline",)) for key, one in words.items()}
    keys = dict(zip(texts, building.keys_of(texts.values()), strict=True))
    right = fitting(pairs_of(declaration, is_mapped=item.is_mapped))
    places: list[dict[str, Any]] = []
    for number, gap in enumerate(gaps, 1):
        fits = [keys[key] for key in right.get(gap.get("identifier", ""), []) if key in keys]
        if not fits:
            raise Unreadable(_("a gap without a right choice is not known here."))
        places.append({"key": str(number), "right": fits} | grouped(gap))
    choices = [{"key": keys[key], "text": texts[key]} | grouped(one) | many(one) for key, one in words.items()]
    text = _MARKS.sub(r"[[\1]]", item.markdown(leave=gaps))
    return {"type": QuestionType.DRAGWORDS, "text": text, "options": tuple(places),
            "settings": {"choices": choices} | order_of(interaction)}  # fmt: skip


def inline(item: Item, asked: list[Element]) -> Facts:
    """Read typed answers and lists that stand in the text; one at its end is a question by itself."""
    text = item.markdown(leave=asked)
    last = _LAST.match(text)
    is_part = name_of(asked[0]).startswith("PART")  # our own export says so
    is_field = len(asked) == 1 and asked[0].tag == "textEntryInteraction"
    if is_field and not is_answered(item, asked[0]):
        return _open(item, text)
    if is_field and last and not is_part:
        return {"text": last["text"].strip()} | typed(item, asked[0])
    if all(one.tag == "inlineChoiceInteraction" and name_of(one).startswith("GAP") for one in asked):
        return _lists(item, asked, text)
    parts = tuple(part(item, number, one) for number, one in enumerate(asked, 1))
    return {"type": QuestionType.CLOZE, "text": _MARKS.sub(r"[[\1]]", text), "options": parts}


def part(item: Item, number: int, interaction: Element) -> Facts:
    """Return a part of a text: typed answers and lists, and choices that stand as a list in it."""
    base: Facts = {"key": str(number), "points": _points(interaction)}
    if interaction.tag == "textEntryInteraction":
        made = typed(item, interaction)
        settings = made.pop("settings", {})
        return base | made | ({"settings": settings} if settings else {})
    is_list = interaction.tag == "inlineChoiceInteraction"
    made = chosen(item, interaction, children(interaction, "inlineChoice" if is_list else "simpleChoice"))
    kind = "multiple" if made["type"] == QuestionType.MULTIPLE else "single"
    settings = {"settings": made["settings"]} if made.get("settings") else {}
    return base | {"type": kind, "options": made["options"]} | settings | ({} if is_list else {"layout": "down"})


def is_answered(item: Item, interaction: Element) -> bool:
    """Tell whether an item says at all what is right in a field."""
    declaration = item.declaration(interaction)
    return bool(declaration.right or declaration.mapping or len(item.processing))


def _open(item: Item, text: str) -> Facts:
    """Return a field without a right answer as a short essay, which a person marks."""
    item.tell(_("no right answer is given: a person marks it."))
    return {"type": QuestionType.ESSAY, "text": _MARKS.sub("\\\\_\\\\_\\\\_", text).strip(), "options": (),
            "settings": {"lines": 1}}  # fmt: skip


def _points(interaction: Element) -> int:
    """Return what a part is worth: our own export says so in its name."""
    found = re.search(r"_W(\d{1,3})$", name_of(interaction))
    return int(found[1]) if found else 1


def _lists(item: Item, asked: list[Element], text: str) -> Facts:
    """Read lists of our own export as gaps: their names tell the group, those of the choices the order."""
    groups = [name_of(one).partition("_G")[2] or "1" for one in asked]
    words = {
        one.get("identifier", ""): (item.words(one), group)
        for interaction, group in zip(asked, groups, strict=True)
        for one in children(interaction, "inlineChoice")
    }
    order = sorted(words, key=lambda key: (len(key), key))
    keys = dict(zip(order, building.keys_of(words[key][0] for key in order), strict=True))
    places = tuple(
        {"key": str(n), "right": [keys[key] for key in item.declaration(one).right if key in keys], "group": group}
        for n, (one, group) in enumerate(zip(asked, groups, strict=True), 1)
    )
    choices = [{"key": keys[key], "text": words[key][0], "group": words[key][1]} for key in order]
    return {"type": QuestionType.GAPSELECT, "text": _MARKS.sub(r"[[\1]]", text), "options": places,
            "settings": {"choices": choices} | order_of(asked[0])}  # fmt: skip
