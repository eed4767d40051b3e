"""Questions of other systems, in and out: GIFT, Aiken, Moodle XML, QTI, and a spreadsheet.

`read` finds out what a file is and says what it did not understand; `export` says what a format cannot carry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.catalogue.rules.archive import read_zip
from lms.core.errors import Refused
from lms.quizzes.formats import aiken, gift, markup, moodle, qti, sheet
from lms.quizzes.formats.differences import lost
from lms.quizzes.formats.moodle import cloze
from lms.quizzes.formats.reading import Found, Reading, Skipped
from lms.quizzes.formats.safety import MOST_BYTES, decode, local, parse, refuse_size, require_size
from lms.quizzes.rules.question_file import QuestionText

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "READABLE",
    "Exported",
    "Found",
    "Reading",
    "Skipped",
    "Writer",
    "export",
    "packed",
    "read",
    "refuse_size",
    "template",
]  # fmt: skip

Write = Callable[[Sequence[Found]], bytes]
READABLE = ("gift", "aiken", "moodle-xml", "qti", "xlsx")


@dataclass(frozen=True)
class Writer:
    """A format that questions are written in."""

    label: object
    file_name: str
    media_type: str
    write: Write
    plain: Write | None = None  # without our originals: what other systems find


@dataclass(frozen=True)
class Exported:
    """A file of questions, and what other systems do not find in it; a whole one gives all of it back here."""

    data: bytes
    file_name: str
    media_type: str
    skipped: tuple[Skipped, ...]
    is_whole: bool


def _qti(label: str, version: str) -> Writer:
    return Writer(label, f"soal-{version}.zip", "application/zip", partial(qti.write, version=version),
                  partial(qti.write, version=version, is_plain=True))  # fmt: skip


FORMATS: Mapping[str, Writer] = {
    "moodle-xml": Writer(lazy_gettext("Moodle XML: everything, with pictures"), "soal.xml", "application/xml",
                         moodle.write, partial(moodle.write, is_plain=True)),
    "gift": Writer("GIFT", "soal.gift.txt", "text/plain", lambda questions: gift.write(questions).encode()),
    "aiken": Writer(lazy_gettext("Aiken: single choices only"), "soal.aiken.txt", "text/plain",
                    lambda questions: aiken.write(questions).encode()),
    "qti22": _qti("QTI 2.2", "qti22"), "qti21": _qti("QTI 2.1", "qti21"), "qti30": _qti("QTI 3.0", "qti30"),
    "xlsx": Writer(lazy_gettext("Spreadsheet (XLSX)"), "soal.xlsx",
                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.write,
                   partial(sheet.write, is_plain=True)),
}  # fmt: skip
template = sheet.template


def read(data: bytes, *, kind: str = "", beside: Mapping[str, bytes] | None = None) -> Reading:
    """Return the questions of a file; without `kind` its content tells what it is.

    `beside` are the files that stand in the same folder, by their path in it.
    """
    require_size(data)
    if data[:2] == b"PK":
        return _zipped(data, kind)
    if kind == "xlsx":
        raise Refused(_("This is not a spreadsheet that can be read. Use the template."))
    if data[:3] in (b"%PD", b"\x89PN", b"\xd0\xcf\x11") or data[:2] == b"\xff\xd8":
        raise Refused(_("This is no file of questions."))
    if kind in ("moodle-xml", "qti") or (not kind and _is_xml(data)):
        return _document(data, kind, beside or {})
    text = decode(data)
    if not kind and cloze.is_embedded(text):
        return moodle.read_embedded(text)
    is_aiken = kind == "aiken" or (not kind and _is_aiken(text))
    return aiken.read(text) if is_aiken else gift.read(text)


def export(questions: Sequence[Found], kind: str) -> Exported:
    """Return questions in a format; what it cannot carry is told, question by question.

    Where nothing is lost to us, what other systems do not find is told instead.
    """
    writer = FORMATS[kind]
    lacks = _told(questions, writer.write, kind)
    others = _told(questions, writer.plain, kind) if writer.plain and not lacks else lacks
    return Exported(writer.write(questions), writer.file_name, writer.media_type, others, not lacks)


def packed(questions: Sequence[QuestionText], files: Mapping[str, bytes], category: str) -> list[Found]:
    """Return questions of the bank with their pictures, ready to be written."""
    return [
        Found(where=one.key, question=one, category=(category,), files=_named(one, files)) for one in questions
    ]  # fmt: skip


def _named(question: QuestionText, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that a question names."""
    names = markup.names_in(question)
    return {name: files[name] for name in names if name in files}


def _told(questions: Sequence[Found], write: Write, kind: str) -> tuple[Skipped, ...]:
    return tuple(one for found in questions for one in _lacking(found, write, kind))


def _lacking(found: Found, write: Write, kind: str) -> list[Skipped]:
    try:
        back = read(write([found]), kind="qti" if kind.startswith("qti") else kind).questions
    except Refused:
        back = ()
    if not back:
        return [Skipped(found.where, _("this format has no questions of this type."))]
    gone = lost(found, back[0])
    return [Skipped(found.where, _("not carried: %(parts)s.", parts=", ".join(gone)))] if gone else []


def _zipped(data: bytes, kind: str) -> Reading:
    if kind not in ("", "qti", "xlsx"):
        raise Refused(_("This is a zip file, not a file of the chosen format."))
    if kind != "qti" and (kind == "xlsx" or b"xl/workbook" in data):
        return sheet.read(data)
    folder = read_zip(data)
    if not qti.is_package(folder):
        raise Refused(_("There are no questions in this zip file that can be read: no QTI item was found."))
    return qti.read_package(folder)


def _document(data: bytes, kind: str, beside: Mapping[str, bytes]) -> Reading:
    root = parse(data)
    if moodle.is_moodle(root) and kind in ("", "moodle-xml"):
        return moodle.read(root)
    if qti.is_item(root) and kind in ("", "qti"):
        return qti.read_item(root, beside)
    if qti.is_old(root):
        raise Refused(qti.OLD)
    raise Refused(_("This XML holds no questions that can be read: its root is <%(name)s>.", name=local(root)[:40]))


def _is_xml(data: bytes) -> bool:
    kind = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data[:200].decode(kind, "ignore").lstrip().startswith("<")


def _is_aiken(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines()]
    return any(line.startswith("ANSWER:") for line in lines) and "::" not in text and not any(
        line.endswith("}") for line in lines
    )  # fmt: skip
