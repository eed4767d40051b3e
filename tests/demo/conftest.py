"""The demonstration is loaded once, into a database of its own; each test works on a copy of it."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms import settings
from lms.app import create_app
from lms.core import principals
from lms.core.db import db
from lms.demo.actions import load
from lms.demo.actions.ground import Ground
from lms.demo.actions.regions import load_regions
from tests.demo.walking import Walked, browser, walk

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def open_app(folder: Path) -> Flask:
    folder.mkdir(exist_ok=True)
    chosen = settings.load({"LMS_DATA": str(folder), "LMS_DEMO": "1"})
    return create_app(chosen, TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def regions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that holds only the regions."""
    return once(request, tmp_path_factory, "regions", fill_regions)


def fill_regions(folder: Path) -> None:
    """Load the regions alone."""
    app = open_app(folder)
    with app.app_context():
        db.create_all()
        load_regions(Ground(by=principals.command("flask demo"), now=NOW, say=lambda _: None))
    close(app)


@pytest.fixture(scope="session")
def loaded(regions: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole demonstration, loaded by one worker for all."""
    return once(request, tmp_path_factory, "demo", lambda folder: fill(regions, folder))


def once(
    request: pytest.FixtureRequest, folders: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]
) -> Path:
    """Return a folder of this run's own that one of its workers makes, while the others wait for it."""
    base = folders.getbasetemp()
    base = base.parent if hasattr(request.config, "workerinput") else base
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / f"{name}.made").exists():
            make(base / name)
            (base / f"{name}.made").touch()
    return base / name


def fill(regions: Path, folder: Path) -> Path:
    """Load the demonstration beside a copy of the regions."""
    shutil.copytree(regions, folder)
    app = open_app(folder)
    with app.app_context():
        load(now=NOW, say=lambda _: None)
    close(app)
    return folder


@pytest.fixture(scope="session")
def walked(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Walked]]:
    """What a role finds who follows every link: walked once a role, whose tests share a group (`roles`)."""
    folder = shutil.copytree(loaded, tmp_path_factory.mktemp("walked") / "demo")
    app = open_app(folder)
    found: dict[str, Walked] = {}

    def walk_once(username: str) -> Walked:
        if username not in found:
            with app.app_context():
                client = browser(app, username)
                found[username] = Walked(client, list(walk(client, start="/home" if username else "/")))
        return found[username]

    yield walk_once
    close(app)


def roles(*usernames: str) -> pytest.MarkDecorator:
    """Run a test for each of these sign-ins, all tests of a sign-in in one process."""
    values = [pytest.param(name, marks=pytest.mark.xdist_group(f"role {name}")) for name in usernames]
    return pytest.mark.parametrize("username", values)


@pytest.fixture(scope="module")
def kept(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A copy of the demonstration for tests that only read."""
    app = open_app(shutil.copytree(loaded, tmp_path_factory.mktemp("kept") / "demo"))
    with app.app_context():
        yield app
    close(app)


@pytest.fixture
def demo(loaded: Path, tmp_path: Path) -> Iterator[Flask]:
    """A copy of the demonstration for tests that change it."""
    shutil.copytree(loaded, tmp_path / "demo")
    app = open_app(tmp_path / "demo")
    with app.app_context():
        yield app
    close(app)
