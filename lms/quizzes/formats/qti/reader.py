"""Reading QTI 2.1, 2.2 and 3.0: items alone, and packages with their manifest and files."""

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.core.errors import Refused
from lms.quizzes.formats import markup, original
from lms.quizzes.formats.files import Files
from lms.quizzes.formats.qti.item import Facts, Item, feedbacks
from lms.quizzes.formats.qti.names import as_two, mark_of, original_of
from lms.quizzes.formats.qti.reading import facts
from lms.quizzes.formats.reading import Found, Reading, Skipped, Unreadable, at_place, gathered
from lms.quizzes.formats.safety import child, children, descendants, local, parse
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAME = "qti"
ITEMS = {"assessmentItem", "qti-assessment-item"}
TESTS = {"assessmentTest", "qti-assessment-test", "assessmentSection", "qti-assessment-section"}
MANIFEST = "imsmanifest.xml"
OLD = lazy_gettext(
    "This is QTI 1.2, which older systems write. Export it there as QTI 2.1 or 2.2, or from Moodle as Moodle XML."
)
GENERAL = {"GENERAL", "general", "SOLUTION", "solution", "FEEDBACK", "feedback"}
ASIDES = {
    "catalogInfo": lazy_gettext("other forms of the text, such as sign language or a glossary, were left out."),
    "companionMaterialsInfo": lazy_gettext("tools beside the question, such as a calculator, were left out."),
}  # fmt: skip
RIGHT, PARTLY, WRONG = {"correct", "CORRECT"}, {"partly", "PARTLY"}, {"incorrect", "INCORRECT", "wrong"}

Folder = Mapping[str, bytes]


def is_item(root: Element) -> bool:
    """Tell whether a document is an item."""
    return local(root) in ITEMS


def is_old(root: Element) -> bool:
    """Tell whether a document is of QTI 1."""
    return local(root) == "questestinterop"


def is_package(folder: Folder) -> bool:
    """Tell whether files are a package: they have a manifest, or items."""
    return any(posixpath.basename(name) == MANIFEST for name in folder) or any(
        b"assessmentItem" in data[:4000] or b"qti-assessment-item" in data[:4000]
        for name, data in folder.items() if name.lower().endswith(".xml")
    )  # fmt: skip


def read_item(root: Element, folder: Folder | None = None) -> Reading:
    """Return the question of an item; `folder` are the files that stand beside it."""
    return gathered(NAME, [_question(1, "", root, folder or {})])


def read_package(folder: Folder) -> Reading:
    """Return the questions of a package, in the order of its manifest."""
    roots = {name: parse(data) for name, data in folder.items() if name.lower().endswith(".xml")}
    manifest = next((name for name in roots if posixpath.basename(name) == MANIFEST), None)
    listed = _listed(roots[manifest], posixpath.dirname(manifest)) if manifest else []
    items = [name for name in dict.fromkeys([*listed, *sorted(roots)]) if name in roots and is_item(roots[name])]
    if manifest and listed:
        items = [name for name in items if name in listed] or items
    asides = [
        Skipped(name, _("tests are not taken over, only their questions.")) for name, root in roots.items()
        if local(root) in TESTS
    ]  # fmt: skip
    asides += [Skipped(name, _("the manifest names this file, but it is not there.")) for name in listed
               if name not in folder]  # fmt: skip
    if not items and any(is_old(root) for root in roots.values()):
        raise Refused(OLD)
    if not items:
        raise Refused(_("No question was found in this package."))
    return gathered(NAME, _questions(items, roots, folder), asides=asides)


def _questions(items: list[str], roots: Mapping[str, Element], folder: Folder) -> Iterator[Found | Skipped]:
    for number, name in enumerate(items, 1):
        yield _question(number, name, roots[name], folder)


def _listed(manifest: Element, base: str) -> list[str]:
    """Return the files of the items that a manifest lists."""
    found = []
    for resource in descendants(manifest, "resource"):
        if "item" in resource.get("type", "") and resource.get("href"):
            found.append(posixpath.normpath(posixpath.join(base, unquote(resource.get("href", "")))))
    return found


def _question(number: int, name: str, root: Element, folder: Folder) -> Found | Skipped:
    item_root = as_two(root)
    title = item_root.get("title") or item_root.get("identifier") or name
    where = at_place(number, title)
    if name:
        where = f"{name}: {where}"
        if own := _original(name, where, folder):
            return own
    beside = _Beside(where, folder, posixpath.dirname(name))
    try:
        return _found(item_root, where, beside)
    except Unreadable as error:
        return Skipped(where, " ".join([str(error), *(one.reason for one in beside.skipped[:1])]))


def _original(name: str, where: str, folder: Folder) -> Found | None:
    """Return what the bank said of a question, where it stands beside its item and the item is still the same."""
    found = original.find(folder.get(original_of(name), b""), mark=mark_of(folder[name]))
    if found is None:
        return None
    question, files = found[0], Files(where)
    for picture in markup.names_in(question):
        if f"media/{picture}" in folder:
            files.add(picture, folder[f"media/{picture}"])
    return Found(where=where, question=markup.question_renamed(question, files.names), category=found[1],
                 files=files.kept, skipped=tuple(files.skipped))  # fmt: skip


