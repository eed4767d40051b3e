"""Journeys drive the real service with a real browser: what bin/start runs, on a copy of the demonstration."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.routing import MapAdapter

from lms import settings
from lms.app import create_app
from lms.core.db import db
from tests.journeys import service
from tests.journeys.looks import Watch
from tests.journeys.service import Service

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "id-ID"}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "locale": "id-ID", "is_mobile": True, "has_touch": True,
    "device_scale_factor": 2, "user_agent": "Mozilla/5.0 (Linux; Android 8.1; RMX1941) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/80.0.3987.162 Mobile Safari/537.36",
}  # fmt: skip
DEVICES = {"phone": PHONE, "desktop": DESKTOP}


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that what the browser showed then is kept."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey; the longest, which one worker makes alone, begins first."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: item.path.name != "test_screens.py")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of a worker; each journey has contexts of its own."""
    program = os.environ.get("LMS_TEST_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail("Chromium is missing: bin/setup --test installs it.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def loaded(pytestconfig: pytest.Config) -> Path:
    """A folder with the demonstration as the first bin/start makes it; kept until the code that made it changes."""
    folder: Path = pytestconfig.cache.mkdir("pelita-demo")  # type: ignore[union-attr]
    key = _key_of(service.LOADED_FROM)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / key / "whole").exists():
            for old in folder.glob("*/"):
                shutil.rmtree(old)
            service.prepare(folder / key)
            (folder / key / "whole").touch()
    return folder / key


@pytest.fixture(scope="session")
def shared(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A running service for journeys that only look, or that touch nothing that others look at."""
    running = Service(service.copy(loaded, tmp_path_factory.mktemp("service") / "data")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def doors(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """The addresses of the service, to tell which door a link opens."""
    folder = tmp_path_factory.mktemp("doors")
    app = create_app(settings.load({"LMS_DATA": str(folder)}))
    with app.app_context():
        db.engine.dispose()
    return app.url_map.bind("127.0.0.1")


@pytest.fixture
def opened(
    browser: Browser, shared: Service, request: pytest.FixtureRequest
) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    """Open a page on a device: `opened("phone")`, `opened("desktop", java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def open_on(device: str, **more: Any) -> tuple[Page, Watch]:
        context = browser.new_context(base_url=shared.url, **{**DEVICES[device], **more})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        return page, Watch(page, shared.url.removeprefix("http://"))

    yield open_on
    if request.node.stash.get(FAILED, False):
        _keep_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()


def _keep_pictures(contexts: list[BrowserContext], name: str) -> None:
    folder = Path(tempfile.gettempdir()) / "pelita-journeys"
    folder.mkdir(exist_ok=True)
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=folder / f"{name}-{number}.png")
            print(f"{folder / name}-{number}.png shows {page.url}")


def _key_of(paths: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        start = service.ROOT / path
        for file in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if file.is_file() and "__pycache__" not in file.parts and file.suffix not in {".mo", ".pyc"}:
                digest.update(f"{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
