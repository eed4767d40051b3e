"""Compiled templates: kept for one user, compiled again when they change, and missed where there is no place."""

import os
import tempfile
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from lms.web import templates


def test_a_kept_template_is_read_again_and_a_changed_one_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = tmp_path / "page.html"
    page.write_text("one")

    def shown() -> str:
        loader = FileSystemLoader(tmp_path)
        return Environment(loader=loader, bytecode_cache=templates.kept()).get_template("page.html").render()

    assert [shown(), shown()] == ["one", "one"]
    kept = list(tmp_path.glob("*/pelita-*"))
    assert len(kept) == 1
    assert kept[0].parent.stat().st_mode & 0o077 == 0
    page.write_text("two")
    assert shown() == "two"


def test_without_a_place_to_keep_them_pages_are_compiled_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert templates.kept() is None
    strange = tmp_path / f"_jinja2-cache-{os.getuid()}"
    strange.mkdir(mode=0o777)
    strange.chmod(0o777)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert templates.kept() is not None
    assert strange.stat().st_mode & 0o077 == 0, "a folder that others could write to is closed first"
