"""Run every check, in parallel where that helps, and end in one summary: `checks.py [fast] [pytest …]`."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

import programs
import servers

BIN = Path(__file__).resolve().parents[2] / ".venv/bin"
ROOT = Path(__file__).resolve().parents[2]
NO_TESTS = 5  # pytest's status when a selection is empty
OUTCOMES = ("passed", "failed", "skipped", "xfailed", "xpassed", "error")


@dataclass(frozen=True)
class Step:
    """One command of the checks; `is_tests` when it is a pytest run, whose tests are counted."""

    name: str
    command: list[str]
    is_tests: bool = False


@dataclass(frozen=True)
class Result:
    """How a step went."""

    step: Step
    status: str
    seconds: float
    output: str


def main() -> int:
    """Run what the arguments ask for and print the summary; 0 when all is well."""
    arguments = sys.argv[1:]
    is_fast = arguments[:1] == ["fast"]
    selection = arguments[1:] if is_fast else arguments
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pelita-test-", ignore_cleanup_errors=True) as folder:
        results = _run_all(Path(folder), selection=selection, is_fast=is_fast)
    return _summarise(results, started=started, is_narrowed=bool(selection))


def _run_all(folder: Path, *, selection: list[str], is_fast: bool) -> list[Result]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    running = Running(folder, environment, is_narrowed=bool(selection))
    try:
        with servers.Servers(folder) as private:
            if not is_fast:
                environment["LMS_TEST_POSTGRES"] = private.postgres()
                environment["LMS_TEST_REDIS"] = private.redis()
                environment["LMS_TEST_CHROMIUM"] = programs.find("chromium") or ""
            lanes: list[Callable[[], None]] = [partial(running.lane, _tests(selection, is_fast=True))]
            if not selection:
                lanes.append(partial(running.lane, _static()))
            running.together(lanes)
            if not is_fast:
                # Both wait a lot, for the server and for the browser, so they go well together.
                slow = [step for step in _tests(selection, is_fast=False) if step.name != "tests on SQLite"]
                running.together([partial(running.lane, [step]) for step in slow])
    finally:
        running.stop()
    return running.results


def _static() -> list[Step]:
    return [
        Step("ruff check", [f"{BIN}/ruff", "check", "--quiet", "--output-format=concise", "."]),
        Step("ruff format", [f"{BIN}/ruff", "format", "--check", "."]),
        Step("import order", [f"{BIN}/lint-imports"]),
        Step("templates", [f"{BIN}/djlint", "--lint", "--quiet", "templates"]),
        Step("types", [f"{BIN}/mypy"]),
    ]


def _tests(selection: list[str], *, is_fast: bool) -> list[Step]:
    pytest = [str(BIN / "pytest"), "--color=no"]
    on_sqlite = ["-n", "2", "--dist", "loadgroup", "-m", "not journey"]
    steps = [Step("tests on SQLite", [*pytest, *on_sqlite, *selection], is_tests=True)]
    if not is_fast:
        on_postgres = ["-n", "2", "-m", "database", "--database", "postgresql"]
        steps.append(Step("tests on PostgreSQL", [*pytest, *on_postgres, *selection], is_tests=True))
        steps.append(
            Step(
                "browser journeys",
                [*pytest, "-n", "2", "--dist", "loadgroup", "-m", "journey", *(selection or ["tests/journeys"])],
                is_tests=True,
            )
        )
    return steps


class Running:
    """The steps under way and those that ended."""

    def __init__(self, folder: Path, environment: dict[str, str], *, is_narrowed: bool) -> None:
        self.folder = folder
        self.environment = environment
        self.is_narrowed = is_narrowed
        self.results: list[Result] = []
        self._processes: set[subprocess.Popen[bytes]] = set()

    def together(self, lanes: list[Callable[[], None]]) -> None:
        """Run lanes side by side and wait for all."""
        threads = [threading.Thread(target=lane, daemon=True) for lane in lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def lane(self, steps: list[Step]) -> None:
        """Run steps one after the other; a failure stops none of the rest."""
        for step in steps:
            result = self._run(step)
            self.results.append(result)
            print(f"  {result.status:<5} {step.name} ({result.seconds:.1f} s)", flush=True)

    def stop(self) -> None:
        """End what still runs, with the children that it started."""
        for process in list(self._processes):
            os.killpg(process.pid, signal.SIGTERM)
        for process in list(self._processes):
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _run(self, step: Step) -> Result:
        path = self.folder / f"{step.name.replace(' ', '-')}.out"
        started = time.monotonic()
        with path.open("wb") as out:
            process = subprocess.Popen(
                step.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=servers.end_with_parent,
            )
            self._processes.add(process)
            code = process.wait()
            self._processes.discard(process)
        status = "ok" if code == 0 else "FAIL"
        if code == NO_TESTS and step.is_tests and self.is_narrowed:
            status = "none"
        return Result(step, status, time.monotonic() - started, path.read_text(errors="replace"))


def _summarise(results: list[Result], *, started: float, is_narrowed: bool) -> int:
    failed = [result for result in results if result.status == "FAIL"]
    for result in failed:
        print(f"\n──── {result.step.name}: {' '.join(result.step.command)}\n{result.output.rstrip()}")
    total: dict[str, int] = {}
    print(f"\n{'step':<22}{'result':<8}{'seconds':>8}   tests")
    for result in results:
        counts = _counts(result.output) if result.step.is_tests else {}
        for name, number in counts.items():
            total[name] = total.get(name, 0) + number
        print(f"{result.step.name:<22}{result.status:<8}{result.seconds:>8.1f}   {_words(counts)}".rstrip())
    print(f"{'together':<22}{'FAIL' if failed else 'ok':<8}{time.monotonic() - started:>8.1f}")
    found_nothing = is_narrowed and not total
    if found_nothing:
        print("No test matches.")
    print(f"\n{_words({'passed': 0, 'failed': 0} | total)} in {time.monotonic() - started:.1f}s", flush=True)
    return 1 if failed or found_nothing else 0


def _counts(output: str) -> dict[str, int]:
    """Read pytest's closing line: `3 failed, 120 passed, 2 skipped in 12.3s`."""
    closing = [line for line in output.splitlines() if re.search(r"\bin \d+\.\d+s", line)]
    pairs = re.findall(r"(\d+) (" + "|".join(OUTCOMES) + r")s?\b", closing[-1]) if closing else []
    return {name: int(number) for number, name in pairs}


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in OUTCOMES if name in counts)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped; the private servers are ended.")
