"""Designs are kept by people without HTML: texts, colours, paper and pictures, with a preview and versions."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from lms.certificates import actions, pdf, queries
from lms.certificates.models import Design, DesignVersion
from lms.core.db import db
from tests.certificates import conformance
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_training
from tests.certificates.papers import HOSTILE, data

TYPED = {"folder": "modern", "name": "Modern", "accent": "#0b5d66", "ink": "#101010", "texture": "ombak",
         "title": "Piagam", "given": "Dengan bangga diberikan kepada", "shown_name": HOSTILE[4]}  # fmt: skip


def picture(kind: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (900, 900)) -> bytes:
    target = BytesIO()
    Image.new(mode, size, (10, 90, 100, 60)).save(target, kind)
    return target.getvalue()


def versions() -> list[DesignVersion]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(DesignVersion).order_by(DesignVersion.number)))


@pytest.mark.parametrize("folder", pdf.folders())
def test_each_design_has_two_pages_with_pictures_and_a_texture(app: Flask, folder: str) -> None:
    logo = pdf.print_picture(picture())
    files = pdf.load(folder).on_paper({"texture": "kawung"})
    paper = pdf.Paper(files=files, settings={"texture": "kawung"}, logo=logo, emblem=logo)
    for name in ("Siti", HOSTILE[4], HOSTILE[5]):
        made = pdf.Renderer(paper).pdf(data(name=name), b"{}")
        assert pdf.page_count(made) == 2
        assert conformance.problems(made) == []
        assert len(made) <= 60 * 1024


def test_a_change_makes_a_version_and_keeps_the_paper_of_the_one_before(app: Flask) -> None:
    by, training = keeper(), make_training()
    design = certs.make_design(training, by, settings={"texture": "kawung"})
    who = as_principal(by)
    actions.change_design(design.uid, name="Resmi", settings={"texture": "ombak"}, by=who, now=NOW)
    actions.change_design(design.uid, name="Resmi", settings={"texture": "ombak"}, by=who, now=NOW)
    first, second = versions()
    assert (first.number, second.number) == (1, 2)
    assert first.files["texture.svg"] != second.files["texture.svg"]
    assert queries.paper_of(first.id).files.files == first.files


def test_pictures_stay_until_they_are_taken_away(app: Flask) -> None:
    by, training = keeper(), make_training()
    who = as_principal(by)
    design = certs.make_design(training, by, pictures={"logo": picture(), "emblem": picture("JPEG", "RGB")})
    actions.change_design(design.uid, name="Resmi", settings={"accent": "#000000"}, by=who, now=NOW)
    actions.change_design(design.uid, name="Resmi", settings={}, without=("emblem",), by=who, now=NOW)
    assert [sorted(queries.paper_of(one.id).pictures) for one in versions()] == [
        ["emblem:", "logo:"], ["emblem:", "logo:"], ["logo:"]]  # fmt: skip


def test_a_picture_is_made_fit_for_print(app: Flask) -> None:
    for kind, mode, size in (("PNG", "RGBA", (3000, 1000)), ("JPEG", "CMYK", (800, 800)), ("PNG", "P", (20, 20))):
        target = BytesIO()
        Image.new(mode, size).save(target, kind)
        made = pdf.print_picture(target.getvalue())
        assert made is not None
        with Image.open(BytesIO(made.content)) as opened:
            assert opened.mode in {"RGB", "P"}
            assert opened.width <= 640
            assert opened.height <= 420
            assert len(made.content) <= 40_000
    for bad in (b"", b"\x89PNG\r\n\x1a\nno", b"<svg/>", b"GIF89a", b"\xff\xd8\xff" + bytes(100)):
        assert pdf.print_picture(bad) is None


def test_a_preview_is_drawn_and_nothing_is_kept(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    design = certs.make_design(training, by)
    client.sign_in(by)
    office = str(training.office.uid)
    typed = TYPED | {"office": office, "folder": design.folder, "preview": "1"}
    alone = client.post(f"/staff/designs/{design.uid}", data=typed, headers={"HX-Request": "true"}).text
    assert alone.count("data:image/webp;base64,") == 2
    assert "<form" not in alone
    whole = client.post(f"/staff/designs/{design.uid}", data=typed).text
    assert whole.count("data:image/webp;base64,") == 2
    assert 'value="Piagam"' in whole
    wrong = client.post(f"/staff/designs/{design.uid}", data=typed | {"accent": "red"}, headers={"HX-Request": "true"})
    assert "data:image" not in wrong.text
    assert len(versions()) == 1


def test_what_is_typed_becomes_a_version(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    client.sign_in(by)
    typed = TYPED | {"office": str(training.office.uid), "logo": (BytesIO(picture()), "logo.png")}
    assert client.post("/staff/designs/new", data=typed).status_code == 302
    design = db.session.scalar(db.select(Design))
    (version,) = versions()
    assert (design.folder, version.settings["title"], version.settings["texture"]) == ("modern", "Piagam", "ombak")
    again = TYPED | {"office": str(training.office.uid), "logo": (BytesIO(b"no picture"), "logo.png")}
    assert client.post(f"/staff/designs/{design.uid}", data=again).status_code == 422
    assert client.post(f"/staff/designs/{design.uid}", data=TYPED | {"accent": "red"}).status_code == 422
    paper = queries.paper_of(version.id)
    with pikepdf.open(BytesIO(pdf.Renderer(paper).pdf(data()))) as opened:
        assert str(opened.docinfo["/Title"]).startswith("Piagam ")


def test_a_drawing_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = sys.modules["lms.certificates.pdf.folders"]
    made = tmp_path / "modern"
    made.mkdir()
    for path in (folders.ROOT / "modern").iterdir():
        if path.name != "band.svg":
            (made / path.name).write_text(path.read_text())
    monkeypatch.setattr(folders, "ROOT", tmp_path)
    folders.load.cache_clear()
    with pytest.raises(pdf.WrongDesign, match=r"band\.svg is missing"):
        folders.load("modern")
    folders.load.cache_clear()
