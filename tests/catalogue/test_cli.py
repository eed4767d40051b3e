"""Commands of the catalogue."""

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from lms.catalogue.models import Module, Release
from lms.core.db import db
from tests.catalogue.test_importing import folder


def write(target: Path, **changes: str | bytes | None) -> Path:
    target.mkdir(parents=True)
    for name, data in folder(**changes).items():
        (target / name).write_bytes(data)
    return target


def test_folders_are_imported_and_exported_by_command(app: Any, tmp_path: Path) -> None:
    write(tmp_path / "in" / "pemasaran")
    run = app.test_cli_runner().invoke

    first = run(args=["modules", "import", str(tmp_path / "in")])
    again = run(args=["modules", "import", str(tmp_path / "in")])
    out = run(args=["modules", "export", "--to", str(tmp_path / "out")])
    zipped = run(args=["modules", "export", "pemasaran", "--zip", "--to", str(tmp_path / "zip")])

    assert [one.exit_code for one in (first, again, out, zipped)] == [0, 0, 0, 0]
    assert (tmp_path / "out" / "pemasaran" / "01-satu.md").exists()
    assert (tmp_path / "zip" / "pemasaran.zip").exists()
    assert db.session.scalar(select(func.count()).select_from(Release)) == 1


def test_a_broken_module_is_named_on_one_line_and_the_others_are_imported(app: Any, tmp_path: Path) -> None:
    write(tmp_path / "in" / "rusak", **{"01-satu__md": "tanpa kepala"})
    write(tmp_path / "in" / "utuh")

    answer = app.test_cli_runner().invoke(args=["modules", "import", str(tmp_path / "in")])

    assert answer.exit_code == 1
    assert "rusak: 01-satu.md:" in answer.output
    assert db.session.scalar(select(func.count()).select_from(Module)) == 1
