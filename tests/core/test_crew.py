"""A crew of processes: in order, with what was made before a refusal, and gone when its parent is."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lms.core import crew
from lms.core.errors import Refused

ROOT = Path(__file__).parents[2]
# In a process of its own: pytest's has threads, and nothing should be forked beside threads.
START = """
import os, sys, time
from lms.core import crew
from lms.core.errors import Refused
def work(task, parts, processes=2):
    return crew.work(task, parts, processes=processes, meanwhile=lambda: print("waits", flush=True))
"""


def run(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", START + script], cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_results_come_in_the_order_of_their_parts_from_several_processes_that_give_way() -> None:
    said = run("""
def task(part):
    time.sleep(0.2 if part == 0 else 0)
    yield part, os.getpid(), os.nice(0)
made = list(work(task, range(6)))
print([part for part, _pid, _nice in made] == list(range(6)), len({pid for _part, pid, _nice in made}) > 1)
print(os.getpid() not in {pid for _part, pid, _nice in made}, {nice for *_rest, nice in made} != {os.nice(0)})
""")
    assert said == ["True"] * 4


def test_a_refusal_comes_after_what_was_made_before_it_and_waiting_is_told() -> None:
    said = run("""
crew.PATIENCE = 0.1
def task(part):
    yield part
    if part == 1:
        time.sleep(0.3)
        raise Refused("genug", fields={"nik": "x"})
seen = []
try:
    for one in work(task, range(9)):
        seen.append(one)
except Refused as refusal:
    print(seen, refusal.message, refusal.fields["nik"])
""")
    assert said[0] == "waits"
    assert said[-4:] == ["[0,", "1]", "genug", "x"]


def test_parts_are_read_when_it_is_their_turn() -> None:
    said = run("""
read = []
def parts():
    for part in range(50):
        read.append(part)
        yield part
papers = work(lambda part: [part], parts())
print(next(papers), len(read) <= 4)
papers.close()
""")
    assert said == ["0", "True"]


def test_one_process_needs_no_crew() -> None:
    def task(part: int) -> list[int]:
        if part == 2:
            raise Refused("genug")
        return [part, os.getpid()]

    papers = crew.work(task, range(3), processes=1, meanwhile=lambda: None)
    assert [next(papers) for _ in range(4)] == [0, os.getpid(), 1, os.getpid()]
    with pytest.raises(Refused, match="genug"):
        next(papers)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_crew_does_not_outlive_its_parent() -> None:
    script = """
def task(part):
    os.write(1, b"%d\\n" % os.getpid())  # in one piece: both write to one pipe
    time.sleep(60)
    yield part
list(work(task, range(2)))
"""
    parent = subprocess.Popen([sys.executable, "-c", START + script], cwd=ROOT, text=True, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    members: list[int] = []
    while len(members) < 2 and parent.poll() is None:  # what the parent says while it waits may stand between them
        members += [int(found) for found in re.findall(r"\d+", parent.stdout.readline())]
    assert len(members) == 2
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 30
    while any(_lives(pid) for pid in members) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in members)


def _lives(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
