"""bin/start as people use it: what it prints, who may sign in, how it ends, and a start without the demonstration."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from lms.demo.rules.sign_ins import SIGN_INS
from tests.journeys import service
from tests.journeys.conftest import DESKTOP
from tests.journeys.people import sign_in as sign_in_by_hand
from tests.journeys.service import PASSWORD, ROOT


@contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """Run bin/start on a folder until the block ends, then press Ctrl-C."""
    port = service.free_port()
    command = ["bin/start", "--data", str(folder), "--port", str(port), *options]
    log = folder.parent / "start.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=service.environment_of(folder), stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        service.wait_for(f"http://127.0.0.1:{port}/healthz", process, seconds=300)
        yield port, process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def children_of(process: "subprocess.Popen[bytes]") -> list[int]:
    """The web server and the worker."""
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True)
    return [int(one) for one in told.stdout.split()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="ps tells the children as on Linux")
def test_a_start_names_its_sign_ins_and_ctrl_c_ends_both(loaded: Path, tmp_path: Path) -> None:
    folder = service.copy(loaded, tmp_path / "data")
    with started(folder) as (port, process):
        both = children_of(process)
        assert len(both) == 2
        assert sign_in(port, f"127.0.0.1:{port}").status == 302
        assert sign_in(port, f"pelita.example:{port}").status == 422
    assert process.returncode == 0
    assert not any(is_alive(pid) for pid in both)
    said = (tmp_path / "start.log").read_text()
    assert f"http://127.0.0.1:{port}" in said
    assert all(f" {one.username} " in said for one in SIGN_INS)


def sign_in(port: int, host: str) -> http.client.HTTPResponse:
    """Sign in as a demonstration person by the name that the address bar would show."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.request("GET", "/sign-in", headers={"Host": host})
    page = line.getresponse()
    cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
    token = page.read().decode().split('name="csrf_token" value="')[1].split('"')[0]
    values = urlencode({"csrf_token": token, "name": "peserta", "password": PASSWORD})
    headers = {"Host": host, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/sign-in", values, headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def test_an_empty_start_asks_for_what_a_new_site_needs(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with started(folder, "--empty") as (port, _process):
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}", **DESKTOP)
        page = context.new_page()
        page.goto("/")
        expect(page).to_have_url(f"http://127.0.0.1:{port}/setup")
        page.fill("#full_name", "Amina Otieno")
        page.fill("#username", "amina")
        page.fill("#password", "three short words")
        page.fill("#site_name", "Readers of the Lake")
        page.fill("#programme", "Lake Libraries")
        page.fill("#office", "County Library Office")
        page.check("input[name=regions][value=single]")
        page.get_by_role("button", name="Siapkan").click()
        expect(page.locator("#region-error")).to_be_visible()
        expect(page.locator("#site_name")).to_have_value("Readers of the Lake")
        page.fill("#region", "Lake County")
        page.fill("#password", "three short words")
        page.get_by_role("button", name="Siapkan").click()
        sign_in_by_hand(page, "amina", "three short words")
        page.goto("/")
        assert not re.search("TPBIS|Perpusnas|Perpustakaan Nasional", page.content())
        context.close()
    assert not (folder / "demo").exists()
