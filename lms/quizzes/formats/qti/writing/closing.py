"""What ends an item: outcomes, the body, how the response is processed, and feedback."""

from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.formats.qti.writing.scoring import number, set_score
from lms.quizzes.formats.qti.writing.target import Target


def closing(target: Target) -> None:
    """Put the parts of an item in the order that QTI asks for, after what its interaction declared."""
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
        rules = [set_score(Element("mapResponse", identifier="RESPONSE"))]
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
    branch.append(set_score(number(1.0)))
    return made


def _set_feedback(target: Target) -> Element:
    made = Element("setOutcomeValue", identifier="FEEDBACK")
    group = SubElement(made, "multiple")
    if target.declarations[0].get("baseType") == "identifier":
        SubElement(group, "variable", identifier="RESPONSE")
    SubElement(group, "baseValue", baseType="identifier").text = "GENERAL"
    return made
