"""Choices of one or several, words of a text that are to be chosen, and things in order."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.item import Facts, Item
from lms.quizzes.formats.qti.reading.attributes import order_of
from lms.quizzes.formats.qti.reading.shares import earned, is_plain_match
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import children
from lms.quizzes.models import QuestionType


def choice(item: Item, interaction: Element) -> Facts:
    """Read a choice of one or several."""
    return chosen(item, interaction, children(interaction, "simpleChoice"))


def hot_words(item: Item, interaction: Element) -> Facts:
    """Read words of a text that are to be chosen."""
    return chosen(item, interaction, interaction.iter("hottext"))


def order(item: Item, interaction: Element) -> Facts:
    """Read things to put in order."""
    declaration = item.declaration(interaction)
    things = {one.get("identifier", ""): item.words(one) for one in children(interaction, "simpleChoice")}
    if not declaration.right or any(key not in things for key in declaration.right):
        raise Unreadable(_("the right answer is not given."))
    if len(declaration.right) < len(things):
        item.tell(_("only the things that belong into the order were taken over."))
    counts = any(one.tag == "index" for one in item.processing.iter())
    settings = {} if counts else {"grading": "exact"}
    if item.is_own and not counts and not is_plain_match(item):
        item.tell(_("its own way of scoring was replaced: the whole order counts, or nothing."))
    return {"type": QuestionType.ORDERING, "settings": settings,
            "options": building.ordered([things[key] for key in declaration.right])}  # fmt: skip


def chosen(item: Item, interaction: Element, choices: Iterable[Element]) -> Facts:
    """Read what may be chosen, with what each of it earns and says."""
    declaration = item.declaration(interaction)
    rows = [(item.words(one), one.get("identifier", ""), _feedback(item, one)) for one in choices]
    keys = [key for _text, key, _said in rows]
    if not (set(declaration.right) & set(keys) or declaration.mapping):
        raise Unreadable(_("the right answer is not given."))
    settings, is_single = order_of(interaction), declaration.cardinality == "single"
    shares = earned(item, declaration, keys, is_single=is_single)
    found = [float(key in declaration.right) for key in keys] if shares is None else shares
    made = [(text, share, feedback) for (text, _key, feedback), share in zip(rows, found, strict=True)]
    if is_single:
        return _single(made, settings, keys)
    if shares is None:
        options = tuple(building.option(n, *row) for n, row in enumerate(made, 1))
        return {"type": QuestionType.MULTIPLE, "options": options, "settings": settings | {"all_or_nothing": True}}
    return {"type": QuestionType.MULTIPLE, "options": building.several(made), "settings": settings}


def _single(rows: Sequence[tuple[str, float, str]], settings: Facts, keys: Sequence[str]) -> Facts:
    if list(keys) == ["true", "false"] and {share for _text, share, _said in rows} == {0.0, 1.0}:
        options = tuple({"key": str(n), "text": text, "correct": share == 1, "feedback": feedback}
                        for n, (text, share, feedback) in enumerate(rows, 1))  # fmt: skip
        return {"type": QuestionType.TRUEFALSE, "options": options}
    return {"type": QuestionType.SINGLE, "options": building.answers(rows), "settings": settings}


def _feedback(item: Item, element: Element) -> str:
    inline = [item.words(one) for one in element.iter("feedbackInline") if one.get("showHide", "show") == "show"]
    for one in element.iter("feedbackInline"):
        item.said.pop(one.get("identifier", ""), None)
    return " ".join(
        [*inline, *([item.said.pop(key)] if (key := element.get("identifier", "")) in item.said else [])]
    ).strip()
