"""What bin/start does before it serves, in processes of their own: it builds, and brings the database to today."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
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


def test_a_build_keeps_for_a_month_what_a_running_server_was_started_with(tmp_path: Path) -> None:
    build, now = shutil.copytree(ROOT / "static" / "build", tmp_path / "build"), time.time()
    names = json.loads((build / "manifest.json").read_text())
    style = build / names["app.css"]
    of_yesterday, of_last_year = (build / f"app-{name}.css" for name in ("YESTERDAY", "LASTYEAR"))
    for path, days in ((of_yesterday, 1), (of_last_year, 365), (style, 365)):
        path.touch()
        os.utime(path, (now - days * 24 * 3600,) * 2)
    node = shutil.which("node", path=f"{ROOT / '.venv' / 'node' / 'bin'}:{os.environ['PATH']}")
    assert node is not None
    before = style.stat().st_ino
    subprocess.run([node, str(ROOT / "lms" / "frontend" / "build.mjs"), str(build)], check=True, timeout=120)
    assert (of_yesterday.exists(), of_last_year.exists(), style.stat().st_ino) == (True, False, before)
    assert style.stat().st_mtime >= now - 60
