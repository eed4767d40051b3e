"""Reading each of Moodle's types into ours: type, options and settings."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import building
from lms.quizzes.formats.gift.answers import GRADINGS
from lms.quizzes.formats.moodle import cloze
from lms.quizzes.formats.moodle.element import Source, content, has, is_yes, number, said, share
from lms.quizzes.formats.moodle.pictures import hotspot, onto_picture
from lms.quizzes.formats.reading import Unreadable
from lms.quizzes.formats.safety import child, children
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import key_of

Facts = dict[str, Any]
SOME = {"RANDOM", "CONTIGUOUS", "1", "2"}  # of the things to order, "selectcount" are asked
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")


def choice(source: Source) -> Facts:
    """Read a single or multiple choice."""
    rows = _answers(source)
    settings = _shuffles(source, otherwise=False)
    if is_yes(source.element, "single", otherwise=True):
        if not any(earned == 1 for _text, earned, _said in rows):
            raise Unreadable(_("no answer is fully right."))
        return {"type": QuestionType.SINGLE, "options": building.answers(rows), "settings": settings}
    return {"type": QuestionType.MULTIPLE, "options": building.several(rows), "settings": settings}


def all_or_nothing(source: Source) -> Facts:
    """Read a choice of several that earns everything or nothing."""
    rows = [(text, float(earned > 0), feedback) for text, earned, feedback in _answers(source)]
    options = tuple(building.option(n, *row) for n, row in enumerate(rows, 1))
    settings = {"all_or_nothing": True} | _shuffles(source, otherwise=False)
    return {"type": QuestionType.MULTIPLE, "options": options, "settings": settings}


def shared(source: Source) -> Facts:
    """Read a choice of several as the Open University has it: each right one earns its part."""
    rows = [(text, float(earned > 0), feedback) for text, earned, feedback in _answers(source)]
    right = sum(earned for _text, earned, _said in rows)
    if not right:
        raise Unreadable(_("no answer is fully right."))
    wrong = len(rows) - right
    made = [(text, earned / right if earned else -1 / wrong, feedback) for text, earned, feedback in rows]
    source.tell(
        _("its own way of scoring was replaced: each right answer earns its part, each wrong one takes its part.")
    )
    settings = _shuffles(source, otherwise=False)
    return {"type": QuestionType.MULTIPLE, "options": building.several(made), "settings": settings}


def true_false(source: Source) -> Facts:
    """Read a statement; in old files the first answer is "true", whatever it is called."""
    found: dict[bool, tuple[float, str]] = {}
    for place, answer in enumerate(children(source.element, "answer")):
        word = said(answer)
        is_true = word == "true" if word in {"true", "false"} else place == 0
        found[is_true] = share(answer), _feedback(source, answer)
    if not found:
        raise Unreadable(_("there are too few answers."))
    is_right = found[True][0] == 1 if True in found else found[False][0] != 1
    empty = (0.0, "")
    options = building.true_false(
        is_right, if_true=found.get(True, empty)[1], if_false=found.get(False, empty)[1]
    )  # fmt: skip
    return {"type": QuestionType.TRUEFALSE, "options": options}


def short_answer(source: Source) -> Facts:
    """Read typed words."""
    rows = [(said(one), share(one), _feedback(source, one)) for one in children(source.element, "answer")]
    settings = {"case": True} if is_yes(source.element, "usecase", otherwise=False) else {}
    return {"type": QuestionType.SHORTANSWER, "options": building.answers(rows, is_typed=True), "settings": settings}


def numerical(source: Source) -> Facts:
    """Read a number with its tolerance and units."""
    rows, tolerances = [], []
    for one in children(source.element, "answer"):
        rows.append((_aim(one), share(one), _feedback(source, one)))
        tolerance = _decimal(content(child(one, "tolerance")))
        tolerances.append("" if tolerance.strip("0.") == "" else tolerance)
    options = building.answers(rows, is_typed=True)
    return {
        "type": QuestionType.NUMERICAL, "settings": _units(source),
        "options": tuple(o | ({"tolerance": t} if t else {}) for o, t in zip(options, tolerances, strict=True)),
    }  # fmt: skip


def matching(source: Source) -> Facts:
    """Read pairs; an answer without its question is one more to choose from."""
    rows = [(source.markdown(one), _plain_answer(source, one)) for one in children(source.element, "subquestion")]
    options, settings = building.pairs(rows)
    settings |= _shuffles(source, otherwise=True)
    return {"type": QuestionType.MATCHING, "options": options, "settings": settings}


def ordering(source: Source) -> Facts:
    """Read things in order: the share of each is its place."""
    answers = children(source.element, "answer")
    grading = GRADINGS.get(_grading(source), "place")
    settings = {} if grading == "place" else {"grading": grading}
    if any(_feedback(source, one) for one in answers):
        source.tell(_("the feedback of single things in an order is not known here."))
    if content(child(source.element, "selecttype")).strip() in SOME and 0 < _whole(source, "selectcount") < len(
        answers
    ):
        source.tell(_("only some of the things are asked there, chosen anew each time: all are asked here."))
    things = sorted(answers, key=share) if any(share(one) for one in answers) else answers
    options = building.ordered([source.markdown(one) for one in things])
    return {"type": QuestionType.ORDERING, "options": options, "settings": settings}


def embedded(source: Source) -> Facts:
    """Read a text with embedded answers."""
    element = child(source.element, "questiontext")
    kind = (element.get("format", "html") if element is not None else "html").strip()
    text, parts, _points = cloze.read(said(element), lambda piece: source.into(piece, kind))
    return {"type": QuestionType.CLOZE, "text": text, "options": parts}


def gap_select(source: Source) -> Facts:
    """Read a text whose gaps have lists."""
    rows = [(source.markdown(one), content(child(one, "group")).strip() or "1", False)
            for one in children(source.element, "selectoption")]  # fmt: skip
    return _gaps(source, QuestionType.GAPSELECT, rows)


def drag_words(source: Source) -> Facts:
    """Read words to be put into a text."""
    rows = [(source.markdown(one), content(child(one, "group")).strip() or "1", has(one, "infinite"))
            for one in children(source.element, "dragbox")]  # fmt: skip
    return _gaps(source, QuestionType.DRAGWORDS, rows)


def essay(source: Source) -> Facts:
    """Read an essay, or files where only files are asked for."""
    attachments, shape = _whole(source, "attachments"), content(child(source.element, "responseformat")).strip()
    notes = source.text("graderinfo")
    common = {"notes": notes} if notes else {}
    if shape == "noinline":
        most = 10 if attachments < 0 else max(1, min(attachments, 10))
        return {
            "type": QuestionType.FILE,
            "options": (),
            "settings": common | ({"most_files": most} if most > 1 else {}),
        }
    if attachments:
        source.tell(_("files beside an essay are not asked for here; the essay itself was taken over."))
    words = {"least_words": _whole(source, "minwordlimit"), "most_words": _whole(source, "maxwordlimit")}
    lines = _whole(source, "responsefieldlines", 15)
    settings = common | building.kept(words | {"template": source.text("responsetemplate")})
    return {"type": QuestionType.ESSAY, "options": (), "settings": settings | ({} if lines == 15 else {"lines": lines})}


def description(_source: Source) -> Facts:
    """Read words that ask nothing."""
    return {"type": QuestionType.DESCRIPTION, "options": ()}


def _whole(source: Source, name: str, otherwise: int = 0) -> int:
    return int(number(source.element, name, otherwise))


def _answers(source: Source) -> list[tuple[str, float, str]]:
    found = children(source.element, "answer")
    if not found:
        raise Unreadable(_("there are too few answers."))
    return [(source.markdown(one), share(one), _feedback(source, one)) for one in found]


def _feedback(source: Source, answer: Element) -> str:
    found = child(answer, "feedback")
    return source.markdown(found) if found is not None else ""


def _shuffles(source: Source, *, otherwise: bool) -> Facts:
    return {} if is_yes(source.element, "shuffleanswers", otherwise) else {"keeps_order": True}


def _aim(answer: Element) -> str:
    own = child(answer, "text")
    text = said(answer) if own is not None else (answer.text or "").strip()
    return "*" if text in {"", "*"} else _decimal(text)


def _decimal(text: str) -> str:
    return text.strip().replace(",", ".")


def _units(source: Source) -> Facts:
    units = [
        {"text": said(child(one, "unit_name")), "factor": _factor(content(child(one, "multiplier")))}
        for group in children(source.element, "units") for one in children(group, "unit")
    ]  # fmt: skip
    units = [one for one in units if one["text"]]
    if not units:
        return {}
    grading = int(number(source.element, "unitgradingtype", 0))
    rule: Facts = {"unit": "required"} if grading else {}
    penalty = number(source.element, "unitpenalty", 0.1)
    return {"units": units} | rule | ({"unit_penalty": penalty} if grading else {})


def _factor(multiplier: str) -> str:
    """Return what a number in a unit is worth in the first one: Moodle's multiplier is its inverse."""
    try:
        value = float(multiplier.strip() or 1)
    except ValueError:
        return "1"
    return f"{1 / value:.12g}" if value else "1"


