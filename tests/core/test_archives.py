"""A damaged or locked ZIP is refused in words wherever one comes in."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from lms.catalogue.rules import archive
from lms.certificates.pdf.scans import Scans
from lms.core.errors import Refused
from lms.enrolment import spreadsheet

NAME = "xl/worksheets/sheet1.xml"


def packed(name: str) -> bytearray:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, b"%PDF-" + b"words that are packed " * 50)
    return bytearray(target.getvalue())


def spoiled(name: str) -> bytes:
    """Return a ZIP whose packed bytes are no packed bytes."""
    data = packed(name)
    at = 30 + len(name)
    data[at : at + 8] = b"\xff" * 8
    return bytes(data)


def locked(name: str) -> bytes:
    """Return a ZIP that says that a password opens it."""
    data = packed(name)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize("damage", [spoiled, locked])
@pytest.mark.parametrize(
    ("name", "read"),
    [
        (NAME, lambda data: spreadsheet.read(data, "a.xlsx")),
        ("one.pdf", lambda data: Scans(data).read("one.pdf")),
        ("module.yaml", archive.read_zip),
    ],
)
def test_a_damaged_zip_is_refused_in_words(
    app: Flask, damage: Callable[[str], bytes], name: str, read: Callable[[bytes], object]
) -> None:
    with pytest.raises(Refused):
        read(damage(name))
