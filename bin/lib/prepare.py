"""Bring the database to the present tables and fill it, in one process: three would start flask thrice.

Prints 1 where this data folder holds the demonstration, else 0; progress goes to the other stream. The file
`demo` in the data folder remembers the choice of the first start: a real database gets no demonstration data.
A second start finds everything in place and loads none of the application: that is what keeps it quick.
"""

import contextlib
import os
import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Migrate, load or set up, and write the sign-ins of the demonstration beside the database."""
    from lms import settings

    try:
        chosen = settings.load()
    except ValueError as wrong:  # WrongSetting names the setting and what is allowed
        sys.exit(str(wrong))
    demo = _wants_demo(chosen.data, chosen.database_url, empty="--empty" in sys.argv[1:])
    os.environ["LMS_DEMO"] = "1" if demo else "0"
    if not _is_in_place(chosen.data, chosen.database_url, demo=demo):
        with contextlib.redirect_stdout(sys.stderr):
            _run("db", "upgrade")
            if demo:
                _load_demo(chosen.data)
            elif _names_administrator():
                _run("setup", "admin")
    print(os.environ["LMS_DEMO"])


def _is_in_place(data: Path, database_url: str, *, demo: bool) -> bool:
    """Tell whether an SQLite database has the newest tables and, where wanted, the whole demonstration."""
    sqlite = Path(database_url.removeprefix("sqlite:///"))
    if not sqlite.is_file() or _revision_of(sqlite) != _newest_revision():
        return False
    if not demo:
        return not _names_administrator()
    page = data / "sign-ins.txt"
    if (data / "demo").read_text() != "loaded\n" or not page.exists():
        return False
    return page.stat().st_mtime > max(path.stat().st_mtime for path in (ROOT / "lms/demo").rglob("*.py"))


def _revision_of(sqlite: Path) -> str:
    with contextlib.closing(sqlite3.connect(f"file:{sqlite}?mode=ro", uri=True)) as database:
        try:
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.Error:
            return ""
    return row[0] if row else ""


def _newest_revision() -> str:
    return max(path.name.partition("_")[0] for path in (ROOT / "migrations/versions").glob("[0-9]*.py"))


def _names_administrator() -> bool:
    return any(name.startswith("LMS_ADMIN_") for name in os.environ)


def _wants_demo(data: Path, database_url: str, *, empty: bool) -> bool:
    marker = data / "demo"
    if marker.exists():
        if empty:
            sys.exit(f"{data} holds the demonstration already. To start empty: bin/start --empty --data NEW-FOLDER")
        return True
    sqlite = database_url.removeprefix("sqlite:///")
    is_new = sqlite != database_url and not Path(sqlite).exists()
    if (is_new and not empty) or os.environ.get("LMS_DEMO") == "1":
        marker.write_text("loading\n")
        return True
    return False


def _load_demo(data: Path) -> None:
    marker = data / "demo"
    if marker.read_text() != "loaded\n":
        print("Loading the demonstration data …", flush=True)
        _run("demo", "load")
        marker.write_text("loaded\n")
    with (data / "sign-ins.txt").open("w") as page, contextlib.redirect_stdout(page):
        _run("demo", "sign-ins")


def _run(*words: str) -> None:
    import click
    from flask.cli import FlaskGroup

    from wsgi import app

    try:
        FlaskGroup(create_app=lambda: app).main(args=list(words), prog_name="flask", standalone_mode=False)
    except click.ClickException as refused:
        refused.show()
        sys.exit(refused.exit_code)


if __name__ == "__main__":
    main()
