"""bin/bench: load the demonstration into a temporary folder, measure each area, print."""

import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.areas import AREAS
from tests.bench.ground import Ground
from tests.bench.rows import Row, table


def main() -> None:
    """Measure the areas that were named, all unless told; progress goes to the other stream."""
    words = [word for word in sys.argv[1:] if word != "--json"]
    if unknown := [word for word in words if word not in AREAS]:
        sys.exit(f"bin/bench [--json] [AREA …]; areas: {', '.join(AREAS)}; not: {', '.join(unknown)}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="pelita-bench-") as folder, Ground(Path(folder)) as ground:
        for name in words or AREAS:
            _say(f"Measuring {name} …")
            rows += AREAS[name](ground)
    print(json.dumps([dataclasses.asdict(row) for row in rows], indent=1) if "--json" in sys.argv else table(rows))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
