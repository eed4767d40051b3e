"""What is typed or handed in: words, numbers, a place on a scale, essays and files."""

import re
from decimal import Decimal
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.item import Declaration, Facts, Item, conditions
from lms.quizzes.formats.qti.reading.attributes import name_of
from lms.quizzes.formats.reading import Unreadable, decimal_of
from lms.quizzes.models import QuestionType

NUMBERS = {"float", "integer"}


def essay(item: Item, interaction: Element) -> Facts:
    """Read a long text."""
    if item.declaration(interaction).cardinality not in {"single", "record"}:
        item.tell(_("several fields were joined into one essay."))
    lines = interaction.get("expectedLines", "")
    is_own = lines.isdecimal() and len(lines) < 3 and int(lines) not in {0, 15}
    settings: Facts = {"lines": int(lines)} if is_own else {}
    if interaction.get("placeholderText"):
        item.tell(_("the words shown in the empty field were left out."))
    notes = "\n\n".join(item.words(one) for one in item.body.iter("rubricBlock") if _is_for_markers(one))
    return {"type": QuestionType.ESSAY, "options": (), "settings": settings | ({"notes": notes} if notes else {})}


def upload(_item: Item, interaction: Element) -> Facts:
    """Read a question for a file."""
    most = interaction.get("maxUploads", "1")
    settings = {"most_files": int(most)} if most.isdecimal() and len(most) < 3 and 1 < int(most) <= 10 else {}
    return {"type": QuestionType.FILE, "options": (), "settings": settings}


def slider(item: Item, interaction: Element) -> Facts:
    """Read a scale as the number that it stands for."""
    item.tell(_("the scale was taken over as a number to be typed, from %(low)s to %(high)s.",
                low=interaction.get("lowerBound", ""), high=interaction.get("upperBound", "")))  # fmt: skip
    declaration = item.declaration(interaction)
    return {"type": QuestionType.NUMERICAL, "options": _numbers(item, interaction, declaration)}


def typed(item: Item, interaction: Element) -> Facts:
    """Read a field for words or a number."""
    declaration = item.declaration(interaction)
    if declaration.base_type in NUMBERS:
        return {"type": QuestionType.NUMERICAL, "options": _numbers(item, interaction, declaration)}
    rows = _accepted(item, declaration)
    if not rows:
        raise Unreadable(_("the right answer is not given."))
    if any(one.tag in {"substring", "patternMatch", "or"} for one in item.processing.iter()):
        item.tell(_("its own way of scoring was replaced by its right answer."))
    literal = [(re.sub(r"([*])", r"\\\1", text), share, feedback) for text, share, feedback in rows]
    has_case = any(declaration.is_exact.values()) if declaration.is_exact else not _ignores_case(item)
    settings = {"case": True} if has_case else {}
    return {"type": QuestionType.SHORTANSWER, "options": building.answers(literal, is_typed=True), "settings": settings}


def _accepted(item: Item, declaration: Declaration) -> list[tuple[str, float, str]]:
    best = max(declaration.mapping.values(), default=0.0)
    if best > 0:
        return [
            (key, round(value / best, 7), item.said.get(key, "")) for key, value in declaration.mapping.items() if key
        ]
    return [(value, 1.0, item.said.get(value, "")) for value in declaration.right if value]


def _numbers(item: Item, interaction: Element, declaration: Declaration) -> building.Options:
    written = _equalities(item, name_of(interaction), declaration)
    best = max((share for _aim, share, _tolerance in written), default=0.0)
    rows = [(aim, share / best, tolerance) for aim, share, tolerance in written] if best > 0 else []
    rows = rows or [(text, share, "") for text, share, _said in _accepted(item, declaration)]
    if not rows:
        raise Unreadable(_("the right answer is not given."))
    options = building.answers([(_number(aim), round(share, 7), "") for aim, share, _t in rows], is_typed=True)
    return tuple(one | ({"tolerance": t} if t else {}) for one, (_a, _s, t) in zip(options, rows, strict=True))


def _equalities(item: Item, name: str, declaration: Declaration) -> list[tuple[str, float, str]]:
    """Return (aim, score, tolerance) of each comparison with a number."""
    found = []
    for condition, score in conditions(item):
        for one in (found for found in condition.iter() if found.tag in {"equal", "equalRounded"}):
            if not any(v.get("identifier") == name for v in one.iter("variable")) or score <= 0:
                continue
            value = next(iter(one.iter("baseValue")), None)
            aims = [(value.text or "").strip()] if value is not None else list(declaration.right[:1])
            if one.tag == "equalRounded" and one.get("roundingMode") == "decimalPlaces":
                figures = one.get("figures", "0")
                places = int(figures) if figures.isdecimal() and len(figures) < 3 else 0
                found += [(aim, score, f"{Decimal(5).scaleb(-places - 1):f}") for aim in aims]
                continue
            tolerance = one.get("tolerance", "").split() if one.get("toleranceMode") in {"absolute", "relative"} else []
            width = max(tolerance, key=lambda text: float(_number(text)), default="")
            if width and one.get("toleranceMode") == "relative" and aims:
                width = f"{abs(Decimal(_number(aims[0]))) * Decimal(_number(width)) / 100:f}"
            found += [(aim, score, width if width.strip("0.") else "") for aim in aims]
    return found


def _number(text: str) -> str:
    decimal_of(text)
    return text.strip()


def _ignores_case(item: Item) -> bool:
    return any(one.tag == "stringMatch" and one.get("caseSensitive") == "false" for one in item.processing.iter())


def _is_for_markers(block: Element) -> bool:
    return block.get("view", "") != "candidate" and "candidate" not in block.get("view", "")
