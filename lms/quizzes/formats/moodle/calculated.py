"""Calculated questions: their numbers change from person to person in Moodle; here the first set of values is taken.

What is worked out is a question of Moodle's own other types: a number, or a choice.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats.moodle.element import content, number, said
from lms.quizzes.formats.moodle.formulas import evaluate, written
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import child, children

KINDS = {"calculated": "numerical", "calculatedsimple": "numerical", "calculatedmulti": "multichoice"}
RELATIVE, GEOMETRIC = 1, 3
_FORMULA = re.compile(r"\{=((?:[^{}]|\{[^{}]*\})*)\}")
Values = Mapping[str, Decimal]


def worked_out(element: Element) -> tuple[Element, str]:
    """Return a calculated question as one of another type, and in words that it had more sets of values."""
    values, count = _values(element)
    made = deepcopy(element)
    made.set("type", KINDS[element.get("type", "")])
    is_number = made.get("type") == "numerical"
    for answer in children(made, "answer"):
        _work_out_answer(answer, values, is_number=is_number)
    for text in made.iter("text"):
        text.text = _filled(text.text or "", values)
    note = _("its numbers change in the other system: the first of its %(n)s sets of values was taken.", n=count)
    return made, str(note) if count > 1 else ""


def _values(element: Element) -> tuple[dict[str, Decimal], int]:
    """Return the first value of each name, and how many there are."""
    found, counts = {}, [1]
    for group in children(element, "dataset_definitions"):
        for one in children(group, "dataset_definition"):
            items = child(one, "dataset_items")
            rows = children(items, "dataset_item") if items is not None else []
            counts.append(len(rows))
            rows.sort(key=lambda row: number(row, "number", 0))
            found[said(child(one, "name"))] = _decimal(content(child(rows[0], "value"))) if rows else None
    if missing := next((name for name, value in found.items() if value is None), None):
        raise Unreadable(_("the values of “%(name)s” are missing.", name=missing[:40]))
    return {name: value for name, value in found.items() if value is not None}, max(counts)


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    plain = Decimal(f"{float(value):.12g}") if value.is_finite() else None
    return plain if plain is None or plain == 0 or abs(plain.adjusted()) < 30 else None


def _work_out_answer(answer: Element, values: Values, *, is_number: bool) -> None:
    text = child(answer, "text")
    if text is None:
        return
    length, shape = int(number(answer, "correctanswerlength", 2)), int(number(answer, "correctanswerformat", 1))
    length = max(0, min(length, 12))
    if not is_number:
        text.text = _filled(text.text or "", values, length=length, is_significant=shape != 1)
        return
    formula = (text.text or "").strip()
    if formula == "*":
        return
    value = evaluate(formula.removeprefix("{=").removesuffix("}") if formula.startswith("{=") else formula, values)
    text.text = written(value)
    tolerance, kind = child(answer, "tolerance"), int(number(answer, "tolerancetype", RELATIVE))
    if tolerance is not None and kind in {RELATIVE, GEOMETRIC}:
        tolerance.text = written(abs(value) * number(answer, "tolerance", 0))


def _filled(text: str, values: Values, *, length: int | None = None, is_significant: bool = False) -> str:
    """Return a text with its formulas worked out and its names replaced by their values."""
    done = _FORMULA.sub(
        lambda found: written(evaluate(found[1], values), length=length, is_significant=is_significant), text
    )
    for name, value in values.items():
        done = done.replace(f"{{{name}}}", f"{value:f}")
    return done
