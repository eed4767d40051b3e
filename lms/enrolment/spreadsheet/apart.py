"""Reads the first sheet of a workbook in a process of its own: a hostile file may cost that process, never the service.

A sheet of one kilobyte can ask for 17 billion cells. So this file is run as a script, with a limit on memory and time:
workbook on stdin, JSON on stdout: {"names": […], "height": n, "table": [[…]], "merged": […]} or {"unreadable": true}.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 30


class TooMuch(Exception):
    """The workbook asks for more memory or time than a list of people needs."""


class Unreadable(Exception):
    """The workbook is damaged, or is none."""


def read_apart(
    data: bytes, *, rows: int, columns: int, seconds: int = MOST_SECONDS, memory: int = MOST_MEMORY
) -> dict[str, Any]:
    """Return the first sheet, without its table where it has more rows; TooMuch or Unreadable."""
    command = [sys.executable, "-I", str(Path(__file__)), *map(str, (rows, columns, seconds, memory))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * seconds)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    if done.returncode < 0:  # killed for its memory or its time
        raise TooMuch
    try:
        sheet: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise Unreadable from error
    if "table" not in sheet and "height" not in sheet:
        raise TooMuch if sheet.get("too_much") else Unreadable
    return sheet


def _read(data: bytes, rows: int, columns: int) -> dict[str, Any]:
    import io

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = book.sheet_names
    if not names:
        return {"names": [], "height": 0, "table": [], "merged": []}
    sheet = book.get_sheet_by_index(0)
    if sheet.total_height > rows:
        return {"names": names, "height": sheet.total_height}
    table = [row[:columns] for row in sheet.to_python(skip_empty_area=False)]
    return {"names": names, "height": len(table), "table": table, "merged": sheet.merged_cell_ranges or []}


def _limit(seconds: int, memory: int) -> None:
    import resource

    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS has no limit of address space
            continue


def main() -> None:
    """Answer one workbook."""
    rows, columns, seconds, memory = map(int, sys.argv[1:5])
    _limit(seconds, memory)
    try:
        found = _read(sys.stdin.buffer.read(), rows, columns)
    except MemoryError:
        found = {"too_much": True}
    except BaseException:  # a panic of the reader, which is written in Rust, is no Exception
        found = {"unreadable": True}
    json.dump(found, sys.stdout, default=lambda value: getattr(value, "isoformat", value.__str__)())


if __name__ == "__main__":
    main()
