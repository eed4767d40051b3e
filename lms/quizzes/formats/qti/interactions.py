"""Reading what an item asks into one of our types."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.qti import graphics
from lms.quizzes.formats.qti.item import INLINE, Declaration, Item, conditions
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import child, children
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import key_of

Facts = dict[str, Any]
Said = dict[str, str]
_MARKS = re.compile("\ue010(\\d+)\ue011")
_LAST = re.compile("^(?P<text>.*?)\\s*\ue0101\ue011\\s*$", re.DOTALL)
NUMBERS = {"float", "integer"}


def facts(item: Item) -> Facts:
    """Return type, text, options and settings of an item."""
    asked = [one for one in item.interactions if one.tag != "endAttemptInteraction"]
    if len(asked) < len(item.interactions):
        item.tell(_("a button for a hint was left out."))
    if not asked:
        return {"type": QuestionType.DESCRIPTION, "text": item.markdown(), "options": ()}
    if all(one.tag in INLINE for one in asked):
        return _inline(item, asked)
    if len(asked) > 1:
        raise Unreadable(_("several things are asked in one item."))
    read = _READERS.get(asked[0].tag) or graphics.READERS.get(asked[0].tag)
    if read is None:
        raise Unreadable(_("the interaction “%(type)s” is not known here.", type=asked[0].tag))
    return {"text": item.markdown()} | read(item, asked[0])


def choice(item: Item, interaction: Element) -> Facts:
    """Read a choice of one or several."""
    declaration = item.declaration(interaction)
    choices = children(interaction, "simpleChoice")
    rows = [(item.words(one), key, _feedback(item, one)) for one in choices for key in [one.get("identifier", "")]]
    return _chosen(item, interaction, declaration, rows)


def hot_words(item: Item, interaction: Element) -> Facts:
    """Read words of a text that are to be chosen."""
    rows = [(item.words(one), one.get("identifier", ""), _feedback(item, one))
            for one in interaction.iter("hottext")]  # fmt: skip
    return _chosen(item, interaction, item.declaration(interaction), rows)


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
    if item.is_own and not counts and not _is_plain_match(item):
        item.tell(_("its own way of scoring was replaced: the whole order counts, or nothing."))
    return {"type": QuestionType.ORDERING, "settings": settings,
            "options": building.ordered([things[key] for key in declaration.right])}  # fmt: skip


def match(item: Item, interaction: Element) -> Facts:
    """Read statements and what belongs to each."""
    sets = children(interaction, "simpleMatchSet")
    if len(sets) != 2:
        raise Unreadable(_("a matching needs two sets."))
    left, right = ({one.get("identifier", ""): item.words(one) for one in children(group, "simpleAssociableChoice")}
                   for group in sets)  # fmt: skip
    return _paired(item, item.declaration(interaction), left, right)


def associate(item: Item, interaction: Element) -> Facts:
    """Read pairs without a direction as a matching from the first of each pair."""
    declaration = item.declaration(interaction)
    words = {one.get("identifier", ""): item.words(one) for one in children(interaction, "simpleAssociableChoice")}
    pairs = [pair.split() for pair in declaration.right if len(pair.split()) == 2]
    firsts = [pair[0] for pair in pairs]
    if len(set(firsts)) < len(firsts) or set(firsts) & {pair[1] for pair in pairs}:
        raise Unreadable(_("pairs that overlap are not known here."))
    item.tell(_("pairs were taken over as a matching: the first of each pair stands fixed."))
    left = {key: words[key] for key in firsts if key in words}
    right = {key: text for key, text in words.items() if key not in left}
    return _paired(item, declaration, left, right)


def gap_match(item: Item, interaction: Element) -> Facts:
    """Read words to be put into a text."""
    declaration = item.declaration(interaction)
    gaps = list(interaction.iter("gap"))
    words = {one.get("identifier", ""): one for one in interaction.iter() if one.tag in {"gapText", "gapImg"}}
    texts = {key: item.words(one, without=("feedbackInline",)) for key, one in words.items()}
    keys = dict(zip(texts, _keys(list(texts.values())), strict=True))
    right = _targets(declaration, item)
    places: list[dict[str, Any]] = []
    for number, gap in enumerate(gaps, 1):
        fits = [keys[key] for key in right.get(gap.get("identifier", ""), []) if key in keys]
        if not fits:
            raise Unreadable(_("a gap without a right choice is not known here."))
        places.append({"key": str(number), "right": fits} | graphics.grouped(gap))
    choices = [
        {"key": keys[key], "text": texts[key]} | graphics.grouped(one) | graphics.many(one)
        for key, one in words.items()
    ]
    text = _MARKS.sub(r"[[\1]]", item.markdown(leave=gaps))
    return {"type": QuestionType.DRAGWORDS, "text": text, "options": tuple(places),
            "settings": {"choices": choices} | _order(interaction)}  # fmt: skip


def essay(item: Item, interaction: Element) -> Facts:
    """Read a long text."""
    if item.declaration(interaction).cardinality not in {"single", "record"}:
        item.tell(_("several fields were joined into one essay."))
    lines = interaction.get("expectedLines", "")
    settings: Facts = {"lines": int(lines)} if lines.isdecimal() and 0 < int(lines) < 100 and lines != "15" else {}
    if interaction.get("placeholderText"):
        item.tell(_("the words shown in the empty field were left out."))
    notes = "\n\n".join(item.words(one) for one in item.body.iter("rubricBlock") if _is_for_markers(one))
    return {"type": QuestionType.ESSAY, "options": (), "settings": settings | ({"notes": notes} if notes else {})}


def upload(_item: Item, interaction: Element) -> Facts:
    """Read a question for a file."""
    most = interaction.get("maxUploads", "1")
    settings = {"most_files": int(most)} if most.isdecimal() and 1 < int(most) <= 10 else {}
    return {"type": QuestionType.FILE, "options": (), "settings": settings}


def slider(item: Item, interaction: Element) -> Facts:
    """Read a scale as the number that it stands for."""
    item.tell(_("the scale was taken over as a number to be typed, from %(low)s to %(high)s.",
                low=interaction.get("lowerBound", ""), high=interaction.get("upperBound", "")))  # fmt: skip
    declaration = item.declaration(interaction)
    return {"type": QuestionType.NUMERICAL, "options": _numbers(item, interaction, declaration)}


def _chosen(
    item: Item, interaction: Element, declaration: Declaration, rows: Sequence[tuple[str, str, str]]
) -> Facts:  # fmt: skip
    known = {key for _text, key, _said in rows}
    if not (set(declaration.right) & known or declaration.mapping):
        raise Unreadable(_("the right answer is not given."))
    settings = _order(interaction)
    is_single = declaration.cardinality == "single"
    shares = _shares(item, declaration, [key for _text, key, _said in rows], is_single=is_single)
    if shares is None:
        made = [(text, float(key in declaration.right), feedback) for text, key, feedback in rows]
        if is_single:
            return _single(made, settings, [key for _text, key, _said in rows])
        options = tuple(building.option(n, *row) for n, row in enumerate(made, 1))
        return {"type": QuestionType.MULTIPLE, "options": options, "settings": settings | {"all_or_nothing": True}}
    made = [(text, share, feedback) for (text, _key, feedback), share in zip(rows, shares, strict=True)]
    if is_single:
        return _single(made, settings, [key for _text, key, _said in rows])
    return {"type": QuestionType.MULTIPLE, "options": building.several(made), "settings": settings}


def _single(rows: Sequence[tuple[str, float, str]], settings: Facts, keys: Sequence[str]) -> Facts:
    if list(keys) == ["true", "false"] and {share for _text, share, _said in rows} == {0.0, 1.0}:
        options = tuple({"key": str(n), "text": text, "correct": share == 1, "feedback": feedback}
                        for n, (text, share, feedback) in enumerate(rows, 1))  # fmt: skip
        return {"type": QuestionType.TRUEFALSE, "options": options}
    return {"type": QuestionType.SINGLE, "options": building.answers(rows), "settings": settings}


def _shares(item: Item, declaration: Declaration, keys: Sequence[str], *, is_single: bool) -> list[float] | None:
    """Return what each choice earns, or None where only the whole right answer counts."""
    if declaration.mapping and (item.is_mapped or not declaration.right):
        values = [declaration.mapping.get(key, declaration.default) for key in keys]
        best = max(values) if is_single else sum(value for value in values if value > 0)
        best = min(best, declaration.upper) if declaration.upper and not is_single else best
        return [round(max(-1.0, min(1.0, value / best)), 7) for value in values] if best > 0 else None
    if not item.is_own or _is_plain_match(item):
        return None
    written = _written(item, keys)
    if written:
        return written
    item.tell(_("its own way of scoring was replaced by its right answer."))
    return None


def _written(item: Item, keys: Sequence[str]) -> list[float] | None:
    """Return the shares that written-out scoring gives to single choices."""
    found: dict[str, float] = {}
    for condition, score in conditions(item):
        values = [(one.text or "").strip() for one in condition.iter("baseValue")]
        if condition.tag in {"match", "member", "equal"} and len(values) == 1 and values[0] in keys:
            found.setdefault(values[0], score)
    best = max(found.values(), default=0.0)
    return [round(max(-1.0, found.get(key, 0.0) / best), 7) for key in keys] if best > 0 else None


def _is_plain_match(item: Item) -> bool:
    """Tell whether written-out scoring is no more than: the right answer earns, any other does not."""
    found = [(condition, score) for condition, score in conditions(item) if score]
    if len(found) != 1 or any(one.tag in {"sum", "product", "index"} for one in item.processing.iter()):
        return False
    condition = found[0][0]
    matches = [condition] if condition.tag == "match" else list(condition) if condition.tag == "and" else []
    return bool(matches) and all(one.tag == "match" and child(one, "correct") is not None for one in matches)


def _paired(item: Item, declaration: Declaration, left: Said, right: Said) -> Facts:
    targets: dict[str, list[str]] = {}
    for pair in _pairs(declaration, item):
        one, other = pair if pair[0] in left or pair[1] in right else (pair[1], pair[0])
        if one in left and other in right:
            targets.setdefault(one, []).append(other)
    if not targets:
        raise Unreadable(_("the right answer is not given."))
    if any(len(found) > 1 for found in targets.values()):
        left, right, targets = right, left, _turned(targets)
    if any(len(found) > 1 for found in targets.values()):
        raise Unreadable(_("a statement to which several choices belong at once is not known here."))
    if len(targets) < len(left):
        item.tell(_("statements to which nothing belongs were left out."))
    keys = dict(zip(right, _keys(list(right.values())), strict=True))
    places = tuple(
        {"key": str(n), "text": left[key], "right": [keys[one] for one in targets[key]]}
        for n, key in enumerate((key for key in left if key in targets), 1)
    )
    choices = [{"key": keys[key], "text": text} for key, text in right.items()]
    settings: Facts = {"choices": choices}
    return {"type": QuestionType.MATCHING, "options": places,
            "settings": settings | ({} if declaration.mapping else {"all_or_nothing": True})}  # fmt: skip


def _turned(targets: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, others in targets.items():
        for other in others:
            found.setdefault(other, []).append(one)
    return found


def _pairs(declaration: Declaration, item: Item) -> list[tuple[str, str]]:
    given = [pair.split() for pair in declaration.right]
    if item.is_mapped and declaration.mapping and not given:
        given = [pair.split() for pair, value in declaration.mapping.items() if value > 0]
    return [(pair[0], pair[1]) for pair in given if len(pair) == 2]


def _targets(declaration: Declaration, item: Item) -> dict[str, list[str]]:
    """Return the choices that fit each gap; a pair may be written either way round."""
    found: dict[str, list[str]] = {}
    for one, other in _pairs(declaration, item):
        found.setdefault(other, []).append(one)
        found.setdefault(one, []).append(other)
    return found


def _inline(item: Item, asked: list[Element]) -> Facts:
    """Read typed answers and lists that stand in the text; one at its end is a question by itself."""
    text = item.markdown(leave=asked)
    last = _LAST.match(text)
    is_part = _name(asked[0]).startswith("PART")  # our own export says so
    if len(asked) == 1 and last and asked[0].tag == "textEntryInteraction" and not is_part:
        return {"text": last["text"].strip()} | _typed(item, asked[0])
    if all(one.tag == "inlineChoiceInteraction" and _name(one).startswith("GAP") for one in asked):
        return _lists(item, asked, text)
    parts = tuple(_part(item, number, one) for number, one in enumerate(asked, 1))
    return {"type": QuestionType.CLOZE, "text": _MARKS.sub(r"[[\1]]", text), "options": parts}


def _part(item: Item, number: int, interaction: Element) -> Facts:
    base: Facts = {"key": str(number), "points": _points(interaction)}
    if interaction.tag == "textEntryInteraction":
        made = _typed(item, interaction)
        settings = made.pop("settings", {})
        return base | made | ({"settings": settings} if settings else {})
    rows = [(item.words(one), one.get("identifier", ""), _feedback(item, one))
            for one in children(interaction, "inlineChoice")]  # fmt: skip
    made = _chosen(item, interaction, item.declaration(interaction), rows)
    settings = {"settings": made["settings"]} if made.get("settings") else {}
    return base | {"type": "single", "options": made["options"]} | settings


def _points(interaction: Element) -> int:
    """Return what a part is worth: our own export says so in its name."""
    found = re.search(r"_W(\d{1,3})$", _name(interaction))
    return int(found[1]) if found else 1


def _name(interaction: Element) -> str:
    return interaction.get("responseIdentifier", "")


def _lists(item: Item, asked: list[Element], text: str) -> Facts:
    """Read lists of our own export as gaps: their names tell the group, those of the choices the order."""
    groups = [_name(one).partition("_G")[2] or "1" for one in asked]
    words = {
        one.get("identifier", ""): (item.words(one), group)
        for interaction, group in zip(asked, groups, strict=True)
        for one in children(interaction, "inlineChoice")
    }
    order = sorted(words, key=lambda key: (len(key), key))
    keys = dict(zip(order, _keys([words[key][0] for key in order]), strict=True))
    places = tuple(
        {"key": str(n), "right": [keys[key] for key in item.declaration(one).right if key in keys], "group": group}
        for n, (one, group) in enumerate(zip(asked, groups, strict=True), 1)
    )
    choices = [{"key": keys[key], "text": words[key][0], "group": words[key][1]} for key in order]
    return {"type": QuestionType.GAPSELECT, "text": _MARKS.sub(r"[[\1]]", text), "options": places,
            "settings": {"choices": choices} | _order(asked[0])}  # fmt: skip


def _typed(item: Item, interaction: Element) -> Facts:
    declaration = item.declaration(interaction)
    if declaration.base_type in NUMBERS:
        return {"type": QuestionType.NUMERICAL, "options": _numbers(item, interaction, declaration)}
    rows = _accepted(item, declaration)
    if not rows:
        raise Unreadable(_("the right answer is not given."))
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
    written = _equalities(item, _name(interaction), declaration)
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
        for one in condition.iter("equal"):
            if not any(v.get("identifier") == name for v in one.iter("variable")) or score <= 0:
                continue
            value = next(iter(one.iter("baseValue")), None)
            aims = [(value.text or "").strip()] if value is not None else list(declaration.right[:1])
            tolerance = one.get("tolerance", "").split() if one.get("toleranceMode") in {"absolute", "relative"} else []
            width = max(tolerance, key=lambda text: float(_number(text)), default="")
            if width and one.get("toleranceMode") == "relative" and aims:
                width = f"{abs(Decimal(_number(aims[0]))) * Decimal(_number(width)) / 100:f}"
            found += [(aim, score, width if width.strip("0.") else "") for aim in aims]
    return found


def _number(text: str) -> str:
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise Unreadable(_("“%(text)s” is not a number written with a decimal point.", text=text[:40])) from error
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise Unreadable(_("“%(text)s” is not a number written with a decimal point.", text=text[:40]))
    return text.strip()


def _ignores_case(item: Item) -> bool:
    return any(one.tag == "stringMatch" and one.get("caseSensitive") == "false" for one in item.processing.iter())


def _feedback(item: Item, element: Element) -> str:
    inline = [item.words(one) for one in element.iter("feedbackInline") if one.get("showHide", "show") == "show"]
    for one in element.iter("feedbackInline"):
        item.said.pop(one.get("identifier", ""), None)
    return " ".join(
        [*inline, *([item.said.pop(key)] if (key := element.get("identifier", "")) in item.said else [])]
    ).strip()


def _is_for_markers(block: Element) -> bool:
    return block.get("view", "") != "candidate" and "candidate" not in block.get("view", "")


def _order(interaction: Element) -> Facts:
    return {} if interaction.get("shuffle") == "true" else {"keeps_order": True}


def _keys(texts: Sequence[str]) -> list[str]:
    made: list[str] = []
    for text in texts:
        made.append(key_of(text, set(made)))
    return made


_READERS: dict[str, Callable[[Item, Element], Facts]] = {
    "choiceInteraction": choice, "hottextInteraction": hot_words, "orderInteraction": order,
    "matchInteraction": match, "associateInteraction": associate, "gapMatchInteraction": gap_match,
    "extendedTextInteraction": essay, "uploadInteraction": upload, "fileUploadInteraction": upload,
    "sliderInteraction": slider,
}  # fmt: skip
