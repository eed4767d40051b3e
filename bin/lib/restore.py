"""Put a copy of the database back; what was there is kept beside it first (bin/restore does that)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path


def main() -> None:
    """Put back the copy that is named; end with a message where it cannot be."""
    copy = Path(sys.argv[1])
    url = os.environ.get("LMS_DATABASE_URL") or f"sqlite:///{Path(os.environ['LMS_DATA']) / 'pelita.sqlite'}"
    wanted = ".sqlite" if url.startswith("sqlite:///") else ".dump"
    if not copy.is_file() or copy.suffix != wanted:
        sys.exit(f"{copy} is no copy of this database: a file that ends in {wanted} is wanted.")
    if wanted == ".sqlite":
        _restore_sqlite(copy, Path(url.removeprefix("sqlite:///")))
    else:
        _restore_postgresql(copy, url.replace("postgresql+psycopg://", "postgresql://", 1))
    print(f"The database is as in {copy.name}.")


def _restore_sqlite(copy: Path, target: Path) -> None:
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(target)) as old:
        kept.backup(old)


def _restore_postgresql(copy: Path, url: str) -> None:
    """Put everything back into an empty schema, so that tables of newer code do not stay."""
    psql, restore = shutil.which("psql"), shutil.which("pg_restore")
    if psql is None or restore is None:
        sys.exit("pg_restore is missing: nothing was changed. Install postgresql-client, then try again.")
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    subprocess.run([psql, "--quiet", "--set=ON_ERROR_STOP=1", f"--command={empty}", url],
                   check=True, stderr=subprocess.DEVNULL)  # fmt: skip
    subprocess.run([restore, "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={url}", str(copy)],
                   check=True)  # fmt: skip


if __name__ == "__main__":
    main()
