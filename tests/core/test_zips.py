"""ZIP files that are written while they are sent."""

from io import BytesIO
from zipfile import ZipFile

from lms.web import zips


def test_a_zip_is_sent_file_by_file_with_its_length_known_before() -> None:
    read: list[str] = []

    def content(name: str, size: int) -> bytes:
        read.append(name)
        return name[:1].encode() * size

    sized = [("a.pdf", 3000), ("Ö b.pdf", 0), ("a.pdf", 70_000)]
    pieces = zips.stream([(name, lambda name=name, size=size: content(name, size)) for name, size in sized])  # type: ignore[misc]
    first = next(pieces)
    assert read == ["a.pdf"]
    whole = first + b"".join(pieces)
    assert zips.length(sized) == len(whole)
    with ZipFile(BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert [(one.filename, one.file_size) for one in archive.infolist()] == [
            ("a.pdf", 3000), ("Ö b.pdf", 0), ("a (2).pdf", 70_000)]  # fmt: skip


def test_an_empty_zip_is_one_too() -> None:
    whole = b"".join(zips.stream([]))
    assert ZipFile(BytesIO(whole)).namelist() == []
    assert zips.length([]) == len(whole)
