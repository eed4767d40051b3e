"""What each of our types is in QTI: a declaration, an interaction, and how it is scored."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

from lms.quizzes.formats import building, markup
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.types import Question

NAMES = frozenset({
    "assessmentItem", "responseDeclaration", "correctResponse", "value", "mapping", "mapEntry", "areaMapping",
    "areaMapEntry", "outcomeDeclaration", "defaultValue", "itemBody", "choiceInteraction", "simpleChoice",
    "orderInteraction", "matchInteraction", "simpleMatchSet", "simpleAssociableChoice", "gapMatchInteraction", "gap",
    "gapText", "gapImg", "graphicGapMatchInteraction", "associableHotspot", "selectPointInteraction",
    "inlineChoiceInteraction", "inlineChoice", "textEntryInteraction", "extendedTextInteraction",
    "uploadInteraction", "rubricBlock", "contentBody", "responseProcessing", "responseCondition", "responseIf",
    "responseElseIf", "responseElse", "match", "equal", "index", "variable", "correct", "baseValue", "sum", "product",
    "mapResponse", "mapResponsePoint", "setOutcomeValue", "multiple", "modalFeedback", "prompt",
})  # fmt: skip
_GAP = re.compile(r"\[\[([a-z0-9]{1,20})\]\]")


class Target:
    """An item while it is written."""

    def __init__(self, question: QuestionText, root: Element, *, templates: str, is_three: bool) -> None:
        self.question, self.root, self.templates, self.is_three = question, root, templates, is_three
        self.feedbacks: list[tuple[str, str]] = []
        self.scoring: list[Element] = []
        self.template = ""
        self.body = Element("itemBody")
        self.declarations: list[Element] = []

    def declare(self, identifier: str, cardinality: str, base: str, right: Iterable[str] = ()) -> Element:
        """Add a response with its right values."""
        made = Element("responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base)
        values = list(right)
        if values:
            correct = SubElement(made, "correctResponse")
            for one in values:
                SubElement(correct, "value").text = one
        self.declarations.append(made)
        return made

    def blocks(self, markdown: str, into: Element) -> None:
        """Add a text as blocks of HTML."""
        _append(into, markup.to_html(markdown, lambda name: f"../media/{name}"))

    def inline(self, markdown: str, into: Element) -> None:
        """Add a short text; a single paragraph loses its mark."""
        html = markup.to_html(markdown, lambda name: f"../media/{name}")
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html.removeprefix("<p>").removesuffix("</p>")
        _append(into, html)

    def embedded(self, markdown: str, into: Element, parts: Mapping[str, Element]) -> None:
        """Add a text with elements in the place of its gaps."""
        marked = _GAP.sub(lambda found: f"\ue010{found[1]}\ue011", markdown)
        self.blocks(marked, into)
        _put(into, parts)

    def picture(self, into: Element) -> None:
        """Add the picture that the question is about."""
        facts = self.question.settings["picture"]
        size = {"width": str(facts["width"]), "height": str(facts["height"])}
        source, words = f"../media/{facts['name']}", facts.get("alt", "")
        if self.is_three:
            SubElement(into, "img", {"src": source, "alt": words, **size})
            return
        ending = facts["name"].rpartition(".")[2].lower()
        made = SubElement(
            into, "object", {"type": f"image/{'jpeg' if ending == 'jpg' else ending}", "data": source, **size}
        )
        made.text = words

    def say(self, identifier: str, markdown: str) -> None:
        """Remember what is said after an answer."""
        if markdown:
            self.feedbacks.append((identifier, markdown))


def written(target: Target) -> bool:
    """Write a question into its item; say no where QTI has nothing for it."""
    write = _WRITERS.get(QuestionType(target.question.type))
    if write is None or write(target) is False:
        return False
    _closing(target)
    return True


def _closing(target: Target) -> None:
    settings, root = target.question.settings, target.root
    target.say("GENERAL", target.question.feedback)
    for name, key in (("correct", "right_feedback"), ("partly", "partly_feedback"), ("incorrect", "wrong_feedback")):
        target.say(name, settings.get(key, ""))
    root.extend(target.declarations)
    _outcome(root, "SCORE", "single", "float")
    if settings.get("points", 1) != 1:
        SubElement(SubElement(_outcome(root, "MAXSCORE", "single", "float"), "defaultValue"), "value").text = str(
            settings["points"]
        )
    if target.feedbacks:
        _outcome(root, "FEEDBACK", "multiple", "identifier")
    root.append(target.body)
    _processing(target)
    for identifier, words in target.feedbacks:
        made = SubElement(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=identifier, showHide="show")
        target.blocks(words, SubElement(made, "contentBody") if target.is_three else made)


def _outcome(root: Element, identifier: str, cardinality: str, base: str) -> Element:
    return SubElement(root, "outcomeDeclaration", identifier=identifier, cardinality=cardinality, baseType=base)


def _processing(target: Target) -> None:
    rules = list(target.scoring)
    if not rules and target.template and not target.feedbacks:
        ending = ".xml" if target.is_three else ""
        SubElement(target.root, "responseProcessing", template=f"{target.templates}{target.template}{ending}")
        return
    if not rules and target.template == "match_correct":
        rules = [_if_right()]
    elif not rules and target.template:
        rules = [_set_score(Element("mapResponse", identifier="RESPONSE"))]
    if target.feedbacks and any(one.get("identifier") == "RESPONSE" for one in target.declarations):
        rules.append(_set_feedback(target))
    if rules:
        SubElement(target.root, "responseProcessing").extend(rules)


def _if_right() -> Element:
    made = Element("responseCondition")
    branch = SubElement(made, "responseIf")
    match = SubElement(branch, "match")
    SubElement(match, "variable", identifier="RESPONSE")
    SubElement(match, "correct", identifier="RESPONSE")
    branch.append(_set_score(_number(1.0)))
    return made


def _set_feedback(target: Target) -> Element:
    made = Element("setOutcomeValue", identifier="FEEDBACK")
    group = SubElement(made, "multiple")
    if target.declarations[0].get("baseType") == "identifier":
        SubElement(group, "variable", identifier="RESPONSE")
    SubElement(group, "baseValue", baseType="identifier").text = "GENERAL"
    return made


def _set_score(value: Element) -> Element:
    made = Element("setOutcomeValue", identifier="SCORE")
    made.append(value)
    return made


def _number(value: float, base: str = "float") -> Element:
    made = Element("baseValue", baseType=base)
    made.text = _plain(value)
    return made


def _plain(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".") or "0"


def _choice(target: Target) -> None:
    question = target.question
    target.blocks(question.text, target.body)
    is_single = question.type != QuestionType.MULTIPLE
    keys = ["true", "false"] if question.type == QuestionType.TRUEFALSE else [
        f"C{n}" for n in range(1, len(question.options) + 1)
    ]  # fmt: skip
    shares = building.shares_of(question)
    right = [key for key, share in zip(keys, shares, strict=True) if share > 0]
    right = [keys[shares.index(max(shares))]] if is_single else right
    declaration = target.declare("RESPONSE", "single" if is_single else "multiple", "identifier", right)
    if question.settings.get("all_or_nothing") or (is_single and not any("share" in one for one in question.options)):
        target.template = "match_correct"
    else:
        _map(declaration, zip(keys, shares, strict=True))
        target.template = "map_response"
    made = SubElement(target.body, "choiceInteraction", responseIdentifier="RESPONSE",
                      shuffle=_shuffles(question), maxChoices="1" if is_single else "0")  # fmt: skip
    for key, option in zip(keys, question.options, strict=True):
        target.blocks(option["text"], SubElement(made, "simpleChoice", identifier=key))
        target.say(key, option.get("feedback") or "")


def _map(
    declaration: Element, rows: Iterable[tuple[str, float]], *, lower: float | None = 0, upper: float = 1
) -> Element:
    made = SubElement(declaration, "mapping", defaultValue="0")
    if lower is not None and declaration.get("cardinality") != "single":
        made.set("lowerBound", _plain(lower))
        made.set("upperBound", _plain(upper))
    for key, value in rows:
        SubElement(made, "mapEntry", mapKey=key, mappedValue=_plain(value))
    return made


def _shuffles(question: QuestionText | Mapping[str, Any]) -> str:
    settings = question.settings if isinstance(question, QuestionText) else question
    return "false" if settings.get("keeps_order") else "true"


def _ordering(target: Target) -> None:
    question = target.question
    target.blocks(question.text, target.body)
    keys = [f"C{one['key']}" for one in question.options]
    target.declare("RESPONSE", "ordered", "identifier", keys)
    if question.settings.get("grading") == "exact":
        target.template = "match_correct"
    else:
        target.scoring = [_if_placed(n, key, 1 / len(keys)) for n, key in enumerate(keys, 1)]
    made = SubElement(target.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for key, one in sorted(zip(keys, question.options, strict=True), key=lambda row: row[0]):
        target.blocks(one["text"], SubElement(made, "simpleChoice", identifier=key))


def _if_placed(place: int, key: str, share: float) -> Element:
    made = Element("responseCondition")
    branch = SubElement(made, "responseIf")
    match = SubElement(branch, "match")
    SubElement(SubElement(match, "index", n=str(place)), "variable", identifier="RESPONSE")
    SubElement(match, "baseValue", baseType="identifier").text = key
    branch.append(_add_score(_number(share)))
    return made


def _add_score(value: Element) -> Element:
    both = Element("sum")
    SubElement(both, "variable", identifier="SCORE")
    both.append(value)
    return _set_score(both)


def _matching(target: Target) -> None:
    question = target.question
    target.blocks(question.text, target.body)
    pairs = [f"S{one['key']} C{one['right'][0]}" for one in question.options]
    declaration = target.declare("RESPONSE", "multiple", "directedPair", pairs)
    if question.settings.get("all_or_nothing"):
        target.template = "match_correct"
    else:
        _map(declaration, [(pair, 1 / len(pairs)) for pair in pairs])
        target.template = "map_response"
    made = SubElement(target.body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true",
                      maxAssociations=str(len(pairs)))  # fmt: skip
    for rows, mark, most in ((question.options, "S", "1"), (question.settings["choices"], "C", "0")):
        group = SubElement(made, "simpleMatchSet")
        for one in rows:
            choice = SubElement(group, "simpleAssociableChoice", identifier=f"{mark}{one['key']}", matchMax=most)
            target.inline(one["text"], choice)


def _typed(target: Target) -> None:
    question = target.question
    target.blocks(question.text, target.body)
    target.scoring = _entry(target, "RESPONSE", question, 1.0)
    if target.scoring and question.type == QuestionType.SHORTANSWER:
        target.scoring, target.template = [], "map_response"
    SubElement(SubElement(target.body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="30")


def _entry(target: Target, identifier: str, question: Any, weight: float) -> list[Element]:
    """Declare a typed answer and return the rules that score it."""
    shares = building.shares_of(question)
    texts = [str(one["text"]).replace("\\*", "*") for one in question.options]
    best = shares.index(max(shares))
    if question.type == QuestionType.NUMERICAL:
        target.declare(identifier, "single", "float", [texts[best]])
        return [_if_near(identifier, question.options, shares, weight)]
    declaration = target.declare(identifier, "single", "string", [texts[best]])
    mapping = _map(declaration, zip(texts, shares, strict=True), lower=None)
    for one in mapping:
        one.set("caseSensitive", "true" if question.settings.get("case") else "false")
    return [_add_score(_weighed(Element("mapResponse", identifier=identifier), weight))]


def _weighed(value: Element, weight: float) -> Element:
    if weight == 1:
        return value
    made = Element("product")
    made.append(value)
    made.append(_number(weight))
    return made


def _if_near(identifier: str, options: Sequence[Mapping[str, Any]], shares: Sequence[float], weight: float) -> Element:
    made = Element("responseCondition")
    for option, share in zip(options, shares, strict=True):
        if option["text"] == "*":
            continue
        branch = SubElement(made, "responseElseIf" if len(made) else "responseIf")
        near = SubElement(branch, "equal", toleranceMode="exact")
        if option.get("tolerance"):
            near.set("toleranceMode", "absolute")
            near.set("tolerance", f"{option['tolerance']} {option['tolerance']}")
        SubElement(near, "variable", identifier=identifier)
        SubElement(near, "baseValue", baseType="float").text = option["text"]
        branch.append(_set_score(_number(share)) if weight == 1 else _add_score(_weighed(_number(share), weight)))
    return made


def _cloze(target: Target) -> None:
    question = target.question
    points = [int(one.get("points", 1)) for one in question.options]
    parts: dict[str, Element] = {}
    for number, (one, worth) in enumerate(zip(question.options, points, strict=True), 1):
        identifier = f"PART{number}_W{worth}"
        inner = Question(one["type"], one["options"], one.get("settings") or {})
        weight = worth / (sum(points) or 1)
        if one["type"] in (QuestionType.SHORTANSWER, QuestionType.NUMERICAL):
            target.scoring += _entry(target, identifier, inner, weight)
            parts[one["key"]] = Element("textEntryInteraction", responseIdentifier=identifier, expectedLength="15")
            continue
        shares = building.shares_of(inner)
        keys = [f"C{n}" for n in range(1, len(shares) + 1)]
        declaration = target.declare(identifier, "single", "identifier", [keys[shares.index(max(shares))]])
        _map(declaration, zip(keys, shares, strict=True))
        target.scoring.append(_add_score(_weighed(Element("mapResponse", identifier=identifier), weight)))
        made = Element("inlineChoiceInteraction", responseIdentifier=identifier, shuffle=_shuffles(inner.settings))
        for key, option in zip(keys, one["options"], strict=True):
            SubElement(made, "inlineChoice", identifier=key).text = markup.to_plain(option["text"])
        parts[one["key"]] = made
    target.embedded(question.text, target.body, parts)


def _gap_select(target: Target) -> None:
    question = target.question
    choices = list(enumerate(question.settings["choices"], 1))
    parts: dict[str, Element] = {}
    for number, place in enumerate(question.options, 1):
        group = place.get("group") or "1"
        identifier = f"GAP{number}_G{group}"
        keys = {one["key"]: f"C{n}" for n, one in choices}
        declaration = target.declare(identifier, "single", "identifier", [keys[place["right"][0]]])
        _map(declaration, [(keys[key], 1.0) for key in place["right"]])
        value = Element("mapResponse", identifier=identifier)
        target.scoring.append(_add_score(_weighed(value, 1 / len(question.options))))
        made = Element("inlineChoiceInteraction", responseIdentifier=identifier, shuffle=_shuffles(question))
        for n, one in choices:
            if (one.get("group") or "1") == group:
                SubElement(made, "inlineChoice", identifier=f"C{n}").text = markup.to_plain(one["text"])
        parts[place["key"]] = made
    target.embedded(question.text, target.body, parts)


def _drag_words(target: Target) -> None:
    question = target.question
    pairs = [f"C{one['right'][0]} G{one['key']}" for one in question.options]
    declaration = target.declare("RESPONSE", "multiple", "directedPair", pairs)
    _score_pairs(target, declaration, pairs)
    made = SubElement(target.body, "gapMatchInteraction", responseIdentifier="RESPONSE", shuffle=_shuffles(question))
    for one in question.settings["choices"]:
        word = SubElement(made, "gapText", identifier=f"C{one['key']}", matchMax="0" if one.get("many") else "1",
                          matchGroup=f"M{one.get('group') or '1'}")  # fmt: skip
        target.inline(one["text"], word)
    gaps = {
        one["key"]: Element("gap", identifier=f"G{one['key']}", matchGroup=f"M{one.get('group') or '1'}")
        for one in question.options
    }
    target.embedded(question.text, made, gaps)


def _score_pairs(target: Target, declaration: Element, pairs: Sequence[str]) -> None:
    if target.question.settings.get("all_or_nothing"):
        target.template = "match_correct"
        return
    _map(declaration, [(pair, 1 / len(pairs)) for pair in pairs])
    target.template = "map_response"


def _onto_picture(target: Target) -> None:
    question = target.question
    target.blocks(question.text, target.body)
    pairs = [f"C{one['right'][0]} G{one['key']}" for one in question.options]
    _score_pairs(target, target.declare("RESPONSE", "multiple", "directedPair", pairs), pairs)
    made = SubElement(target.body, "graphicGapMatchInteraction", responseIdentifier="RESPONSE")
    target.picture(made)
    for one in question.settings["choices"]:
        most = "0" if one.get("many") else "1"
        thing = SubElement(made, "gapText", identifier=f"C{one['key']}", matchMax=most,
                           matchGroup=f"M{one.get('group') or '1'}")  # fmt: skip
        target.inline(one["text"], thing)
    for one in question.options:
        SubElement(made, "associableHotspot", identifier=f"G{one['key']}", matchMax="1", shape=one["shape"],
                   coords=",".join(map(str, one["coords"])), matchGroup=f"M{one.get('group') or '1'}")  # fmt: skip


def _hotspot(target: Target) -> bool | None:
    question = target.question
    markers = [one["key"] for one in question.settings["choices"]]
    if any(sorted(one["right"]) != sorted(markers) for one in question.options):
        return False
    target.blocks(question.text, target.body)
    is_single = len(markers) == 1
    declaration = target.declare("RESPONSE", "single" if is_single else "multiple", "point")
    areas = SubElement(declaration, "areaMapping", defaultValue="0")
    for one in question.options:
        SubElement(areas, "areaMapEntry", shape=one["shape"], coords=",".join(str(n) for n in one["coords"]),
                   mappedValue=_plain(1 / len(markers)))  # fmt: skip
    made = SubElement(target.body, "selectPointInteraction", responseIdentifier="RESPONSE",
                      maxChoices=str(len(markers)))  # fmt: skip
    target.picture(made)
    target.scoring = [_set_score(Element("mapResponsePoint", identifier="RESPONSE"))]
    return None


def _essay(target: Target) -> None:
    question = target.question
    if notes := question.settings.get("notes"):
        block = SubElement(target.body, "rubricBlock", view="scorer")
        target.blocks(notes, SubElement(block, "contentBody") if target.is_three else block)
    target.blocks(question.text, target.body)
    target.declare("RESPONSE", "single", "string")
    made = SubElement(target.body, "extendedTextInteraction", responseIdentifier="RESPONSE")
    if question.settings.get("lines"):
        made.set("expectedLines", str(question.settings["lines"]))


def _file(target: Target) -> None:
    target.blocks(target.question.text, target.body)
    target.declare("RESPONSE", "single", "file")
    SubElement(target.body, "uploadInteraction", responseIdentifier="RESPONSE")


def _description(target: Target) -> None:
    target.blocks(target.question.text, target.body)


def _append(into: Element, html: str) -> None:
    """Add well-formed HTML to an element, after what stands in it."""
    html = html.replace("<s>", "<span>").replace("</s>", "</span>")
    inner = fromstring(f"<div>{_safe(html)}</div>")  # noqa: S314 - our own writing
    for one in inner.iter():
        one.attrib.pop("style", None)
    if inner.text and len(into):
        into[-1].tail = (into[-1].tail or "") + inner.text
    elif inner.text:
        into.text = (into.text or "") + inner.text
    into.extend(list(inner))


def _put(element: Element, parts: Mapping[str, Element]) -> None:
    """Put elements in the place of the marks in the words below an element."""
    for one in list(element):
        if one not in parts.values():
            _put(one, parts)
    for child in [None, *list(element)]:
        words = (element.text if child is None else child.tail) or ""
        found = re.split("\ue010([a-z0-9]{1,20})\ue011", words)
        if len(found) == 1:
            continue
        if child is None:
            element.text, at = found[0], 0
        else:
            child.tail, at = found[0], list(element).index(child) + 1
        for key, tail in zip(found[1::2], found[2::2], strict=True):
            parts[key].tail = tail
            element.insert(at, parts[key])
            at += 1


def _safe(text: str) -> str:
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


_WRITERS: dict[QuestionType, Callable[[Target], bool | None]] = {
    QuestionType.SINGLE: _choice, QuestionType.MULTIPLE: _choice, QuestionType.TRUEFALSE: _choice,
    QuestionType.MATCHING: _matching, QuestionType.ORDERING: _ordering, QuestionType.SHORTANSWER: _typed,
    QuestionType.NUMERICAL: _typed, QuestionType.CLOZE: _cloze, QuestionType.GAPSELECT: _gap_select,
    QuestionType.DRAGWORDS: _drag_words, QuestionType.DRAGPICTURE: _onto_picture, QuestionType.HOTSPOT: _hotspot,
    QuestionType.ESSAY: _essay, QuestionType.FILE: _file, QuestionType.DESCRIPTION: _description,
}  # fmt: skip
