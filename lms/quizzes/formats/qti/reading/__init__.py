"""What an item asks, as one of our types."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats.qti.item import INLINE, Facts, Item
from lms.quizzes.formats.qti.reading import pictures
from lms.quizzes.formats.qti.reading.choices import choice, hot_words, order
from lms.quizzes.formats.qti.reading.composite import composite
from lms.quizzes.formats.qti.reading.gaps import gap_match, inline
from lms.quizzes.formats.qti.reading.pairs import associate, match
from lms.quizzes.formats.qti.reading.typed import essay, slider, upload
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.models import QuestionType

__all__ = ["facts"]

_READERS: dict[str, Callable[[Item, Element], Facts]] = {
    "choiceInteraction": choice, "hottextInteraction": hot_words, "orderInteraction": order,
    "matchInteraction": match, "associateInteraction": associate, "gapMatchInteraction": gap_match,
    "extendedTextInteraction": essay, "uploadInteraction": upload, "fileUploadInteraction": upload,
    "sliderInteraction": slider, **pictures.READERS,
}  # fmt: skip


def facts(item: Item) -> Facts:
    """Return type, text, options and settings of an item."""
    asked = item.asked
    if len(asked) < len(item.interactions):
        item.tell(_("a button for a hint was left out."))
    if not asked:
        return _words(item)
    if all(one.tag in INLINE for one in asked):
        return inline(item, asked)
    if len(asked) > 1:
        return composite(item, asked)
    read = _READERS.get(asked[0].tag)
    if read is None:
        raise Unreadable(_("the interaction “%(type)s” is not known here.", type=asked[0].tag))
    return {"text": item.markdown()} | read(item, asked[0])


def _words(item: Item) -> Facts:
    """Return what is only to be read."""
    text = item.markdown()
    if not text.strip():
        raise Unreadable(_("nothing stands in this item, and nothing is asked."))
    return {"type": QuestionType.DESCRIPTION, "text": text, "options": ()}
