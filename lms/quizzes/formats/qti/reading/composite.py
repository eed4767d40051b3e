"""Several things that one item asks, as the parts of one text."""

import re
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.item import Facts, Item
from lms.quizzes.formats.qti.reading.gaps import part
from lms.quizzes.formats.qti.reading.pairs import fitting, pairs_of
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.models import QuestionType

PARTS = {"choiceInteraction", "inlineChoiceInteraction", "textEntryInteraction"}
_MARKS = re.compile("\ue010(\\d+)\ue011")


def composite(item: Item, asked: list[Element]) -> Facts:
    """Read choices, lists, fields and gaps as the parts of a text, each as it would be graded by itself."""
    names = sorted({one.tag for one in asked} - PARTS - {"gapMatchInteraction"})
    if names:
        raise Unreadable(_("several things are asked in one item, among them “%(type)s”.", type=", ".join(names)))
    places = [place for one in asked for place in _places(one)]
    parts = tuple(
        _gap(item, number, interaction, place) if place is not interaction else part(item, number, interaction)
        for number, (interaction, place) in enumerate(places, 1)
    )
    item.tell(_("several things are asked: they were taken over as the parts of one text."))
    if len(item.processing) and not item.processing.get("template"):
        item.tell(_("its own way of scoring was replaced by its right answer."))
    text = item.markdown(leave=[place for _interaction, place in places])
    return {"type": QuestionType.CLOZE, "text": _MARKS.sub(r"[[\1]]", text), "options": parts}


def _places(interaction: Element) -> list[tuple[Element, Element]]:
    """Return where the answers of an interaction stand: its gaps, or itself."""
    if interaction.tag == "gapMatchInteraction":
        return [(interaction, gap) for gap in interaction.iter("gap")]
    return [(interaction, interaction)]


def _gap(item: Item, number: int, interaction: Element, gap: Element) -> Facts:
    """Return a gap for words as a list of them."""
    declaration = item.declaration(interaction)
    words = {one.get("identifier", ""): item.words(one) for one in interaction.iter("gapText")}
    right = fitting(pairs_of(declaration, is_mapped=item.is_mapped)).get(gap.get("identifier", ""), [])
    if not set(right) & words.keys():
        raise Unreadable(_("a gap without a right choice is not known here."))
    rows = [(text, float(key in right), "") for key, text in words.items()]
    return {"key": str(number), "points": 1, "type": "single", "options": building.answers(rows)}
