"""Writing QTI: one item a question, in a package with its manifest and pictures."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from lms.quizzes.formats import markup, original
from lms.quizzes.formats.qti.names import as_three, mark_of, original_of
from lms.quizzes.formats.qti.writing import Target, written
from lms.quizzes.formats.reading import Found
from lms.quizzes.models import QuestionType

MEDIA = "media"


@dataclass(frozen=True)
class Version:
    """What differs between the versions."""

    item: str
    schema: str
    resource: str
    manifest: str
    schema_version: str
    templates: str


VERSIONS: Mapping[str, Version] = {
    "qti21": Version(
        "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        "imsqti_item_xmlv2p1", "http://www.imsglobal.org/xsd/imscp_v1p1", "2.1",
        "http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
    ),
    "qti22": Version(
        "http://www.imsglobal.org/xsd/imsqti_v2p2", "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
        "imsqti_item_xmlv2p2", "http://www.imsglobal.org/xsd/imscp_v1p1", "2.2",
        "http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
    ),
    "qti30": Version(
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd", "imsqti_item_xmlv3p0",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "3.0.0",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
    ),
}  # fmt: skip


def write(questions: Sequence[Found], *, version: str = "qti22", is_plain: bool = False) -> bytes:
    """Return a package with the original of each question beside its item; a plain one says only what QTI says."""
    facts = VERSIONS[version]
    files: dict[str, bytes] = {}
    rows: list[tuple[str, str, list[str]]] = []
    for number, one in enumerate(questions, 1):
        names = _pictures(one)
        root = _item(one, number, facts, version) or (None if is_plain else _item(_told(one), number, facts, version))
        if root is None:
            continue
        path = f"items/q{number:04}.xml"
        files[path] = _text(root)
        for name in names:
            files[f"{MEDIA}/{name}"] = one.files[name]
        others = [f"{MEDIA}/{name}" for name in names]
        if not is_plain:
            others.insert(0, original_of(path))
            said = original.written(one.question, mark=mark_of(files[path]), category=one.category)
            files[original_of(path)] = said.encode()
        rows.append((root.get("identifier", ""), path, others))
    files["imsmanifest.xml"] = _text(_manifest(rows, facts))
    return _zipped(files)


def _told(one: Found) -> Found:
    """Return the words of a question that QTI cannot ask: its original stands beside them."""
    return replace(one, question=replace(one.question, type=QuestionType.DESCRIPTION, options=(), settings={}))


def _item(one: Found, number: int, facts: Version, version: str) -> Element | None:
    question = one.question
    identifier = next((tag[3:] for tag in question.tags if tag.startswith("id:")), "")
    if not re.fullmatch(r"[A-Za-z_][\w.-]*", identifier):
        identifier = "pelita-" + uuid5(NAMESPACE_URL, f"{number} {question.key} {question.text}").hex[:16]
    tags = [tag for tag in question.tags if tag != f"id:{identifier}"]
    root = Element("assessmentItem", identifier=identifier, title=question.key or markup.to_plain(question.text)[:60])
    root.set("adaptive", "false")
    root.set("timeDependent", "false")
    if tags:
        root.set("label", " ; ".join(tags))
    target = Target(question, root, templates=facts.templates, is_three=version == "qti30")
    if not written(target):
        return None
    if version == "qti30":
        root = as_three(root)
    root.set("xmlns", facts.item)
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:schemaLocation", f"{facts.item} {facts.schema}")
    return root


def _pictures(one: Found) -> list[str]:
    question = one.question
    names = markup.names_in(question)
    return [name for name in dict.fromkeys(names) if name in one.files]


def _manifest(rows: Sequence[tuple[str, str, list[str]]], facts: Version) -> Element:
    root = Element("manifest", {"xmlns": facts.manifest, "identifier": "pelita-questions"})
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTI Package" if facts.schema_version[0] == "2" else "QTI Item"
    SubElement(metadata, "schemaversion").text = facts.schema_version
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for number, (identifier, path, others) in enumerate(rows, 1):
        made = SubElement(
            resources, "resource", identifier=f"r{number:04}-{identifier}", type=facts.resource, href=path
        )
        for name in (path, *others):
            SubElement(made, "file", href=name)
    return root


def _text(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(tostring(root, encoding="utf-8")) + b"\n"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip with the manifest at its root; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()
