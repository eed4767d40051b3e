"""The bare page in this process, for ratios of processor time in the same run."""

import importlib
import os
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.ground import processor

PAGES = 5


class Beside:
    """Measures work in turns with the bare page, so that noise hits both."""

    def __init__(self, data: Path) -> None:
        os.environ["LMS_DATABASE_URL"] = f"sqlite:///{data / 'pelita.sqlite'}"
        self._bare: Any = importlib.import_module("tests.bench.bare").app.test_client()

    def measure(self, acts: list[Callable[[], object]]) -> tuple[float, float]:
        """Do each act once: the median of their processor seconds, and that of the bare page over it."""
        ours, bare = [], []
        for act in acts:
            with processor() as spent:
                act()
            ours.append(spent[0])
            with processor() as spent:
                for _ in range(PAGES):
                    self._bare.get("/")
            bare.append(spent[0] / PAGES)
        value = statistics.median(ours)
        return value, statistics.median(bare) / value
