"""Reading Moodle XML: the document, and what every question has; `kinds` reads what is a type's own."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import markup, original
from lms.quizzes.formats.gift.reader import path_of
from lms.quizzes.formats.moodle import calculated, cloze
from lms.quizzes.formats.moodle.element import ORIGINAL, Source, content, mark_of, number, said
from lms.quizzes.formats.moodle.kinds import KINDS
from lms.quizzes.formats.reading import Found, Path, Reading, Skipped, Unreadable, at_place, gathered
from lms.quizzes.formats.safety import child, children, local
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAME, EMBEDDED = "moodle-xml", "moodle-cloze"
PENALTY = 0.3333333
COMBINED = {
    "correctfeedback": "right_feedback", "partiallycorrectfeedback": "partly_feedback",
    "incorrectfeedback": "wrong_feedback",
}  # fmt: skip
UNPENALISED = {QuestionType.ESSAY, QuestionType.FILE, QuestionType.DESCRIPTION, QuestionType.TRUEFALSE}


def is_moodle(root: Element) -> bool:
    """Tell whether a document is one of Moodle's: a quiz, or a question alone."""
    return local(root) == "quiz" or (local(root) == "question" and root.get("type") is not None)


def read(root: Element) -> Reading:
    """Return the questions of a Moodle XML document."""
    return gathered(NAME, _questions(root), asides=list(_asides(root)))


def read_embedded(text: str) -> Reading:
    """Return the question that a text with embedded answers is: all of the text is one."""
    where = at_place(1)
    try:
        markdown, parts, _points = cloze.read(text.strip(), markup.from_plain)
    except Unreadable as error:
        return gathered(EMBEDDED, [Skipped(where, str(error))])
    question = QuestionText(type=QuestionType.CLOZE, text=markdown, options=parts)
    return gathered(EMBEDDED, [Found(where=where, question=question)])


def _asides(root: Element) -> Iterator[Skipped]:
    """Name what categories say of themselves: here they have names alone."""
    for element in children(root, "question"):
        if element.get("type") == "category" and said(child(element, "info")):
            where = _("category “%(name)s”", name="/".join(path_of(said(child(element, "category"))))[:100])
            yield Skipped(str(where), _("the description of a category is not kept."))


def _questions(root: Element) -> Iterator[Found | Skipped]:
    category: Path = ()
    place = 0
    for element in children(root, "question") if local(root) == "quiz" else [root]:
        if element.get("type") == "category":
            category = path_of(said(child(element, "category")))
            continue
        place += 1
        where = at_place(place, said(child(element, "name")))
        if own := _original(element, where, category):
            yield own
            continue
        try:
            yield _found(element, where, category)
        except Unreadable as error:
            yield Skipped(where, str(error))


def _original(element: Element, where: str, category: Path) -> Found | None:
    """Return what the bank said of a question, where it stands there and nothing beside it was changed."""
    own = child(element, ORIGINAL)
    found = original.find(content(own), mark=mark_of(element)) if own is not None else None
    if found is None:
        return None
    files = Source(element, where).files
    return Found(where=where, question=markup.question_renamed(found[0], files.names), category=category,
                 files=files.kept, skipped=tuple(files.skipped))  # fmt: skip


def _found(element: Element, where: str, category: Path) -> Found:
    kind, note = element.get("type") or "", ""
    if kind in calculated.KINDS:
        element, note = calculated.worked_out(element)
        kind = calculated.KINDS[kind]
    if kind not in KINDS:
        raise Unreadable(_("questions of the type “%(type)s” are not known here.", type=kind[:40]))
    source = Source(element, where)
    if note:
        source.tell(note)
    facts: dict[str, Any] = {"text": source.text("questiontext") + _old_picture(source)} | KINDS[kind](source)
    settings = dict(facts.pop("settings", {})) | _common(source, QuestionType(facts["type"]))
    question = QuestionText(
        key=said(child(element, "name"))[:60].strip(), feedback=source.text("generalfeedback"), tags=_tags(element),
        settings=settings, **facts,
    )  # fmt: skip
    return Found(where=where, question=question, category=category, files=source.files.kept,
                 skipped=tuple(source.files.skipped + source.skipped))  # fmt: skip


def _common(source: Source, kind: QuestionType) -> dict[str, Any]:
    """Return the settings that all types share; what Moodle gives by default is left out."""
    found: dict[str, Any] = {ours: text for theirs, ours in COMBINED.items() if (text := source.text(theirs))}
    hints = [hint for one in children(source.element, "hint") if (hint := _hint(source, one))]
    if hints:
        found["hints"] = hints
    points, penalty = number(source.element, "defaultgrade", 1.0), number(source.element, "penalty", PENALTY)
    if points != 1 and kind != QuestionType.DESCRIPTION:
        found["points"] = int(points) if points == int(points) else points
    if abs(penalty - PENALTY) > 0.005 and kind not in UNPENALISED:
        found["penalty"] = penalty
    return found


def _hint(source: Source, element: Element) -> str:
    inner = child(element, "hintcontent")
    return source.markdown(inner if inner is not None else element)


def _tags(element: Element) -> tuple[str, ...]:
    tags = [said(one) for group in children(element, "tags", "coursetags") for one in children(group, "tag")]
    number = content(child(element, "idnumber")).strip()
    return tuple(dict.fromkeys([*(tag[:60] for tag in tags if tag), *([f"id:{number}"[:60]] if number else [])]))


def _old_picture(source: Source) -> str:
    """Return the picture of a file from before Moodle 2.0, which stands beside the text."""
    name, data = (content(child(source.element, one)).strip() for one in ("image", "image_base64"))
    if not name or not data:
        return ""
    kept = source.files.add_base64(name.replace("/", "_"), data)
    return f"\n\n![]({'media/' + kept})" if kept else ""
