"""What an interaction, a choice or a place says in its attributes."""

from xml.etree.ElementTree import Element

from lms.quizzes.formats.qti.item import Facts


def name_of(interaction: Element) -> str:
    """Return the name of the response that an interaction fills."""
    return interaction.get("responseIdentifier", "")


def order_of(interaction: Element) -> Facts:
    """Return the setting that keeps choices in their order, unless they may be shuffled."""
    return {} if interaction.get("shuffle") == "true" else {"keeps_order": True}


def grouped(element: Element) -> Facts:
    """Return the group of a choice or a place."""
    group = element.get("matchGroup", "").split()
    return {"group": group[0].removeprefix("M")[:20]} if group else {}


def many(element: Element) -> Facts:
    """Tell whether a choice may be used again."""
    return {"many": True} if element.get("matchMax", "1") != "1" else {}