def _found(root: Element, where: str, files: "_Beside") -> Found:
    if children(root, "templateDeclaration") or child(root, "templateProcessing") is not None:
        raise Unreadable(_("items whose values change by chance are not known here."))
    item = Item(root, where, files)
    if root.get("adaptive") == "true" and len(item.asked) > 1:
        raise Unreadable(_("items that go on step by step are not known here."))
    item.said = feedbacks(item)
    made = facts(item)
    _tell_asides(item, made)
    settings = dict(made.pop("settings", {})) | _hints(item.said) | _combined(item.said) | _points(root)
    notes = "\n\n".join(filter(None, [_stimulus(item, root, files), _rubrics(item)]))
    question = QuestionText(
        key=(root.get("title") or root.get("identifier") or "")[:60].strip(), feedback=_general(item),
        tags=_tags(root), settings=settings, **(made | {"text": "\n\n".join(filter(None, [notes, made["text"]]))}),
    )  # fmt: skip
    return Found(where=where, question=question, files=files.kept, skipped=tuple(files.skipped + item.skipped))


def _tell_asides(item: Item, made: Facts) -> None:
    """Name what stands beside the question and is not taken over."""
    for name, reason in ASIDES.items():
        if child(item.element, name) is not None:
            item.tell(str(reason))
    others = [one for one in item.body.iter("rubricBlock") if "candidate" not in one.get("view", "candidate")]
    if made["type"] != QuestionType.ESSAY and any(item.words(one) for one in others):
        item.tell(_("notes for those who teach or mark were left out."))


def _stimulus(item: Item, root: Element, files: "_Beside") -> str:
    """Return the texts that an item shares with others, where they lie in the package."""
    found = []
    for one in children(root, "assessmentStimulusRef"):
        path = posixpath.normpath(posixpath.join(files.base, unquote(one.get("href", ""))))
        if path not in files.folder:
            item.tell(_("the text that it shares with others is not there: %(name)s.", name=one.get("href", "")[:100]))
            continue
        body = child(as_two(parse(files.folder[path])), "stimulusBody")
        own, files.base = files.base, posixpath.dirname(path)
        found.append(item.words(body))
        files.base = own
    return "\n\n".join(found)


class _Beside(Files):
    """Files that are looked for in the package when a text names them."""

    def __init__(self, where: str, folder: Folder, base: str) -> None:
        super().__init__(where)
        self.folder, self.base = folder, base

    def address(self, source: str) -> str | None:
        """Return media/NAME for a path as the item writes it."""
        path = posixpath.normpath(posixpath.join(self.base, unquote(source.split("?")[0].split("#")[0])))
        if source not in self.names and path in self.folder and path != ".":
            if clean := self.add(path, self.folder[path]):
                self.names[source] = clean
            else:
                return None
        if source in self.names:
            return f"media/{self.names[source]}"
        return super().address(source)


def _combined(said: dict[str, str]) -> dict[str, str]:
    found = {}
    for name, keys in (("right_feedback", RIGHT), ("partly_feedback", PARTLY), ("wrong_feedback", WRONG)):
        for key in keys & said.keys():
            found[name] = said.pop(key)
    return found


def _hints(said: dict[str, str]) -> dict[str, list[str]]:
    """Return what is shown to those who ask for a hint."""
    hints = [said.pop(key) for key in list(said) if key.casefold() == "hint"]
    return {"hints": hints} if any(hints) else {}


def _points(root: Element) -> dict[str, float]:
    """Return what an item is worth, where it says so."""
    for one in children(root, "outcomeDeclaration"):
        if one.get("identifier") == "MAXSCORE" and (found := child(one, "defaultValue", "value")) is not None:
            text = (found.text or "").strip()
            value = float(text) if text.replace(".", "", 1).isdecimal() else 1.0
            return {"points": int(value) if value == int(value) else value} if value not in {0.0, 1.0} else {}
    return {}


def _general(item: Item) -> str:
    rest = [text for text in item.said.values() if text]
    if len(rest) > 1 or any(key not in GENERAL and text for key, text in item.said.items()):
        item.tell(_("feedback of other kinds was joined into the general one."))
    return "\n\n".join(rest)


def _rubrics(item: Item) -> str:
    """Return what a rubric says to those who answer."""
    blocks = [one for one in item.body.iter("rubricBlock") if "candidate" in one.get("view", "candidate")]
    return "\n\n".join(item.words(one) for one in blocks)


def _tags(root: Element) -> tuple[str, ...]:
    identifier = root.get("identifier", "")
    is_ours = identifier.startswith("pelita-")
    label = root.get("label", "")
    tags = [one for one in label.split(" ; ") if one] if label else []
    return tuple(dict.fromkeys(tags if is_ours or not identifier else [*tags, f"id:{identifier}"[:60]]))
