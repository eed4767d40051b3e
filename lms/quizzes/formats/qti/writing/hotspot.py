"""Points that lie in areas of a picture."""

from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.formats.qti.writing.scoring import decimal, set_score
from lms.quizzes.formats.qti.writing.target import Target


def hotspot(target: Target) -> bool | None:
    """Write points to be set; say no where a marker belongs to some of the areas only."""
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
                   mappedValue=decimal(1 / len(markers)))  # fmt: skip
    made = SubElement(target.body, "selectPointInteraction", responseIdentifier="RESPONSE",
                      maxChoices=str(len(markers)))  # fmt: skip
    target.picture(made)
    target.scoring = [set_score(Element("mapResponsePoint", identifier="RESPONSE"))]
    return None
