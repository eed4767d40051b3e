"""Keep a copy of the database in the data folder, made so that it is whole even while somebody writes.

The first argument says what the copy is called; its time follows.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path


def main() -> None:
    """Copy the SQLite file, or dump the PostgreSQL database; end with a message where neither can be done."""
    data = Path(os.environ["LMS_DATA"])
    url = os.environ.get("LMS_DATABASE_URL") or f"sqlite:///{data / 'pelita.sqlite'}"
    folder = data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = sys.argv[1] if len(sys.argv) > 1 else "copy"
    copy = folder / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if url.startswith("sqlite:///"):
        _copy_sqlite(Path(url.removeprefix("sqlite:///")), copy.with_suffix(".sqlite"))
    else:
        _dump_postgresql(url.replace("postgresql+psycopg://", "postgresql://", 1), copy.with_suffix(".dump"))


def _copy_sqlite(source: Path, copy: Path) -> None:
    if not source.exists():
        print(f"There is no database at {source} yet; nothing to copy.")
        return
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    copy.chmod(0o600)
    print(f"A copy of the database: {copy}")


def _dump_postgresql(url: str, copy: Path) -> None:
    dump = shutil.which("pg_dump")
    if dump is None:
        sys.exit("pg_dump is missing: no copy can be made. Install postgresql-client, then try again.")
    subprocess.run([dump, "--format=custom", f"--file={copy}", url], check=True)
    copy.chmod(0o600)
    print(f"A dump of the database: {copy}")


if __name__ == "__main__":
    main()