def _plain_answer(source: Source, element: Element) -> str:
    answer = child(element, "answer")
    return source.into(said(answer), answer.get("format", "plain_text")) if answer is not None else ""


def _grading(source: Source) -> str:
    word = content(child(source.element, "gradingtype")).strip()
    numbers = {"-1": "ALL_OR_NOTHING", "0": "ABSOLUTE_POSITION", "1": "RELATIVE_NEXT_EXCLUDE_LAST",
               "2": "RELATIVE_NEXT_INCLUDE_LAST", "3": "RELATIVE_ONE_PREVIOUS_AND_NEXT",
               "4": "RELATIVE_ALL_PREVIOUS_AND_NEXT", "5": "LONGEST_ORDERED_SUBSET", "6": "LONGEST_CONTIGUOUS_SUBSET",
               "7": "RELATIVE_TO_CORRECT"}  # fmt: skip
    return numbers.get(word, word)


def _gaps(source: Source, kind: QuestionType, rows: list[tuple[str, str, bool]]) -> Facts:
    """Return gaps numbered in the order of the text; Moodle's [[3]] names the third choice."""
    text, keys = source.text("questiontext"), list[str]()
    for words, _group, _many in rows:
        keys.append(key_of(words, set(keys)))
    wanted = [int(one) for one in _GAP.findall(text.replace("\\[", "[").replace("\\]", "]"))]
    if not wanted or any(not 1 <= one <= len(rows) for one in wanted):
        raise Unreadable(_("the gaps of the text and the choices do not fit."))
    places = tuple(
        {"key": str(n), "right": [keys[one - 1]], "group": rows[one - 1][1]} for n, one in enumerate(wanted, 1)
    )
    choices = [
        {"key": key, "text": words, "group": group} | ({"many": True} if many else {})
        for key, (words, group, many) in zip(keys, rows, strict=True)
    ]
    counter = iter(range(1, len(wanted) + 1))
    text = re.sub(r"\\?\[\\?\[\d{1,3}\\?\]\\?\]", lambda _found: f"[[{next(counter)}]]", text)
    return {"type": kind, "text": text, "options": places,
            "settings": {"choices": choices} | _shuffles(source, otherwise=True)}  # fmt: skip


KINDS: dict[str, Callable[[Source], Facts]] = {
    "multichoice": choice, "multichoiceset": all_or_nothing, "oumultiresponse": shared, "truefalse": true_false,
    "shortanswer": short_answer, "numerical": numerical, "matching": matching, "match": matching, "ddmatch": matching,
    "ordering": ordering, "cloze": embedded, "multianswer": embedded, "gapselect": gap_select, "ddwtos": drag_words,
    "ddimageortext": onto_picture, "ddmarker": hotspot, "essay": essay, "description": description,
}  # fmt: skip
