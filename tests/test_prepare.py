"""What bin/start does before it serves: bin/lib/prepare.py in a process of its own."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEWEST = max(path.name[:4] for path in (ROOT / "migrations/versions").glob("[0-9]*.py"))

pytestmark = pytest.mark.slow


def run(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    environment = {**kept, "LMS_DATA": str(data)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


def prepare(data: Path) -> subprocess.CompletedProcess[str]:
    return run(data, sys.executable, "bin/lib/prepare.py", "--empty")


def revision(data: Path) -> str:
    with sqlite3.connect(data / "pelita.sqlite") as database:
        found: str = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return found


def test_a_database_of_yesterday_is_brought_to_today_and_then_a_start_loads_nothing(tmp_path: Path) -> None:
    assert prepare(tmp_path).stdout == "0\n"
    assert revision(tmp_path) == NEWEST
    run(tmp_path, str(Path(sys.executable).with_name("flask")), "--app", "wsgi", "db", "downgrade")
    assert revision(tmp_path) != NEWEST
    prepare(tmp_path)
    assert revision(tmp_path) == NEWEST
    loaded = run(tmp_path, sys.executable, "-X", "importtime", "bin/lib/prepare.py", "--empty")
    assert "sqlalchemy" not in loaded.stderr
    assert loaded.stdout == "0\n"
