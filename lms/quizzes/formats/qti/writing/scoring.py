"""How an answer is scored: a mapping, or rules that set or add to the score."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement


def mapped(declaration: Element, rows: Iterable[tuple[str, float]]) -> Element:
    """Add what each answer earns; several together earn from nothing to everything."""
    made = SubElement(declaration, "mapping", defaultValue="0")
    if declaration.get("cardinality") != "single":
        made.set("lowerBound", "0")
        made.set("upperBound", "1")
    for key, value in rows:
        SubElement(made, "mapEntry", mapKey=key, mappedValue=decimal(value))
    return made


def add_mapped(identifier: str, weight: float) -> Element:
    """Return the rule that adds what the mapping of one response gives."""
    return add_score(_weighed(Element("mapResponse", identifier=identifier), weight))


def if_placed(place: int, key: str, share: float) -> Element:
    """Return the rule that adds a share where one thing stands at its place."""
    made = Element("responseCondition")
    branch = SubElement(made, "responseIf")
    match = SubElement(branch, "match")
    SubElement(SubElement(match, "index", n=str(place)), "variable", identifier="RESPONSE")
    SubElement(match, "baseValue", baseType="identifier").text = key
    branch.append(add_score(number(share)))
    return made


def if_near(identifier: str, options: Sequence[Mapping[str, Any]], shares: Sequence[float], weight: float) -> Element:
    """Return the rule that scores a number by the first aim that it is near."""
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
        branch.append(set_score(number(share)) if weight == 1 else add_score(_weighed(number(share), weight)))
    return made


def _weighed(value: Element, weight: float) -> Element:
    if weight == 1:
        return value
    made = Element("product")
    made.append(value)
    made.append(number(weight))
    return made


def add_score(value: Element) -> Element:
    """Return the rule that adds to the score."""
    both = Element("sum")
    SubElement(both, "variable", identifier="SCORE")
    both.append(value)
    return set_score(both)


def set_score(value: Element) -> Element:
    """Return the rule that sets the score."""
    made = Element("setOutcomeValue", identifier="SCORE")
    made.append(value)
    return made


def number(value: float) -> Element:
    """Return a number as a rule reads it."""
    made = Element("baseValue", baseType="float")
    made.text = decimal(value)
    return made


def decimal(value: float) -> str:
    """Write a number without an exponent or needless zeros."""
    return f"{value:.7f}".rstrip("0").rstrip(".") or "0"
