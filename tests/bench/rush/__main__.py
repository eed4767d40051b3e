"""bin/bench rush: people at one quiz at the same time, printed as figures; status 1 where anything was lost."""

import argparse
import dataclasses
import importlib
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.rows import table
from tests.bench.rush.run import Plan, rows, run


def main() -> None:
    """Run one rush on a database of its own."""
    wanted = _arguments()
    plan = Plan(people=wanted.people, clients=wanted.clients, kills=wanted.kill, pause=wanted.pause, waits=wanted.lobby,
                web=wanted.web or (1 if wanted.database == "sqlite" else 3))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="pelita-rush-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if wanted.database == "sqlite":
            found = run(plan, data=data, database_url=f"sqlite:///{data / 'pelita.sqlite'}")
        else:
            with importlib.import_module("servers").Servers(Path(folder)) as private:
                found = run(plan, data=data, database_url=private.postgres(is_durable=True))
    print(*found.losses[:50], sep="\n", file=sys.stderr)
    figures = list(rows(plan, found, f"rush.{wanted.database}"))
    print(json.dumps([dataclasses.asdict(row) for row in figures], indent=1) if wanted.json else table(figures))
    sys.exit(1 if found.losses else 0)


def _arguments() -> argparse.Namespace:
    reads = argparse.ArgumentParser(prog="bin/bench rush", description=__doc__)
    reads.add_argument("--people", type=int, default=Plan.people)
    reads.add_argument("--clients", type=int, default=Plan.clients, help="processes that lead the people")
    reads.add_argument("--web", type=int, default=0, help="web servers: 1 on SQLite, 3 on PostgreSQL unless told")
    reads.add_argument("--kill", type=int, default=0, help="how often a web server is killed outright")
    reads.add_argument("--pause", type=float, default=Plan.pause, help="mean seconds before each answer")
    reads.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    reads.add_argument("--lobby", action="store_true", help="everybody waits with the questions sealed, then all begin")
    reads.add_argument("--json", action="store_true")
    return reads.parse_args()


if __name__ == "__main__":
    main()
